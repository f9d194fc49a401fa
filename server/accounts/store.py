"""Every query on people, sessions and devices."""

from __future__ import annotations

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
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


def count_try(session: Session, key: str, now_ms: int, window_ms: int) -> tuple[int, int]:
    """Count one more sign-in under `key` in one statement; return how many there are, and since when they are counted."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    over = LoginTry.window_ms <= now_ms - window_ms
    counting = (
        dialect.insert(LoginTry)
        .values(key=key, failed=1, window_ms=now_ms)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={"failed": case((over, 1), else_=LoginTry.failed + 1), "window_ms": case((over, now_ms), else_=LoginTry.window_ms)},
        )
        .returning(LoginTry.failed, LoginTry.window_ms)
    )
    failed, since_ms = session.execute(counting).one()
    return failed, since_ms


def forget_tries(session: Session, keys: list[str], before_ms: int) -> None:
    """Forget the sign-ins under `keys`, and all that count no longer."""
    session.execute(delete(LoginTry).where(or_(LoginTry.key.in_(keys), LoginTry.window_ms <= before_ms)))


def give_try_back(session: Session, key: str) -> None:
    """Take back one count."""
    session.execute(update(LoginTry).where(LoginTry.key == key, LoginTry.failed > 0).values(failed=LoginTry.failed - 1))


def end_old_sessions(session: Session, now_ms: int) -> None:
    """Forget sessions that have ended by themselves."""
    session.execute(delete(LoginSession).where(LoginSession.expires_ms <= now_ms))
