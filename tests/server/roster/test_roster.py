"""Households: entered, given to phones, found again by number."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from server import places, roster
from server.core.problems import Problem
from server.roster import store
from server.roster.models import Member
from tests.server.intake.phone import database_of
from tests.server.visits.world import NOW_MS, VILLAGE, World, build, make_household

NUMBER = "11010519491231002X"


@pytest.fixture
def world(app: Flask) -> World:
    return build(app)


def enter(world: World, **changes: object) -> str:
    with world.app.app_context(), database_of(world.app).unit_of_work(write=True) as session:
        return roster.create_household(session, make_household(**changes), now_ms=NOW_MS)


def one(name: str = "李四", **changes: object) -> tuple[roster.NewMember, ...]:
    return (roster.NewMember(name, "户主", **changes),)  # type: ignore[arg-type]


def test_the_row_of_a_phone_has_what_the_form_confirms_and_no_number(world: World) -> None:
    row = world.feed("leader")["household", world.household]
    assert (row["number"], row["name"], row["initials"], row["programme"], row["class"]) == (
        "H3F7K0412",
        "王木生",
        "wms",
        "dibao_rural",
        "B",
    )
    assert row["village"] == {"code": VILLAGE, "name": "北村村"}
    assert row["town"] == {"code": "350923100000", "name": "古峰镇"}
    assert row["last_paid"] == {"day": "2026-11-10", "fen": 128000}
    assert row["point"] == {"lat_e7": 269100000, "lon_e7": 1189800000, "datum": "wgs84"}
    assert row["members"][0] | {"id": ""} == {
        "id": "", "name": "王木生", "relation": "户主", "sex": "m", "age": 70, "id_masked": "", "covered": True, "benefit": "covered",
        "lives_here": "yes",
    }  # fmt: skip


def test_a_number_is_stored_sealed_shown_masked_and_found_by_its_hash(world: World) -> None:
    household = enter(world, number="H2", members=one(id_number="110105 194912310 02x"))
    with world.app.app_context(), database_of(world.app).unit_of_work() as session:
        member = session.scalars(select(Member).where(Member.household_id == household)).one()
        assert (member.id_masked, member.born) == ("1101**********002X", "1949-12-31")
        assert NUMBER.encode() not in (member.id_sealed or b"")
        assert roster.find_by_number(session, "110105491231002") == [household]
        assert roster.find_by_number(session, "110105491231003") == []
        assert roster.find_by_number(session, "nonsense") == []


def test_opening_a_number_is_told_to_the_log_of_looks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[tuple[str, str]] = []
    monkeypatch.setattr("server.roster.service._ON_LOOKED", [lambda _session, user, member, _now: looks.append((user, member))])
    enter(world, number="H2", members=one(id="m", id_number=NUMBER))
    with world.app.app_context(), database_of(world.app).unit_of_work() as session:
        assert roster.read_id_number(session, "u", "m", now_ms=NOW_MS) == NUMBER
        assert roster.read_id_number(session, "u", "nobody", now_ms=NOW_MS) is None
    assert looks == [("u", "m")]


def test_a_wrong_number_is_refused_with_the_members_place(world: World) -> None:
    with pytest.raises(Problem) as caught:
        enter(world, number="H2", members=(*one(), *one("张三", id_number="110105194912310020")))
    assert (caught.value.code, caught.value.params) == ("bad-identity-number", {"position": 1})


@pytest.mark.parametrize("village", ["350527100201", "350122400498", "110101001001"])
def test_a_household_out_of_reach_is_refused(world: World, village: str) -> None:
    with pytest.raises(Problem, match="division-out-of-frame"):
        enter(world, number="H2", village_code=village)


def test_a_household_without_people_or_with_an_unknown_programme_is_refused(world: World) -> None:
    with pytest.raises(Problem, match="invalid-fields"):
        enter(world, number="H2", members=())
    with pytest.raises(Problem, match="invalid-fields"):
        enter(world, number="H2", benefit=roster.NewBenefit("lottery", 1, 1))


def test_a_point_of_another_datum_is_stored_as_wgs84(world: World) -> None:
    shifted = places.convert(places.Point(26.91, 118.98), "gcj02")
    household = enter(world, number="H2", members=one(), point=shifted)
    with database_of(world.app).unit_of_work() as session:
        found = roster.view(session, household)
    assert found is not None
    assert (found.lat_e7, found.lon_e7) == (269100000, 1189800000)


def test_a_household_without_a_benefit_still_has_a_row(world: World) -> None:
    household = enter(world, number="H2", members=one(), benefit=None, point=None)
    with world.app.app_context(), database_of(world.app).unit_of_work() as session:
        row = roster.household_row(session, household, NOW_MS)
    assert row is not None
    assert (row["programme"], row["monthly_fen"], row["point"], row["last_paid"]) == ("none", None, None, None)


def test_a_moved_household_is_sent_again_to_its_team(world: World) -> None:
    with world.app.app_context(), database_of(world.app).unit_of_work(write=True) as session:
        roster.move_household(session, world.household, places.Point(27.0, 119.0), now_ms=NOW_MS)
    assert world.feed("partner")["household", world.household]["point"]["lat_e7"] == 270000000


def test_a_flag_is_put_down_once(world: World) -> None:
    with database_of(world.app).unit_of_work(write=True) as session:
        for _ in range(2):
            roster.flag(session, world.household, "E01", date(2026, 11, 24))
        assert store.flags(session, world.household) == [("E01", "2026-11-24")]
