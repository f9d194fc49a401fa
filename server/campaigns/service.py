"""Use cases of campaigns: teams, assignments and what a phone of the team may see of them.

A sealed assignment goes out with area and window only. Nothing that goes out says why a target was selected.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from server import accounts, checklists, intake, places, roster
from server.campaigns import rules, store
from server.campaigns.models import Assignment, Campaign, Outcome, Team, TeamMember
from server.core.problems import Problem

SHORT_FORM = "household-short"


@dataclass(frozen=True, slots=True)
class CreateTeam:
    """A team to be made: its leader and its inspectors, by account."""

    name: str
    org_id: str
    leader: str
    inspectors: tuple[str, ...] = ()
    id: str | None = None


@dataclass(frozen=True, slots=True)
class CreateAssignment:
    """A target for a team. Without a campaign it belongs to the standing campaign of the target's county and year."""

    team_id: str
    target_id: str
    year: int
    due_day: str
    window_from_ms: int
    window_to_ms: int
    campaign: str | None = None
    target_kind: str = "household"
    area_code: str | None = None  # default: the township of the household
    sealed: bool = False
    leader_id: str | None = None  # default: the team's leader
    partner_id: str | None = None  # default: the team's first inspector
    mode: str = "self_check"
    checklist_id: str = SHORT_FORM
    selection_reason: str = "random"
    id: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeSetting:
    """What phones must know of the office: numbers to call and how large a photo is kept."""

    hotline: str
    duty: tuple[tuple[str, str], ...]  # label, phone
    photo_long_edge: int = 2048
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """What other floors may know of an assignment."""

    id: str
    campaign: str
    team_id: str
    target_kind: str
    target_id: str
    leader_id: str | None
    partner_id: str | None
    state: str
    attempt: int


def standing_campaign(session: Session, division_code: str, year: int, *, now_ms: int) -> str:
    """Return the code of a county's standing campaign, making it on demand."""
    code = rules.standing_code(division_code, year)
    if session.get(Campaign, code) is None:
        county = places.county_of(division_code)
        title = f"{places.name_of(session, county)}{year}年日常访查"
        values = {"code": code, "title": title, "area_code": county, "year": year, "standing": True, "created_ms": now_ms}
        # The first visits of a county's year may come through two workers at once: whoever is later uses the other's row.
        insert = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
        session.execute(insert(Campaign).values(values).on_conflict_do_nothing())
    return code


def create_campaign(session: Session, *, code: str, title: str, area_code: str, year: int, now_ms: int) -> str:
    """Make a special inspection; return its code."""
    session.add(Campaign(code=code, title=title, area_code=area_code, year=year, standing=False, created_ms=now_ms))
    session.flush()
    return code


def create_team(session: Session, wanted: CreateTeam) -> str:
    """Make a team and show its people to its phones; return its id."""
    new_id = wanted.id or str(uuid.uuid4())
    session.add(Team(id=new_id, name=wanted.name, org_id=wanted.org_id))
    session.flush()
    people = [(wanted.leader, "leader"), *((user, "inspector") for user in wanted.inspectors)]
    for user_id, role in people:
        session.add(TeamMember(team_id=new_id, user_id=user_id, role=role))
        accounts.join_audience(session, user_id, team_audience(new_id))
    session.flush()
    publish_people(session, new_id)
    return new_id


def publish_people(session: Session, team_id: str) -> None:
    """Give the team's phones a row for each of its people: the partner is picked from them, by name."""
    for member, user in store.people_of(session, team_id):
        row = {
            "id": user.id,
            "name": user.name,
            "number": user.number,
            "roles": store.roles_of(session, user.id),
            "team": team_id,
            "part": member.role,
        }
        intake.publish(session, team_audience(team_id), "person", user.id, row)


def publish_office(session: Session, wanted: OfficeSetting) -> None:
    """Give every phone the office's numbers."""
    duty = [{"label": label, "phone": phone} for label, phone in wanted.duty]
    row = {"id": "office", "hotline": wanted.hotline, "duty": duty, "photo_long_edge": wanted.photo_long_edge, **wanted.extra}
    intake.publish(session, "all", "setting", "office", row)


def team_audience(team_id: str) -> str:
    """Return the audience of a team's rows."""
    return f"team:{team_id}"


def create_assignment(session: Session, wanted: CreateAssignment, *, now_ms: int) -> str:
    """Give a team a target; return the assignment's id.

    Raises:
        Problem: `not-found` for an unknown team or target, `division-out-of-frame`, `invalid-fields`.
    """
    area = wanted.area_code or _area_of(session, wanted.target_kind, wanted.target_id)
    if not places.in_frame(area):
        raise Problem("division-out-of-frame")
    if session.get(Team, wanted.team_id) is None:
        raise Problem("not-found")
    if wanted.mode not in rules.MODES or wanted.selection_reason not in rules.REASONS:
        raise Problem("invalid-fields")
    pinned = checklists.newest(session, wanted.checklist_id)
    leader, partner = _pair(session, wanted)
    row = Assignment(
        id=wanted.id or str(uuid.uuid4()),
        campaign=wanted.campaign or standing_campaign(session, area, wanted.year, now_ms=now_ms),
        team_id=wanted.team_id,
        sealed=wanted.sealed,
        area_code=area,
        window_from_ms=wanted.window_from_ms,
        window_to_ms=wanted.window_to_ms,
        due_day=wanted.due_day,
        target_kind=wanted.target_kind,
        target_id=wanted.target_id,
        leader_id=leader,
        partner_id=partner,
        attempt=1,
        mode=wanted.mode,
        checklist_id=pinned.id,
        checklist_version=pinned.version,
        checklist_sha256=pinned.sha256,
        selection_reason=wanted.selection_reason,
        state="open",
        created_ms=now_ms,
    )
    session.add(row)
    session.flush()
    _publish(session, row, now_ms)
    return row.id


