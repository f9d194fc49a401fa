"""From the frame of a push to ops with hashes, bodies and parts: everything that costs time and needs no transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from server.intake import registry, rules, sealed
from sync import chain, ops, sealing
from sync.errors import BrokenChainError, CanonicalError, EnvelopeError, SealError

if TYPE_CHECKING:
    from server.intake.keys import KeyStore
    from server.intake.wire import Frame

NO_SUBJECT = "-"
MAX_SEALED_TEXT = 100_000  # characters of base64url: 64 kB that did not deflate, with nonce and tag


class BadBatchError(Exception):
    """The batch is not what its phone wrote: nothing of it is stored."""


@dataclass(slots=True)
class Arrived:
    """An op that hashes: its envelope, its bytes, what they say, and why it cannot be understood."""

    envelope: ops.Envelope
    of: str
    body: bytes | None
    part: bytes | None
    members: dict[str, Any]
    media: list[rules.Media]
    fault: str | None


@dataclass(slots=True)
class Opened:
    """The texts of one op before it has its hash."""

    of: str
    body: bytes | None
    part: bytes | None
    body_sha256: str


@dataclass(slots=True)
class Batch:
    """A push whose ops hash to its head."""

    ops: list[Arrived] = field(default_factory=list)
    item_keys: list[sealed.ItemKey] = field(default_factory=list)


def open_batch(frame: Frame, keys: KeyStore) -> Batch:
    """Open, hash and judge every op of a push.

    Raises:
        BadBatchError: for an op outside the grammar, one that cannot be opened, or another head.
    """
    if not frame.ops:
        return Batch()
    wanted = {frame.epoch, *(subject for sent in frame.ops if isinstance(subject := sent.get("subject"), str))}
    named = [sent for sent in frame.wraps if sent.of in wanted]
    item_keys = [key for sent in named if (key := sealed.open_wrap(keys, frame.device, sent)) is not None]
    by_name: dict[str, list[bytes]] = {}
    for key in item_keys:
        by_name.setdefault(key.of, []).append(key.key)
    opened = [_open_texts(frame.epoch, sent, by_name) for sent in frame.ops]
    fields = [{**sent, "body_sha256": texts.body_sha256} for sent, texts in zip(frame.ops, opened, strict=True)]
    try:
        envelopes = chain.link(frame.device, frame.epoch, frame.first_seq, frame.prev, fields)
    except EnvelopeError as error:
        raise BadBatchError(f"grammar: {error.reason}") from error
    if envelopes[-1].hash != frame.head:
        raise BadBatchError("head")
    kinds = registry.known_kinds()
    made = [_judged(envelope, texts, kinds) for envelope, texts in zip(envelopes, opened, strict=True)]
    return Batch(made, item_keys)


def _open_texts(epoch: str, sent: dict[str, Any], by_name: dict[str, list[bytes]]) -> Opened:
    op_id, subject = sent.get("op_id"), sent.get("subject")
    if not isinstance(op_id, str) or not op_id.isascii() or not isinstance(subject, str):
        raise BadBatchError("grammar: op_id or subject")
    of = epoch if subject == NO_SUBJECT else subject
    if sent.get("damaged") is True:
        digest = sent.get("body_sha256")
        if not isinstance(digest, str):
            raise BadBatchError("grammar: body_sha256")
        return Opened(of, None, None, digest)
    item_keys = by_name.get(of)
    if not item_keys:
        raise BadBatchError("open: no wrap")
    body = _open_text(item_keys, op_id, sealing.BODY, sent.get("body"))
    part = None if sent.get("part") is None else _open_text(item_keys, op_id, sealing.PART, sent["part"])
    return Opened(of, body, part, hashlib.sha256(body).hexdigest())


def _open_text(item_keys: list[bytes], op_id: str, which: str, sent: object) -> bytes:
    if not isinstance(sent, str) or len(sent) > MAX_SEALED_TEXT:
        raise BadBatchError(f"open: no {which}")
    try:
        data = ops.from_base64url(sent)
    except CanonicalError as error:
        raise BadBatchError(f"open: {error.reason}") from error
    fault = ""
    for key in item_keys:
        try:
            return sealing.open_text(key, op_id, which, data)
        except SealError as error:
            fault = error.reason
    raise BadBatchError(f"open: {fault}")


@dataclass(slots=True)
class Reading:
    """What an op's texts say, and why they cannot be understood."""

    members: dict[str, Any]
    media: list[rules.Media]
    fault: str | None


def _judged(envelope: ops.Envelope, texts: Opened, kinds: frozenset[str]) -> Arrived:
    """Read the texts; what cannot be understood is kept with the reason why."""
    read = read_op(envelope.kind, envelope.schema, envelope.seq, (texts.body, texts.part), kinds)
    return Arrived(envelope, texts.of, texts.body, texts.part, read.members, read.media, read.fault)


def read_op(kind: str, schema: int, seq: int, texts: tuple[bytes | None, bytes | None], kinds: frozenset[str]) -> Reading:
    """Read the body and part of an op and judge them by its kind."""
    body, part = texts
    if body is None:
        return Reading({}, [], "damaged")
    read = Reading({}, [], None)
    try:
        read.members, _ = ops.read_texts(body, part)
    except CanonicalError:
        read.fault = "bad_body"
        read.members = _readable(body)
    read.media, well_formed = rules.media_of(read.members)
    if not well_formed:
        read.fault = "bad_body"
    read.fault = _chain_fault(kind, seq, read.members) or read.fault
    understood = rules.fault_of(kind, schema, read.members, kinds)
    # A kind of tomorrow is not a bad body today: it will be judged when it is known.
    read.fault = understood if understood in rules.NOT_YET else read.fault or understood
    return read


def _readable(body: bytes) -> dict[str, Any]:
    """Return the body's members where only its part is at fault: the files that it names are wanted all the same."""
    try:
        return ops.read_text(body)
    except CanonicalError:
        return {}


def _chain_fault(kind: str, seq: int, members: dict[str, Any]) -> str | None:
    if kind != ops.EPOCH_STARTED:
        return "no_epoch_start" if seq == 1 else None
    if seq != 1:
        return "bad_body"
    try:
        chain.read_epoch_start(members)
    except BrokenChainError:
        return "bad_body"
    return None
