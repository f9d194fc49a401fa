"""What the office has stored, read with the server's own code from the site's data directory; and orders given to a team."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from server import campaigns, intake
from server.app import create_app
from server.campaigns.models import Assignment, TeamMember
from server.core.clock import china_day
from server.core.database import Database
from server.demo.people import demo_id
from server.intake.models import Op, OpBody, OpMedia
from server.roster.models import Benefit, Household, Member
from server.settings import Settings
from server.visits.models import Visit
from tests.e2e.site import Site


@dataclass(frozen=True)
class Stored:
    """One op as it was stored."""

    kind: str
    status: str
    hash: str
    body: dict[str, Any]


DAY_MS = 86_400_000


@contextmanager
def _session(site: Site, *, write: bool = False) -> Iterator[Any]:
    app = create_app(Settings.from_env(site.env))
    database: Database = app.extensions["fangcha_database"]
    try:
        with database.unit_of_work(write=write) as session:
            yield session
    finally:
        database.engine.dispose()


def give_order(site: Site, members: int = 2, inspector: str = "chenxl") -> str:
    """Send the inspector's team to a household of so many people that nobody has been sent to; return the assignment."""
    now_ms = time.time_ns() // 1_000_000
    with _session(site, write=True) as session:
        team = session.scalars(select(TeamMember.team_id).where(TeamMember.user_id == demo_id("user", inspector))).one()
        many = select(Member.household_id).group_by(Member.household_id).having(func.count() == members)
        elsewhere = select(Member.household_id).where(Member.lives_here != "yes")
        plain = select(Benefit.household_id).where(Benefit.card_holder == "self", Benefit.paid_by == "bank")
        target = session.scalars(
            select(Household.id)
            .where(Household.id.in_(many), Household.id.not_in(elsewhere), Household.id.in_(plain))
            .where(Household.id.not_in(select(Assignment.target_id)))
            .order_by(Household.number)
        ).first()
        today = china_day(now_ms)
        wanted = campaigns.CreateAssignment(team, target, today.year, today.isoformat(), now_ms - DAY_MS, now_ms + DAY_MS)
        return campaigns.create_assignment(session, wanted, now_ms=now_ms)


def ops(site: Site, subject: str) -> list[Stored]:
    """Return the ops of a visit in the order of their chain."""
    with _session(site) as session:
        rows = session.execute(
            select(Op, OpBody.data).join(OpBody, OpBody.op_hash == Op.hash).where(Op.subject == subject).order_by(Op.seq)
        ).all()
        return [Stored(op.kind, op.status, op.hash, json.loads(data)) for op, data in rows]


def kinds(site: Site) -> list[str]:
    """Return the kinds of every stored op, oldest first."""
    with _session(site) as session:
        return list(session.scalars(select(Op.kind).order_by(Op.received_ms, Op.seq)))


def media(site: Site, subject: str) -> dict[str, tuple[str, str]]:
    """Return state and SHA-256 of the stored plaintext of every file that a visit names."""
    with _session(site) as session:
        rows = session.scalars(select(OpMedia).where(OpMedia.subject == subject)).all()
        found = {}
        for row in rows:
            data = intake.read_blob(session, row.sha256, row.scope, subject) if row.state == "stored" else b""
            found[row.sha256] = (row.state, hashlib.sha256(data).hexdigest())
        return found


def visit(site: Site, visit_id: str) -> Visit | None:
    """Return the projected visit."""
    with _session(site) as session:
        row = session.get(Visit, visit_id)
        if row is not None:
            session.expunge(row)
        return row  # type: ignore[no-any-return]
