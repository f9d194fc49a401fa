"""Many devices, a lossy network, a real server: afterwards both sides hold exactly the same (issue 2, done-when 3)."""

from __future__ import annotations

import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench import field
from bench.ingest import serve
from server import intake
from server.core.database import Database
from server.intake.models import Blob, Op, OpMedia
from server.ledger.models import Leaf
from server.visits.models import Visit
from sync.client import Device, Request, Response, State, http_transport

EVERY = 10
AT_ONCE = 8
SCOPE = "350923-2026-RC"


class Lossy:
    """A transport that cuts every tenth request before it reaches the server, and every tenth after the server has committed."""

    def __init__(self, base: str, start: int) -> None:
        self.send = http_transport(base)
        self.count = start
        self.before = self.after = 0
        self.on = False

    def __call__(self, request: Request) -> Response:
        if not self.on:
            return self.send(request)
        self.count += 1
        if self.count % EVERY == EVERY // 2:
            self.before += 1
            raise ConnectionError("cut before the server")
        answer = self.send(request)
        if self.count % EVERY == 0:
            self.after += 1
            raise ConnectionError("cut after the server's commit")
        return answer


@dataclass(frozen=True)
class Sent:
    """What one device has written and holds receipts for."""

    device: str
    ops: set[str]
    files: dict[str, int]
    visits: set[str]
    cut: tuple[int, int]


def run(base: str, login: str, number: int, visits: int, photo_bytes: int) -> Sent:
    """Enrol one device and send its visits one after the other, as a phone with a poor line does."""
    line = Lossy(base, number)
    device = Device(State(), line, lambda: time.time_ns() // 1_000_000, os.urandom, time.sleep)
    device.sign_in(login, field.PASSWORD)
    device.enrol(f"load {number}")
    line.on = True
    made: set[str] = set()
    for _ in range(visits):
        made.add(device.visit(field.visit(3, photo_bytes)))
        device.drain(failures=1_000)
    line.send.close()
    assert all(op.receipt is not None and op.status in {"accepted", "duplicate"} for op in device.state.ops)
    assert all(file.stored for file in device.state.files.values())
    files = {sha: file.size for sha, file in device.state.files.items()}
    return Sent(device.state.device, {op.hash for op in device.state.ops}, files, made, (line.before, line.after))


def everything_arrives_once(url: str, home: Path, devices: int, visits: int, photo_bytes: int) -> None:
    app = field.app_on(url, home)
    logins = field.add_inspectors(app, devices)
    with serve("server.wsgi:app", home, url) as base, ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [pool.submit(run, base, login, number, visits, photo_bytes) for number, login in enumerate(logins)]
        sent = [job.result() for job in jobs]
    cuts = [sum(one.cut[n] for one in sent) for n in (0, 1)]
    print(f"{devices} devices, {devices * visits} visits, {cuts[0]} requests cut before and {cuts[1]} after the commit")
    assert min(cuts) > devices
    compare(app, sent, devices * visits)


def compare(app: Flask, sent: list[Sent], visits: int) -> None:
    """Hold both sides against each other: every op, every file by its bytes, every visit, every leaf."""
    database: Database = app.extensions["fangcha_database"]
    ops = set().union(*(one.ops for one in sent))
    files = {sha: size for one in sent for sha, size in one.files.items()}
    made = set().union(*(one.visits for one in sent))
    assert (len(made), len(files)) == (visits, visits * 3)
    with database.unit_of_work() as session:
        stored = session.scalars(select(Op.hash)).all()
        assert len(stored) == len(ops)
        assert set(stored) == ops
        assert set(session.scalars(select(Op.device))) == {one.device for one in sent}
        assert session.scalar(select(func.count()).select_from(Leaf).where(Leaf.kind == "op")) == len(ops)
        blobs = session.execute(select(Blob.sha256, Blob.size, Blob.of)).all()
        assert len(blobs) == len(files)
        assert {sha: size for sha, size, _ in blobs} == files
        assert set(session.scalars(select(OpMedia.state).distinct())) == {"stored"}
        for sha, _, of in blobs:
            assert hashlib.sha256(intake.read_blob(session, sha, SCOPE, of)).hexdigest() == sha
        assert set(session.scalars(select(Visit.id).where(Visit.transfer == "all"))) == made
    database.engine.dispose()


@pytest.mark.timeout(600)
def test_ten_devices_on_a_lossy_network_leave_both_sides_equal(database_url: str, tmp_path: Path) -> None:
    everything_arrives_once(database_url, tmp_path / "home", devices=10, visits=20, photo_bytes=100_000)


@pytest.mark.soak
@pytest.mark.timeout(7_200)
def test_a_hundred_devices_on_a_lossy_network_leave_both_sides_equal(database_url: str, tmp_path: Path) -> None:
    everything_arrives_once(database_url, tmp_path / "home", devices=100, visits=20, photo_bytes=500_000)
