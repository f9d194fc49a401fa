"""Assignments as phones see them: sealed, opened, taken back; and never why."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from server import campaigns, checklists
from server.core.problems import Problem
from tests.server.intake.phone import database_of
from tests.server.visits.world import NOW_MS, World, build, make_assignment, make_household


@pytest.fixture
def world(app: Flask) -> World:
    return build(app)


def assign(world: World, **changes: object) -> str:
    with world.app.app_context(), database_of(world.app).unit_of_work(write=True) as session:
        return campaigns.create_assignment(session, make_assignment(world, **changes), now_ms=NOW_MS)


def enter(world: World, number: str) -> str:
    from server import roster

    with world.app.app_context(), database_of(world.app).unit_of_work(write=True) as session:
        members = (roster.NewMember("赵秀英", "户主"),)
        return roster.create_household(session, make_household(number=number, members=members), now_ms=NOW_MS)


def test_an_open_order_names_target_people_and_form(world: World) -> None:
    row = world.feed("leader")["assignment", world.assignment]
    with database_of(world.app).unit_of_work() as session:
        form = checklists.newest(session, "household-short")
    assert row == {
        "id": world.assignment, "campaign": "350923-2026-RC", "sealed": False, "area": {"code": "350923100000", "name": "古峰镇"},
        "window": {"from_ms": NOW_MS, "to_ms": NOW_MS + 36_000_000}, "due_day": "2026-11-30", "team": {"id": world.team, "name": "甲组"},
        "state": "open", "target": {"kind": "household", "id": world.household}, "leader": world.users["leader"],
        "partner": world.users["partner"], "attempt": 1, "mode": "self_check",
        "checklist": {"id": "household-short", "version": 1, "sha256": form.sha256},
    }  # fmt: skip


def test_a_sealed_order_shows_area_and_window_and_nothing_of_the_household(world: World) -> None:
    hidden = enter(world, "H-HIDDEN")
    order = assign(world, target_id=hidden, sealed=True)
    feed = world.feed("leader")
    assert set(feed["assignment", order]) == {"id", "campaign", "sealed", "area", "window", "due_day", "team", "state"}
    assert ("household", hidden) not in feed
    text = json.dumps(list(feed.values()), ensure_ascii=False)
    assert hidden not in text
    assert "H-HIDDEN" not in text
    with world.app.app_context(), database_of(world.app).unit_of_work(write=True) as session:
        campaigns.unseal(session, order, now_ms=NOW_MS)
    feed = world.feed("leader")
    assert feed["assignment", order]["target"]["id"] == hidden
    assert feed["household", hidden]["number"] == "H-HIDDEN"


def test_no_row_of_any_phone_says_why_a_household_was_selected(world: World) -> None:
    assign(world, target_id=enter(world, "H2"), selection_reason="complaint")
    text = json.dumps(list(world.feed("leader").values()), ensure_ascii=False)
    for word in ("selection", "complaint", "must_visit", "severity", "route"):
        assert word not in text


def test_a_withdrawn_order_takes_its_household_back(world: World) -> None:
    with world.app.app_context(), database_of(world.app).unit_of_work(write=True) as session:
        campaigns.withdraw(session, world.assignment, now_ms=NOW_MS)
    feed = world.feed("leader")
    assert feed["assignment", world.assignment]["state"] == "withdrawn"
    assert feed.get(("household", world.household)) is None


def test_a_household_stays_while_another_order_of_the_team_needs_it(world: World) -> None:
    assign(world)
    with world.app.app_context(), database_of(world.app).unit_of_work(write=True) as session:
        campaigns.withdraw(session, world.assignment, now_ms=NOW_MS)
    assert world.feed("leader")["household", world.household]["name"] == "王木生"


def test_the_team_knows_its_people_and_nobody_else_does(world: World) -> None:
    feed = world.feed("leader")
    people = {data["name"]: data["part"] for (kind, _), data in feed.items() if kind == "person"}
    assert people == {"陈文斌": "leader", "林晓梅": "inspector"}
    stranger = world.feed("stranger")
    assert {kind for kind, _ in stranger} == {"checklist", "setting"}


def test_every_phone_knows_the_numbers_of_the_office_and_the_words_of_the_findings(world: World) -> None:
    feed = world.feed("stranger")
    assert feed["setting", "office"]["hotline"] == "0593-12349"
    assert feed["setting", "office"]["duty"][1] == {"label": "公安", "phone": "110"}
    assert set(feed["setting", "findings"]["findings"][0]) == {"code", "sentence"}


def test_an_order_for_nothing_known_is_refused(world: World) -> None:
    with pytest.raises(Problem, match="not-found"):
        assign(world, target_id="nobody")
    with pytest.raises(Problem, match="not-found"):
        assign(world, team_id="nobody")
    with pytest.raises(Problem, match="division-out-of-frame"):
        assign(world, area_code="350527000000")
    with pytest.raises(Problem, match="invalid-fields"):
        assign(world, mode="by_chance")


def test_the_same_outcome_twice_changes_nothing_and_a_taken_back_one_opens_the_order(world: World) -> None:
    with world.app.app_context(), database_of(world.app).unit_of_work(write=True) as session:
        for _ in range(2):
            campaigns.outcome(session, world.assignment, 1, "MET", proof="p")
        done = campaigns.view(session, world.assignment)
        campaigns.outcome(session, world.assignment, 1, None, proof="p")
        opened = campaigns.view(session, world.assignment)
        campaigns.outcome(session, "unknown", 1, "MET", proof="p")
    assert done is not None
    assert opened is not None
    assert (done.state, opened.state) == ("done", "open")
