"""The log: services stage leaves, the unit of work numbers them as its last act, so stored ⇔ logged.

One row, `LogHead`, is what writers wait for; it is locked last and shortest. Every commit that adds leaves signs one
checkpoint, with the log's key and with the server's own cosignature, whose time stamp is the server's time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import desc, insert, select

from server.core.app_state import now_ms
from server.core.database import closing
from server.ledger import keys
from server.ledger.models import Checkpoint, Leaf, LogHead
from sync import canonical, checkpoint, merkle

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_STAGED = "fangcha_leaves"


@dataclass(slots=True)
class StagedLeaf:
    """A leaf that waits for its place; `index` is filled just before the commit."""

    data: bytes
    kind: str
    hash: str
    index: int = -1


def leaf_bytes(kind: str, hash_hex: str, scope: str) -> bytes:
    """Return the canonical bytes of a leaf: type, hash, scope, and no personal data."""
    return canonical.encode({"g": scope, "h": hash_hex, "t": kind, "v": 1})


def append(session: Session, kind: str, hash_hex: str, scope: str) -> StagedLeaf:
    """Stage a leaf; its index is known after the unit of work has closed."""
    leaf = StagedLeaf(leaf_bytes(kind, hash_hex, scope), kind, hash_hex)
    session.info.setdefault(_STAGED, []).append(leaf)
    closing(session, "ledger", _number_leaves)
    return leaf


def _number_leaves(session: Session) -> None:
    staged: list[StagedLeaf] = session.info.pop(_STAGED, [])
    session.flush()
    head = _locked_head(session)
    edge = merkle.Frontier(head.size, [bytes.fromhex(one) for one in head.edge.split()])
    rows = []
    for leaf in staged:
        leaf.index = edge.size
        hashed = merkle.leaf_hash(leaf.data)
        edge.append(hashed)
        rows.append({"position": leaf.index, "data": leaf.data, "leaf_hash": hashed, "kind": leaf.kind, "hash": leaf.hash})
    session.execute(insert(Leaf.__table__), rows)  # type: ignore[arg-type]
    head.size, head.edge = edge.size, " ".join(one.hex() for one in edge.hashes)
    root = edge.root()
    moment = now_ms()
    note = keys.current().sign(head.generation, edge.size, root, moment)
    row = {"size": edge.size, "generation": head.generation, "root": root.hex(), "note": note, "at_ms": moment}
    session.execute(insert(Checkpoint), [row])
    session.flush()


def _locked_head(session: Session) -> LogHead:
    head = session.scalar(select(LogHead).where(LogHead.id == 1).with_for_update())
    if head is None:
        raise RuntimeError("the log has no head: the database was not migrated")
    return head


def generation(session: Session) -> int:
    """Return the log's present generation; a restore from backup starts a new one."""
    return session.scalars(select(LogHead.generation)).one()


def durable_upto(session: Session) -> int | None:
    """Return the highest index that a finished backup holds, or None."""
    return session.scalars(select(LogHead.durable_upto)).one()


def latest_checkpoint(session: Session) -> str | None:
    """Return the newest signed checkpoint, or None while the log is empty."""
    return session.scalar(select(Checkpoint.note).order_by(desc(Checkpoint.generation), desc(Checkpoint.size)).limit(1))


def origin(site: str, generation: int) -> str:
    """Return the log's origin line."""
    return checkpoint.origin(site, generation)


def vkey(generation: int) -> str:
    """Return the C2SP verifier key of the log's present generation."""
    return keys.current().vkey(generation)
