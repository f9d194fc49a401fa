"""Visits through the real push, on both databases: rows, receipts, phones' states, assignments."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server import visits
from server.campaigns.models import Assignment, Campaign
from server.core.clock import FixedClock
from server.core.database import Database
from server.visits import rules, service
from server.visits.models import Visit, VisitAnswer, VisitPhoto, VisitRegister, VisitSignature, VisitStep
from tests.server.intake.phone import database_of, statuses
from tests.server.visits.world import World, build, trip

PHOTO = b"\xff\xd8\xff\xe0 not decoded here"


@pytest.fixture
def world(app_on_both: Flask) -> World:
    return build(app_on_both)


def rows(database: Database, visit: str) -> dict[str, list[dict[str, Any]]]:
    found = {}
    with database.unit_of_work() as session:
        for table, key in ((Visit, Visit.id), (VisitAnswer, VisitAnswer.visit_id), (VisitPhoto, VisitPhoto.visit_id),
                           (VisitStep, VisitStep.visit_id), (VisitSignature, VisitSignature.visit_id)):  # fmt: skip
            columns = [column.name for column in table.__table__.columns]
            values = session.scalars(select(table).where(key == visit)).all()
            found[table.__tablename__] = sorted(
                ({name: getattr(row, name) for name in columns} for row in values), key=lambda row: json.dumps(row, default=str)
            )
    return found


def visit_row(world: World, visit: str) -> Visit:
    with database_of(world.app).unit_of_work() as session:
        return session.get_one(Visit, visit)


def test_a_pushed_visit_tells_the_phone_its_receipt_and_closes_the_order(world: World) -> None:
    going = trip(world)
    going.opened()
    going.answered()
    going.closed()
    answer = going.phone.push()
    assert set(statuses(answer)) == {"accepted"}
    row = visit_row(world, going.visit)
    assert (row.transfer, row.result, row.digest_ok, row.area_code) == ("all", "MET", True, "350923100201")
    told = world.feed("leader")["op_status", going.visit]
    index = answer["results"][-1]["receipt"]["index"]
    assert told == {
        "visit_id": going.visit, "transfer": "all", "review": "pending", "arrived_ms": row.text_ms, "receipt_no": rules.receipt_no(index),
    }  # fmt: skip
    assert world.feed("partner")["op_status", going.visit] == told
    assert world.feed("leader")["assignment", world.assignment]["state"] == "done"
    assert ("op_status", going.visit) not in world.feed("stranger")


def test_a_visit_is_all_here_with_its_last_photo(world: World, clock: FixedClock) -> None:
    going = trip(world)
    going.opened()
    first, second = PHOTO + b"1", PHOTO + b"2"
    going.photo(first)
    going.photo(second, "room")
    going.answered()
    going.closed()
    going.phone.push()
    assert world.feed("leader")["op_status", going.visit]["transfer"] == "text"
    clock.advance(60_000)
    going.phone.upload(first, going.visit)
    assert visit_row(world, going.visit).transfer == "text"
    going.phone.upload(second, going.visit)
    row = visit_row(world, going.visit)
    assert (row.transfer, row.media_missing, row.all_ms) == ("all", 0, clock.now_ms())
    assert world.feed("leader")["op_status", going.visit]["transfer"] == "all"


def test_photos_before_the_closing_make_the_visit_whole_at_once(world: World) -> None:
    going = trip(world)
    going.opened()
    going.photo(PHOTO)
    going.phone.push()
    going.phone.upload(PHOTO, going.visit)
    assert visit_row(world, going.visit).transfer == "open"
    going.answered()
    going.closed()
    going.phone.push()
    assert visit_row(world, going.visit).transfer == "all"


def test_a_rebuild_leaves_every_row_as_it_was(world: World, clock: FixedClock) -> None:
    going = trip(world)
    going.opened()
    going.photo(PHOTO)
    going.answered()
    going.closed()
    going.phone.push()
    going.phone.upload(PHOTO, going.visit)
    database = database_of(world.app)
    before = rows(database, going.visit)
    clock.advance(86_400_000)
    with world.app.app_context(), database.unit_of_work(write=True) as session:
        visits.project_visit(session, going.visit, clock.now_ms())
    assert rows(database, going.visit) == before


def test_answers_about_people_lie_in_no_column(world: World) -> None:
    going = trip(world)
    going.opened()
    going.answered()
    going.closed()
    going.phone.push()
    with database_of(world.app).unit_of_work() as session:
        told = {row.key: (row.store, row.value) for row in session.scalars(select(VisitAnswer))}
        register = session.get_one(VisitRegister, going.visit)
    assert told["knows_amount"] == ("core", '"yes"')
    assert told["needs"] == ("part", None)
    assert told["money_taken"] == ("part", None)
    assert "王木生".encode() not in register.sealed


def test_absent_leaves_the_order_open_for_the_next_attempt(world: World) -> None:
    going = trip(world)
    going.opened()
    going.photo(PHOTO)
    going.closed("ABSENT")
    going.phone.push()
    order = world.feed("leader")["assignment", world.assignment]
    assert (order["state"], order["attempt"]) == ("open", 2)
    again = trip(world, going.phone, attempt=2)
    again.opened()
    again.answered()
    again.closed()
    again.phone.push()
    order = world.feed("leader")["assignment", world.assignment]
    assert (order["state"], order["attempt"]) == ("done", 2)


@pytest.mark.parametrize("result", ["REFUSED", "MOVED", "DECEASED", "INSTITUTION", "NOT_FOUND", "UNSAFE"])
def test_every_other_result_ends_the_order(app: Flask, result: str) -> None:
    world = build(app)
    going = trip(world)
    going.opened()
    going.closed(result)
    going.phone.push()
    assert visit_row(world, going.visit).result == result
    assert world.feed("leader")["assignment", world.assignment]["state"] == "done"


def test_a_visit_that_names_an_order_of_another_id_moves_nothing(world: World) -> None:
    going = trip(world, ad_hoc=True)
    going.opened()
    going.closed()
    going.phone.push()
    with database_of(world.app).unit_of_work() as session:
        assert session.get_one(Assignment, world.assignment).state == "open"


def test_an_ad_hoc_visit_belongs_to_the_standing_campaign_of_its_county(world: World) -> None:
    going = trip(world, ad_hoc=True)
    going.opened(assignment=None, target={"kind": "household", "id": str(uuid.uuid4())})
    going.answered()
    going.closed()
    going.phone.push()
    row = visit_row(world, going.visit)
    assert (row.scope, row.area_code, row.assignment_id) == ("350923-2026-RC", "350923000000", None)
    with database_of(world.app).unit_of_work() as session:
        assert session.get_one(Campaign, "350923-2026-RC").standing
    assert world.feed("leader")["op_status", going.visit]["transfer"] == "all"


def test_records_that_come_in_two_pushes_and_in_the_wrong_phone_order_make_one_visit(world: World) -> None:
    mine, other = trip(world), trip(world, world.phone("partner"))
    mine.opened()
    mine.answered()
    mine.closed()
    other.photo(PHOTO, "room")
    other.phone.push()
    assert visit_row(world, mine.visit).transfer == "open"
    mine.phone.push()
    row = visit_row(world, mine.visit)
    assert (row.transfer, row.photos, row.result) == ("text", 1, "MET")
    assert world.feed("leader")["op_status", mine.visit]["transfer"] == "text"


def test_a_second_round_is_read_as_the_visit_that_counts(world: World) -> None:
    going = trip(world)
    going.opened()
    going.answered()
    first = going.closed()
    going.phone.push()
    going.answered(core={"knows_amount": "no"})
    going.closed(round_no=2, supersedes=first)
    going.phone.push()
    row = visit_row(world, going.visit)
    assert (row.round, row.digest_ok, json.loads(row.raised)) == (2, True, ["P10"])


def test_the_office_hears_of_a_visit_once_it_is_projected(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, str]] = []
    monkeypatch.setattr(service, "_ON_PROJECTED", [])
    visits.on_projected(lambda _session, state, _now_ms: heard.append((state.visit_id, state.transfer)))
    going = trip(world)
    going.opened()
    going.phone.push()
    assert (going.visit, "open") in heard
