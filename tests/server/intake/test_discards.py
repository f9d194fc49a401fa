"""Photos that are thrown away: never asked for again, and never by mistake."""

from __future__ import annotations

import os
import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.intake.models import Blob
from tests.server.intake.phone import Phone, database_of, make_user, statuses

PHOTO = os.urandom(3000)


@pytest.fixture
def phone(app_on_both: Flask) -> Phone:
    return Phone(app_on_both, make_user(app_on_both))


def stored(phone: Phone) -> int:
    with database_of(phone.app).unit_of_work() as session:
        return session.scalar(select(func.count()).select_from(Blob)) or 0


def test_a_photo_that_is_chosen_again_after_its_discard_is_wanted_again(phone: Phone) -> None:
    visit = str(uuid.uuid4())
    sha256 = phone.photo(visit, PHOTO)
    phone.write("photo.discarded", {"sha256": sha256, "reason": "blurred"}, subject=visit)
    phone.photo(visit, PHOTO)
    assert phone.push()["blobs_missing"] == [sha256]
    assert phone.upload(PHOTO, visit).headers["Fangcha-Blob"] == "stored"
    assert stored(phone) == 1


def test_a_discard_that_does_not_count_throws_no_photo_away(phone: Phone) -> None:
    visit = str(uuid.uuid4())
    sha256 = phone.photo(visit, PHOTO)
    phone.push()
    copy = phone.clone()
    phone.visit()
    phone.push()
    copy.write("photo.discarded", {"sha256": sha256, "reason": "blurred"}, subject=visit)
    assert statuses(copy.push()) == ["fork"]
    assert phone.push()["blobs_missing"] == [sha256]
    assert phone.upload(PHOTO, visit).headers["Fangcha-Blob"] == "stored"
    assert stored(phone) == 1


def test_a_discarded_photo_is_never_called_stored(phone: Phone) -> None:
    visit = str(uuid.uuid4())
    sha256 = phone.photo(visit, PHOTO)
    phone.write("photo.discarded", {"sha256": sha256, "reason": "blurred"}, subject=visit)
    phone.push()
    answer = phone.create(PHOTO, visit)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "upload-not-named")