def unseal(session: Session, assignment_id: str, *, now_ms: int) -> None:
    """Open a sealed assignment for its team: from now on its phones see the target.

    Raises:
        Problem: `not-found`.
    """
    row = _assignment(session, assignment_id)
    row.sealed = False
    session.flush()
    _publish(session, row, now_ms)


def withdraw(session: Session, assignment_id: str, *, now_ms: int) -> None:
    """Take an assignment back; what a phone has begun stays with it and will be taken.

    Raises:
        Problem: `not-found`.
    """
    row = _assignment(session, assignment_id)
    row.state = "withdrawn"
    session.flush()
    _publish(session, row, now_ms)


def outcome(session: Session, assignment_id: str, attempt: int, code: str | None, *, proof: str) -> None:
    """Note how an attempt ended, or that it has not ended after all (None); the same news twice changes nothing."""
    row = session.get(Assignment, assignment_id)
    if row is None or attempt < 1:
        return
    known = session.get(Outcome, (assignment_id, attempt))
    if code is None:
        if known is not None:
            session.delete(known)
    elif known is None:
        session.add(Outcome(assignment_id=assignment_id, attempt=attempt, code=code, proof=proof))
    else:
        known.code, known.proof = code, proof
    session.flush()
    if row.state != "withdrawn":
        before = (row.state, row.attempt)
        row.state, row.attempt = after = rules.standing_after(store.outcomes_of(session, assignment_id))
        session.flush()
        if after != before:
            intake.publish(session, team_audience(row.team_id), "assignment", row.id, _row(session, row))


def view(session: Session, assignment_id: str) -> AssignmentView | None:
    """Return an assignment for other floors, or None."""
    row = session.get(Assignment, assignment_id)
    if row is None:
        return None
    return AssignmentView(
        row.id, row.campaign, row.team_id, row.target_kind, row.target_id, row.leader_id, row.partner_id, row.state, row.attempt
    )


def area_of(session: Session, campaign: str) -> str | None:
    """Return the division that a campaign is about, or None for an unknown one."""
    row = session.get(Campaign, campaign)
    return None if row is None else row.area_code


def teams_of(session: Session, user_id: str) -> list[str]:
    """Return the teams that a person belongs to."""
    return store.teams_of(session, user_id)


def household_changed(session: Session, household_id: str, now_ms: int) -> None:
    """Send a changed household again to the teams that may see it."""
    for row in store.open_for(session, "household", household_id):
        _publish_target(session, row, now_ms)


def _pair(session: Session, wanted: CreateAssignment) -> tuple[str | None, str | None]:
    people = store.people_of(session, wanted.team_id)
    leader = wanted.leader_id or next((user.id for member, user in people if member.role == "leader"), None)
    partner = wanted.partner_id or next((user.id for _, user in people if user.id != leader), None)
    return leader, partner


def _area_of(session: Session, kind: str, target_id: str) -> str:
    found = roster.view(session, target_id) if kind == "household" else None
    if found is None:
        raise Problem("not-found")
    return places.town_of(found.village_code)


def _assignment(session: Session, assignment_id: str) -> Assignment:
    row = session.get(Assignment, assignment_id)
    if row is None:
        raise Problem("not-found")
    return row


def _publish(session: Session, row: Assignment, now_ms: int) -> None:
    intake.publish(session, team_audience(row.team_id), "assignment", row.id, _row(session, row))
    if row.state == "withdrawn":
        others = store.open_for(session, row.target_kind, row.target_id)
        if not any(other.team_id == row.team_id for other in others) and row.target_kind == "household":
            intake.publish(session, team_audience(row.team_id), "household", row.target_id, None)
    elif not row.sealed:
        _publish_target(session, row, now_ms)


def _publish_target(session: Session, row: Assignment, now_ms: int) -> None:
    if row.target_kind == "household":
        data = roster.household_row(session, row.target_id, now_ms)
        intake.publish(session, team_audience(row.team_id), "household", row.target_id, data)


def _row(session: Session, row: Assignment) -> dict[str, Any]:
    team = session.get_one(Team, row.team_id)
    envelope = {
        "id": row.id,
        "campaign": row.campaign,
        "sealed": row.sealed,
        "area": {"code": row.area_code, "name": places.name_of(session, row.area_code)},
        "window": {"from_ms": row.window_from_ms, "to_ms": row.window_to_ms},
        "due_day": row.due_day,
        "team": {"id": team.id, "name": team.name},
        "state": row.state,
    }
    if row.sealed:
        return envelope
    return {
        **envelope,
        "target": {"kind": row.target_kind, "id": row.target_id},
        "leader": row.leader_id,
        "partner": row.partner_id,
        "attempt": row.attempt,
        "mode": row.mode,
        "checklist": {"id": row.checklist_id, "version": row.checklist_version, "sha256": row.checklist_sha256},
    }
