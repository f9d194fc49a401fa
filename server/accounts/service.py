"""Use cases of people and devices: sign in and out, enrol a phone, make organisations and people."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy.orm import Session

from server import ledger
from server.accounts import passwords, store
from server.accounts.models import Device, LoginSession, Organisation, User, UserAudience, UserRole
from server.core.access import Actor, DeviceActor, Role
from server.core.problems import Problem

OFFICE_SESSION_MS = 12 * 3_600_000
TRY_WINDOW_MS = 15 * 60_000
TRIES_PER_ACCOUNT = 8  # from one address
TRIES_FROM_EVERYWHERE = 40
# An office shares one address: the soft limit only slows a machine that tries many accounts.
TRIES_PER_ADDRESS = 100


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: the secret for the cookie, and who it is."""

    secret: str
    user: UserView


@dataclass(frozen=True, slots=True)
class UserView:
    """A person as the client sees himself."""

    id: str
    name: str
    login: str
    number: str | None
    roles: list[str]
    org: dict[str, str]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device that may push: the token is told once."""

    device: str
    token: str
    fresh: bool


def digest(secret: str) -> str:
    """Return what is stored of a random secret; it is long enough to need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Try:
    """A sign-in that was counted before its password is looked at, so that tries at once are counted one by one."""

    login: str
    address: str
    stored: str | None  # the password's hash, None where nobody may sign in

    @property
    def limits(self) -> dict[str, int]:
        """Return how often each key may fail: whoever guesses from one place keeps the person out of no other."""
        login = f"login:{self.login.casefold()}"
        keys = {f"{login} {self.address}": TRIES_PER_ACCOUNT, login: TRIES_FROM_EVERYWHERE, f"address:{self.address}": TRIES_PER_ADDRESS}
        return {digest(key): limit for key, limit in keys.items()}


def begin_try(session: Session, login: str, *, address: str, now_ms: int) -> Try:
    """Count a sign-in; a right password gives it back. The password is compared between two units of work.

    Raises:
        Problem: `too-many-tries`; then nothing was counted.
    """
    user = store.user_by_login(session, login)
    begun = Try(login, address, user.password_hash if user is not None and user.active else None)
    for key, limit in begun.limits.items():
        count, window_ms = store.count_try(session, key, now_ms, TRY_WINDOW_MS)
        if count > limit:
            wait_s = (window_ms + TRY_WINDOW_MS - now_ms) // 1000 + 1
            raise Problem("too-many-tries", headers={"Retry-After": str(wait_s)}, minutes=-(-wait_s // 60))
    return begun


def sign_in(session: Session, begun: Try, *, now_ms: int) -> SignedIn | None:
    """Open a session after the right password; None where the person was put out meanwhile."""
    user = store.user_by_login(session, begun.login)
    if user is None or not user.active:
        return None
    *of_login, of_address = begun.limits
    store.forget_tries(session, of_login, now_ms - TRY_WINDOW_MS)
    store.give_try_back(session, of_address)
    store.end_old_sessions(session, now_ms)
    return open_session(session, user, now_ms=now_ms)


def open_session(session: Session, user: User, *, now_ms: int) -> SignedIn:
    """Open a session for a person whose right is already shown."""
    secret = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            id=digest(secret),
            user_id=user.id,
            created_ms=now_ms,
            seen_ms=now_ms,
            expires_ms=now_ms + OFFICE_SESSION_MS,
        )
    )
    return SignedIn(secret, view(session, user))


def view(session: Session, user: User) -> UserView:
    """Return a person as the client sees himself."""
    org = session.get_one(Organisation, user.org_id)
    return UserView(
        id=user.id,
        name=user.name,
        login=user.login,
        number=user.number,
        roles=sorted(store.roles_of(session, user.id)),
        org={"id": org.id, "name": org.name, "division_code": org.division_code},
    )


def read_actor(session: Session, secret: str, now_ms: int) -> Actor | None:
    """Return the person behind a cookie."""
    found = store.live_session(session, digest(secret), now_ms)
    if found is None:
        return None
    login, user, org = found
    roles = frozenset(Role(role) for role in store.roles_of(session, user.id))
    area = area_prefix(org.division_code)
    own = (f"user:{user.id}", f"area:{area}", "all")
    return Actor(user.id, user.name, roles, org.id, area, login.id, own + store.audiences_of(session, user.id))


