"""Every query on the roster."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.roster.models import Household, HouseholdFlag, Member


def members(session: Session, household_id: str) -> list[Member]:
    """Return the members of a household in their order; the head comes first."""
    return list(session.scalars(select(Member).where(Member.household_id == household_id).order_by(Member.position)))


def households_by_match(session: Session, match: str) -> list[str]:
    """Return the ids of households with a member of this keyed hash."""
    found = session.scalars(select(Member.household_id).where(Member.id_match == match).distinct())
    return sorted(found)


def by_number(session: Session, number: str) -> Household | None:
    """Return the household of a register number."""
    return session.scalar(select(Household).where(Household.number == number))


def in_area(session: Session, prefix: str) -> list[str]:
    """Return the ids of households below a division prefix, by register number."""
    rows = select(Household.id).where(Household.village_code.startswith(prefix, autoescape=True)).order_by(Household.number)
    return list(session.scalars(rows))


def flags(session: Session, household_id: str) -> list[tuple[str, str]]:
    """Return the dated facts about a household."""
    rows = session.execute(
        select(HouseholdFlag.code, HouseholdFlag.since)
        .where(HouseholdFlag.household_id == household_id)
        .order_by(HouseholdFlag.since, HouseholdFlag.code)
    )
    return [(code, since) for code, since in rows]
