"""Hostile and broken requests: bounded, refused with a code, and nothing stored."""

from __future__ import annotations

import gzip
import json
import os
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.core.problems import Problem
from server.intake import wire
from server.intake.models import Op
from sync import sealing
from tests.server.intake.phone import Phone, database_of, make_user, reasons, statuses
from tests.server.intake.phone import wire as wrap_as_sent


@pytest.fixture
def phone(app: Flask) -> Phone:
    return Phone(app, make_user(app))


def stored(phone: Phone) -> int:
    with database_of(phone.app).unit_of_work() as session:
        return session.scalar(select(func.count()).select_from(Op)) or 0


def test_a_bomb_of_zeros_is_too_large_and_costs_no_more_than_the_limit(phone: Phone) -> None:
    bomb = gzip.compress(b"0" * (100 * 1024 * 1024), 9)
    assert len(bomb) < wire.MAX_SENT
    response = phone.app.test_client().post(
        "/sync/v1/push", data=bomb, headers=phone.auth | {"Content-Encoding": "gzip"}, content_type=wire.MEDIA_TYPE
    )
    assert (response.status_code, response.get_json()["code"]) == (413, "too-large")


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"v":1,"ops":[{"a":' + "[" * 100])
def test_a_million_brackets_are_malformed(phone: Phone, opening: str) -> None:
    response = phone.send((opening * 1_000_000)[:4_000_000].encode())
    assert (response.status_code, response.get_json()["code"]) == (400, "push-malformed")


def test_more_than_a_quarter_megabyte_as_sent_is_too_large(phone: Phone) -> None:
    assert phone.send(b"x" * (wire.MAX_SENT + 1), packed=False).status_code == 413


def test_more_than_five_hundred_ops_are_too_large(phone: Phone) -> None:
    assert phone.send(phone.frame(1, 1) | {"ops": [{}] * 501}).status_code == 413


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2}, {"device": "x"}, {"device": str(uuid.uuid4())}, {"epoch": None}, {"first_seq": 0}, {"first_seq": True},
        {"first_seq": 1.0},
        {"prev": "0"}, {"head": 5}, {"sig": 7}, {"sent_wall_ms": "now"}, {"wraps": {}}, {"wraps": [1]}, {"wraps": [{"of": 1}]},
        {"ops": {}}, {"ops": [1]}, {"first_seq": 10**400},
    ],
)  # fmt: skip
def test_a_frame_in_bad_form_is_malformed_and_nothing_is_stored(phone: Phone, changes: dict[str, Any]) -> None:
    response = phone.send(phone.frame(1, 1) | changes)
    assert (response.status_code, response.get_json()["code"]) == (400, "push-malformed")
    assert stored(phone) == 0


@pytest.mark.parametrize("cut", [1, 20, -1, -9])
def test_a_truncated_request_is_malformed(phone: Phone, cut: int) -> None:
    data = gzip.compress(json.dumps(phone.frame(1, 1)).encode())[:cut]
    headers = phone.auth | {"Content-Encoding": "gzip"}
    response = phone.app.test_client().post("/sync/v1/push", data=data, headers=headers, content_type=wire.MEDIA_TYPE)
    assert (response.status_code, stored(phone)) == (400, 0)


def test_another_media_type_or_encoding_is_refused(phone: Phone) -> None:
    client = phone.app.test_client()
    data = json.dumps(phone.frame(1, 1))
    assert client.post("/sync/v1/push", data=data, headers=phone.auth, content_type="application/json").status_code == 415
    headers = phone.auth | {"Content-Encoding": "br"}
    assert client.post("/sync/v1/push", data=data, headers=headers, content_type=wire.MEDIA_TYPE).status_code == 415


def test_a_push_without_compression_is_taken_and_unknown_members_are_ignored(phone: Phone) -> None:
    frame = phone.frame(1, 1, future={"a": [1]}, pull={"cursor": 7})
    assert phone.send(frame, packed=False).status_code == 200


def test_a_push_without_a_token_is_refused(phone: Phone) -> None:
    response = phone.app.test_client().post("/sync/v1/push", data=b"{}", content_type=wire.MEDIA_TYPE)
    assert (response.status_code, response.get_json()["code"]) == (401, "device-unknown")


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "Visit"}, {"op_id": 5}, {"op_id": None}, {"subject": 7}, {"subject": "x"}, {"schema": "1"}, {"wall_ms": 1.5},
        {"boot": None}, {"op_id": "\ud800"}, {"op_id": "\ud800", "damaged": True, "body_sha256": "a" * 64}, {"subject": "\ud800"},
        {"body": 5}, {"body": "!!"}, {"body": "A" * 200_000}, {"damaged": True}, {"damaged": True, "body_sha256": "x"}, {"part": "AAAA"},
    ],
)  # fmt: skip
def test_an_op_outside_the_grammar_is_bad_hash_never_an_error(phone: Phone, changes: dict[str, Any]) -> None:
    phone.visit()
    frame = phone.frame(1, 4)
    frame["ops"][2] = frame["ops"][2] | changes
    response = phone.send(frame)
    assert response.status_code == 200
    assert statuses(json.loads(response.data)) == ["bad_hash"] * 4
    assert stored(phone) == 0


