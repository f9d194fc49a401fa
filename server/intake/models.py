"""Tables of intake: what the phones sent, byte for byte, and what they are to see.

Envelopes, bodies and parts are written once. Triggers refuse to delete an envelope at all, to delete a body or part
without its row in `erasures`, and to change any column of an envelope but the verdict on it.
"""

from __future__ import annotations

from sqlalchemy import DDL, Index, LargeBinary, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Op(Base):
    """The envelope of one op and the server's verdict on it. Its place in the log stands in `leaves`, under its hash."""

    __tablename__ = "ops"
    __table_args__ = (UniqueConstraint("device", "epoch", "branch", "seq"),)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    op_id: Mapped[str] = mapped_column(String(36), index=True)
    device: Mapped[str] = mapped_column(String(36))
    epoch: Mapped[str] = mapped_column(String(16))
    branch: Mapped[str] = mapped_column(String(64))  # '' = the first one seen; otherwise the hash where it turns off
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    schema: Mapped[int]
    scope: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(36), index=True)
    base: Mapped[str] = mapped_column(String(120))
    wall_ms: Mapped[int]
    mono_ms: Mapped[int]
    boot: Mapped[str] = mapped_column(String(8))
    body_sha256: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(36))
    courier: Mapped[str | None] = mapped_column(String(36))  # whose login carried it, where that is not the author
    received_ms: Mapped[int]
    skew_ms: Mapped[int]  # our clock minus the phone's, at the push; a claim beside a claim, never a reason to refuse
    signed: Mapped[bool]
    status: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(20))


class OpBody(Base):
    """The body's bytes as the phone wrote them; absent where they were damaged."""

    __tablename__ = "op_bodies"

    op_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class OpPart(Base):
    """The part's bytes, sealed under a data key that is wrapped by the subject's key."""

    __tablename__ = "op_parts"

    op_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    scope: Mapped[str] = mapped_column(String(32))
    of: Mapped[str] = mapped_column(String(36))
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Erasure(Base):
    """The permission, and the memory, of a body or part that was deleted for good."""

    __tablename__ = "erasures"

    op_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    what: Mapped[str] = mapped_column(String(4), primary_key=True)  # body, part
    by: Mapped[str] = mapped_column(String(36))
    reason: Mapped[str] = mapped_column(String(200))
    at_ms: Mapped[int]


class DeviceHead(Base):
    """How far a branch of a device's chain has come; the row that two pushes of one phone wait for."""

    __tablename__ = "device_heads"

    device: Mapped[str] = mapped_column(String(36), primary_key=True)
    epoch: Mapped[str] = mapped_column(String(16), primary_key=True)
    branch: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    moved_ms: Mapped[int]


class SignedHead(Base):
    """A head that the device signed: evidence about every op before it."""

    __tablename__ = "signed_heads"

    device: Mapped[str] = mapped_column(String(36), primary_key=True)
    epoch: Mapped[str] = mapped_column(String(16), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    sig: Mapped[str] = mapped_column(String(86))
    received_ms: Mapped[int]


class Wrap(Base):
    """An item key wrapped for the office; a phone that lost its storage may make a second one for the same subject."""

    __tablename__ = "wraps"

    device: Mapped[str] = mapped_column(String(36), primary_key=True)
    of: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kid: Mapped[str] = mapped_column(String(16))
    epk: Mapped[bytes] = mapped_column(LargeBinary)
    wrap: Mapped[bytes] = mapped_column(LargeBinary)
    received_ms: Mapped[int]


class OpMedia(Base):
    """A file that an op commits to, and whether its bytes are here."""

    __tablename__ = "op_media"
    __table_args__ = (
        Index("ix_op_media_device_state", "device", "state", "received_ms"),
        Index("ix_op_media_sha256", "sha256"),
        Index("ix_op_media_subject", "subject"),
    )

    op_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # in the op's list, from 0
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(40))
    device: Mapped[str] = mapped_column(String(36))
    of: Mapped[str] = mapped_column(String(36))
    scope: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(9))  # missing, stored, discarded
    seq: Mapped[int]
    received_ms: Mapped[int]


