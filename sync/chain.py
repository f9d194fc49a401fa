"""The chain of one device: seq and previous hash, epochs, and what two different ops at one place mean (protocol §2, §5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.errors import BrokenChainError
from sync.ops import EPOCH_STARTED, ZERO_EPOCH, ZERO_HASH, Envelope

_EPOCH = re.compile("[0-9a-f]{16}")
_HASH = re.compile("[0-9a-f]{64}")
_REASON = re.compile("[a-z][a-z_]{0,39}")


@dataclass(frozen=True, slots=True)
class Head:
    """The newest place of a chain: an epoch, a seq and the hash that stands there."""

    epoch: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class EpochStart:
    """What the first op of an epoch says about the epoch before it."""

    prev_epoch: str
    prev_seq: int
    prev_hash: str
    reason: str

    @property
    def first(self) -> bool:
        """Whether the device had no epoch before."""
        return self.prev_epoch == ZERO_EPOCH


def verify_next(head: Head | None, op: Envelope) -> Head:
    """Return the head after `op`, which must follow `head`; None stands before the first op of an epoch.

    Raises:
        BrokenChainError: `epoch`, `seq`, `prev` or `kind` does not fit.
    """
    if head is not None and op.epoch != head.epoch:
        raise BrokenChainError("epoch", f"{op.epoch} after {head.epoch}")
    expected = 1 if head is None else head.seq + 1
    if op.seq != expected:
        raise BrokenChainError("seq", f"{op.seq}, expected {expected}")
    if op.prev != (ZERO_HASH if head is None else head.hash):
        raise BrokenChainError("prev", f"seq {op.seq} names another op before it")
    if (op.kind == EPOCH_STARTED) != (head is None):
        raise BrokenChainError("kind", f"{op.kind} at seq {op.seq}")
    return Head(op.epoch, op.seq, op.hash)


def link(device: str, epoch: str, first_seq: int, prev: str, fields: Iterable[Mapping[str, Any]]) -> list[Envelope]:
    """Return the envelopes of a batch; each `fields` has the members of an op in a push, and `body_sha256`.

    seq and prev are never sent, they follow from the place: what comes out hashes to the batch's head or was not what the phone wrote.

    Raises:
        EnvelopeError: a field is missing or outside the grammar.
    """
    made: list[Envelope] = []
    for offset, each in enumerate(fields):
        get: Callable[[str], Any] = each.get  # Envelope itself judges what was received
        op = Envelope(
            device, epoch, first_seq + offset, get("op_id"), get("kind"), get("schema"), get("scope"), get("subject"), get("base"),
            get("wall_ms"), get("mono_ms"), get("boot"), get("body_sha256"), prev,
        )  # fmt: skip
        prev = op.hash
        made.append(op)
    return made


def forks_at(first_seq: int, stored: Sequence[str], sent: Sequence[str]) -> int | None:
    """Return the first seq where `sent` differs from `stored`, both from `first_seq` on; None where one begins like the other.

    From that seq on every op sent is a fork: stored, logged, shown, not counted. Raises nothing.
    """
    for offset, (ours, theirs) in enumerate(zip(stored, sent, strict=False)):
        if ours != theirs:
            return first_seq + offset
    return None


def read_epoch_start(body: Mapping[str, Any]) -> EpochStart:
    """Return what the body of an `epoch.started` says.

    Raises:
        BrokenChainError: a member is missing or malformed; `reason` is its name.
    """
    start = EpochStart(
        _matching(body, "prev_epoch", _EPOCH),
        _count(body, "prev_seq"),
        _matching(body, "prev_hash", _HASH),
        _matching(body, "reason", _REASON),
    )
    if start.first != (start.prev_seq == 0):
        raise BrokenChainError("prev_seq", "0 exactly in a device's first epoch")
    if start.first != (start.prev_hash == ZERO_HASH):
        raise BrokenChainError("prev_hash", "zeros exactly in a device's first epoch")
    return start


def verify_epoch_start(start: EpochStart, known: Iterable[Head]) -> None:
    """Check an epoch's start against the places of older epochs that the reader knows; an unknown place proves nothing.

    Raises:
        BrokenChainError: `prev_hash`, where another hash stands at that place.
    """
    for head in known:
        if (head.epoch, head.seq) == (start.prev_epoch, start.prev_seq) and head.hash != start.prev_hash:
            raise BrokenChainError("prev_hash", f"another op stands at seq {head.seq} of {head.epoch}")


def _matching(body: Mapping[str, Any], name: str, grammar: re.Pattern[str]) -> str:
    value = body.get(name)
    if not isinstance(value, str) or grammar.fullmatch(value) is None:
        raise BrokenChainError(name, repr(value)[:80])
    return value


def _count(body: Mapping[str, Any], name: str) -> int:
    value = body.get(name)
    if type(value) is not int or value < 0:
        raise BrokenChainError(name, repr(value)[:80])
    return value
