"""Sign in, sign out, who am I, enrol this phone. Thin: parse, one unit of work, one service call, answer."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from flask import Response, current_app, g, request
from flask_smorest import Blueprint
from marshmallow import fields, validate

from server import ledger
from server.accounts import passwords, service, store
from server.accounts.models import User
from server.core.access import Actor, DeviceActor, Policy, access, current_actor
from server.core.app_state import demo_buttons, now_ms, settings
from server.core.database import DEMO_MARK, Counter, unit_of_work
from server.core.problems import Problem
from server.core.schemas import StrictSchema, uuid_field

MAX_TOKEN = 200

blp = Blueprint("accounts", __name__, url_prefix="/api", description="People, sessions, devices")


class SignIn(StrictSchema):
    """Login and password."""

    login = fields.String(required=True, validate=validate.Length(1, 64))
    password = fields.String(required=True, validate=validate.Length(1, 200), load_only=True)


class DemoSignIn(StrictSchema):
    """The login behind a button of the demonstration."""

    login = fields.String(required=True, validate=validate.Length(1, 64))


class OrganisationOut(StrictSchema):
    """A unit of the inspection tree."""

    id = fields.String()
    name = fields.String()
    division_code = fields.String()


class UserOut(StrictSchema):
    """A person as he sees himself."""

    id = fields.String()
    name = fields.String()
    login = fields.String()
    number = fields.String(allow_none=True)
    roles = fields.List(fields.String())
    org = fields.Nested(OrganisationOut)


class SessionOut(StrictSchema):
    """The person signed in."""

    user = fields.Nested(UserOut)


class DeviceIn(StrictSchema):
    """A browser profile's own id and public key."""

    device = uuid_field(required=True)
    spki = fields.String(required=True, validate=validate.Length(1, 400))
    label = fields.String(load_default="", validate=validate.Length(max=200))


def cookie_name() -> str:
    """Return the cookie's name; browsers take `__Host-` only over https."""
    return "__Host-fangcha" if settings().https else "fangcha"


def read_session() -> Actor | None:
    """Read the session cookie of this request."""
    secret = request.cookies.get(cookie_name())
    if not secret:
        return None
    with unit_of_work() as session:
        return service.read_actor(session, secret, now_ms())


def read_device() -> DeviceActor | None:
    """Read the device token of this request."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Fangcha-Device" or not token or len(token) > MAX_TOKEN:
        return None
    with unit_of_work() as session:
        return service.read_device(session, token)


def _answer(signed_in: service.SignedIn) -> tuple[dict[str, Any], int]:
    g.fangcha_cookie = signed_in.secret
    return {"user": signed_in.user}, 201


@blp.after_request
def set_cookie(response: Response) -> Response:
    """Send the cookie of a session that was opened by this request."""
    secret = g.pop("fangcha_cookie", None)
    if secret is not None:
        response.set_cookie(
            cookie_name(), secret, httponly=True, samesite="Lax", secure=settings().https, path="/",
            max_age=service.OFFICE_SESSION_MS // 1000,
        )  # fmt: skip
    return response


@blp.post("/session")
@access(Policy.PUBLIC)
@blp.arguments(SignIn)
@blp.response(201, SessionOut)
def sign_in(body: dict[str, str]) -> Any:
    """Sign in with login and password."""
    with unit_of_work(write=True) as session:
        begun = service.begin_try(session, body["login"].strip(), address=request.remote_addr or "-", now_ms=now_ms())
    found = None
    if passwords.matches(begun.stored, body["password"]):  # slow on purpose: nobody may wait for it with a lock
        with unit_of_work(write=True) as session:
            found = service.sign_in(session, begun, now_ms=now_ms())
    if found is None:
        raise Problem("wrong-login")
    return _answer(found)[0]


@blp.post("/demo/session")
@access(Policy.PUBLIC)
@blp.arguments(DemoSignIn)
@blp.response(201, SessionOut)
def sign_in_demo(body: dict[str, str]) -> Any:
    """Sign in by a role button; exists only in a demonstration that nobody else can reach."""
    if not demo_buttons():
        raise Problem("demo-off")
    with unit_of_work(write=True) as session:
        if session.get(Counter, DEMO_MARK) is None:  # a server for real work that was started as a demonstration
            raise Problem("demo-off")
        user = store.user_by_login(session, body["login"])
        if user is None or not user.active:
            raise Problem("not-found")
        found = service.open_session(session, user, now_ms=now_ms())
    return _answer(found)[0]


@blp.get("/session")
@access(Policy.ANYONE_SIGNED_IN)
@blp.response(200, SessionOut)
def who_am_i() -> Any:
    """Tell who is signed in."""
    actor = current_actor()
    with unit_of_work() as session:
        return {"user": service.view(session, session.get_one(User, actor.user_id))}


@blp.delete("/session")
@access(Policy.ANYONE_SIGNED_IN)
@blp.response(204)
def sign_out() -> None:
    """Sign out; never clears what the phone holds."""
    with unit_of_work(write=True) as session:
        store.end_session(session, current_actor().session_id)


@blp.post("/devices")
@access(Policy.FIELD)
@blp.arguments(DeviceIn)
def enrol(body: dict[str, str]) -> Any:
    """Enrol this browser profile as the signed-in person's device."""
    try:
        spki = base64.urlsafe_b64decode(body["spki"] + "=" * (-len(body["spki"]) % 4))
    except (ValueError, binascii.Error):
        raise Problem("invalid-fields") from None
    moment = now_ms()
    with unit_of_work(write=True) as session:
        done = service.enrol(session, current_actor(), device=body["device"], spki=spki, label=body["label"], now_ms=moment)
        generation = ledger.generation(session)
    keys: dict[str, Any] = current_app.extensions["fangcha_intake_key"]  # intake puts its public key here at boot
    answer = {
        "device": done.device,
        "token": done.token,
        "intake_key": {"kid": keys["kid"], "spki": keys["spki"]},
        "generation": generation,
        "log": {"origin": ledger.origin(settings().site, generation), "vkey": ledger.vkey(generation)},
        "now_ms": moment,
    }
    return answer, 201 if done.fresh else 200
