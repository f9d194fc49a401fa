"""Fill an empty database with the demonstration, once, and keep its present day present."""

from __future__ import annotations

import json
import os
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from server import accounts
from server.accounts import passwords as hashing
from server.accounts.models import User
from server.core.database import Counter, Database
from server.demo import people

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

    from server.settings import Settings

# Rows of `counters`: when the demonstration began to load, and when it was whole.
BEGUN, WHOLE = "demo-begun", "demo-whole"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class DemoRefused(Exception):  # noqa: N818 - named by what happened
    """The demonstration may not touch this database; the text says why."""


def load(app: Flask) -> str:
    """Fill an empty database; on a filled demonstration only bring its day up to date. Return one sentence.

    Raises:
        DemoRefused: where the database is not a demonstration's, or half of one.
    """
    settings: Settings = app.extensions["fangcha_settings"]
    database: Database = app.extensions["fangcha_database"]
    now_ms: int = app.extensions["fangcha_clock"].now_ms()
    with database.unit_of_work() as session:
        begun, whole = _mark(session, BEGUN), _mark(session, WHOLE)
        in_use = bool(session.scalar(select(func.count()).select_from(User)))
    if not settings.demo:
        if begun:
            raise DemoRefused(
                "This data folder holds the demonstration, whose people have known passwords: choose an empty one, DATA_DIR=/path"
            )
        return "none"
    if begun and not whole:
        raise DemoRefused(f"The demonstration was interrupted while loading: delete {settings.data_dir} and start again")
    if whole:
        return "there"
    if in_use:
        return "none, because this database holds real work"
    with database.unit_of_work(write=True) as session:
        session.add(Counter(name=BEGUN, value=now_ms))
        _add_people(session, now_ms)
    with database.unit_of_work(write=True) as session:
        session.add(Counter(name=WHOLE, value=now_ms))
    return f"loaded: {len(people.WORKERS)} people"


def _mark(session: Session, name: str) -> int | None:
    return session.scalar(select(Counter.value).where(Counter.name == name))


def _add_people(session: Session, now_ms: int) -> None:
    offices = {one.code: people.demo_id("organisation", one.code) for one in people.UNITS}
    for unit in people.UNITS:
        up = offices[unit.reports_to] if unit.reports_to else None
        accounts.create_organisation(session, accounts.CreateOrganisation(unit.name, unit.tier, unit.code, up, offices[unit.code]))
    for one in people.WORKERS:
        wanted = accounts.CreateUser(one.login, one.name, people.PASSWORD, offices[one.org], one.roles, one.number, one.id)
        accounts.create_user(session, wanted, now_ms=now_ms)


def passwords(app: Flask) -> str:
    """Where others can reach the demonstration, replace the known password by random ones; return what to print.

    Raises:
        OSError: where the file that keeps them for the next start cannot be written.
    """
    settings: Settings = app.extensions["fangcha_settings"]
    database: Database = app.extensions["fangcha_database"]
    kept = settings.keys_dir / "demo-passwords.json"
    if not settings.demo or (settings.loopback and not kept.exists()):
        return ""
    if not kept.exists():
        made = {one.login: "".join(secrets.choice(ALPHABET) for _ in range(10)) for one in people.WORKERS}
        with database.unit_of_work(write=True) as session:
            for login, password in made.items():
                session.execute(update(User).where(User.login == login).values(password_hash=hashing.hash_password(password)))
        _keep(kept, made)
    known = json.loads(kept.read_text())
    lines = [f"  {one.login:10}{known[one.login]:14}{one.name} {one.button}".rstrip() for one in people.WORKERS if one.login in known]
    return "\n".join(["Sign in 登录 (login, password)", *lines])


def _keep(path: Path, made: dict[str, str]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(made, file)


def move(app: Flask, lat: float, lon: float) -> str:
    """Move the demonstration's households around a place; return one sentence.

    Raises:
        DemoRefused: where this is no demonstration.
    """
    database: Database = app.extensions["fangcha_database"]
    with database.unit_of_work() as session:
        if _mark(session, WHOLE) is None:
            raise DemoRefused("There is no demonstration here: only its households can be moved")
    raise DemoRefused(f"no households to move to {lat}, {lon}")
