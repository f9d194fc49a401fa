"""Every query on campaigns, teams and assignments."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User, UserRole
from server.campaigns.models import Assignment, Outcome, TeamMember


def people_of(session: Session, team_id: str) -> list[tuple[TeamMember, User]]:
    """Return the members of a team with their accounts, leader first, then by number."""
    rows = session.execute(
        select(TeamMember, User)
        .join(User, User.id == TeamMember.user_id)
        .where(TeamMember.team_id == team_id)
        .order_by(TeamMember.role.desc(), User.number, User.id)
    )
    return [(member, user) for member, user in rows]


def roles_of(session: Session, user_id: str) -> list[str]:
    """Return a person's roles, sorted."""
    return sorted(session.scalars(select(UserRole.role).where(UserRole.user_id == user_id)))


def teams_of(session: Session, user_id: str) -> list[str]:
    """Return the teams that a person belongs to."""
    return sorted(session.scalars(select(TeamMember.team_id).where(TeamMember.user_id == user_id)))


def outcomes_of(session: Session, assignment_id: str) -> dict[int, str]:
    """Return the outcome of each attempt."""
    rows = session.execute(select(Outcome.attempt, Outcome.code).where(Outcome.assignment_id == assignment_id))
    return {row.attempt: row.code for row in rows}


def open_for(session: Session, target_kind: str, target_id: str) -> list[Assignment]:
    """Return the assignments of a target that phones still see unsealed."""
    rows = session.scalars(
        select(Assignment).where(
            Assignment.target_kind == target_kind,
            Assignment.target_id == target_id,
            Assignment.state != "withdrawn",
            Assignment.sealed.is_(False),
        )
    )
    return list(rows)
