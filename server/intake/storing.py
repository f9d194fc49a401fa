"""The first unit of work of a push: ops, bodies, parts, heads, leaves; all of them or none.

What can be computed beforehand comes in as `Prepared`; here are only queries and rows, because on SQLite everybody who
writes waits for this.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server import ledger
from server.core.problems import Problem
from server.intake import placing, projection, rules, store
from server.intake.keys import close_with, rest_aad
from server.intake.models import Erasure, Op, OpBody, OpMedia, OpPart, SignedHead, Subject, Wrap
from sync import chain, ops
from sync.errors import BrokenChainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy.orm import Session

    from server.core.access import DeviceActor
    from server.intake.keys import KeyName
    from server.intake.opening import Arrived, Batch
    from server.intake.wire import Frame

NO_SUBJECT = "-"
REVOKED_QUOTA = 2_000  # ops that a revoked phone may still hand in: a season's work, not a flood


@dataclass(frozen=True, slots=True)
class Prepared:
    """A push that hashes to its head, with everything that its rows need."""

    frame: Frame
    batch: Batch
    device: DeviceActor
    courier: str | None
    signature: str  # good, bad, none
    subject_keys: Mapping[KeyName, AESGCM]
    now_ms: int


@dataclass(slots=True)
class Result:
    """What became of one op; the place in the log is known when the unit of work has closed."""

    op_id: str
    scope: str
    hash: str
    status: str
    reason: str | None
    leaf: ledger.StagedLeaf | None
    position: int = -1

    def answer(self) -> dict[str, Any]:
        """Return the result as it is sent."""
        index = self.position if self.leaf is None else self.leaf.index
        data = ledger.leaf_bytes("op", self.hash, self.scope) if self.leaf is None else self.leaf.data
        made: dict[str, Any] = {"op_id": self.op_id, "status": self.status, "receipt": {"index": index, "leaf": data.decode()}}
        if self.reason is not None:
            made["reason"] = self.reason
        return made


@dataclass(slots=True)
class Stored:
    """What the first unit of work did."""

    results: list[Result]
    touched: dict[str, set[str]]  # subject → the kinds of its new ops
    job: str
    head: store.Head


def key_names(batch: Batch) -> set[KeyName]:
    """Return the names of the keys that close the parts of a push."""
    return {(op.envelope.scope, op.of) for op in batch.ops if op.part is not None}


def store_push(session: Session, push: Prepared) -> Stored:
    """Write what is new of a push.

    Raises:
        GapError: where something is missing before it.
        Problem: `device-quota` for a revoked phone that sends without end.
    """
    frame, arrived = push.frame, push.batch.ops
    heads = store.locked_heads(session, frame.device, frame.epoch)
    envelopes = [op.envelope for op in arrived]
    known = store.known_ops(session, [envelope.hash for envelope in envelopes])
    branches, moved = placing.place(envelopes, heads, known)
    fresh = [(op, branch) for op, branch in zip(arrived, branches, strict=True) if branch is not None]
    if push.device.revoked and fresh:
        _check_quota(session, frame.device, len(fresh))
    verdicts = {op.envelope.hash: _verdict(session, push, op, branch) for op, branch in fresh}
    _write_ops(session, push, fresh, verdicts)
    for branch, head in moved.items():
        write = store.move_head if branch in heads else store.add_head
        write(session, frame.device, frame.epoch, branch, head, push.now_ms)
    _write_evidence(session, push)
    leaves = {op.envelope.hash: _append(session, op) for op, _ in fresh}
    touched = _touched(op for op, _ in fresh)
    store.add_new_rows(session, Subject, [{"subject": one, "household": None} for one in sorted(touched)])
    job = f"{frame.device}:{frame.epoch}:{frame.head[:16]}"
    if touched:
        projection.expect(session, job, sorted(touched), push.now_ms)
    if any(reason in rules.NOT_YET for _, reason in verdicts.values()):
        projection.expect_second_look(session, push.now_ms)
    results = [_result(envelope, verdicts, leaves, known) for envelope in envelopes]
    return Stored(results, touched, job, moved.get(placing.MAIN) or heads.get(placing.MAIN, placing.NOTHING))


def _touched(fresh: Iterable[Arrived]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for op in fresh:
        if op.envelope.subject != NO_SUBJECT:
            found.setdefault(op.envelope.subject, set()).add(op.envelope.kind)
    return found


def _result(
    envelope: ops.Envelope,
    verdicts: Mapping[str, tuple[str, str | None]],
    leaves: dict[str, ledger.StagedLeaf],
    known: Mapping[str, store.Known],
) -> Result:
    digest = envelope.hash
    if digest in known:
        position = known[digest].position
        return Result(envelope.op_id, envelope.scope, digest, "duplicate", None, None, position)
    status, reason = verdicts[digest]
    return Result(envelope.op_id, envelope.scope, digest, status, reason, leaves[digest])


def _append(session: Session, op: Arrived) -> ledger.StagedLeaf:
    return ledger.append(session, "op", op.envelope.hash, op.envelope.scope)


def _check_quota(session: Session, device: str, count: int) -> None:
    if store.count_reason(session, device, "device_revoked") + count > REVOKED_QUOTA:
        raise Problem("device-quota")


def _verdict(session: Session, push: Prepared, op: Arrived, branch: str) -> tuple[str, str | None]:
    """Return status and reason; what concerns the phone counts before what concerns the text."""
    if push.device.revoked:
        reason: str | None = "device_revoked"
    elif not push.device.user_active:
        reason = "author_inactive"
    elif push.signature == "bad":
        reason = "bad_signature"
    else:
        reason = op.fault or _start_fault(session, op)
    if branch != placing.MAIN:
        return "fork", reason
    return ("accepted", None) if reason is None else ("quarantined", reason)


def _start_fault(session: Session, op: Arrived) -> str | None:
    """Compare an epoch's start with what stands at the place that it names."""
    envelope = op.envelope
    if envelope.kind != ops.EPOCH_STARTED:
        return None
    start = chain.read_epoch_start(op.members)
    there = store.op_at(session, envelope.device, start.prev_epoch, start.prev_seq)
    if start.prev_hash in there:
        return None
    try:
        chain.verify_epoch_start(start, [chain.Head(start.prev_epoch, start.prev_seq, digest) for digest in there])
    except BrokenChainError:
        return "bad_body"
    return None