def test_a_body_that_inflates_beyond_its_limit_is_not_opened(phone: Phone) -> None:
    phone.write("photo.discarded", b" " * 70_000 + b"{}", subject=str(uuid.uuid4()))
    assert set(statuses(phone.push())) == {"bad_hash"}


def test_a_body_of_the_full_size_is_taken(phone: Phone) -> None:
    filler = "字" * 20_000
    phone.write("photo.discarded", {"sha256": "a" * 64, "more": filler}, subject=str(uuid.uuid4()))
    assert statuses(phone.push()) == ["accepted"] * 2


def test_long_answers_are_packed_for_those_who_can_unpack(phone: Phone) -> None:
    data = json.dumps(phone.frame(1, 1))
    headers = phone.auth | {"Accept-Encoding": "gzip"}
    response = phone.app.test_client().post("/sync/v1/push", data=data, headers=headers, content_type=wire.MEDIA_TYPE)
    assert response.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(response.data))["v"] == 1


def test_more_wraps_of_one_subject_than_anybody_needs_are_left_out() -> None:
    found = wire._wraps([{"of": "a" * 16, "kid": "k", "epk": "e", "wrap": str(n)} for n in range(9)])
    assert [one.wrap for one in found] == ["0", "1", "2", "3"]
    with pytest.raises(Problem):
        wire._wraps([{"of": "a" * 16, "kid": "k", "epk": "e", "wrap": "x" * 201}])


def test_a_full_database_is_said_in_words_that_make_the_phone_wait(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from sqlalchemy.exc import OperationalError

    from server.intake import storing

    def full(*_: object) -> None:
        reason = sqlite3.OperationalError("database or disk is full")
        reason.sqlite_errorname = "SQLITE_FULL"
        raise OperationalError("INSERT", {}, reason)

    monkeypatch.setattr(storing, "store_push", full)
    response = phone.send(phone.frame(1, 1))
    assert (response.status_code, response.get_json()["code"], response.headers["Retry-After"]) == (507, "storage-full", "600")
    monkeypatch.undo()
    assert statuses(phone.push()) == ["accepted"]


def test_uploads_beyond_the_turns_are_asked_to_come_again(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    from server.intake import routes

    phone.visit(photos=[b"photo"])
    phone.push()
    monkeypatch.setattr(routes, "_UPLOADING", threading.BoundedSemaphore(1))
    with routes._turn():
        response = phone.create(b"photo", phone.written[1]["subject"])
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert phone.create(b"photo", phone.written[1]["subject"]).status_code == 201


@pytest.mark.parametrize("of", ["\ud800", "a\0b", "x" * 150])
def test_a_wrap_of_a_name_outside_the_grammar_stops_no_push(app_on_both: Flask, of: str) -> None:
    phone = Phone(app_on_both, make_user(app_on_both))
    visit = phone.visit()
    frame = phone.frame(1, 4)
    secrets = (os.urandom(32), os.urandom(12))
    named = of if of.isascii() else visit
    wrap = sealing.wrap_key(os.urandom(32), phone.device, named, app_on_both.extensions["fangcha_keys"].intake_spki, secrets)
    frame["wraps"].append(wrap_as_sent(wrap) | {"of": of})
    response = phone.send(frame)
    assert response.status_code == 200, response.get_data(as_text=True)
    assert statuses(json.loads(response.data)) == ["accepted"] * 4


def test_a_media_type_that_no_column_holds_stops_no_push(app_on_both: Flask) -> None:
    phone = Phone(app_on_both, make_user(app_on_both))
    phone.photo(str(uuid.uuid4()), b"x", mime="image/" + "a" * 60 + "; " + "b" * 60)
    assert reasons(phone.push()) == [None, "bad_body"]


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_an_upload_id_outside_the_grammar_is_unknown(app_on_both: Flask, method: str) -> None:
    phone = Phone(app_on_both, make_user(app_on_both))
    headers = phone.auth | {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = app_on_both.test_client(use_cookies=False).open("/sync/v1/uploads/%00", method=method, headers=headers)
    assert answer.status_code == 404
