"""The demonstration's data before anything is stored: nobody real, dates that follow the present, no photo twice in a visit."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from server import places, roster
from server.core.clock import china_day, start_of_day_ms
from server.demo import people, plan, story
from server.demo import roster as register
from server.demo.pictures import FOLDER, Album
from server.roster import identity
from sync.checklist import evaluate, parse_definition
from tests.conftest import START_MS

TODAY = date(2026, 11, 24)
FORM = Path(roster.__file__).parents[1] / "checklists" / "definitions" / "household-short.json"


def test_resident_numbers_pass_the_check_digit_and_belong_to_no_place() -> None:
    number = register.resident_number(date(1951, 3, 9), 417, "m")
    assert identity.normalise(number) == number
    assert number.startswith("350999")
    assert int(number[16]) % 2 == 1


def test_one_button_stands_for_each_role_in_the_order_of_the_page() -> None:
    assert [one.button for one in people.BUTTONS] == [
        "inspector", "team_leader", "reviewer", "volunteer", "office_admin", "auditor",
    ]  # fmt: skip


def test_the_past_ends_before_the_present_and_shows_every_result() -> None:
    past = plan.past(START_MS)
    assert 55 <= len(past) <= 65
    assert max(visit.sent_ms for visit in past) < START_MS
    assert min(visit.start_ms for visit in past) > START_MS - 28 * 24 * plan.HOUR
    assert len(Counter(visit.result for visit in past)) == 8
    assert len({visit.serial for visit in past}) == len(past)


def test_a_phone_never_sends_a_later_visit_first() -> None:
    for team in "ABC":
        visits = [visit for visit in plan.past(START_MS) if visit.team == team]
        assert [visit.start_ms for visit in visits] == sorted(visit.start_ms for visit in visits)


def test_the_dates_move_with_the_present() -> None:
    week = 7 * 24 * plan.HOUR
    first, later = plan.past(START_MS), plan.past(START_MS + week)
    assert [visit.start_ms + week for visit in first] == [visit.start_ms for visit in later]


def test_todays_orders_are_for_households_that_nobody_has_visited() -> None:
    orders = plan.today(china_day(START_MS))
    visited = {visit.serial for visit in plan.past(start_of_day_ms(china_day(START_MS)))}
    assert not visited & {one.serial for one in orders}
    assert [one.sealed for one in orders if one.team == "A"].count(True) == 1
    assert len({one.serial for one in orders}) == len(orders)


def household_row() -> dict[str, object]:
    alike = {"age": 70, "lives_here": "yes", "benefit": "covered"}
    members = [
        {"id": f"00000000-0000-4000-8000-00000000000{n}", "name": name, "relation": relation, **alike}
        for n, (name, relation) in enumerate((("陈𬎆", "self"), ("林秀英", "spouse")), 1)
    ]
    return {
        "id": "00000000-0000-4000-8000-000000000000", "name": "陈𬎆", "members": members, "programme": "dibao_rural", "monthly_fen": 82_000,
        "last_paid": {"day": "2026-11-10", "fen": 82_000}, "paid_by": "bank", "card_holder": "self",
        "point": {"lat_e7": 269_086_000, "lon_e7": 1_189_857_000, "datum": "wgs84"},
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(story.STORIES))
def test_every_story_answers_the_whole_form(name: str) -> None:
    definition, row = parse_definition(FORM.read_bytes()), household_row()
    visit = plan.PastVisit(7, 7, "A", START_MS, START_MS, "MET", name, "same_phone")
    answers = story.answer_all(definition, row, visit)
    shots = Counter(shot for shot, _ in story.shots_of(definition, row, answers))
    result = evaluate(definition, row, answers, shots)
    assert (result.required_missing, result.problems, result.photos_missing) == ([], [], [])
    assert bool(result.raised) == (name not in {"clean", "not_alone"})


def test_no_photo_comes_twice_in_a_visit_and_no_bytes_come_twice_at_all() -> None:
    if not (FOLDER / "index.json").exists():
        raise AssertionError("the demonstration has no photos")
    album, hashes = Album(), []
    for visit in range(8):
        used: set[Path] = set()
        for shot in ("door", "badge", "room", "passbook", "damage"):
            picture = album.take(shot, visit, used)
            if picture is not None:
                hashes.append(hashlib.sha256(picture.data).hexdigest())
    assert len(hashes) == len(set(hashes)) > 8


def test_villages_are_real_and_lie_within_the_county(app_with_places: object) -> None:
    session = app_with_places
    found = register.villages(session)  # type: ignore[arg-type]
    assert len(found) >= 30
    centre = places.Point(26.9086, 118.9857)
    assert all(one.code.startswith("350923") for one in found)
    assert all(places.metres(centre, places.Point(one.lat, one.lon)) < 32_000 for one in found)
    close = [(a.name, b.name) for a in found for b in found if a.code < b.code and _near(a, b)]
    assert close == []


def _near(a: register.Village, b: register.Village) -> bool:
    return places.metres(places.Point(a.lat, a.lon), places.Point(b.lat, b.lon)) < 450
