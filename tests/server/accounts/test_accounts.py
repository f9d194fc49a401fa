"""Signing in, roles, devices: what the door lets through."""

from __future__ import annotations

import base64
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from flask.testing import FlaskClient

from server import accounts
from server.accounts.service import TRIES_PER_ACCOUNT, TRY_WINDOW_MS, area_prefix
from server.core.access import Role
from server.core.clock import FixedClock
from server.core.database import Database

SAME_SITE = {"X-Fangcha": "1"}


def make_person(app: Flask, login: str, *roles: Role, password: str = "晴天-river-42") -> str:
    database: Database = app.extensions["fangcha_database"]
    with database.unit_of_work(write=True) as session:
        county = accounts.CreateOrganisation("屏南县民政局", "county", "350923000000")
        org = accounts.create_organisation(session, county)
        return accounts.create_user(session, accounts.CreateUser(login, "陈文斌", password, org, roles), now_ms=0)


def sign_in(client: FlaskClient, login: str, password: str = "晴天-river-42") -> int:
    body = {"login": login, "password": password}
    return client.post("/api/session", json=body, headers=SAME_SITE).status_code


def spki() -> str:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.urlsafe_b64encode(der).decode().rstrip("=")


def test_a_person_signs_in_and_out(app: Flask) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    client = app.test_client()
    assert client.get("/api/session").json["code"] == "signed-out"
    assert sign_in(client, "chen") == 201
    told = client.get("/api/session").json["user"]
    assert told["roles"] == ["inspector"]
    assert told["org"]["division_code"] == "350923000000"
    assert "password" not in str(told)
    assert client.delete("/api/session", headers=SAME_SITE).status_code == 204
    assert client.get("/api/session").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts(app: Flask) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    answer = app.test_client().post("/api/session", json={"login": "chen", "password": "晴天-river-42"}, headers=SAME_SITE)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(app: Flask) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    client = app.test_client()
    answers = [client.post("/api/session", json={"login": login, "password": "x"}, headers=SAME_SITE).json for login in ("chen", "nobody")]
    for answer in answers:
        answer.pop("request_id")
    assert answers[0] == answers[1]
    assert answers[0]["code"] == "wrong-login"


def test_guessing_is_stopped_and_waiting_helps(app: Flask, clock: FixedClock) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    client = app.test_client()
    for _ in range(TRIES_PER_ACCOUNT):
        assert sign_in(client, "chen", "wrong") == 401
    assert sign_in(client, "chen") == 429
    clock.advance(TRY_WINDOW_MS)
    assert sign_in(client, "chen") == 201


def test_a_session_ends_by_itself(app: Flask, clock: FixedClock) -> None:
    make_person(app, "chen", Role.REVIEWER)
    client = app.test_client()
    sign_in(client, "chen")
    clock.advance(13 * 3_600_000)
    assert client.get("/api/session").status_code == 401


FOREIGN = [
    {},
    {"X-Fangcha": "1", "Sec-Fetch-Site": "cross-site"},
    {"X-Fangcha": "1", "Origin": "https://evil.example"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_site_cannot_write_in_our_name(app: Flask, headers: dict[str, str]) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    answer = app.test_client().post("/api/session", json={"login": "chen", "password": "晴天-river-42"}, headers=headers)
    assert answer.json["code"] == "cross-site"


def test_the_demonstration_buttons_exist_only_on_loopback(app: Flask) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    answer = app.test_client().post("/api/demo/session", json={"login": "chen"}, headers=SAME_SITE)
    assert answer.status_code == 404


def test_a_phone_is_enrolled_once_and_gets_a_new_token_when_it_asks_again(app: Flask) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    client = app.test_client()
    sign_in(client, "chen")
    body = {"device": str(uuid.uuid4()), "spki": spki(), "label": "phone"}
    first = client.post("/api/devices", json=body, headers=SAME_SITE)
    second = client.post("/api/devices", json=body, headers=SAME_SITE)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json["token"] != second.json["token"]
    other = body | {"spki": spki()}
    assert client.post("/api/devices", json=other, headers=SAME_SITE).json["code"] == "device-taken"


def test_a_reviewer_cannot_enrol_a_phone(app: Flask) -> None:
    make_person(app, "lin", Role.REVIEWER)
    client = app.test_client()
    sign_in(client, "lin")
    body = {"device": str(uuid.uuid4()), "spki": spki(), "label": "phone"}
    assert client.post("/api/devices", json=body, headers=SAME_SITE).json["code"] == "forbidden"


def test_a_key_of_another_kind_is_refused(app: Flask) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    client = app.test_client()
    sign_in(client, "chen")
    for bad in ("AAAA", "!!!!", base64.urlsafe_b64encode(b"x" * 91).decode()):
        body = {"device": str(uuid.uuid4()), "spki": bad, "label": ""}
        assert client.post("/api/devices", json=body, headers=SAME_SITE).json["code"] == "invalid-fields"


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("350000000000", "35"),
        ("350100000000", "3501"),
        ("350923000000", "350923"),
        ("350923101000", "350923101"),
        ("350923101201", "350923101201"),
    ],
)
def test_an_area_is_the_common_beginning_of_its_codes(code: str, prefix: str) -> None:
    assert area_prefix(code) == prefix


def test_a_key_of_a_curve_that_nobody_knows_is_refused(app: Flask) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    client = app.test_client()
    sign_in(client, "chen")
    der = bytearray(base64.urlsafe_b64decode(spki() + "=="))
    der[20] ^= 0xFF  # inside the curve's name
    body = {"device": str(uuid.uuid4()), "spki": base64.urlsafe_b64encode(bytes(der)).decode(), "label": ""}
    assert client.post("/api/devices", json=body, headers=SAME_SITE).status_code == 422
