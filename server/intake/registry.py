"""News that goes up: the floors above register here at boot, so that intake need not know them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# (session, subject, now_ms): rebuild the rows of this subject from `ops_of(session, subject)`.
OnOp = Callable[["Session", str, int], None]
# (session, sha256, scope, subject, now_ms): the bytes are stored and verified. Where the naming op is about no subject,
# its epoch stands for the subject, here and in `read_blob`.
OnBlobStored = Callable[["Session", str, str, str, int], None]
# (session, sha256) -> the bytes, or None.
ByteSource = Callable[["Session", str], bytes | None]

_ON_OP: dict[str, list[OnOp]] = {}
_ORDER: list[OnOp] = []  # floor order, in which subscribers are called
_ON_BLOB_STORED: list[OnBlobStored] = []
_BYTES: dict[str, ByteSource] = {}


def on_op(kind: str, fn: OnOp) -> None:
    """Call `fn` after a push has stored an op of `kind`, once for each subject touched, in the second unit of work.

    One kind may have several subscribers, one subscriber several kinds. A second registration changes nothing.
    """
    subscribers = _ON_OP.setdefault(kind, [])
    if fn not in subscribers:
        subscribers.append(fn)
    if fn not in _ORDER:
        _ORDER.append(fn)


def on_blob_stored(fn: OnBlobStored) -> None:
    """Call `fn` when the bytes of a file have been stored and verified, in the unit of work that writes its row.

    Where it raises, the row is written without it, and a job calls it again.
    """
    if fn not in _ON_BLOB_STORED:
        _ON_BLOB_STORED.append(fn)


def serve_bytes(name: str, fn: ByteSource) -> None:
    """Serve bytes by their SHA-256 to signed-in phones; `checklist` is what /sync/v1/checklists asks."""
    _BYTES[name] = fn


def projectors(kinds: set[str]) -> list[OnOp]:
    """Return the subscribers of any of `kinds`, each once, in the order of registration."""
    wanted = {fn for kind in kinds for fn in _ON_OP.get(kind, ())}
    return [fn for fn in _ORDER if fn in wanted]


def known_kinds() -> frozenset[str]:
    """Return the kinds that somebody subscribed to."""
    return frozenset(_ON_OP)


def blob_subscribers() -> tuple[OnBlobStored, ...]:
    """Return who wants to hear of stored files."""
    return tuple(_ON_BLOB_STORED)


def byte_source(name: str) -> ByteSource | None:
    """Return the source registered under `name`."""
    return _BYTES.get(name)
