"""What the benchmarks need of a field: inspectors with devices, and visits that weigh what real ones weigh."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path
from typing import Any

from flask import Flask

from server import accounts
from server.core.access import Role
from server.core.database import Database
from sync.client import Device, Photo, State, Visit

PASSWORD = "bench-river-42"
PHOTO_BYTES = 300_000
HOUSEHOLD = {"point": {"lat_e7": 269_100_000, "lon_e7": 1_189_900_000}}
CHECKLIST = {"id": "household-short", "version": 1, "sha256": "c" * 64}


def add_inspectors(app: Flask, count: int) -> list[str]:
    """Make a county and `count` inspectors; return their logins."""
    database: Database = app.extensions["fangcha_database"]
    logins = [f"bench{number}" for number in range(count)]
    with database.unit_of_work(write=True) as session:
        org = accounts.create_organisation(session, accounts.CreateOrganisation("屏南县民政局", "county", "350923000000"))
        for login in logins:
            person = accounts.CreateUser(login, "陈文斌", PASSWORD, org, (Role.INSPECTOR,))
            accounts.create_user(session, person, now_ms=0)
    return logins


def new_device(login: str, transport: Any) -> Device:
    """Sign in and enrol."""
    device = Device(State(), transport, lambda: time.time_ns() // 1_000_000, os.urandom, time.sleep)
    device.sign_in(login, PASSWORD)
    device.enrol("bench")
    return device


def visit(photos: int, photo_bytes: int = PHOTO_BYTES) -> Visit:
    """Return one visit with random photos: sealed bytes do not compress, whatever is in them."""
    assignment = {"id": None, "campaign": "350923-2026-RC", "checklist": CHECKLIST}
    answers = {"core": {f"item_{n}": "yes" for n in range(20)}, "part": {f"part_{n}": "本人说每月都按时到账" for n in range(12)}}
    head = bytes.fromhex("ffd8ffe0")
    return Visit(
        assignment=assignment,
        household={"id": str(uuid.uuid4()), **HOUSEHOLD},
        answers=answers,
        photos=[Photo("door", head + os.urandom(photo_bytes - 4)) for _ in range(photos)],
    )


def app_on(url: str, data_dir: Path) -> Flask:
    """Return an app on a migrated database."""
    from server.app import create_app  # noqa: PLC0415 - bench pages that need no server start faster
    from server.settings import Settings  # noqa: PLC0415
    from tests.conftest import migrate  # noqa: PLC0415

    data_dir.mkdir(parents=True, exist_ok=True)
    migrate(url)
    return create_app(Settings(data_dir=data_dir, database_url=url))
