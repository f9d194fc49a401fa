"""Guessing passwords: tries at once are all counted, and nobody is kept out by somebody else's guesses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.accounts import passwords
from server.accounts.models import LoginSession, LoginTry
from server.accounts.service import OFFICE_SESSION_MS, TRIES_PER_ACCOUNT, TRY_WINDOW_MS
from server.core.access import Role
from server.core.clock import FixedClock
from tests.server.accounts.test_accounts import SAME_SITE, make_person


def attempt(app: Flask, password: str, address: str = "10.0.0.1", login: str = "chen") -> int:
    place = {"REMOTE_ADDR": address}
    body = {"login": login, "password": password}
    return app.test_client().post("/api/session", json=body, headers=SAME_SITE, environ_base=place).status_code


def rows(app: Flask, table: type[LoginTry] | type[LoginSession]) -> int:
    with app.extensions["fangcha_database"].unit_of_work() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_guesses_at_once_are_counted_one_by_one(app_on_both: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make_person(app_on_both, "chen", Role.INSPECTOR)
    looked: list[str] = []

    def look(_stored: str | None, password: str) -> bool:
        looked.append(password)
        return False

    monkeypatch.setattr(passwords, "matches", look)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda n: attempt(app_on_both, f"guess {n}"), range(36)))
    assert len(looked) == TRIES_PER_ACCOUNT
    assert answers.count(429) == 36 - TRIES_PER_ACCOUNT


def test_who_guesses_keeps_the_person_out_of_no_other_place(app: Flask) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    for _ in range(TRIES_PER_ACCOUNT + 40):
        attempt(app, "wrong", "10.6.6.6")
    assert attempt(app, "晴天-river-42", "10.6.6.6") == 429
    assert attempt(app, "晴天-river-42", "10.0.0.1") == 201


def test_guesses_from_everywhere_are_stopped(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    monkeypatch.setattr(passwords, "matches", lambda *_: False)
    answers = [attempt(app, "wrong", f"10.0.1.{place}") for place in range(60)]
    assert (answers.count(401), answers.count(429)) == (40, 20)


def test_old_tries_and_sessions_are_not_kept(app: Flask, clock: FixedClock) -> None:
    make_person(app, "chen", Role.INSPECTOR)
    attempt(app, "wrong", login="nobody")
    assert attempt(app, "晴天-river-42") == 201
    clock.advance(max(OFFICE_SESSION_MS, TRY_WINDOW_MS) + 1)
    assert attempt(app, "晴天-river-42") == 201
    assert rows(app, LoginSession) == 1
    assert rows(app, LoginTry) <= 1
