"""Conversions against the offsets that the background paper measured."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.places import Datum, Point, convert, from_e7, metres, to_e7

CITIES = {
    "福州": (26.0745, 119.2965, 590, 1178),
    "厦门": (24.4798, 118.0894, 583, 1224),
    "武夷山": (27.7563, 118.0353, 616, 1193),
    "平潭": (25.4990, 119.7903, 547, 1155),
    "龙岩": (25.0751, 117.0172, 579, 1203),
}


@pytest.mark.parametrize("city", CITIES)
def test_the_shift_is_the_known_one_in_a_city_of_fujian(city: str) -> None:
    lat, lon, to_gcj, to_bd = CITIES[city]
    here = Point(lat, lon)
    gcj, bd = convert(here, "gcj02"), convert(here, "bd09")
    # The shifted numbers read as if they were WGS-84: what a mixed-up datum would do to a distance.
    assert metres(here, Point(gcj.lat, gcj.lon)) == pytest.approx(to_gcj, abs=12)
    assert metres(here, Point(bd.lat, bd.lon)) == pytest.approx(to_bd, abs=15)


def test_gcj_is_the_published_one_for_a_published_point() -> None:
    there = convert(Point(39.908722, 116.397499), "gcj02")
    assert there.lat == pytest.approx(39.910125, abs=2e-6)
    assert there.lon == pytest.approx(116.403743, abs=2e-6)


@settings(max_examples=200)
@given(lat=st.floats(23.5, 28.4), lon=st.floats(115.8, 120.8), datum=st.sampled_from(["gcj02", "bd09"]))
def test_the_way_there_and_back_is_exact_to_less_than_a_millimetre(lat: float, lon: float, datum: Datum) -> None:
    here = Point(lat, lon)
    assert metres(here, convert(convert(here, datum), "wgs84")) < 0.001


def test_a_place_is_no_distance_from_itself_in_another_datum() -> None:
    here = Point(26.91, 118.98)
    assert metres(here, convert(here, "bd09")) < 0.001


def test_nothing_is_shifted_outside_of_the_country() -> None:
    abroad = Point(48.8584, 2.2945)
    there = convert(abroad, "gcj02")
    assert (there.lat, there.lon) == (abroad.lat, abroad.lon)


def test_stored_integers_are_wgs84_whatever_came_in() -> None:
    here = Point(26.9101234, 118.9805678)
    assert to_e7(convert(here, "gcj02")) == (269101234, 1189805678)
    assert from_e7(269101234, 1189805678) == here
