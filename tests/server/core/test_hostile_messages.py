"""Messages and cursors that no honest client sends: refused with a code, never an error of the server."""

from __future__ import annotations

import base64
import json
import time

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.core import jobs
from server.core.clock import FixedClock
from server.core.database import Database
from server.core.paging import decode_cursor
from server.core.problems import Problem

HEADERS = {"X-Fangcha": "1", "Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"login":' * 20_000,
        b'{"login": ' + b"9" * 5000 + b', "password": "x"}',
        b'{"login": "a\\u0000b", "password": "x"}',
        b'{"login": "a\\ud800b", "password": "x"}',
        b'{"login": "a", "password": "\\ud800"}',
        b'{"login": "a", "login": "b", "password": "x"}',
        b'{"login": "\xff", "password": "x"}',
        b'{"login": "a", "password": NaN}',
    ],
)
def test_a_message_that_can_be_read_in_two_ways_or_in_none_is_a_bad_request(app_on_both: Flask, body: bytes) -> None:
    answer = app_on_both.test_client().post("/api/session", data=body, headers=HEADERS)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad-request")


def test_a_message_is_read_up_to_its_limit_only(app: Flask) -> None:
    answer = app.test_client().post("/api/session", data=b'{"login": "' + b"a" * 400_000 + b'"}', headers=HEADERS)
    assert answer.get_json()["code"] == "too-large"


@pytest.mark.parametrize("key", [(2**70, "x"), (-(2**63), "x"), (1, "a\0b"), (1, "\ud800"), (True, "x"), (1,), "x", [[[[]]]]])
def test_a_cursor_that_no_row_can_have_is_a_bad_request(key: object) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(key).encode()).decode()
    with pytest.raises(Problem, match="bad-request"):
        decode_cursor(cursor, (int, str))


def test_a_failing_statement_tells_the_log_no_values(app_on_both: Flask) -> None:
    database: Database = app_on_both.extensions["fangcha_database"]
    with pytest.raises(DBAPIError) as caught, database.unit_of_work() as session:
        session.execute(text("SELECT :name FROM nothing_of_the_kind"), {"name": "王木生"})
    assert "王木生" not in str(caught.value)


def test_background_work_outlives_a_database_that_is_away(app: Flask, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def run_due(*_: object) -> int:
        calls.append(1)
        if len(calls) == 1:
            raise DBAPIError("SELECT 1", None, Exception("away"))
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "run_due", run_due)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_for_ever(app.extensions["fangcha_database"], clock)
    assert len(calls) == 2
