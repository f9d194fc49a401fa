"""A push from frame to answer: open, store, understand, answer. An entry point: it opens its own units of work."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError, OperationalError

from server.core.database import Database
from server.intake import feed, opening, placing, projection, store, storing
from sync import digest, ops, signatures
from sync.errors import CanonicalError, SignatureInvalidError

if TYPE_CHECKING:
    from server.core.access import Actor, DeviceActor
    from server.intake.keys import KeyStore
    from server.intake.wire import Frame

log = logging.getLogger(__name__)

TRIES = 4
MISSING_LIMIT = 500
ID_CHARACTERS = 36


@dataclass(frozen=True, slots=True)
class Caller:
    """Who pushes: the phone, and whose live session came with it."""

    device: DeviceActor
    actor: Actor | None

    @property
    def courier(self) -> str | None:
        """Return whose login carries somebody else's queue."""
        return None if self.actor is None or self.actor.user_id == self.device.user_id else self.actor.user_id

    @property
    def reader(self) -> Actor | None:
        """Return the person who may have the first page of pull with the answer."""
        return None if self.courier is not None else self.actor


@dataclass(frozen=True, slots=True)
class Told:
    """What the ops of a push became, and the head where it is known already."""

    results: list[dict[str, Any]]
    head: store.Head | None


def push(database: Database, keys: KeyStore, frame: Frame, caller: Caller, now_ms: int) -> dict[str, Any]:
    """Take a push and return its answer.

    Raises:
        Problem: `device-quota`.
    """
    try:
        batch = opening.open_batch(frame, keys)
    except opening.BadBatchError as error:
        log.warning("push.bad", extra={"device": frame.device, "reason": str(error)[:80], "count": len(frame.ops)})
        return _answer(database, keys, frame, caller.reader, Told(_refused(frame, "bad_hash"), None), now_ms)
    prepared = storing.Prepared(
        frame=frame,
        batch=batch,
        device=caller.device,
        courier=caller.courier,
        signature=_signature(frame, caller.device.spki),
        subject_keys=keys.subject_keys(storing.key_names(batch)),
        now_ms=now_ms,
    )
    try:
        stored = _store(database, prepared)
    except placing.GapError:
        return _answer(database, keys, frame, caller.reader, Told(_refused(frame, "gap"), None), now_ms)
    if stored.touched:
        projection.project_all(database, stored.job, stored.touched, now_ms)
    return _answer(database, keys, frame, caller.reader, Told(list(storing.results_of(stored)), stored.head), now_ms)


def _store(database: Database, prepared: storing.Prepared) -> storing.Stored:
    """Write the push; where another request wrote the same meanwhile, look again, and find duplicates."""
    for attempt in range(TRIES):
        try:
            with database.unit_of_work(write=True) as session:
                return storing.store_push(session, prepared)
        except (IntegrityError, OperationalError) as error:
            if attempt == TRIES - 1 or (isinstance(error, OperationalError) and not _is_deadlock(error)):
                raise
            log.info("push.again", extra={"device": prepared.frame.device})
    raise RuntimeError("unreachable: the last try returns or raises")


def _is_deadlock(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", None) in {"40P01", "40001"}


def _signature(frame: Frame, spki: bytes) -> str:
    """Return whether the head is signed: good, bad or none."""
    if frame.sig is None or not frame.ops:
        return "none"
    last = frame.first_seq + len(frame.ops) - 1
    text = digest.head_text(frame.device, frame.epoch, last, frame.head)
    try:
        signatures.verify_p256(spki, text, ops.from_base64url(frame.sig))
    except (SignatureInvalidError, CanonicalError):
        return "bad"
    return "good"


def _refused(frame: Frame, status: str) -> list[dict[str, Any]]:
    """Return the results of a batch of which nothing was stored."""
    return [{"op_id": _echoed(sent.get("op_id")), "status": status} for sent in frame.ops]


def _echoed(op_id: object) -> str | None:
    """Return an id as it was sent; what can be none is not repeated, because half a surrogate cannot be written."""
    return op_id if isinstance(op_id, str) and op_id.isascii() and len(op_id) <= ID_CHARACTERS else None


def _answer(
    database: Database,
    keys: KeyStore,
    frame: Frame,
    reader: Actor | None,
    told: Told,
    now_ms: int,
) -> dict[str, Any]:
    with database.unit_of_work() as session:
        head = told.head or store.main_head(session, frame.device, frame.epoch) or placing.NOTHING
        generation, durable_upto, checkpoint = store.log_state(session)
        made: dict[str, Any] = {
            "v": 1,
            "generation": generation,
            "now_ms": now_ms,
            "results": told.results,
            "head": {"epoch": frame.epoch, "seq": head.seq, "hash": head.hash},
            "expected_seq": head.seq + 1,
            "checkpoint": checkpoint,
            "durable_upto": durable_upto,
            "blobs_missing": store.missing_media(session, frame.device, MISSING_LIMIT),
            "hints": {"pause_s": 0},
        }
        if frame.pull and reader is not None:
            made["pull"] = feed.page(session, reader, frame.cursor, keys.cursor_secret)
    return made
