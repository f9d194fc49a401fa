"""Stored files from the upload to the office screen."""

from __future__ import annotations

import pytest
from flask import Flask

from server.core import jobs
from server.core.clock import FixedClock
from server.evidence.models import MediaCheck, MediaCopy
from tests.server.evidence import pictures
from tests.server.intake.phone import database_of
from tests.server.visits.world import Trip, World, build, trip

WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm" + b"\0" * 500


@pytest.fixture
def world(app: Flask) -> World:
    return build(app)


def send(world: World, data: bytes, kind: str = "photo.captured", mime: str = "image/jpeg") -> tuple[Trip, str]:
    going = trip(world)
    going.opened()
    sha256 = going.photo(data) if kind == "photo.captured" else going.voice(data, mime)
    going.answered()
    going.closed()
    going.phone.push()
    assert going.phone.upload(data, going.visit).status_code < 300
    return going, sha256


def work(world: World, clock: FixedClock) -> None:
    assert jobs.run_due(database_of(world.app), clock) > 0


def states(world: World, visit: str) -> list[str]:
    return [photo["state"] for photo in world.office("reviewer", f"/api/visits/{visit}").get_json()["photos_list"]]


def test_a_photo_is_missing_then_preparing_then_ready(world: World, clock: FixedClock) -> None:
    going = trip(world)
    going.opened()
    data = pictures.photo()
    sha256 = going.photo(data)
    going.closed("UNSAFE")
    going.phone.push()
    assert states(world, going.visit) == ["missing"]
    going.phone.upload(data, going.visit)
    assert states(world, going.visit) == ["preparing"]
    address = f"/api/visits/{going.visit}/photos/{sha256}/thumb.jpg"
    assert world.office("reviewer", address).get_json()["code"] == "photo-not-ready"
    work(world, clock)
    assert states(world, going.visit) == ["ready"]
    answer = world.office("reviewer", address)
    assert (answer.status_code, answer.mimetype, answer.headers["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.data.startswith(b"\xff\xd8\xff")


def test_a_bad_picture_is_unreadable_and_the_visit_is_whole_all_the_same(world: World, clock: FixedClock) -> None:
    going, sha256 = send(world, pictures.png())
    work(world, clock)
    assert states(world, going.visit) == ["unreadable"]
    answer = world.office("reviewer", f"/api/visits/{going.visit}/photos/{sha256}/review.jpg")
    assert answer.get_json()["code"] == "photo-unreadable"
    with database_of(world.app).unit_of_work() as session:
        check = session.get_one(MediaCheck, (sha256, "350923-2026-RC", going.visit))
    assert check.reason == "not-jpeg"


def test_bytes_behind_a_picture_are_noted(world: World, clock: FixedClock) -> None:
    going, sha256 = send(world, pictures.polyglot())
    work(world, clock)
    with database_of(world.app).unit_of_work() as session:
        assert session.get_one(MediaCheck, (sha256, "350923-2026-RC", going.visit)).trailing > 0


def test_the_original_leaves_as_a_download_for_those_who_may(world: World, clock: FixedClock) -> None:
    data = pictures.polyglot()
    going, sha256 = send(world, data)
    address = f"/api/visits/{going.visit}/photos/{sha256}/original"
    assert world.office("reviewer", address).status_code == 403
    answer = world.office("admin", address)
    assert answer.data == data
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_picture_of_another_county_is_not_there(world: World, clock: FixedClock) -> None:
    going, sha256 = send(world, pictures.photo())
    work(world, clock)
    assert world.office("next", f"/api/visits/{going.visit}/photos/{sha256}/thumb.jpg").status_code == 404
    assert world.office("city", f"/api/visits/{going.visit}/photos/{sha256}/thumb.jpg").status_code == 200
    assert world.office("leader", f"/api/visits/{going.visit}/photos/{sha256}/thumb.jpg").status_code == 403
    assert world.office("reviewer", f"/api/visits/{going.visit}/photos/{'0' * 64}/thumb.jpg").status_code == 404


def test_a_recording_is_served_by_its_first_bytes_and_never_inline(world: World, clock: FixedClock) -> None:
    going, sha256 = send(world, WEBM, "voice.recorded", "audio/webm")
    address = f"/api/visits/{going.visit}/voices/{sha256}"
    assert world.office("reviewer", address).get_json()["code"] == "photo-not-ready"
    work(world, clock)
    answer = world.office("reviewer", address)
    assert (answer.data, answer.mimetype) == (WEBM, "audio/webm")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_only_calls_itself_a_recording_is_not_served(world: World, clock: FixedClock) -> None:
    going, sha256 = send(world, b"<html><script>alert(1)</script>", "voice.recorded", "audio/webm")
    work(world, clock)
    assert world.office("reviewer", f"/api/visits/{going.visit}/voices/{sha256}").get_json()["code"] == "photo-unreadable"


def test_looking_twice_leaves_one_pair_of_copies(world: World, clock: FixedClock) -> None:
    going, sha256 = send(world, pictures.photo())
    database = database_of(world.app)
    work(world, clock)
    with database.unit_of_work(write=True) as session:
        rows = session.query(MediaCopy).count()
        jobs.enqueue(session, "evidence.derive", "again", {"sha256": sha256, "scope": "350923-2026-RC", "of": going.visit}, due_ms=0)
    jobs.run_due(database, clock)
    with database.unit_of_work() as session:
        assert session.query(MediaCopy).count() == rows == 2


def test_copies_lie_sealed_on_the_disk(world: World, clock: FixedClock) -> None:
    send(world, pictures.photo())
    work(world, clock)
    folder = world.app.extensions["fangcha_folders"][1].with_name("copies")
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert not any(b"\xff\xd8\xff" in path.read_bytes()[:64] for path in files)
