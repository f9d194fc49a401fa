"""Every query of intake. The hot path writes many rows a statement, without ORM objects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Table, and_, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.core.database import Base
from server.core.jobs import Job
from server.intake.models import (
    Blob,
    DeviceHead,
    Op,
    OpBody,
    OpMedia,
    OpPart,
    SignedHead,
    Subject,
    Upload,
    Wrap,
)
from server.ledger.models import Checkpoint, Leaf, LogHead

Row = dict[str, Any]
BATCH = 400  # values in one IN list: old SQLite builds stop at 999 parameters


def batches(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Cut a long list for IN."""
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))


def _table(model: type[Base]) -> Table:
    found = model.__table__
    if not isinstance(found, Table):
        raise TypeError(f"{model} is no table")
    return found


@cache
def _inserting(model: type[Base]) -> Insert:
    return insert(_table(model))


@cache
def _inserting_new(model: type[Base], dialect: str) -> Insert:
    adding = postgresql.insert(_table(model)) if dialect == "postgresql" else sqlite.insert(_table(model))
    return adding.on_conflict_do_nothing()


def add_rows(session: Session, model: type[Base], rows: list[Row]) -> None:
    """Insert `rows`."""
    if rows:
        session.execute(_inserting(model), rows)


def add_new_rows(session: Session, model: type[Base], rows: list[Row]) -> None:
    """Insert those of `rows` whose primary key is not there yet."""
    if rows:
        session.execute(_inserting_new(model, session.get_bind().dialect.name), rows)


def add_if_new(session: Session, model: type[Base], row: Row) -> bool:
    """Insert one row; tell whether it was new."""
    keys = _table(model).primary_key.columns
    adding = _inserting_new(model, session.get_bind().dialect.name).values(**row).returning(*keys)
    return session.execute(adding).first() is not None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one branch."""

    seq: int
    hash: str


# Statements of the hot path are built once: building costs more than running them.
_HEADS = (
    select(DeviceHead.branch, DeviceHead.seq, DeviceHead.hash)
    .where(DeviceHead.device == bindparam("device"), DeviceHead.epoch == bindparam("epoch"))
    .order_by(DeviceHead.branch)
)
_LOCKED_HEADS = _HEADS.with_for_update()
_MOVE_HEAD = (
    update(_table(DeviceHead))
    .where(
        DeviceHead.device == bindparam("of_device"), DeviceHead.epoch == bindparam("of_epoch"), DeviceHead.branch == bindparam("of_branch")
    )
    .values(seq=bindparam("to_seq"), hash=bindparam("to_hash"), moved_ms=bindparam("at_ms"))
)
_KNOWN_OPS = (
    select(Op.hash, Op.branch, Leaf.position)
    .join(Leaf, and_(Leaf.hash == Op.hash, Leaf.kind == "op"))
    .where(Op.hash.in_(bindparam("hashes", expanding=True)))
)
_STORED = select(Blob.sha256, Blob.scope, Blob.of).where(Blob.sha256.in_(bindparam("hashes", expanding=True)))
_MISSING = (
    select(OpMedia.sha256)
    .where(OpMedia.device == bindparam("device"), OpMedia.state == "missing")
    .order_by(OpMedia.received_ms, OpMedia.seq, OpMedia.position)
    .limit(bindparam("most"))
)
_LOG_HEAD = select(LogHead.generation, LogHead.durable_upto)
_CHECKPOINT = select(Checkpoint.note).order_by(Checkpoint.generation.desc(), Checkpoint.size.desc()).limit(1)


def locked_heads(session: Session, device: str, epoch: str) -> dict[str, Head]:
    """Return the heads of an epoch by branch, locked: two pushes of one phone wait here for each other."""
    rows = session.execute(_LOCKED_HEADS, {"device": device, "epoch": epoch})
    return {branch: Head(seq, digest) for branch, seq, digest in rows}


def main_head(session: Session, device: str, epoch: str) -> Head | None:
    """Return the head of an epoch's first branch."""
    rows = session.execute(_HEADS, {"device": device, "epoch": epoch})
    return next((Head(seq, digest) for branch, seq, digest in rows if not branch), None)


def add_head(session: Session, device: str, epoch: str, branch: str, head: Head, now_ms: int) -> None:
    """Write the head of a new branch."""
    row = {"device": device, "epoch": epoch, "branch": branch, "seq": head.seq, "hash": head.hash, "moved_ms": now_ms}
    add_rows(session, DeviceHead, [row])


def move_head(session: Session, device: str, epoch: str, branch: str, head: Head, now_ms: int) -> None:
    """Move the head of a branch."""
    place = {"of_device": device, "of_epoch": epoch, "of_branch": branch}
    session.execute(_MOVE_HEAD, place | {"to_seq": head.seq, "to_hash": head.hash, "at_ms": now_ms})