class Blob(Base):
    """A stored file: one row for each plaintext hash, scope and subject, because the key belongs to scope and subject."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    scope: Mapped[str] = mapped_column(String(32), primary_key=True)
    of: Mapped[str] = mapped_column(String(36), primary_key=True)  # the subject, or the epoch where there is none
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(String(80))
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    file: Mapped[str] = mapped_column(String(100))  # below DATA_DIR/blobs
    stored_ms: Mapped[int]


class Upload(Base):
    """A file on its way: how many sealed bytes are safely on the disk."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    device: Mapped[str] = mapped_column(String(36), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    sealed_size: Mapped[int]
    offset: Mapped[int]
    created_ms: Mapped[int]
    expires_ms: Mapped[int] = mapped_column(index=True)


class FeedRow(Base):
    """The newest state of one pulled row; `data` null says that it is gone."""

    __tablename__ = "feed"
    __table_args__ = (Index("ix_feed_audience_rev", "audience", "rev"),)

    audience: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[str | None] = mapped_column(Text)
    rev: Mapped[int] = mapped_column(unique=True)


class Subject(Base):
    """One visit, order or report: the row that its projections wait for, and the household that it is about."""

    __tablename__ = "subjects"

    subject: Mapped[str] = mapped_column(String(36), primary_key=True)
    household: Mapped[str | None] = mapped_column(String(36), index=True)


# The verdict may change (a later version understands a kind, a reviewer admits a fork); what the phone wrote may not.
FIXED = tuple(column.name for column in Op.__table__.columns if column.name not in {"status", "reason"})

_ERASED = "EXISTS (SELECT 1 FROM erasures WHERE op_hash = OLD.op_hash AND what = '{what}')"

SQLITE_TRIGGERS = {
    "ops": (
        "CREATE TRIGGER ops_keep BEFORE DELETE ON ops BEGIN SELECT RAISE(ABORT, 'ops are kept'); END",
        f"CREATE TRIGGER ops_fixed BEFORE UPDATE OF {', '.join(FIXED)} ON ops BEGIN SELECT RAISE(ABORT, 'ops are fixed'); END",
    ),
    **{
        table: (
            f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} WHEN NOT {_ERASED.format(what=what)} "
            f"BEGIN SELECT RAISE(ABORT, '{table} are kept'); END",
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} are fixed'); END",
        )
        for table, what in (("op_bodies", "body"), ("op_parts", "part"))
    },
}

POSTGRES_TRIGGERS = {
    "ops": (
        "CREATE OR REPLACE FUNCTION ops_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ops are kept'; END $$",
        "CREATE OR REPLACE TRIGGER ops_keep BEFORE DELETE ON ops FOR EACH ROW EXECUTE FUNCTION ops_keep()",
        f"CREATE OR REPLACE TRIGGER ops_fixed BEFORE UPDATE OF {', '.join(FIXED)} ON ops FOR EACH ROW EXECUTE FUNCTION ops_keep()",
    ),
    **{
        table: (
            f"CREATE OR REPLACE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF TG_OP = 'DELETE' AND {_ERASED.format(what=what)} THEN RETURN OLD; END IF; "
            f"RAISE EXCEPTION '{table} are kept'; END $$",
            f"CREATE OR REPLACE TRIGGER {table}_keep BEFORE DELETE OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_keep()",
        )
        for table, what in (("op_bodies", "body"), ("op_parts", "part"))
    },
}


def _guard_tables() -> None:
    """Create the triggers with their tables, so that a database made by `create_all` is guarded like a migrated one."""
    for dialect, triggers in (("sqlite", SQLITE_TRIGGERS), ("postgresql", POSTGRES_TRIGGERS)):
        for table, statements in triggers.items():
            for statement in statements:
                guard = DDL(statement).execute_if(dialect=dialect)
                event.listen(Base.metadata.tables[table], "after_create", guard)


_guard_tables()
