"""Who may call a view. Default deny: a view without a policy keeps the app from starting.

Policies say which roles; rows outside one's organisation are hidden by the queries, which carry the actor's area.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from functools import wraps
from typing import Any

from flask import Flask, g, request

from server.core.problems import Problem

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")


class Role(StrEnum):
    """What a person does here; a person may hold several."""

    INSPECTOR = "inspector"
    TEAM_LEADER = "team_leader"
    REVIEWER = "reviewer"
    VOLUNTEER = "volunteer"
    OFFICE_ADMIN = "office_admin"
    AUDITOR = "auditor"


class Policy(Enum):
    """Named sets of roles; the committed access table of the tests lists one for every view."""

    PUBLIC = frozenset({"public"})
    DEVICE = frozenset({"device"})
    ANYONE_SIGNED_IN = frozenset(Role)
    FIELD = frozenset({Role.INSPECTOR, Role.TEAM_LEADER})
    OFFICE = frozenset({Role.REVIEWER, Role.OFFICE_ADMIN, Role.AUDITOR})
    OFFICE_WORK = frozenset({Role.REVIEWER, Role.OFFICE_ADMIN})
    ORIGINALS = frozenset({Role.OFFICE_ADMIN, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a live session."""

    user_id: str
    name: str
    roles: frozenset[Role]
    org_id: str
    area: str  # division code prefix without trailing zeros: '35', '3509', '350923', …
    session_id: str
    audiences: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class DeviceActor:
    """The phone behind a device token; it may push and upload and nothing else."""

    device: str
    user_id: str
    spki: bytes
    revoked: bool
    user_active: bool


# accounts registers these at boot, so that core need not know tables of people.
_SESSION_READERS: list[Callable[[], Actor | None]] = []
_DEVICE_READERS: list[Callable[[], DeviceActor | None]] = []


def authenticate_with(*, session: Callable[[], Actor | None], device: Callable[[], DeviceActor | None]) -> None:
    """Set the readers of credentials; the last call counts."""
    _SESSION_READERS[:] = [session]
    _DEVICE_READERS[:] = [device]


View = Callable[..., Any]


def access(policy: Policy) -> Callable[[View], View]:
    """Admit only callers that `policy` names; the mark on the function is what the boot check looks for."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            admit(policy)
            return view(*args, **kwargs)

        guarded.access_policy = policy  # type: ignore[attr-defined]
        return guarded

    return decorate


def admit(policy: Policy) -> None:
    """Check the present request against `policy`.

    Raises:
        Problem: `cross-site`, `signed-out`, `forbidden` or `device-unknown`.
    """
    if policy is Policy.DEVICE:
        current_device()
        return
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        refuse_cross_site()
    if policy is Policy.PUBLIC:
        return
    if not current_actor().roles & policy.value:
        raise Problem("forbidden")


def refuse_cross_site() -> None:
    """Refuse a write that a foreign page could have caused: our header, and same origin where the browser says.

    Raises:
        Problem: `cross-site`.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    foreign = site not in {None, "same-origin", "none"} or (origin not in {None, request.host_url.rstrip("/")} and site is None)
    if foreign or request.headers.get("X-Fangcha") != "1":
        raise Problem("cross-site")


def from_this_machine() -> bool:
    """Tell whether a browser on this machine asks: no proxy stands between, and no foreign name leads here."""
    host = request.host.rpartition("]")[0].lstrip("[") or request.host.partition(":")[0]
    forwarded = any(name in request.headers for name in FORWARDED)
    return request.remote_addr in LOOPBACK and host in LOOPBACK and not forwarded


def current_actor() -> Actor:
    """Return the person of this request.

    Raises:
        Problem: `signed-out` without a live session.
    """
    if "actor" not in g:
        g.actor = _SESSION_READERS[0]() if _SESSION_READERS else None
    if g.actor is None:
        raise Problem("signed-out")
    found: Actor = g.actor
    return found


def session_actor() -> Actor | None:
    """Return the person of this request, or None; for a push that may carry a live session."""
    try:
        return current_actor()
    except Problem:
        return None


def current_device() -> DeviceActor:
    """Return the phone of this request.

    Raises:
        Problem: `device-unknown` without a valid device token.
    """
    if "device" not in g:
        g.device = _DEVICE_READERS[0]() if _DEVICE_READERS else None
    if g.device is None:
        raise Problem("device-unknown")
    found: DeviceActor = g.device
    return found


def policy_of(view: View) -> Policy | None:
    """Return the policy that `view` carries, looking through flask-smorest's wrappers and method views."""
    seen: View | None = view
    while seen is not None:
        found = getattr(seen, "access_policy", None)
        if isinstance(found, Policy):
            return found
        seen = getattr(seen, "__wrapped__", None)
    return None


def require_policies(app: Flask) -> None:
    """Refuse to start an app that has a view without a policy.

    Raises:
        RuntimeError: naming the views.
    """
    bare = sorted(name for name, view in app.view_functions.items() if policy_of(view) is None)
    if bare:
        raise RuntimeError(f"views without an access policy: {', '.join(bare)}")
