"""A headless device of the protocol against the real server, over a network that loses requests and answers."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from server import accounts, intake
from server.core.access import Role
from server.core.clock import FixedClock
from server.intake.models import Blob, Op
from server.ledger.models import Leaf
from sync import chain
from sync.client import Device, Photo, Request, Response, Signature, State, Visit, wsgi_transport
from tests.server.intake.phone import database_of

PASSWORD = "晴天-river-42"
ASSIGNMENT = {
    "id": None, "campaign": "350923-2026-RC", "attempt": 1, "leader": None, "partner": None, "mode": "adhoc",
    "checklist": {"id": "household-short", "version": 1, "sha256": "c" * 64},
}  # fmt: skip


class Lossy:
    """Cuts every third request, in turn before and after the server has acted."""

    def __init__(self, app: Flask, *, every: int = 3) -> None:
        self.send = wsgi_transport(app.test_client(use_cookies=False))
        self.every, self.count, self.on = every, 0, False

    def __call__(self, request: Request) -> Response:
        self.count += 1
        cut = self.on and self.count % self.every == 0
        if cut and self.count % (2 * self.every):
            raise ConnectionError("cut before the server")
        answer = self.send(request)
        if cut:
            raise ConnectionError("cut after the server")
        return answer


def device_on(app: Flask, transport: Lossy) -> Device:
    with database_of(app).unit_of_work(write=True) as session:
        org = accounts.create_organisation(session, accounts.CreateOrganisation("屏南县民政局", "county", "350923000000"))
        login = f"p{uuid.uuid4().hex[:8]}"
        accounts.create_user(session, accounts.CreateUser(login, "陈文斌", PASSWORD, org, (Role.INSPECTOR,)), now_ms=0)
    clock: FixedClock = app.extensions["fangcha_clock"]
    device = Device(State(), transport, clock.now_ms, secrets.token_bytes)
    device.sign_in(login, PASSWORD)
    device.enrol("测试手机")
    transport.on = True
    return device


def visit_with(photos: list[bytes]) -> Visit:
    return Visit(
        assignment=ASSIGNMENT,
        household={"id": str(uuid.uuid4()), "point": None},
        answers={"core": {"lives_here": "yes"}, "part": {"note": "屋顶漏雨"}},
        photos=[Photo("door", data) for data in photos],
        signatures=[Signature("respondent", read_text="我们读给您听。")],
    )


@pytest.fixture
def pictures() -> list[bytes]:
    return [b"\xff\xd8\xff" + os.urandom(size) for size in (300, 150_000, 1_300_000)]


@pytest.fixture
def lossy(app_on_both: Flask) -> Lossy:
    return Lossy(app_on_both)


def test_everything_arrives_once_over_a_network_that_loses_a_third(app_on_both: Flask, lossy: Lossy, pictures: list[bytes]) -> None:
    device = device_on(app_on_both, lossy)
    visits = [device.visit(visit_with(pictures)) for _ in range(3)]
    device.drain(failures=500)
    with database_of(app_on_both).unit_of_work() as session:
        stored = {row.hash for row in session.scalars(select(Op))}
        assert stored == {op.hash for op in device.state.ops}
        assert session.scalar(select(func.count()).select_from(Blob)) == 9
        assert session.scalar(select(func.count()).select_from(Leaf).where(Leaf.kind == "op")) == len(stored)
        for visit in visits:
            found = intake.ops_of(session, visit)
            assert [op.kind for op in found] == [
                "visit.opened", "photo.captured", "photo.captured", "photo.captured", "signature.given", "answers.given", "visit.closed",
            ]  # fmt: skip
            assert all(op.counted and op.signed for op in found)
            for picture in pictures:
                digest = hashlib.sha256(picture).hexdigest()
                assert intake.read_blob(session, digest, "350923-2026-RC", visit) == picture


def test_the_stored_chain_verifies_link_by_link(app_on_both: Flask, lossy: Lossy) -> None:
    from sync.ops import Envelope

    device = device_on(app_on_both, lossy)
    for _ in range(4):
        device.visit(visit_with([]))
    device.drain(failures=500)
    names = [name for name in Envelope.__dataclass_fields__ if name != "hash"]
    with database_of(app_on_both).unit_of_work() as session:
        rows = list(session.scalars(select(Op).order_by(Op.seq)))
    head = None
    for row in rows:
        op = Envelope(*(getattr(row, name) for name in names))
        head = chain.verify_next(head, op)
        assert op.hash == row.hash
    assert head is not None
    assert head.seq == len(device.state.ops)


def test_a_server_restored_from_a_backup_gets_what_it_lost(app: Flask, tmp_path: Path) -> None:
    lossy = Lossy(app)
    device = device_on(app, lossy)
    device.visit(visit_with([]))
    device.drain(failures=500)
    database = database_of(app)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(str(database.engine.url.database))
    shutil.copyfile(file, tmp_path / "backup.sqlite")
    second = device.visit(visit_with([]))
    device.drain(failures=500)
    database.engine.dispose()
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(tmp_path / "backup.sqlite", file)
    with database.unit_of_work(write=True) as session:
        session.execute(text("UPDATE log_heads SET generation = 2"))
    lossy.on = False
    device.push()  # an empty push is enough to hear that the server knows less
    device.drain(failures=500)
    with database.unit_of_work() as session:
        assert len(intake.ops_of(session, second)) == 4
        assert session.scalar(select(func.count()).select_from(Op)) == len(device.state.ops)


def test_a_body_that_rots_on_the_phone_stops_nothing_and_leaves_its_place(app: Flask) -> None:
    lossy = Lossy(app)
    device = device_on(app, lossy)
    visit = device.visit(visit_with([]))
    rotten = device.state.ops[2]
    assert rotten.body is not None
    rotten.body = bytes([rotten.body[0] ^ 1]) + rotten.body[1:]
    device.drain(failures=500)
    with database_of(app).unit_of_work() as session:
        found = intake.ops_of(session, visit)
    assert [op.status for op in found] == ["accepted", "quarantined", "accepted", "accepted"]
    assert {op.device for op in found} == {device.state.device}
    assert len({op.epoch for op in device.state.ops}) == 2
