"""Tables of campaigns, teams and assignments. Why a target was selected stays in this table and goes to no phone."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Campaign(Base):
    """A special inspection, or a county's standing campaign of the year for hand-picked and ad-hoc visits."""

    __tablename__ = "campaigns"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    area_code: Mapped[str] = mapped_column(String(12), index=True)
    year: Mapped[int]
    standing: Mapped[bool]
    created_ms: Mapped[int]


class Team(Base):
    """Inspectors who go out together."""

    __tablename__ = "teams"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    org_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)


class TeamMember(Base):
    """One person in one team."""

    __tablename__ = "team_members"

    team_id: Mapped[str] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(12))  # leader, inspector


class Assignment(Base):
    """One target for one team. Each attempt is a visit of its own."""

    __tablename__ = "assignments"
    __table_args__ = (Index("ix_assignments_target", "target_kind", "target_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    campaign: Mapped[str] = mapped_column(ForeignKey("campaigns.code"), index=True)
    team_id: Mapped[str] = mapped_column(ForeignKey("teams.id"), index=True)
    sealed: Mapped[bool]
    area_code: Mapped[str] = mapped_column(String(12))
    window_from_ms: Mapped[int]
    window_to_ms: Mapped[int]
    due_day: Mapped[str] = mapped_column(String(10))
    target_kind: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[str] = mapped_column(String(36))
    leader_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    partner_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    attempt: Mapped[int]
    mode: Mapped[str] = mapped_column(String(20))
    checklist_id: Mapped[str] = mapped_column(String(40))
    checklist_version: Mapped[int]
    checklist_sha256: Mapped[str] = mapped_column(String(64))
    selection_reason: Mapped[str] = mapped_column(String(20))  # random, must_visit, risk, complaint, follow_up
    state: Mapped[str] = mapped_column(String(10))  # open, done, withdrawn
    created_ms: Mapped[int]


class Outcome(Base):
    """How one attempt of an assignment ended, and the record that shows it."""

    __tablename__ = "outcomes"

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(12))
    proof: Mapped[str] = mapped_column(String(64))  # hash of the closing record
