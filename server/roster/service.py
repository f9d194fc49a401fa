"""Use cases of the roster: enter households, give their row to phones, find people again by number, flag facts."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from server import places
from server.core.clock import china_day
from server.core.problems import Problem
from server.roster import identity, store
from server.roster.initials import initials
from server.roster.models import Benefit, Household, HouseholdFlag, Member

PROGRAMMES = frozenset(
    {"dibao_urban", "dibao_rural", "tekun_central", "tekun_home", "temporary", "near_dibao", "rigid_spending", "other", "none"}
)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

OnChanged = Callable[[Session, str, int], None]
OnLooked = Callable[[Session, str, str, int], None]
_ON_CHANGED: list[OnChanged] = []
_ON_LOOKED: list[OnLooked] = []


def on_changed(fn: OnChanged) -> None:
    """Call `fn(session, household_id, now_ms)` after a household has been entered or changed."""
    if fn not in _ON_CHANGED:
        _ON_CHANGED.append(fn)


def on_looked(fn: OnLooked) -> None:
    """Call `fn(session, user_id, member_id, now_ms)` when a number is opened; the log of looks will listen here."""
    if fn not in _ON_LOOKED:
        _ON_LOOKED.append(fn)


@dataclass(frozen=True, slots=True)
class NewMember:
    """A person to be entered; `born` is read from the number where it is not given."""

    name: str
    relation: str
    sex: str | None = None
    born: str | None = None
    id_number: str | None = None
    covered: bool = True
    lives_here: str = "yes"
    id: str | None = None


@dataclass(frozen=True, slots=True)
class NewBenefit:
    """What the household receives."""

    programme: str
    monthly_fen: int
    persons_covered: int
    cert_no: str | None = None
    start_month: str | None = None
    class_name: str | None = None
    last_paid_day: str | None = None
    last_paid_fen: int | None = None
    paid_by: str = "bank"
    card_holder: str | None = None
    standard_fen: int | None = None


@dataclass(frozen=True, slots=True)
class CreateHousehold:
    """A household to be entered. The first member is the head; `point` carries its own datum."""

    number: str
    village_code: str
    address: str
    members: tuple[NewMember, ...]
    benefit: NewBenefit | None = None
    group_name: str | None = None
    phone: str | None = None
    point: places.Point | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """A household as lists show it."""

    id: str
    number: str
    name: str
    village_code: str
    address: str
    lat_e7: int | None
    lon_e7: int | None
    members: dict[str, str] = field(default_factory=dict)


def create_household(session: Session, wanted: CreateHousehold, *, now_ms: int) -> str:
    """Enter a household; return its id.

    Raises:
        Problem: `division-out-of-frame`, `bad-identity-number` (with the member's place) or `invalid-fields`.
    """
    village = places.current(session, wanted.village_code)
    if not places.in_frame(village):
        raise Problem("division-out-of-frame")
    if not wanted.members or (wanted.benefit is not None and wanted.benefit.programme not in PROGRAMMES):
        raise Problem("invalid-fields")
    new_id = wanted.id or str(uuid.uuid4())
    head = clean_name(wanted.members[0].name)
    lat_e7, lon_e7 = (None, None) if wanted.point is None else places.to_e7(wanted.point)
    row = Household(
        id=new_id,
        number=wanted.number,
        head_name=head,
        initials=initials(head),
        village_code=village,
        group_name=wanted.group_name,
        address=wanted.address,
        phone=wanted.phone,
        lat_e7=lat_e7,
        lon_e7=lon_e7,
        changed_ms=now_ms,
    )
    session.add(row)
    session.flush()
    session.add_all(_member(new_id, position, member) for position, member in enumerate(wanted.members))
    if wanted.benefit is not None:
        session.add(_benefit(new_id, wanted.benefit))
    session.flush()
    _tell(session, new_id, now_ms)
    return new_id


def move_household(session: Session, household_id: str, point: places.Point | None, *, now_ms: int) -> None:
    """Set or take away the registered point of a household.

    Raises:
        Problem: `not-found`.
    """
    row = _household(session, household_id)
    row.lat_e7, row.lon_e7 = (None, None) if point is None else places.to_e7(point)
    row.changed_ms = now_ms
    session.flush()
    _tell(session, household_id, now_ms)


def clean_name(name: str) -> str:
    """Return a name in composed form without outer blanks; no character is ever exchanged or dropped."""
    return unicodedata.normalize("NFC", name).strip()


def household_row(session: Session, household_id: str, now_ms: int) -> dict[str, Any] | None:
    """Return the row that phones pull, or None for an unknown household."""
    row = session.get(Household, household_id)
    if row is None:
        return None
    benefit = session.get(Benefit, household_id)
    town = places.town_of(row.village_code)
    return {
        "id": row.id,
        "number": row.number,
        "name": row.head_name,
        "initials": row.initials,
        "village": {"code": row.village_code, "name": places.place_name_of(session, row.village_code)},
        "town": {"code": town, "name": places.name_of(session, town)},
        "group": row.group_name,
        "address": row.address,
        "phone": row.phone,
        "point": _point(row),
        **_benefit_row(benefit),
        "members": [_member_row(member, china_day(now_ms)) for member in store.members(session, household_id)],
    }


def view(session: Session, household_id: str) -> HouseholdView | None:
    """Return a household for lists and headers, or None."""
    row = session.get(Household, household_id)
    if row is None:
        return None
    members = {member.id: member.name for member in store.members(session, household_id)}
    return HouseholdView(row.id, row.number, row.head_name, row.village_code, row.address, row.lat_e7, row.lon_e7, members)


def find_by_number(session: Session, id_number: str) -> list[str]:
    """Return the households with a member of this resident number, by its keyed hash; nothing is opened."""
    number = identity.normalise(id_number)
    return [] if number is None else store.households_by_match(session, identity.current().match(number))


def read_id_number(session: Session, user_id: str, member_id: str, *, now_ms: int) -> str | None:
    """Open a member's number for a person, who is told to the log of looks."""
    member = session.get(Member, member_id)
    if member is None or member.id_sealed is None:
        return None
    for tell in _ON_LOOKED:
        tell(session, user_id, member_id, now_ms)
    return identity.current().open(member.id_sealed, member_id)


def flag(session: Session, household_id: str, code: str, since: date) -> None:
    """Put down a dated fact about a household, once."""
    key = (household_id, code, since.isoformat())
    if session.get(HouseholdFlag, key) is None:
        session.add(HouseholdFlag(household_id=household_id, code=code, since=since.isoformat()))
        session.flush()


def _household(session: Session, household_id: str) -> Household:
    row = session.get(Household, household_id)
    if row is None:
        raise Problem("not-found")
    return row


def _tell(session: Session, household_id: str, now_ms: int) -> None:
    for fn in _ON_CHANGED:
        fn(session, household_id, now_ms)


def _member(household_id: str, position: int, wanted: NewMember) -> Member:
    member_id = wanted.id or str(uuid.uuid4())
    number = None
    if wanted.id_number:
        number = identity.normalise(wanted.id_number)
        if number is None:
            raise Problem("bad-identity-number", position=position)
    born = wanted.born
    if born is None and number is not None:
        day = identity.born_on(number)
        born = None if day is None else day.isoformat()
    keys = identity.current() if number is not None else None
    return Member(
        id=member_id,
        household_id=household_id,
        position=position,
        name=clean_name(wanted.name),
        relation=wanted.relation,
        sex=wanted.sex,
        born=born,
        id_sealed=None if keys is None or number is None else keys.seal(number, member_id),
        id_match=None if keys is None or number is None else keys.match(number),
        id_masked=None if number is None else identity.mask(number),
        covered=wanted.covered,
        lives_here=wanted.lives_here,
    )


def _benefit(household_id: str, wanted: NewBenefit) -> Benefit:
    return Benefit(
        household_id=household_id,
        programme=wanted.programme,
        cert_no=wanted.cert_no,
        start_month=wanted.start_month,
        class_name=wanted.class_name,
        persons_covered=wanted.persons_covered,
        monthly_fen=wanted.monthly_fen,
        last_paid_day=wanted.last_paid_day,
        last_paid_fen=wanted.last_paid_fen,
        paid_by=wanted.paid_by,
        card_holder=wanted.card_holder,
        standard_fen=wanted.standard_fen,
    )


def _point(row: Household) -> dict[str, Any] | None:
    if row.lat_e7 is None or row.lon_e7 is None:
        return None
    return {"lat_e7": row.lat_e7, "lon_e7": row.lon_e7, "datum": "wgs84"}


def _benefit_row(benefit: Benefit | None) -> dict[str, Any]:
    if benefit is None:
        return {"programme": "none", "cert_no": None, "start_month": None, "class": None, "persons_covered": 0,
                "monthly_fen": None, "last_paid": None, "paid_by": None, "card_holder": None, "standard_fen": None}  # fmt: skip
    paid = benefit.last_paid_day is not None and benefit.last_paid_fen is not None
    return {
        "programme": benefit.programme,
        "cert_no": benefit.cert_no,
        "start_month": benefit.start_month,
        "class": benefit.class_name,
        "persons_covered": benefit.persons_covered,
        "monthly_fen": benefit.monthly_fen,
        "last_paid": {"day": benefit.last_paid_day, "fen": benefit.last_paid_fen} if paid else None,
        "paid_by": benefit.paid_by,
        "card_holder": benefit.card_holder,
        "standard_fen": benefit.standard_fen,
    }


def _member_row(member: Member, today: date) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "relation": member.relation,
        "sex": member.sex or "",
        "age": age(member.born, today),
        "id_masked": member.id_masked or "",
        "covered": member.covered,
        # The form confirms choices, and a choice is a word.
        "benefit": "covered" if member.covered else "not_covered",
        "lives_here": member.lives_here,
    }


def age(born: str | None, today: date) -> int | None:
    """Return the full years since a birthday."""
    if born is None or not _DAY.fullmatch(born):
        return None
    birthday = date.fromisoformat(born)
    return today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))
