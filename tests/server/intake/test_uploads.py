"""Uploads: resumable, checked, sealed again, and one file for one photo however often it comes."""

from __future__ import annotations

import errno
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from server import intake
from server.core import jobs
from server.core.problems import Problem
from server.intake import blobs, registry, uploads
from server.intake.models import Blob, OpMedia, Upload
from server.ledger.models import Leaf
from tests.server.intake.phone import SCOPE, Phone, database_of, make_user

PHOTO = b"\xff\xd8\xff" + os.urandom(300_000)
LARGE = b"\xff\xd8\xff" + os.urandom(2_500_000)


@pytest.fixture
def phone(app: Flask) -> Phone:
    return Phone(app, make_user(app))


def named(phone: Phone, data: bytes = PHOTO) -> str:
    visit = phone.visit(photos=[data])
    phone.push()
    return visit


def files(app: Flask) -> list[Path]:
    _, root = app.extensions["fangcha_folders"]
    return [path for path in root.rglob("*") if path.is_file()]


def count(app: Flask, model: type) -> int:
    with database_of(app).unit_of_work() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def read(phone: Phone, sha256: str, visit: str) -> bytes:
    with database_of(phone.app).unit_of_work() as session:
        return intake.read_blob(session, sha256, SCOPE, visit)


def test_a_photo_is_asked_for_until_it_is_stored_and_reads_back_byte_for_byte(phone: Phone) -> None:
    visit = phone.visit(photos=[LARGE])
    missing = phone.push()["blobs_missing"]
    assert phone.upload(LARGE, visit).headers["Fangcha-Blob"] == "stored"
    assert read(phone, missing[0], visit) == LARGE
    assert phone.push()["blobs_missing"] == []
    with database_of(phone.app).unit_of_work() as session:
        assert [leaf.hash for leaf in session.scalars(select(Leaf).where(Leaf.kind == "blob"))] == missing
        assert [media.state for media in intake.media_of(session, visit)] == ["stored"]


def test_what_lies_on_the_disk_is_sealed(phone: Phone) -> None:
    visit = named(phone)
    phone.upload(PHOTO, visit)
    (stored,) = files(phone.app)
    assert PHOTO[1000:1064] not in stored.read_bytes()


@pytest.mark.parametrize("way", ["in two requests", "with the creation"])
def test_five_parallel_uploads_of_one_photo_leave_one_file_and_one_row(app_on_both: Flask, way: str) -> None:
    phone = Phone(app_on_both, make_user(app_on_both))
    visit = named(phone)

    def upload(_number: int) -> TestResponse:
        return phone.upload(PHOTO, visit) if way == "in two requests" else phone.create(PHOTO, visit, phone.sealed(visit, PHOTO))

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(upload, range(5)))
    assert [one.headers.get("Fangcha-Blob") for one in answers] == ["stored"] * 5
    assert (count(app_on_both, Blob), len(files(app_on_both)), count(app_on_both, Upload)) == (1, 1, 0)
    with database_of(app_on_both).unit_of_work() as session:
        assert len(list(session.scalars(select(Leaf).where(Leaf.kind == "blob")))) == 1


def test_an_upload_goes_on_where_it_broke_off(phone: Phone) -> None:
    visit = named(phone)
    sealed = phone.sealed(visit, PHOTO)
    location = phone.create(PHOTO, visit).headers["Location"]
    assert phone.patch(location, 0, sealed[:100_000]).headers["Upload-Offset"] == "100000"
    found = phone.head(location)
    assert (found.headers["Upload-Offset"], found.headers["Upload-Length"]) == ("100000", str(len(sealed)))
    assert phone.patch(location, 100_000, sealed[100_000:]).headers["Fangcha-Blob"] == "stored"
    assert phone.head(location).status_code == 404


def test_a_creation_may_bring_the_first_bytes(phone: Phone) -> None:
    visit = named(phone)
    sealed = phone.sealed(visit, PHOTO)
    made = phone.create(PHOTO, visit, sealed[:5_000])
    assert (made.status_code, made.headers["Upload-Offset"]) == (201, "5000")
    whole = phone.create(PHOTO, visit, sealed)
    assert (whole.status_code, whole.headers["Fangcha-Blob"]) == (201, "stored")
    again = phone.create(PHOTO, visit)
    assert (again.status_code, again.headers["Fangcha-Blob"]) == (200, "stored")
    assert "Location" not in again.headers


def test_an_upload_that_no_stored_op_of_this_phone_names_is_refused(phone: Phone) -> None:
    visit = named(phone)
    other = Phone(phone.app, make_user(phone.app))
    assert other.create(PHOTO, visit).get_json()["code"] == "upload-not-named"
    assert phone.create(PHOTO + b"x", visit).get_json()["code"] == "upload-not-named"
    location = phone.create(PHOTO, visit).headers["Location"]
    for answer in (other.head(location), other.patch(location, 0, b"x")):
        assert answer.status_code == 404


