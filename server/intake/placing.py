"""Where the ops of a push belong in the chains of their device: pure, from the heads and ops that are known.

Two different ops at one place are a fork. Both are kept: the branch that came first has no name, every other one is
called after the op with which it turns off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.intake.store import Head, Known
from sync.ops import ZERO_HASH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sync.ops import Envelope

MAIN = ""
NOTHING = Head(0, ZERO_HASH)


class GapError(Exception):
    """The push begins after a place that was never filled: nothing of it can be stored."""


def place(envelopes: Sequence[Envelope], heads: Mapping[str, Head], known: Mapping[str, Known]) -> tuple[list[str | None], dict[str, Head]]:
    """Return for each op its branch (None where it is stored already), and the heads of the branches that moved.

    Raises:
        GapError: where the first new op follows nothing that is known.
    """
    ends = dict(heads)
    moved: dict[str, Head] = {}
    seen = set(known)
    placed: list[str | None] = []
    for op in envelopes:
        if op.hash in seen:
            placed.append(None)
            continue
        branch = _branch_of(op, ends, seen)
        ends[branch] = moved[branch] = Head(op.seq, op.hash)
        seen.add(op.hash)
        placed.append(branch)
    return placed, moved


def _branch_of(op: Envelope, ends: Mapping[str, Head], seen: set[str]) -> str:
    before = Head(op.seq - 1, op.prev)
    if ends.get(MAIN, NOTHING) == before:
        return MAIN
    for branch, end in ends.items():
        if end == before:
            return branch
    if op.seq <= ends.get(MAIN, NOTHING).seq + 1 or op.prev in seen:
        return op.hash
    raise GapError
