"""What the running system tells anybody: whether it is well, and what a sign-in page must know before a session."""

from __future__ import annotations

import os
import shutil
import uuid
from typing import Any

from flask import Flask, current_app
from flask_smorest import Blueprint
from marshmallow import fields
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from server import ledger
from server.core.access import Policy, access
from server.core.app_state import demo_buttons, now_ms, settings
from server.core.database import database, unit_of_work
from server.core.jobs import Job
from server.core.schemas import StrictSchema
from server.demo import people

LOW_BYTES = 1024**3

blp = Blueprint("health", __name__, description="Whether the server is well, and what a page may know before sign-in")


class PartOut(StrictSchema):
    """One part of the system: `ok`, `low` or `down`."""

    state = fields.String()
    kind = fields.String()
    free_bytes = fields.Integer(allow_none=True)


class JobsOut(StrictSchema):
    """Background work: how many jobs are due, how many have failed at least once, how long the oldest has been due."""

    due = fields.Integer()
    failing = fields.Integer()
    oldest_due_s = fields.Integer()


class HealthOut(StrictSchema):
    """The state of the server; `status` is `ok` where every part is."""

    status = fields.String()
    version = fields.String()
    database = fields.Nested(PartOut)
    blobs = fields.Nested(PartOut)
    generation = fields.Integer(allow_none=True)
    jobs = fields.Nested(JobsOut, allow_none=True)


class DemoRoleOut(StrictSchema):
    """One button of the sign-in page in a demonstration."""

    login = fields.String()
    name = fields.String()
    role = fields.String()


class ConfigOut(StrictSchema):
    """What a page may know before anybody has signed in."""

    version = fields.String()
    demo = fields.Boolean()
    demo_roles = fields.List(fields.Nested(DemoRoleOut))
    hotline = fields.String(allow_none=True)
    office_phone = fields.String(allow_none=True)
    secure_url = fields.String(allow_none=True)


@blp.get("/healthz")
@access(Policy.PUBLIC)
@blp.response(200, HealthOut)
@blp.alt_response(503, schema=HealthOut, description="A part is down")
def healthz() -> Any:
    """Tell the state of the database, the blob store and the background work."""
    found = look()
    return found, 200 if found["status"] != "down" else 503


@blp.get("/api/config")
@access(Policy.PUBLIC)
@blp.response(200, ConfigOut)
def config() -> Any:
    """Tell what the sign-in page must know."""
    here = settings()
    roles = [{"login": one.login, "name": one.name, "role": one.button} for one in people.BUTTONS] if demo_buttons() else []
    return {
        "version": current_app.config["API_VERSION"],
        "demo": here.demo,
        "demo_roles": roles,
        "hotline": here.hotline or (people.HOTLINE if here.demo else None),
        "office_phone": here.office_phone or (people.OFFICE_PHONE if here.demo else None),
        "secure_url": here.secure_url,
    }


def look() -> dict[str, Any]:
    """Look at every part once."""
    generation, jobs, rows = _look_at_database()
    blobs = _look_at_blobs()
    states = {rows["state"], blobs["state"]}
    status = "down" if "down" in states else "low" if "low" in states else "ok"
    version = current_app.config["API_VERSION"]
    return {"status": status, "version": version, "database": rows, "blobs": blobs, "generation": generation, "jobs": jobs}


def _look_at_database() -> tuple[int | None, dict[str, int] | None, dict[str, Any]]:
    kind = database().engine.dialect.name
    moment = now_ms()
    try:
        with unit_of_work() as session:
            generation = ledger.generation(session)
            due, oldest = session.execute(select(func.count(), func.min(Job.due_ms)).where(Job.due_ms <= moment)).one()
            failing = session.scalar(select(func.count()).where(Job.error.is_not(None))) or 0
    except SQLAlchemyError:
        return None, None, {"state": "down", "kind": kind}
    waited = (moment - oldest) // 1000 if due else 0
    return generation, {"due": due, "failing": failing, "oldest_due_s": waited}, {"state": "ok", "kind": kind}


def _look_at_blobs() -> dict[str, Any]:
    folder = settings().blobs_dir
    probe = folder / f".health-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.close(handle)
        probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError:
        return {"state": "down", "kind": "folder", "free_bytes": None}
    return {"state": "ok" if free >= LOW_BYTES else "low", "kind": "folder", "free_bytes": free}


def setup(app: Flask) -> None:
    """Register the views."""
    app.extensions["fangcha_api"].register_blueprint(blp)
