"""Background work in a table: unique key, lease, attempts. One process runs it: `flask jobs run`.

Jobs are idempotent: a lease that ends while its worker still works leads to a second run, never to a lost one.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.core.clock import Clock
from server.core.database import Base, Database

log = logging.getLogger(__name__)

LEASE_MS = 120_000
BACKOFF_MS = (5_000, 60_000, 300_000, 3_600_000, 8 * 3_600_000, 24 * 3_600_000)


class Job(Base):
    """One piece of work to be done after a commit."""

    __tablename__ = "jobs"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    args: Mapped[str] = mapped_column(Text)
    due_ms: Mapped[int] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until_ms: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(200))


Work = Callable[[Database, dict[str, Any], int], None]
_KINDS: dict[str, Work] = {}


def register(kind: str, work: Work) -> None:
    """Name the function that does jobs of `kind`; it opens its own units of work."""
    _KINDS[kind] = work


def enqueue(session: Session, kind: str, key: str, args: dict[str, Any], *, due_ms: int) -> None:
    """Put a job in the table, once for each key."""
    full_key = f"{kind}:{key}"
    if session.get(Job, full_key) is None:
        session.add(Job(key=full_key, kind=kind, args=json.dumps(args, sort_keys=True), due_ms=due_ms))


@dataclass(frozen=True, slots=True)
class Leased:
    """A job in hand."""

    key: str
    kind: str
    args: dict[str, Any]
    attempts: int


def lease_one(session: Session, now_ms: int) -> Leased | None:
    """Take the oldest job that is due and not in somebody's hands."""
    free = or_(Job.leased_until_ms.is_(None), Job.leased_until_ms < now_ms)
    row = session.scalars(
        select(Job)
        .where(Job.due_ms <= now_ms, free, Job.kind.in_(_KINDS))
        .order_by(Job.due_ms, Job.key)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    row.leased_until_ms = now_ms + LEASE_MS
    row.attempts += 1
    return Leased(row.key, row.kind, json.loads(row.args), row.attempts)


def run_due(database: Database, clock: Clock, *, limit: int = 1000) -> int:
    """Run the jobs that are due, one after the other; return how many ran."""
    for done in range(limit):
        with database.unit_of_work(write=True) as session:
            job = lease_one(session, clock.now_ms())
        if job is None:
            return done
        _run_one(database, job, clock)
    return limit


def _run_one(database: Database, job: Leased, clock: Clock) -> None:
    try:
        _KINDS[job.kind](database, job.args, clock.now_ms())
    except Exception as error:
        log.exception("job.failed", extra={"job": job.key})
        wait_ms = BACKOFF_MS[min(job.attempts, len(BACKOFF_MS)) - 1]
        with database.unit_of_work(write=True) as session:
            row = session.get(Job, job.key)
            if row is not None:
                row.leased_until_ms, row.due_ms = None, clock.now_ms() + wait_ms
                row.error = type(error).__name__
    else:
        with database.unit_of_work(write=True) as session:
            row = session.get(Job, job.key)
            if row is not None:
                session.delete(row)


def run_for_ever(database: Database, clock: Clock, *, idle_s: float = 1.0) -> None:
    """Poll the table; ends with the process, and not with a database that is away or busy for a while."""
    while True:
        try:
            ran = run_due(database, clock)
        except Exception:
            log.exception("jobs.interrupted")
            ran = 0
        if ran == 0:
            time.sleep(idle_s)
