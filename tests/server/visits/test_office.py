"""The office's room: the list of one's own area, one visit in full, alarms."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask

from server.core.clock import FixedClock
from tests.server.visits.story import CORE, PART
from tests.server.visits.world import MEMBER_IDS, Trip, World, build, make_assignment, trip

PHOTO = b"\xff\xd8\xff\xe0 not decoded here"


@pytest.fixture
def world(app: Flask) -> World:
    return build(app)


def whole(world: World, **options: Any) -> Trip:
    going = trip(world, **options)
    going.opened()
    going.photo(PHOTO)
    going.note(
        "signature.given",
        {"who": "respondent", "way": "own", "evidence": [], "read_sha256": "a" * 64, "fix": going.fix()},
        {"name": "王木生", "relation": "本人", "read_text": "您家户口3口人。", "strokes": [[{"x": 1, "y": 2}]]},
    )
    going.note(
        "finding.recorded",
        {"code": "F03", "certainty": "told", "item": "card_holder", "evidence": []},
        {"facts": "存折在村主任家", "amount_fen": 50000, "period": "2026年"},
    )
    going.answered(core=CORE | {"card_holder": "cadre"}, part=PART | {"monthly": 120000})
    going.closed()
    going.phone.push()
    return going


def case(world: World, visit: str, name: str = "reviewer") -> dict[str, Any]:
    answer = world.office(name, f"/api/visits/{visit}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def test_the_list_shows_a_visit_of_ones_own_area(world: World, clock: FixedClock) -> None:
    going = whole(world)
    page = world.office("reviewer", "/api/visits").get_json()
    assert page["now_ms"] == clock.now_ms()
    assert page["next"] is None
    assert page["items"] == [
        {
            "id": going.visit, "household": "王木生", "number": "H3F7K0412", "village": "北村村", "town": "古峰镇", "result": "MET",
            "transfer": "text", "review": None, "inspectors": ["陈文斌", "林晓梅"], "visited_ms": clock.now_ms() - 1_500_000,
            "received_ms": clock.now_ms(), "photos": 1, "photos_missing": 1, "alarms": 0, "findings": 1,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(("who", "seen"), [("reviewer", True), ("city", True), ("next", False)])
def test_a_visit_is_seen_by_its_own_county_and_those_above(world: World, who: str, seen: bool) -> None:
    going = whole(world)
    assert [row["id"] for row in world.office(who, "/api/visits").get_json()["items"]] == ([going.visit] if seen else [])
    assert world.office(who, f"/api/visits/{going.visit}").status_code == (200 if seen else 404)


def test_the_list_comes_in_pages_newest_arrival_first(world: World, clock: FixedClock) -> None:
    visits = []
    phone = world.phone()
    for _ in range(5):
        going = trip(world, phone, ad_hoc=True)
        going.opened(assignment=None)
        going.phone.push()
        visits.append(going.visit)
        clock.advance(60_000)
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        page = world.office("reviewer", f"/api/visits?limit=2&cursor={cursor}").get_json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
    assert seen == visits[::-1]
    assert cursor is None


def test_the_list_is_narrowed_by_transfer_and_result(world: World) -> None:
    going = whole(world)
    for query, found in (("transfer=text", 1), ("transfer=all", 0), ("result=MET", 1), ("result=ABSENT", 0)):
        assert len(world.office("reviewer", f"/api/visits?{query}").get_json()["items"]) == found, query
    assert world.office("reviewer", "/api/visits?result=PERHAPS").get_json()["code"] == "invalid-fields"
    assert world.office("reviewer", "/api/visits?cursor=bm9uc2Vuc2U").get_json()["code"] == "bad-request"
    assert going.visit


def test_a_case_sets_answers_beside_the_register(world: World) -> None:
    topics = {topic["key"]: topic for topic in case(world, whole(world).visit)["topics"]}
    payment = {answer["key"]: answer for answer in topics["payment"]["answers"]}
    assert payment["monthly"]["value_words"]["zh-CN"] == "1,200元"
    assert payment["monthly"]["registered_words"]["zh-CN"] == "1,280元"
    assert payment["monthly"]["differs"] is True
    assert payment["card_holder"]["value_words"] == {"zh-CN": "村（居）干部", "en": "Village or community cadre"}
    assert payment["last_paid_day"]["value_words"]["zh-CN"] == "2026年11月10日"
    assert payment["paid_by"]["differs"] is False
    assert topics["alone"]["place"] == "apart"
    members = [answer["member"] for answer in topics["members"]["answers"]]
    assert list(dict.fromkeys(members)) == ["王木生", "李秀兰", "王小宝"]
    house = next(answer for answer in topics["housing"]["answers"] if answer["key"] == "house_state")
    assert house["note"] == "东边漏过雨"


def test_a_case_names_what_is_missing_in_words(world: World) -> None:
    going = trip(world)
    going.opened()
    core = {key: value for key, value in CORE.items() if key != "knows_amount"}
    part = {key: value for key, value in PART.items() if key != "seen@m1"}
    going.answered(core=core, part=part)
    going.closed()
    going.phone.push()
    found = case(world, going.visit)
    assert [words["zh-CN"] for words in found["missing"]] == ["李秀兰：今天见到本人了吗？", "知道自己每月该拿多少吗？"]
    assert found["verdict"]["photos_missing"] == ["door", "badge", "room", "passbook"]


def test_a_case_holds_people_place_signatures_findings_and_receipt(world: World) -> None:
    going = whole(world)
    found = case(world, going.visit)
    assert [(person["name"], person["role"]) for person in found["people"]] == [("陈文斌", "leader"), ("林晓梅", "partner")]
    assert (found["partner_way"], found["marks"]) == ("same_phone", ["same_phone"])
    assert found["point"] == {"lat_e7": 269100000, "lon_e7": 1189800000}
    assert 10 < found["photos_list"][0]["distance_m"] < 20
    assert found["photos_list"][0]["state"] == "missing"
    assert found["photos_list"][0]["shot_words"] == {"zh-CN": "门牌", "en": "Door"}
    assert [step["kind"] for step in found["steps"]] == [
        "visit.opened", "photo.captured", "signature.given", "finding.recorded", "answers.given", "visit.closed",
    ]  # fmt: skip
    assert [step["index"] for step in found["steps"]] == sorted(step["index"] for step in found["steps"])
    signature = found["signatures"][0]
    assert (signature["name"], signature["strokes"], signature["voided"], signature["text_matches"]) == (
        "王木生", [[{"x": 1, "y": 2}]], False, False,
    )  # fmt: skip
    finding = found["findings_list"][0]
    assert (finding["words"]["zh-CN"], finding["facts"], finding["amount_fen"], finding["severity"]) == (
        "存折或银行卡在别人手里", "存折在村主任家", 50000, 2,
    )  # fmt: skip
    assert (found["remark"], found["assigned"], found["round"]) == ("下次带辅具申请表", True, 1)
    assert found["receipt_no"]
    assert found["verdict"]["raised"] == ["F03"]


def test_a_case_tells_the_register_of_the_day_of_the_visit(world: World) -> None:
    from server import places, roster
    from tests.server.intake.phone import database_of

    going = whole(world)
    with world.app.app_context(), database_of(world.app).unit_of_work(write=True) as session:
        roster.move_household(session, world.household, places.Point(27.0, 119.0), now_ms=1)
    assert case(world, going.visit)["point"] == {"lat_e7": 269100000, "lon_e7": 1189800000}


def test_a_visit_to_a_household_that_nobody_registered_can_be_read(world: World) -> None:
    going = trip(world, ad_hoc=True)
    going.opened(assignment=None, target={"kind": "household", "id": str(uuid.uuid4())}, leader=None)
    going.answered(part={"house_state": "old"})
    going.closed()
    going.phone.push()
    found = case(world, going.visit)
    assert (found["household"], found["town"], found["point"], found["address"]) == ("", "屏南县", None, None)
    assert found["people"][0]["name"] == "陈文斌"


def test_a_visit_to_an_office_with_the_41_items_is_read_like_any_other(world: World) -> None:
    from server import checklists
    from tests.server.intake.phone import database_of

    with database_of(world.app).unit_of_work() as session:
        form = checklists.newest(session, "office-items-41")
    pinned = {"id": form.id, "version": form.version, "sha256": form.sha256}
    going = trip(world, ad_hoc=True)
    going.opened(assignment=None, target={"kind": "organisation", "id": world.orgs["county"]}, checklist=pinned)
    going.note("answers.given", {"checklist": pinned, "answers": {"g1_1": "yes", "g3_4": "partly"}}, {"answers": {}})
    going.closed()
    going.phone.push()
    found = case(world, going.visit)
    assert (found["household"], found["checklist"]["words"]["zh-CN"]) == ("屏南县民政局", "监督事项清单（41项）")
    assert [topic["key"] for topic in found["topics"]] == ["g1", "g3"]
    assert found["verdict"]["raised"] == ["G03"]
    assert len(found["missing"]) == 39


def raise_alarm(world: World) -> str:
    going = trip(world)
    going.opened()
    target = {"kind": "household", "id": world.household}
    going.note("alarm.raised", {"alarm": "fire", "target": target, "fix": going.fix()}, {"note": "灶房线路冒烟"})
    going.phone.push()
    return str(world.office("reviewer", "/api/visits").get_json()["alarms"][0]["id"])


def test_an_alarm_stands_on_top_until_somebody_takes_it(world: World, clock: FixedClock) -> None:
    alarm = raise_alarm(world)
    page = world.office("reviewer", "/api/visits").get_json()
    assert page["items"][0]["alarms"] == 1
    row = page["alarms"][0]
    assert (row["id"], row["alarm"], row["household"], row["village"], row["by"], row["note"], row["taken_by"]) == (
        alarm, "fire", "王木生", "北村村", "陈文斌", "灶房线路冒烟", None,
    )  # fmt: skip
    taken = world.office("reviewer", f"/api/alarms/{alarm}/take", "POST")
    assert taken.get_json() == {"taken_by": "周审核", "taken_ms": clock.now_ms()}
    page = world.office("second", "/api/visits").get_json()
    assert page["alarms"][0]["taken_by"] == "周审核"
    assert page["items"][0]["alarms"] == 0
    clock.advance(31 * 60_000)
    assert world.office("second", "/api/visits").get_json()["alarms"] == []


def test_an_alarm_is_taken_by_one_person(world: World) -> None:
    alarm = raise_alarm(world)
    assert world.office("reviewer", f"/api/alarms/{alarm}/take", "POST").status_code == 200
    assert world.office("reviewer", f"/api/alarms/{alarm}/take", "POST").status_code == 200
    assert world.office("second", f"/api/alarms/{alarm}/take", "POST").get_json()["code"] == "already-taken"
    assert world.office("next", f"/api/alarms/{alarm}/take", "POST").status_code == 404
    assert world.office("city", f"/api/alarms/{alarm}/take", "POST").status_code == 403


def test_a_taken_alarm_stays_taken_when_the_visit_is_rebuilt(world: World) -> None:
    going = trip(world)
    going.opened()
    going.note("alarm.raised", {"alarm": "hunger", "target": {"kind": "household", "id": world.household}, "fix": None})
    going.phone.push()
    alarm = case(world, going.visit)["alarms_list"][0]["id"]
    world.office("reviewer", f"/api/alarms/{alarm}/take", "POST")
    going.closed("UNSAFE")
    going.phone.push()
    assert case(world, going.visit)["alarms_list"][0]["taken_by"] == "周审核"


@pytest.mark.parametrize("who", ["leader", "partner"])
def test_people_of_the_field_read_no_office_list(world: World, who: str) -> None:
    assert world.office(who, "/api/visits").status_code == 403


def test_members_of_the_register_answer_under_their_own_ids(world: World) -> None:
    order = make_assignment(world)
    assert order.target_id == world.household
    keys = [answer["key"] for topic in case(world, whole(world).visit)["topics"] for answer in topic["answers"]]
    assert f"seen@{MEMBER_IDS[1]}" in keys
