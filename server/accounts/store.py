"""Every query on people, sessions and devices."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.accounts.models import Device, LoginSession, LoginTry, Organisation, User, UserAudience, UserRole


def user_by_login(session: Session, login: str) -> User | None:
    """Return the person of `login`."""
    return session.scalar(select(User).where(User.login == login))


def roles_of(session: Session, user_id: str) -> frozenset[str]:
    """Return a person's roles."""
    return frozenset(session.scalars(select(UserRole.role).where(UserRole.user_id == user_id)))


def audiences_of(session: Session, user_id: str) -> tuple[str, ...]:
    """Return the circles that a person was put into, in order."""
    rows = session.scalars(select(UserAudience.audience).where(UserAudience.user_id == user_id))
    return tuple(sorted(rows))


def live_session(session: Session, session_id: str, now_ms: int) -> tuple[LoginSession, User, Organisation] | None:
    """Return a session that has not ended, with its person and unit."""
    row = session.execute(
        select(LoginSession, User, Organisation)
        .join(User, User.id == LoginSession.user_id)
        .join(Organisation, Organisation.id == User.org_id)
        .where(LoginSession.id == session_id, LoginSession.expires_ms > now_ms, User.active)
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def end_session(session: Session, session_id: str) -> None:
    """Forget a session."""
    session.execute(delete(LoginSession).where(LoginSession.id == session_id))


def device_by_token(session: Session, token_hash: str) -> tuple[Device, User] | None:
    """Return the device of a token, revoked or not, with its person."""
    row = session.execute(select(Device, User).join(User, User.id == Device.user_id).where(Device.token_hash == token_hash)).first()
    return None if row is None else (row[0], row[1])


def tries(session: Session, key: str) -> LoginTry | None:
    """Return the count of failed sign-ins under `key`."""
    return session.get(LoginTry, key)
