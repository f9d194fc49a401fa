"""Pull: a phone sees every row once, in the order of commits, and starts again when its circle changes."""

from __future__ import annotations

import json
import threading
import uuid
from typing import Any

import pytest
from flask import Flask

from server import accounts, intake
from server.intake import feed
from tests.server.intake.phone import Phone, database_of, make_user, open_session


class Reader:
    """A signed-in phone that pulls."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.user_id = make_user(app)
        self.me = f"user:{self.user_id}"
        self.cookie = open_session(app, self.user_id)
        self.cursor: str | None = None
        self.rows: dict[tuple[str, str], Any] = {}

    def pull(self) -> dict[str, Any]:
        query = {} if self.cursor is None else {"cursor": self.cursor}
        client = self.app.test_client(use_cookies=False)
        response = client.get("/sync/v1/pull", query_string=query, headers={"Cookie": self.cookie})
        assert response.status_code == 200
        page: dict[str, Any] = json.loads(response.data)
        self.cursor = page["cursor"]
        if page["reset"]:
            self.rows = {}
        for row in page["rows"]:
            self.rows[row["kind"], row["id"]] = row["data"]
        return page

    def publish(self, row_id: str, data: dict[str, Any] | None, audience: str | None = None) -> None:
        with database_of(self.app).unit_of_work(write=True) as session:
            intake.publish(session, audience or self.me, "household", row_id, data)


@pytest.fixture
def reader(app: Flask) -> Reader:
    return Reader(app)


def test_rows_come_once_and_a_removed_row_comes_as_null(reader: Reader) -> None:
    reader.publish("a", {"n": 1})
    reader.publish("b", {"n": 2})
    first = reader.pull()
    assert (first["reset"], first["more"], [row["id"] for row in first["rows"]]) == (True, False, ["a", "b"])
    assert reader.pull()["rows"] == []
    reader.publish("a", None)
    page = reader.pull()
    assert (page["reset"], [(row["id"], row["data"]) for row in page["rows"]]) == (False, [("a", None)])


def test_a_row_that_says_the_same_again_is_not_sent_again(reader: Reader) -> None:
    reader.publish("a", {"n": 1, "m": 2})
    reader.pull()
    reader.publish("a", {"m": 2, "n": 1})
    assert reader.pull()["rows"] == []


def test_pages_end_and_every_row_arrives(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    with database_of(reader.app).unit_of_work(write=True) as session:
        for number in range(feed.PAGE_ROWS + 7):
            intake.publish(session, reader.me, "household", f"h{number}", {"n": number})
    first, second = reader.pull(), reader.pull()
    assert (len(first["rows"]), first["more"], second["more"], second["reset"]) == (feed.PAGE_ROWS, True, False, False)
    assert len(reader.rows) == feed.PAGE_ROWS + 7


def test_nobody_sees_rows_of_another_circle(reader: Reader) -> None:
    team = f"team:{uuid.uuid4()}"
    for audience in (f"user:{uuid.uuid4()}", team, "area:3507"):
        reader.publish("secret", {"n": 1}, audience)
    reader.publish("mine", {"n": 1}, "area:350923")
    reader.publish("all", {"n": 1}, "all")
    reader.pull()
    assert {row_id for _, row_id in reader.rows} == {"mine", "all"}
    with database_of(reader.app).unit_of_work(write=True) as session:
        accounts.join_audience(session, reader.user_id, team)
    assert reader.pull()["reset"] is True
    assert {row_id for _, row_id in reader.rows} == {"mine", "all", "secret"}


@pytest.mark.parametrize("cursor", ["x", "1.999.0123456789abcdef.0123456789abcdef0123456789abcdef", ""])
def test_a_cursor_that_this_server_did_not_make_starts_again(reader: Reader, cursor: str) -> None:
    reader.publish("a", {"n": 1})
    reader.cursor = cursor
    page = reader.pull()
    assert (page["reset"], len(page["rows"])) == (True, 1)


def test_a_cursor_of_another_generation_starts_again(reader: Reader) -> None:
    from sqlalchemy import text

    reader.publish("a", {"n": 1})
    reader.pull()
    with database_of(reader.app).unit_of_work(write=True) as session:
        session.execute(text("UPDATE log_heads SET generation = 2"))
    page = reader.pull()
    assert (page["reset"], page["generation"], len(page["rows"])) == (True, 2, 1)


def test_an_audience_outside_the_grammar_is_refused_where_it_is_written(reader: Reader) -> None:
    with pytest.raises(ValueError, match="no audience"):
        reader.publish("a", {}, "everybody")


def test_pull_needs_a_session_and_a_device_token_is_none(reader: Reader) -> None:
    phone = Phone(reader.app, reader.user_id)
    client = reader.app.test_client()
    assert client.get("/sync/v1/pull", headers=phone.auth).status_code == 401


def test_the_first_page_comes_with_the_answer_to_a_push(reader: Reader) -> None:
    reader.publish("a", {"n": 1})
    phone = Phone(reader.app, reader.user_id)
    frame = phone.frame(1, 1, pull={"cursor": None})
    answer = json.loads(phone.send(frame, cookie=reader.cookie).data)
    assert [row["id"] for row in answer["pull"]["rows"]] == ["a"]
    assert "pull" not in json.loads(phone.send(frame).data)


def test_a_transaction_that_commits_late_is_not_passed_over(app_on_both: Flask) -> None:
    reader = Reader(app_on_both)
    reader.publish("start", {"n": 0})
    reader.pull()
    written, go = threading.Event(), threading.Event()

    def slow() -> None:
        with database_of(app_on_both).unit_of_work(write=True) as session:
            intake.publish(session, reader.me, "household", "late", {"n": 1})
            session.flush()
            written.set()
            go.wait(10)

    def quick() -> None:
        reader.publish("early", {"n": 2})

    late, early = threading.Thread(target=slow), threading.Thread(target=quick)
    late.start()
    written.wait(10)
    early.start()
    if database_of(app_on_both).is_sqlite:
        go.set()  # there writers queue: the second one waits for the first
    early.join(10)
    reader.pull()
    go.set()
    late.join(10)
    reader.pull()
    assert set(reader.rows) == {("household", name) for name in ("start", "early", "late")}


def test_writers_at_once_lose_no_row_and_share_no_number(app_on_both: Flask) -> None:
    reader = Reader(app_on_both)
    threads = [threading.Thread(target=reader.publish, args=(f"r{n}", {"n": n})) for n in range(8)]
    for thread in threads:
        thread.start()
    seen: list[int] = []
    while any(thread.is_alive() for thread in threads):
        seen += [row["rev"] for row in reader.pull()["rows"]]
    for thread in threads:
        thread.join()
    seen += [row["rev"] for row in reader.pull()["rows"]]
    assert sorted(seen) == list(range(1, 9))
    assert len(reader.rows) == 8


def test_a_checklist_comes_by_its_hash(reader: Reader) -> None:
    known = "ab" * 32
    intake.serve_bytes("checklist", lambda _session, sha256: b"{}" if sha256 == known else None)
    client = reader.app.test_client(use_cookies=False)
    headers = {"Cookie": reader.cookie}
    assert client.get(f"/sync/v1/checklists/{known}", headers=headers).data == b"{}"
    for other in ("cd" * 32, "..", "x"):
        assert client.get(f"/sync/v1/checklists/{other}", headers=headers).status_code == 404
