"""The second unit of work: understand what the first one stored. Its failure never touches the first.

The job that repeats it is written together with the ops and taken away when all went well, so that neither an exception
nor a crash between the two units leaves a visit unseen.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from server.core import jobs
from server.intake import feed, registry, store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from server.core.database import Database

log = logging.getLogger(__name__)

GRACE_MS = 60_000  # the job waits while the push itself still tries
AGAIN_MS = 5_000
CLOSED = "visit.closed"
DAY_MS = 24 * 3_600_000


def expect(session: Session, key: str, subjects: Sequence[str], now_ms: int) -> None:
    """Write the job that would project `subjects` if this process died now."""
    store.add_job(session, "intake.project", key, {"subjects": list(subjects)}, now_ms + GRACE_MS)


def expect_second_look(session: Session, now_ms: int) -> None:
    """Have what is not understood yet judged again tomorrow, by a server that may be newer."""
    day = now_ms // DAY_MS + 1
    jobs.enqueue(session, "intake.judge_again", str(day), {}, due_ms=day * DAY_MS)


def project_all(database: Database, key: str, touched: Mapping[str, set[str]], now_ms: int) -> list[str]:
    """Rebuild the touched subjects, together if possible and else one by one; return those that failed."""
    subjects = sorted(touched)  # one order for everybody, so that two pushes never wait in a circle
    try:
        with database.unit_of_work(write=True) as session:
            for subject in subjects:
                project(session, subject, touched[subject], now_ms)
            _forget_job(session, "intake.project", key)
    except Exception:
        log.exception("projection.failed", extra={"count": len(subjects)})
    else:
        return []
    failed = [subject for subject in subjects if not _project_one(database, subject, now_ms)]
    with database.unit_of_work(write=True) as session:
        if not failed:
            _forget_job(session, "intake.project", key)
        else:
            args = json.dumps({"subjects": failed}, sort_keys=True)
            session.execute(update(jobs.Job).where(jobs.Job.key == f"intake.project:{key}").values(args=args, due_ms=now_ms + AGAIN_MS))
            for subject in failed:
                _tell_waiting(session, subject, now_ms)
    return failed


def project(session: Session, subject: str, kinds: set[str], now_ms: int) -> None:
    """Let the floors above rebuild one subject; whoever comes second waits, and then sees what the first one saw."""
    subscribers = registry.projectors(kinds)
    if not subscribers:
        return
    store.lock_subject(session, subject)
    for subscriber in subscribers:
        subscriber(session, subject, now_ms)


def _project_one(database: Database, subject: str, now_ms: int) -> bool:
    try:
        with database.unit_of_work(write=True) as session:
            project(session, subject, store.kinds_of(session, subject), now_ms)
    except Exception:
        log.exception("projection.subject-failed")
        return False
    return True


def _tell_waiting(session: Session, subject: str, now_ms: int) -> None:
    """Tell the authors that the text of a closed visit is here, though the office cannot read it yet.

    What a projection said before stays: it knew more.
    """
    if CLOSED not in store.kinds_of(session, subject):
        return
    data = {"visit_id": subject, "transfer": "text", "review": None, "arrived_ms": now_ms, "receipt_no": None}
    for author in sorted(store.authors_of(session, subject)):
        if not feed.is_published(session, f"user:{author}", "op_status", subject):
            feed.publish(session, f"user:{author}", "op_status", subject, data)


def _forget_job(session: Session, kind: str, key: str) -> None:
    store.drop_job(session, kind, key)


def run_job(database: Database, args: dict[str, Any], now_ms: int) -> None:
    """Project what a push could not.

    Raises:
        RuntimeError: where a subject fails again; the job comes back later.
    """
    failed = [subject for subject in args["subjects"] if not _project_one(database, subject, now_ms)]
    if failed:
        raise RuntimeError(f"{len(failed)} subjects cannot be projected")


def expect_blob_news(session: Session, sha256: str, scope: str, of: str, now_ms: int) -> None:
    """Have the floors above told of a stored file by a job, because they could not take it with the rows."""
    args = {"sha256": sha256, "scope": scope, "of": of}
    store.add_job(session, "intake.blob_news", f"{sha256}:{of}", args, now_ms + AGAIN_MS)


def tell_of_blob(session: Session, sha256: str, scope: str, of: str, now_ms: int) -> None:
    """Tell the floors above that a file is stored."""
    for subscriber in registry.blob_subscribers():
        subscriber(session, sha256, scope, of, now_ms)


def run_blob_job(database: Database, args: dict[str, Any], now_ms: int) -> None:
    """Tell the floors above of a stored file that they did not take."""
    with database.unit_of_work(write=True) as session:
        tell_of_blob(session, args["sha256"], args["scope"], args["of"], now_ms)