def area_prefix(division_code: str) -> str:
    """Return the digits that all codes below a division share: 350923000000 → 350923.

    Pairs and triples are cut as units, so that 350100 does not become 3501 by dropping single zeros of a code.
    """
    for length in (2, 4, 6, 9):
        if set(division_code[length:]) <= {"0"}:
            return division_code[:length]
    return division_code


def read_device(session: Session, token: str) -> DeviceActor | None:
    """Return the phone behind a device token."""
    found = store.device_by_token(session, digest(token))
    if found is None:
        return None
    device, user = found
    return DeviceActor(device.id, device.user_id, device.spki, device.revoked_ms is not None, user.active)


def enrol(session: Session, actor: Actor, *, device: str, spki: bytes, label: str, now_ms: int) -> Enrolled:
    """Admit a browser profile as the actor's device, or give a known one a new token.

    Raises:
        Problem: `invalid-fields` for a key that is not P-256, `device-taken` for somebody else's id.
    """
    _check_key(spki)
    token = secrets.token_urlsafe(32)
    row = session.get(Device, device)
    if row is not None:
        if row.user_id != actor.user_id or row.spki != spki or row.revoked_ms is not None:
            raise Problem("device-taken")
        row.token_hash, row.seen_ms = digest(token), now_ms
        return Enrolled(device, token, fresh=False)
    session.add(
        Device(
            id=device,
            user_id=actor.user_id,
            spki=spki,
            label=label,
            token_hash=digest(token),
            enrolled_ms=now_ms,
            seen_ms=now_ms,
            revoked_ms=None,
        )
    )
    # The leaf names neither person nor phone: the hash covers device, key and account, which a trust list spells out.
    told = f"fangcha/device/1\n{device}\n{actor.user_id}\n{hashlib.sha256(spki).hexdigest()}\n{now_ms}\n"
    ledger.append(session, "device", hashlib.sha256(told.encode()).hexdigest(), "-")
    return Enrolled(device, token, fresh=True)


def _check_key(spki: bytes) -> None:
    try:
        key = load_der_public_key(spki)
    except (ValueError, UnsupportedAlgorithm):
        raise Problem("invalid-fields") from None
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise Problem("invalid-fields")


@dataclass(frozen=True, slots=True)
class CreateOrganisation:
    """A unit of the inspection tree to be made; `id` where the caller has one already."""

    name: str
    tier: str
    division_code: str
    reports_to: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class CreateUser:
    """A person to be made."""

    login: str
    name: str
    password: str
    org_id: str
    roles: tuple[Role, ...]
    number: str | None = None
    id: str | None = None


def create_organisation(session: Session, wanted: CreateOrganisation) -> str:
    """Make a unit of the inspection tree; return its id."""
    new_id = wanted.id or str(uuid.uuid4())
    session.add(
        Organisation(
            id=new_id,
            name=wanted.name,
            tier=wanted.tier,
            division_code=wanted.division_code,
            reports_to=wanted.reports_to,
        )
    )
    session.flush()
    return new_id


def create_user(session: Session, wanted: CreateUser, *, now_ms: int) -> str:
    """Make a person; return the id."""
    new_id = wanted.id or str(uuid.uuid4())
    session.add(
        User(
            id=new_id,
            login=wanted.login,
            name=wanted.name,
            number=wanted.number,
            org_id=wanted.org_id,
            password_hash=passwords.hash_password(wanted.password),
            created_ms=now_ms,
        )
    )
    session.flush()
    session.add_all(UserRole(user_id=new_id, role=role.value) for role in wanted.roles)
    session.flush()
    return new_id


def join_audience(session: Session, user_id: str, audience: str) -> None:
    """Let a person's phone see rows addressed to `audience`."""
    if session.get(UserAudience, (user_id, audience)) is None:
        session.add(UserAudience(user_id=user_id, audience=audience))
        session.flush()


def leave_audience(session: Session, user_id: str, audience: str) -> None:
    """Stop a person's phone from seeing rows addressed to `audience`."""
    row = session.get(UserAudience, (user_id, audience))
    if row is not None:
        session.delete(row)
        session.flush()


def revoke_device(session: Session, device: str, now_ms: int) -> None:
    """Stop trusting a phone; what it still sends goes into quarantine."""
    row = session.get(Device, device)
    if row is not None and row.revoked_ms is None:
        row.revoked_ms = now_ms
        told = f"fangcha/device-revoked/1\n{device}\n{now_ms}\n"
        ledger.append(session, "device", hashlib.sha256(told.encode()).hexdigest(), "-")