def _write_ops(
    session: Session,
    push: Prepared,
    fresh: list[tuple[Arrived, str]],
    verdicts: Mapping[str, tuple[str, str | None]],
) -> None:
    skew_ms = push.now_ms - push.frame.sent_wall_ms
    rows, bodies, parts, erased = [], [], [], []
    for op, branch in fresh:
        one = op.envelope
        status, reason = verdicts[one.hash]
        rows.append({
            "hash": one.hash, "op_id": one.op_id, "device": one.device, "epoch": one.epoch, "branch": branch, "seq": one.seq,
            "kind": one.kind, "schema": one.schema, "scope": one.scope, "subject": one.subject, "base": one.base,
            "wall_ms": one.wall_ms, "mono_ms": one.mono_ms, "boot": one.boot, "body_sha256": one.body_sha256, "prev": one.prev,
            "author": push.device.user_id, "courier": push.courier, "received_ms": push.now_ms, "skew_ms": skew_ms,
            "signed": push.signature == "good", "status": status, "reason": reason,
        })  # fmt: skip
        if op.body is not None:
            bodies.append({"op_hash": one.hash, "data": op.body})
        if op.part is not None:
            row = _sealed_part(push, op)
            if row is not None:
                parts.append(row)
            else:
                why = "the subject's key was destroyed before this arrived"
                erased.append({"op_hash": one.hash, "what": "part", "by": "-", "reason": why, "at_ms": push.now_ms})
    for model, written in ((Op, rows), (OpBody, bodies), (OpPart, parts), (Erasure, erased)):
        store.add_rows(session, model, written)
    _write_media(session, push, [op for op, _ in fresh], {digest for digest, (status, _) in verdicts.items() if status == "accepted"})


def _sealed_part(push: Prepared, op: Arrived) -> dict[str, Any] | None:
    one = op.envelope
    wrapper = push.subject_keys.get((one.scope, op.of))
    if wrapper is None or op.part is None:
        return None
    data_key = os.urandom(32)
    return {
        "op_hash": one.hash, "scope": one.scope, "of": op.of,
        "wrapped_key": close_with(wrapper, data_key, rest_aad("part-key", one.hash)),
        "sealed": close_with(AESGCM(data_key), op.part, rest_aad("part", one.hash)),
    }  # fmt: skip


def _write_media(session: Session, push: Prepared, fresh: list[Arrived], counted: set[str]) -> None:
    thrown = _discarded(op for op in fresh if op.envelope.hash in counted)
    for of, digests in thrown.items():  # first, so that it finds what earlier pushes named and nothing else
        store.discard_media(session, push.frame.device, of, sorted(digests))
    named = [(op, at, file) for op in fresh for at, file in enumerate(op.media)]
    stored = store.stored_among(session, {(file.sha256, op.envelope.scope, op.of) for op, _, file in named})
    store.add_rows(session, OpMedia, [
        {
            "op_hash": op.envelope.hash, "position": at, "sha256": file.sha256, "size": file.size, "mime": file.mime, "role": file.role,
            "device": op.envelope.device, "of": op.of, "scope": op.envelope.scope, "subject": op.envelope.subject,
            "state": "stored" if (file.sha256, op.envelope.scope, op.of) in stored else _state(op, file, thrown),
            "seq": op.envelope.seq, "received_ms": push.now_ms,
        }
        for op, at, file in named
    ])  # fmt: skip


def _state(op: Arrived, file: rules.Media, thrown: Mapping[str, Mapping[str, int]]) -> str:
    """Tell whether a file that is not here is wanted: what is named again after its discard is."""
    return "discarded" if op.envelope.seq < thrown.get(op.of, {}).get(file.sha256, 0) else "missing"


def _discarded(counted: Iterable[Arrived]) -> dict[str, dict[str, int]]:
    """Return what a push throws away, and where last; a discard in quarantine or on a fork throws nothing away."""
    found: dict[str, dict[str, int]] = {}
    for op in counted:
        if op.envelope.kind == "photo.discarded":
            found.setdefault(op.of, {})[op.members["sha256"]] = op.envelope.seq
    return found


def _write_evidence(session: Session, push: Prepared) -> None:
    """Keep the signed head and the wrapped item keys."""
    frame = push.frame
    if push.signature == "good" and frame.ops:
        row = {
            "device": frame.device, "epoch": frame.epoch, "seq": frame.first_seq + len(frame.ops) - 1, "hash": frame.head,
            "sig": frame.sig, "received_ms": push.now_ms,
        }  # fmt: skip
        store.add_new_rows(session, SignedHead, [row])
    wraps = {
        key.digest: {
            "device": frame.device, "of": key.of, "digest": key.digest, "kid": key.kid, "epk": key.epk, "wrap": key.wrap,
            "received_ms": push.now_ms,
        }
        for key in push.batch.item_keys
    }  # fmt: skip
    store.add_new_rows(session, Wrap, [wraps[digest] for digest in sorted(wraps)])


def results_of(stored: Stored) -> Iterator[dict[str, Any]]:
    """Return the answers, once the unit of work has closed."""
    return (result.answer() for result in stored.results)
