"""Tables of organisations, people, sessions and devices."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Organisation(Base):
    """A unit of the inspection tree. The tree is not the division tree: Pingtan reports straight to the province."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    tier: Mapped[str] = mapped_column(String(12))  # province, city, county, township
    division_code: Mapped[str] = mapped_column(String(12), index=True)
    reports_to: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))


class User(Base):
    """A person with a login."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    number: Mapped[str | None] = mapped_column(String(12))  # the inspector's number, shown instead of the name
    org_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_ms: Mapped[int]


class UserRole(Base):
    """One role of one person."""

    __tablename__ = "user_roles"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class UserAudience(Base):
    """A circle that pulled rows may be addressed to, such as `team:UUID`; written by the floors above."""

    __tablename__ = "user_audiences"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    audience: Mapped[str] = mapped_column(String(60), primary_key=True)


class LoginSession(Base):
    """A signed-in browser. Only the hash of its cookie is kept."""

    __tablename__ = "login_sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    created_ms: Mapped[int]
    seen_ms: Mapped[int]
    expires_ms: Mapped[int]


class LoginTry(Base):
    """Failed sign-ins of one account, one address or both, counted within a window."""

    __tablename__ = "login_tries"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failed: Mapped[int]
    window_ms: Mapped[int]


class Device(Base):
    """One account on one browser profile: own key, chain and database. The token is kept as a hash."""

    __tablename__ = "devices"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    spki: Mapped[bytes] = mapped_column(LargeBinary)
    label: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[str] = mapped_column(String(64))
    enrolled_ms: Mapped[int]
    seen_ms: Mapped[int]
    revoked_ms: Mapped[int | None]
