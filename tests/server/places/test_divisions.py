"""The shipped table of divisions, and what may be visited."""

import pytest

from server import places
from server.core.database import Database
from server.places.models import Division


@pytest.fixture
def loaded(database: Database) -> Database:
    with database.unit_of_work(write=True) as session:
        assert places.load_divisions(session) == 18768
    return database


@pytest.mark.parametrize("code", ["350527000000", "350527100201", "350122400000", "350122400498", "110101000000", "3509", ""])
def test_a_code_out_of_reach_is_in_no_frame(code: str) -> None:
    assert not places.in_frame(code)


@pytest.mark.parametrize("code", ["350000000000", "350923000000", "350122000000", "350122401000", "350128000000"])
def test_a_code_of_the_province_is_in_the_frame(code: str) -> None:
    assert places.in_frame(code)


def test_a_path_leads_from_the_province_to_the_village(loaded: Database) -> None:
    with loaded.unit_of_work() as session:
        town = places.children(session, "350923000000")[0]
        village = places.children(session, town.code)[0]
        levels = [one.level for one in places.path_of(session, village.code)]
        names = [one.name for one in places.path_of(session, village.code)]
    assert levels == ["province", "city", "county", "township", "village"]
    assert names[:3] == ["福建省", "宁德市", "屏南县"]


def test_a_county_code_that_ends_in_zeros_keeps_its_place_in_the_path() -> None:
    assert places.ancestors("350100000000") == ["350000000000", "350100000000"]
    assert places.ancestors("350902001001")[-1] == "350902001001"
    assert places.town_of("350923100201") == "350923100000"
    assert places.county_of("350923100201") == "350923000000"


def test_a_retired_code_is_read_as_its_successor(loaded: Database) -> None:
    with loaded.unit_of_work() as session:
        assert places.current(session, "350402000000") == "350404000000"
        assert places.current(session, "350427000000") == "350405000000"
        assert places.current(session, "350923000000") == "350923000000"
        assert places.name_of(session, "350402000000") == "梅列区"
        assert places.name_of(session, "999999000000") == "999999000000"


def test_children_leave_out_what_is_retired_or_out_of_reach(loaded: Database) -> None:
    with loaded.unit_of_work() as session:
        quanzhou = {one.code for one in places.children(session, "350500000000")}
        sanming = {one.code for one in places.children(session, "350400000000")}
        lianjiang = {one.code for one in places.children(session, "350122000000")}
    assert "350527000000" not in quanzhou
    assert "350521000000" in quanzhou
    assert not sanming & {"350402000000", "350403000000", "350427000000"}
    assert "350122400000" not in lianjiang


def test_loading_twice_changes_nothing(loaded: Database) -> None:
    with loaded.unit_of_work(write=True) as session:
        assert places.load_divisions(session) == 18768
        assert session.get_one(Division, "350923000000").name == "屏南县"


@pytest.mark.parametrize(
    ("committee", "place"),
    [
        ("北村村委会", "北村村"), ("乾源村民委员会", "乾源村"), ("村村委会", "村村"),
        ("城东社区居委会", "城东社区"), ("东湖社区居民委员会", "东湖社区"),
        ("建华洲社区居民居委会", "建华洲社区"), ("螺洲居委会", "螺洲居委会"), ("古峰镇", "古峰镇"), ("平山社区", "平山社区"),
    ],
)  # fmt: skip
def test_a_village_is_called_as_people_call_it(committee: str, place: str) -> None:
    assert places.place_name(committee) == place
