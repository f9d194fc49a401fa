"""Tables of the transparency log. Rows are written once; triggers of the migration forbid UPDATE and DELETE of leaves."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core import append_only
from server.core.database import Base


class Leaf(Base):
    """One entry of the log: its canonical bytes and RFC 6962 leaf hash. `position` is the index from 0."""

    __tablename__ = "leaves"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    kind: Mapped[str] = mapped_column(String(40))
    hash: Mapped[str] = mapped_column(String(64), index=True)


append_only.forbid(Leaf.__table__, "UPDATE", "DELETE")  # type: ignore[arg-type]


class LogHead(Base):
    """The one row that all writers of the log wait for: size and right edge of the tree."""

    __tablename__ = "log_heads"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    generation: Mapped[int]
    size: Mapped[int]
    edge: Mapped[str] = mapped_column(Text)  # hex hashes of the full subtrees, largest first, blank between
    durable_upto: Mapped[int | None]  # highest position that a finished backup holds


class Checkpoint(Base):
    """A signed statement of size and root, as it left the server."""

    __tablename__ = "checkpoints"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    at_ms: Mapped[int]
