"""Work after the fact: project again, tell again, sweep what nobody finished, look again at what nobody understood."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from server.core import jobs
from server.intake import opening, projection, reading, registry, rules, store
from server.intake.models import Upload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from server.core.database import Database

log = logging.getLogger(__name__)

ORPHAN_MS = 24 * 3_600_000


def register() -> None:
    """Name intake's jobs."""
    jobs.register("intake.project", projection.run_job)
    jobs.register("intake.blob_news", projection.run_blob_job)
    jobs.register("intake.sweep", sweep)
    jobs.register("intake.judge_again", judge_again)


def sweep(database: Database, _args: dict[str, Any], now_ms: int) -> None:
    """Delete uploads that nobody continued, and files that no row points at."""
    with database.unit_of_work(write=True) as session:
        uploads_dir: Path = session.info["fangcha_uploads"]
        expired = store.expired_uploads(session, now_ms)
        for some in store.batches(expired):
            session.execute(delete(Upload).where(Upload.id.in_(some)))
    for upload_id in expired:
        (uploads_dir / upload_id).unlink(missing_ok=True)
    with database.unit_of_work() as session:
        _sweep_folder(session, uploads_dir, now_ms, store.upload_ids)
        _sweep_folder(session, session.info["fangcha_blobs"], now_ms, store.blob_files)


def _sweep_folder(session: Session, root: Path, now_ms: int, known: Any) -> None:
    old = [str(path.relative_to(root)) for path in _files(root) if path.stat().st_mtime * 1000 < now_ms - ORPHAN_MS]
    for some in store.batches(old):
        for orphan in set(some) - known(session, some):
            log.info("sweep.orphan", extra={"status": orphan[:20]})
            (root / orphan).unlink(missing_ok=True)


def _files(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            if path.is_file():
                yield path


def judge_again(database: Database, _args: dict[str, Any], now_ms: int) -> None:
    """Admit what an earlier version did not understand, and project its subjects; what is left is looked at tomorrow."""
    with database.unit_of_work(write=True) as session:
        touched, left = set(), 0
        for row in store.refusals(session, rules.NOT_YET):
            part = reading.open_part(reading.keys_of(session), row.part) if row.part is not None else None
            read = opening.read_op(row.op.kind, row.op.schema, row.op.seq, (row.body, part), registry.known_kinds())
            if read.fault in rules.NOT_YET:
                left += 1
                continue
            status = row.op.status if row.op.status == "fork" else "quarantined" if read.fault else "accepted"
            store.set_verdict(session, row.op.hash, status, read.fault)
            touched.add(row.op.subject)
        touched.discard(opening.NO_SUBJECT)
        if touched:
            projection.expect(session, f"again:{now_ms}", sorted(touched), now_ms - projection.GRACE_MS)
        if left:
            projection.expect_second_look(session, now_ms)
