"""Tables of the roster: households, their members and benefits, and dated flags that other floors put down."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Household(Base):
    """A family as the register knows it. Points are WGS-84, whatever the import came in."""

    __tablename__ = "households"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    head_name: Mapped[str] = mapped_column(String(120))
    initials: Mapped[str] = mapped_column(String(60))
    village_code: Mapped[str] = mapped_column(String(12), index=True)
    group_name: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(30))
    lat_e7: Mapped[int | None]
    lon_e7: Mapped[int | None]
    changed_ms: Mapped[int]


class Member(Base):
    """A person of a household. The number lies sealed; only its mask is read without the key."""

    __tablename__ = "members"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    relation: Mapped[str] = mapped_column(String(20))
    sex: Mapped[str | None] = mapped_column(String(1))  # m, f
    born: Mapped[str | None] = mapped_column(String(10))
    id_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_match: Mapped[str | None] = mapped_column(String(64), index=True)
    id_masked: Mapped[str | None] = mapped_column(String(18))
    covered: Mapped[bool]
    lives_here: Mapped[str] = mapped_column(String(12))  # the value that the form confirms: yes, away, institution


class Benefit(Base):
    """What a household receives now, one row."""

    __tablename__ = "benefits"

    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"), primary_key=True)
    programme: Mapped[str] = mapped_column(String(20), index=True)
    cert_no: Mapped[str | None] = mapped_column(String(40))
    start_month: Mapped[str | None] = mapped_column(String(7))
    class_name: Mapped[str | None] = mapped_column(String(10))
    persons_covered: Mapped[int]
    monthly_fen: Mapped[int]
    last_paid_day: Mapped[str | None] = mapped_column(String(10))
    last_paid_fen: Mapped[int | None]
    paid_by: Mapped[str] = mapped_column(String(8))  # bank, cash
    card_holder: Mapped[str | None] = mapped_column(String(10))
    standard_fen: Mapped[int | None]


class HouseholdFlag(Base):
    """A fact about a household that was found upstairs, from a day on."""

    __tablename__ = "household_flags"

    household_id: Mapped[str] = mapped_column(ForeignKey("households.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    since: Mapped[str] = mapped_column(String(10), primary_key=True)