@dataclass(frozen=True, slots=True)
class Known:
    """An op that was stored before."""

    branch: str
    position: int


def known_ops(session: Session, hashes: Sequence[str]) -> dict[str, Known]:
    """Return which of `hashes` are stored, with their place in the log."""
    found: dict[str, Known] = {}
    for some in batches(hashes):
        rows = session.execute(_KNOWN_OPS, {"hashes": some})
        found |= {digest: Known(branch, position) for digest, branch, position in rows}
    return found


def op_at(session: Session, device: str, epoch: str, seq: int) -> list[str]:
    """Return the hashes of the ops that stand at a place of a device's chain, of all branches."""
    rows = session.scalars(select(Op.hash).where(Op.device == device, Op.epoch == epoch, Op.seq == seq))
    return list(rows)


def count_reason(session: Session, device: str, reason: str) -> int:
    """Return how many ops of `device` lie in quarantine for `reason`."""
    found = session.scalar(select(func.count()).select_from(Op).where(Op.device == device, Op.reason == reason))
    return found or 0


def stored_among(session: Session, wanted: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Return which (sha256, scope, of) are stored."""
    keys = set(wanted)
    digests = sorted({key[0] for key in keys})
    found: set[tuple[str, str, str]] = set()
    for some in batches(digests):
        rows = session.execute(_STORED, {"hashes": some})
        found |= {(digest, scope, of) for digest, scope, of in rows}
    return found & keys


def discard_media(session: Session, device: str, of: str, digests: Sequence[str]) -> None:
    """Stop asking for files that their phone has thrown away."""
    session.execute(
        update(OpMedia)
        .where(OpMedia.device == device, OpMedia.of == of, OpMedia.sha256.in_(digests), OpMedia.state == "missing")
        .values(state="discarded")
    )


def missing_media(session: Session, device: str, limit: int) -> list[str]:
    """Return the SHA-256 of files that `device` still owes, oldest first, each once."""
    rows = session.scalars(_MISSING, {"device": device, "most": limit})
    return list(dict.fromkeys(rows))


@dataclass(frozen=True, slots=True)
class Naming:
    """Under which scope and subject a device named a file, and of which type."""

    scope: str
    of: str
    mime: str
    state: str


def namings(session: Session, device: str, sha256: str, size: int) -> list[Naming]:
    """Return every place where a stored op of `device` names these bytes."""
    rows = session.execute(
        select(OpMedia.scope, OpMedia.of, OpMedia.mime, OpMedia.state)
        .where(OpMedia.device == device, OpMedia.sha256 == sha256, OpMedia.size == size)
        .order_by(OpMedia.received_ms, OpMedia.seq, OpMedia.position)
    )
    found: dict[tuple[str, str], Naming] = {}
    for scope, of, mime, state in rows:
        known = found.get((scope, of))
        if known is None or known.state == "discarded":  # named again after a discard: wanted again
            found[scope, of] = Naming(scope, of, mime, state)
    return list(found.values())


def mark_stored(session: Session, sha256: str, scope: str, of: str, size: int) -> None:
    """Note for every op that names these bytes that they are here."""
    session.execute(
        update(OpMedia)
        .where(OpMedia.sha256 == sha256, OpMedia.scope == scope, OpMedia.of == of, OpMedia.size == size)
        .values(state="stored")
    )


def blob(session: Session, sha256: str, scope: str, of: str) -> Blob | None:
    """Return the row of a stored file."""
    return session.get(Blob, (sha256, scope, of))


def blob_file(session: Session, sha256: str, scope: str, of: str) -> str | None:
    """Return where a stored file lies."""
    return session.scalar(select(Blob.file).where(Blob.sha256 == sha256, Blob.scope == scope, Blob.of == of))


def wraps_of(session: Session, device: str, of: Sequence[str]) -> list[Wrap]:
    """Return the wrapped item keys that a device sent for these subjects or epochs, newest first."""
    found = session.scalars(select(Wrap).where(Wrap.device == device, Wrap.of.in_(of)).order_by(Wrap.received_ms.desc()))
    return list(found)


def upload(session: Session, upload_id: str, device: str) -> Upload | None:
    """Return a device's own upload."""
    return session.scalar(select(Upload).where(Upload.id == upload_id, Upload.device == device))


def uploads_over(session: Session, device: str, keep: int) -> list[str]:
    """Return the oldest open uploads of `device` beyond `keep`."""
    rows = session.scalars(select(Upload.id).where(Upload.device == device).order_by(Upload.created_ms.desc(), Upload.id).offset(keep))
    return list(rows)


def expired_uploads(session: Session, now_ms: int) -> list[str]:
    """Return the uploads that nobody continued in time."""
    return list(session.scalars(select(Upload.id).where(Upload.expires_ms <= now_ms)))


def upload_ids(session: Session, names: Sequence[str]) -> set[str]:
    """Return which of `names` are open uploads."""
    return set(session.scalars(select(Upload.id).where(Upload.id.in_(names))))


def blob_files(session: Session, names: Sequence[str]) -> set[str]:
    """Return which of `names` are files of stored blobs."""
    digests = {name.rpartition("/")[2].lstrip(".").partition(".")[0] for name in names}
    return set(session.scalars(select(Blob.file).where(Blob.sha256.in_(digests))))


def lock_subject(session: Session, subject: str) -> None:
    """Wait for whoever rebuilds this subject at the moment."""
    session.execute(select(Subject.subject).where(Subject.subject == subject).with_for_update())


@dataclass(frozen=True, slots=True)
class LoggedOp:
    """A row of `ops` with its body, its sealed part and its place in the log."""

    op: Op
    position: int
    body: bytes | None
    part: OpPart | None


def ops_of(session: Session, subject: str) -> list[LoggedOp]:
    """Return the ops about `subject` in the order of the log."""
    return _logged(session, Op.subject == subject)


def _logged(session: Session, condition: ColumnElement[bool]) -> list[LoggedOp]:
    rows = session.execute(
        select(Op, Leaf.position, OpBody.data, OpPart)
        .join(Leaf, and_(Leaf.hash == Op.hash, Leaf.kind == "op"))
        .outerjoin(OpBody, OpBody.op_hash == Op.hash)
        .outerjoin(OpPart, OpPart.op_hash == Op.hash)
        .where(condition)
        .order_by(Leaf.position)
    )
    return [LoggedOp(op, position, body, part) for op, position, body, part in rows]


def part(session: Session, op_hash: str) -> OpPart | None:
    """Return the sealed part of one op."""
    return session.get(OpPart, op_hash)


def media_of(session: Session, subject: str) -> list[OpMedia]:
    """Return the files that the ops about `subject` name."""
    rows = session.scalars(select(OpMedia).where(OpMedia.subject == subject).order_by(OpMedia.received_ms, OpMedia.seq, OpMedia.position))
    return list(rows)


def signed_rows(session: Session, device: str, epoch: str) -> list[SignedHead]:
    """Return the signed heads of an epoch."""
    rows = session.scalars(select(SignedHead).where(SignedHead.device == device, SignedHead.epoch == epoch).order_by(SignedHead.seq))
    return list(rows)


def refusals(session: Session, reasons: Sequence[str]) -> list[LoggedOp]:
    """Return the ops whose verdict has one of `reasons`, in log order."""
    return _logged(session, Op.reason.in_(reasons))


def log_state(session: Session) -> tuple[int, int | None, str | None]:
    """Return the log's generation, what of it is durable, and its newest checkpoint."""
    generation, durable = session.execute(_LOG_HEAD).one()
    return generation, durable, session.scalar(_CHECKPOINT)


def kinds_of(session: Session, subject: str) -> set[str]:
    """Return the kinds of the ops about `subject`."""
    return set(session.scalars(select(Op.kind).where(Op.subject == subject).distinct()))


def authors_of(session: Session, subject: str) -> set[str]:
    """Return whose ops speak about `subject`."""
    return set(session.scalars(select(Op.author).where(Op.subject == subject).distinct()))


def set_household(session: Session, subject: str, household: str) -> None:
    """Note which household `subject` is about."""
    add_new_rows(session, Subject, [{"subject": subject, "household": household}])
    session.execute(update(Subject).where(Subject.subject == subject).values(household=household))


def key_names_of(session: Session, household: str) -> set[tuple[str, str]]:
    """Return (scope, subject) of everything that was sent about `household`."""
    rows = session.execute(select(Op.scope, Op.subject).join(Subject, Subject.subject == Op.subject).where(Subject.household == household))
    return {(scope, subject) for scope, subject in rows}


def set_verdict(session: Session, digest: str, status: str, reason: str | None) -> None:
    """Change the server's verdict on an op."""
    session.execute(update(Op).where(Op.hash == digest).values(status=status, reason=reason))


_DROP_JOB = delete(_table(Job)).where(Job.key == bindparam("of_key"))


def add_job(session: Session, kind: str, key: str, args: dict[str, Any], due_ms: int) -> None:
    """Do as `core.jobs.enqueue`, in one statement."""
    row = {"key": f"{kind}:{key}", "kind": kind, "args": json.dumps(args, sort_keys=True), "due_ms": due_ms, "attempts": 0}
    add_new_rows(session, Job, [row])


def drop_job(session: Session, kind: str, key: str) -> None:
    """Take a job away that is no longer needed."""
    session.execute(_DROP_JOB, {"of_key": f"{kind}:{key}"})