def test_a_hash_seen_elsewhere_does_not_open_anothers_photo(phone: Phone) -> None:
    visit = named(phone)
    phone.upload(PHOTO, visit)
    other = Phone(phone.app, make_user(phone.app))
    own = other.visit(photos=[PHOTO])
    assert len(other.push()["blobs_missing"]) == 1
    assert other.create(PHOTO, own).status_code == 201
    assert other.upload(PHOTO, own).headers["Fangcha-Blob"] == "stored"
    assert (count(phone.app, Blob), len(files(phone.app))) == (2, 2)


def test_a_chunk_with_a_wrong_checksum_or_offset_changes_nothing(phone: Phone) -> None:
    visit = named(phone)
    sealed = phone.sealed(visit, PHOTO)
    location = phone.create(PHOTO, visit).headers["Location"]
    damaged = phone.patch(location, 0, sealed, Upload_Checksum="sha256 " + "A" * 43 + "=")
    assert (damaged.status_code, damaged.get_json()["code"]) == (460, "upload-checksum")
    assert phone.patch(location, 0, sealed, Upload_Checksum="md5 AAAA").status_code == 400
    conflict = phone.patch(location, 7, sealed[7:])
    assert (conflict.status_code, conflict.headers["Upload-Offset"]) == (409, "0")
    assert phone.patch(location, 0, sealed + b"more").status_code == 413
    assert phone.head(location).headers["Upload-Offset"] == "0"


def test_bytes_of_another_file_are_refused_and_the_upload_is_gone(phone: Phone) -> None:
    visit = named(phone)
    other = os.urandom(len(PHOTO))
    location = phone.create(PHOTO, visit).headers["Location"]
    answer = phone.patch(location, 0, phone.sealed(visit, other))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "blob-hash-mismatch")
    assert phone.head(location).status_code == 404
    assert (files(phone.app), count(phone.app, Blob)) == ([], 0)
    assert phone.upload(PHOTO, visit).headers["Fangcha-Blob"] == "stored"


def test_files_beyond_the_caps_and_of_another_length_are_refused(phone: Phone) -> None:
    visit = str(uuid.uuid4())
    voice = os.urandom(2 * 1024 * 1024 + 1)
    phone.photo(visit, voice, mime="audio/webm")
    phone.photo(visit, PHOTO)
    phone.push()
    assert phone.create(voice, visit).status_code == 413
    assert phone.create(PHOTO, visit, Upload_Length="300003").status_code == 400
    assert phone.create(PHOTO, visit, Upload_Metadata="sha256 !!").status_code == 400
    assert phone.create(PHOTO, visit, Tus_Resumable="0.2.2").status_code == 412
    location = phone.create(PHOTO, visit).headers["Location"]
    assert phone.patch(location, 0, b"x" * (5 * 1024 * 1024 + 1)).status_code == 413


def test_a_discarded_photo_is_never_asked_for(phone: Phone) -> None:
    visit = str(uuid.uuid4())
    sha256 = phone.photo(visit, PHOTO)
    phone.write("photo.discarded", {"sha256": sha256, "reason": "blurred"}, subject=visit)
    assert phone.push()["blobs_missing"] == []


def test_a_quarantined_or_forked_op_may_still_bring_its_photo(phone: Phone) -> None:
    phone.push()
    copy = phone.clone()
    phone.visit()
    phone.push()
    visit = copy.visit(photos=[PHOTO])
    copy.push(2, 5)
    assert copy.upload(PHOTO, visit).headers["Fangcha-Blob"] == "stored"


