"""One-tap sign-in: only in a demonstration, and only for a browser on the machine that it runs on."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from server.core.access import Role
from server.core.clock import FixedClock
from server.core.database import DEMO_MARK, Counter
from tests.conftest import build_app
from tests.server.accounts.test_accounts import SAME_SITE, make_person


def demonstration(sqlite_url: str, tmp_path: Path, clock: FixedClock, **options: object) -> Flask:
    app = build_app(sqlite_url, tmp_path, clock, **({"demo": True} | options))
    make_person(app, "chen", Role.OFFICE_ADMIN)
    return app


def mark(app: Flask) -> None:
    with app.extensions["fangcha_database"].unit_of_work(write=True) as session:
        session.add(Counter(name=DEMO_MARK, value=1))


def tap(app: Flask, **headers: str) -> int:
    sent = SAME_SITE | {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().post("/api/demo/session", json={"login": "chen"}, headers=sent).status_code


def test_one_tap_opens_a_session_in_a_demonstration(sqlite_url: str, tmp_path: Path, clock: FixedClock) -> None:
    app = demonstration(sqlite_url, tmp_path, clock)
    mark(app)
    assert tap(app) == 201
    assert tap(app, Host="127.0.0.1:8080") == 201
    assert tap(app, Host="[::1]:8080") == 201
    assert len(app.test_client().get("/api/config").get_json()["demo_roles"]) == 6


def test_no_tap_opens_a_session_where_real_people_work(sqlite_url: str, tmp_path: Path, clock: FixedClock) -> None:
    assert tap(demonstration(sqlite_url, tmp_path, clock)) == 404


@pytest.mark.parametrize("options", [{"https": True}, {"proxies": 1}, {"host": "0.0.0.0"}, {"demo": False}])
def test_a_server_that_others_reach_has_no_buttons(sqlite_url: str, tmp_path: Path, clock: FixedClock, options: dict[str, object]) -> None:
    app = demonstration(sqlite_url, tmp_path, clock, **options)
    mark(app)
    assert tap(app) == 404
    assert app.test_client().get("/api/config").get_json()["demo_roles"] == []


@pytest.mark.parametrize(
    "headers", [{"Host": "fangcha.example"}, {"Host": "127.0.0.1.example:80"}, {"X_Forwarded_For": "1.2.3.4"}, {"Forwarded": "for=1.2.3.4"}]
)
def test_what_comes_through_a_proxy_or_by_a_foreign_name_gets_no_session(
    sqlite_url: str, tmp_path: Path, clock: FixedClock, headers: dict[str, str]
) -> None:
    app = demonstration(sqlite_url, tmp_path, clock)
    mark(app)
    assert tap(app, **headers) == 404
