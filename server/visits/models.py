"""Tables of visits: what the projection leaves behind, rebuilt as a whole, and the few rows that the office adds.

Names, words and answers about people are not copied here: they stay sealed in the records' parts and are opened when read.
"""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Visit(Base):
    """One visit as its records tell it."""

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_area_code_arrival", "area_code", "received_ms", "id"),
        Index("ix_visits_received_ms_id", "received_ms", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    scope: Mapped[str] = mapped_column(String(32), index=True)
    area_code: Mapped[str] = mapped_column(String(12))
    assignment_id: Mapped[str | None] = mapped_column(String(36), index=True)
    target_kind: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[str] = mapped_column(String(36), index=True)
    attempt: Mapped[int]
    round: Mapped[int]
    mode: Mapped[str] = mapped_column(String(20))
    result: Mapped[str | None] = mapped_column(String(12))
    transfer: Mapped[str] = mapped_column(String(4))
    author_id: Mapped[str] = mapped_column(String(36))
    leader_id: Mapped[str | None] = mapped_column(String(36))
    partner_id: Mapped[str | None] = mapped_column(String(36))
    partner_way: Mapped[str] = mapped_column(String(20))
    checklist_id: Mapped[str] = mapped_column(String(40))
    checklist_version: Mapped[int]
    checklist_sha256: Mapped[str] = mapped_column(String(64))
    arrived_ms: Mapped[int | None]
    left_ms: Mapped[int | None]
    closed_hash: Mapped[str | None] = mapped_column(String(64))
    closed_index: Mapped[int | None]
    received_ms: Mapped[int]  # first record at the server
    text_ms: Mapped[int | None]  # the closing record at the server
    all_ms: Mapped[int | None]  # the last file at the server
    receipt_no: Mapped[str | None] = mapped_column(String(12))
    photos: Mapped[int]
    media_missing: Mapped[int]
    findings: Mapped[int]
    conflict: Mapped[bool]
    digest_ok: Mapped[bool | None]
    uncounted: Mapped[int]
    evaluated: Mapped[bool]
    required_missing: Mapped[str] = mapped_column(Text)  # JSON list of keys
    problems: Mapped[str] = mapped_column(Text)  # JSON list of [key, code]
    raised: Mapped[str] = mapped_column(Text)  # JSON list of finding codes
    photos_missing: Mapped[str] = mapped_column(Text)  # JSON list of shots


class VisitAnswer(Base):
    """One answer. The value of a part item is null here: it lies sealed in the record that `op_hash` names."""

    __tablename__ = "visit_answers"

    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    item: Mapped[str] = mapped_column(String(40), index=True)
    topic: Mapped[str | None] = mapped_column(String(40))
    store: Mapped[str] = mapped_column(String(4))
    value: Mapped[str | None] = mapped_column(Text)
    op_hash: Mapped[str] = mapped_column(String(64))


class VisitPhoto(Base):
    """One picture that the visit's records name."""

    __tablename__ = "visit_photos"
    __table_args__ = (Index("ix_visit_photos_sha256", "sha256"),)

    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    op_hash: Mapped[str] = mapped_column(String(64))
    shot: Mapped[str] = mapped_column(String(40))
    item: Mapped[str | None] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(20))
    covered: Mapped[bool]
    w: Mapped[int]
    h: Mapped[int]
    size: Mapped[int]
    taken_ms: Mapped[int]
    lat_e7: Mapped[int | None]
    lon_e7: Mapped[int | None]
    acc_cm: Mapped[int | None]
    age_ms: Mapped[int | None]
    discarded: Mapped[str | None] = mapped_column(String(200))
    stored: Mapped[bool]


class VisitStep(Base):
    """One record of the visit in order, with its position."""

    __tablename__ = "visit_steps"

    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    op_hash: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str | None] = mapped_column(String(200))
    device: Mapped[str] = mapped_column(String(36))
    t_ms: Mapped[int]
    received_ms: Mapped[int]
    log_index: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    lat_e7: Mapped[int | None]
    lon_e7: Mapped[int | None]
    acc_cm: Mapped[int | None]
    fix_t_ms: Mapped[int | None]
    age_ms: Mapped[int | None]
    no_fix: Mapped[str | None] = mapped_column(String(200))


class VisitSignature(Base):
    """One confirmation; its words and strokes stay in the record's part."""

    __tablename__ = "visit_signatures"

    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    op_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    who: Mapped[str] = mapped_column(String(20))
    way: Mapped[str] = mapped_column(String(20))
    given_ms: Mapped[int]
    read_sha256: Mapped[str | None] = mapped_column(String(64))
    evidence: Mapped[str] = mapped_column(Text)  # JSON list of SHA-256
    voided: Mapped[str | None] = mapped_column(String(12))
    text_matches: Mapped[bool | None]


class VisitFinding(Base):
    """One finding noted by the inspectors; the facts in words stay in the record's part."""

    __tablename__ = "visit_findings"

    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    op_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(8), index=True)
    certainty: Mapped[str] = mapped_column(String(20))
    item: Mapped[str | None] = mapped_column(String(100))
    evidence: Mapped[str] = mapped_column(Text)


class Alarm(Base):
    """A call for help; it stands on top of the office screen until somebody takes it."""

    __tablename__ = "alarms"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)  # of the record's hash
    visit_id: Mapped[str] = mapped_column(String(36), index=True)
    op_hash: Mapped[str] = mapped_column(String(64))
    area_code: Mapped[str] = mapped_column(String(12), index=True)
    alarm: Mapped[str] = mapped_column(String(20))
    target_kind: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[str] = mapped_column(String(36))
    author_id: Mapped[str] = mapped_column(String(36))
    raised_ms: Mapped[int]
    received_ms: Mapped[int]
    lat_e7: Mapped[int | None]
    lon_e7: Mapped[int | None]


class AlarmTake(Base):
    """Who took an alarm, and when; an office row that no rebuild touches."""

    __tablename__ = "alarm_takes"

    alarm_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36))
    taken_ms: Mapped[int]


class VisitRegister(Base):
    """The household as the register had it when the visit's first record came, sealed; rebuilds read it again."""

    __tablename__ = "visit_registers"

    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    scope: Mapped[str] = mapped_column(String(32))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_ms: Mapped[int]
