"""Records that no honest phone writes: the visit is projected all the same, and the office can open it."""

from __future__ import annotations

import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.core.jobs import Job
from sync import ops
from tests.server.intake.phone import database_of
from tests.server.visits.world import Trip, World, build, trip


@pytest.fixture
def world(app_on_both: Flask) -> World:
    return build(app_on_both)


def push(world: World, one: Trip) -> None:
    with world.app.app_context():
        one.phone.push()


def waiting(world: World) -> list[str]:
    with database_of(world.app).unit_of_work() as session:
        return list(session.scalars(select(Job.key).where(Job.kind == "intake.project")))


def opened(one: Trip, **changes: Any) -> None:
    one.opened(**({"assignment": None} | changes))


@pytest.mark.parametrize("where", [(2**53 - 1, 0), (950_000_000, 0), (0, -(2**53 - 1))])
def test_a_position_outside_the_earth_keeps_no_visit_closed(world: World, where: tuple[int, int]) -> None:
    one = trip(world, ad_hoc=True)
    opened(one, fix={"lat_e7": where[0], "lon_e7": where[1], "datum": "wgs84"})
    push(world, one)
    answer = world.office("reviewer", f"/api/visits/{one.visit}")
    assert answer.status_code == 200
    assert answer.get_json()["steps"][0]["distance_m"] is None


@pytest.mark.parametrize("day", ["²-1", "9" * 5000 + "-1"])
def test_a_date_that_is_none_keeps_no_visit_closed(world: World, day: str) -> None:
    one = trip(world, ad_hoc=True)
    opened(one)
    one.answered(part={"last_paid_day": day})
    push(world, one)
    assert world.office("reviewer", f"/api/visits/{one.visit}").status_code == 200


def test_a_target_with_a_long_name_is_projected(world: World) -> None:
    one = trip(world, ad_hoc=True)
    opened(one, target={"kind": "household", "id": "x" * 200})
    push(world, one)
    assert waiting(world) == []


def test_two_alarms_under_one_id_are_both_on_the_screen(world: World) -> None:
    op_id = ops.uuid7(1, os.urandom(10))
    called = {"alarm": "danger", "target": {"kind": "household", "id": world.household}, "fix": None}
    for who in ("stranger", "leader"):
        one = Trip(world, world.phone(who), str(uuid.uuid4()))
        one.phone.write("alarm.raised", called, subject=one.visit, op_id=op_id)
        one.opened(assignment=None)
        push(world, one)
    assert waiting(world) == []
    assert len(world.office("reviewer", "/api/visits").get_json()["alarms"]) == 2


def test_of_two_who_take_an_alarm_at_once_one_has_it(world: World) -> None:
    one = trip(world, ad_hoc=True)
    one.note("alarm.raised", {"alarm": "danger", "target": {"kind": "household", "id": world.household}, "fix": None})
    opened(one)
    push(world, one)
    alarm = world.office("reviewer", "/api/visits").get_json()["alarms"][0]["id"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda who: world.office(who, f"/api/alarms/{alarm}/take", "POST"), ["reviewer", "second", "admin"] * 4))
    assert sorted({answer.status_code for answer in answers}) == [200, 409]
    assert len({answer.get_json()["taken_by"] for answer in answers if answer.status_code == 200}) == 1