def test_a_full_disk_is_said_and_nothing_is_lost(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = named(phone)
    sealed = phone.sealed(visit, PHOTO)
    location = phone.create(PHOTO, visit).headers["Location"]
    phone.patch(location, 0, sealed[:1000])

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    answer = phone.patch(location, 1000, sealed[1000:])
    assert (answer.status_code, answer.get_json()["code"]) == (507, "storage-full")
    monkeypatch.undo()
    assert phone.head(location).headers["Upload-Offset"] == "1000"


def test_an_upload_that_arrived_whole_on_a_full_disk_is_stored_when_there_is_room(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = named(phone)
    location = phone.create(PHOTO, visit).headers["Location"]

    def no_room(*_: object) -> None:
        raise Problem("storage-full")

    monkeypatch.setattr(blobs, "place", no_room)
    assert phone.patch(location, 0, phone.sealed(visit, PHOTO)).status_code == 507
    assert (files(phone.app), count(phone.app, Blob)) == ([], 0)
    monkeypatch.undo()
    assert phone.head(location).headers["Fangcha-Blob"] == "stored"
    assert read(phone, intake_sha(phone, visit), visit) == PHOTO


def test_an_upload_can_be_ended_and_the_server_says_what_it_can(phone: Phone) -> None:
    visit = named(phone)
    location = phone.create(PHOTO, visit).headers["Location"]
    client = phone.app.test_client()
    assert client.delete(location, headers=phone.auth).status_code == 204
    assert phone.head(location).status_code == 404
    told = client.options("/sync/v1/uploads")
    assert told.headers["Tus-Extension"] == "creation,creation-with-upload,checksum,expiration,termination"
    assert client.delete(f"/sync/v1/uploads/{'.' * 32}", headers=phone.auth).status_code == 404


def test_what_nobody_finished_is_swept_and_what_is_stored_stays(phone: Phone) -> None:
    visit = named(phone)
    other = named(phone, LARGE)
    phone.upload(LARGE, other)
    phone.create(PHOTO, visit)
    folder, root = phone.app.extensions["fangcha_folders"]
    orphan = root / "aa" / "bb" / ("a" * 64 + ".0")
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"left by a crash")
    for path in [*folder.iterdir(), *files(phone.app)]:
        os.utime(path, (1, 1))
    phone.app.extensions["fangcha_clock"].advance(uploads.LIFE_MS + 1)
    jobs.run_due(database_of(phone.app), phone.app.extensions["fangcha_clock"])
    assert (list(folder.iterdir()), count(phone.app, Upload)) == ([], 0)
    assert [path.name[:8] for path in files(phone.app)] == [intake_sha(phone, other)[:8]]


def intake_sha(phone: Phone, visit: str) -> str:
    with database_of(phone.app).unit_of_work() as session:
        return intake.media_of(session, visit)[0].sha256


def test_the_floors_above_hear_of_a_stored_file_once_more_where_they_failed(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, str]] = []

    def listen(_session: object, sha256: str, _scope: str, subject: str, _now_ms: int) -> None:
        heard.append((sha256, subject))
        if len(heard) == 1:
            raise ValueError("not yet")

    monkeypatch.setattr(registry, "_ON_BLOB_STORED", [listen])
    visit = named(phone)
    assert phone.upload(PHOTO, visit).headers["Fangcha-Blob"] == "stored"
    phone.app.extensions["fangcha_clock"].advance(120_000)
    jobs.run_due(database_of(phone.app), phone.app.extensions["fangcha_clock"])
    assert heard == [(intake_sha(phone, visit), visit)] * 2


def test_an_erased_household_leaves_envelopes_and_no_readable_part_or_photo(phone: Phone) -> None:
    visit = named(phone)
    phone.upload(PHOTO, visit)
    household = str(uuid.uuid4())
    with database_of(phone.app).unit_of_work(write=True) as session:
        intake.tag(session, visit, household)
    with database_of(phone.app).unit_of_work(write=True) as session:
        assert intake.erase_household(session, household) == 1
    with pytest.raises(Problem):
        read(phone, intake_sha(phone, visit), visit)
    phone.write("answers.given", {"checklist": {"id": "a", "version": 1, "sha256": "c" * 64}, "answers": {}}, subject=visit, part={"a": 1})
    late = Phone(phone.app, phone.user_id)
    late.visit(visit, photos=[LARGE])
    late.push()
    assert late.upload(LARGE, visit).headers["Fangcha-Blob"] == "stored"
    with database_of(phone.app).unit_of_work() as session:
        found = intake.ops_of(session, visit)
        assert len(found) == 8
        assert all(op.part is None and op.body for op in found)
    assert count(phone.app, Blob) == 1
    assert count(phone.app, OpMedia) == 2


def test_a_commit_that_is_not_confirmed_does_not_cost_the_file(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.orm import Session

    visit = named(phone)
    real = Session.commit
    failed: list[bool] = []

    def commit_and_lose_the_line(session: Session) -> None:
        real(session)
        if not failed and session.info.get("fangcha_blobs") and count_in(session) == 1:
            failed.append(True)
            raise ConnectionError("the line broke after the commit")

    def count_in(session: Session) -> int:
        with database_of(phone.app).engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(Blob)) or 0

    monkeypatch.setattr(Session, "commit", commit_and_lose_the_line)
    assert phone.upload(PHOTO, visit).headers["Fangcha-Blob"] == "stored"
    assert failed
    assert read(phone, intake_sha(phone, visit), visit) == PHOTO
    assert len(files(phone.app)) == 1
