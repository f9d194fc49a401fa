"""Coordinates: WGS-84 is stored, GCJ-02 and BD-09 exist only for display and for handing a place to a map app.

In Fujian the three differ by 550 to 1220 m, so a point without its datum is worth nothing. The way back has no formula;
it is iterated until it is exact to less than a millimetre.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from geopy.distance import geodesic

Datum = Literal["wgs84", "gcj02", "bd09"]
E7 = 10_000_000
_AXIS = 6378245.0
_FLATNESS = 0.00669342162296594323
_BD = math.pi * 3000.0 / 180.0
_CLOSE_DEGREES = 1e-11
_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the ground, in degrees of `datum`."""

    lat: float
    lon: float
    datum: Datum = "wgs84"


def on_earth(lat_e7: int, lon_e7: int) -> bool:
    """Tell whether stored integers are a place; a phone may claim anything."""
    return abs(lat_e7) <= 90 * E7 and abs(lon_e7) <= 180 * E7


def from_e7(lat_e7: int, lon_e7: int) -> Point:
    """Return the WGS-84 point of stored integers."""
    return Point(lat_e7 / E7, lon_e7 / E7)


def to_e7(point: Point) -> tuple[int, int]:
    """Return the integers to store for a point of any datum."""
    there = convert(point, "wgs84")
    return round(there.lat * E7), round(there.lon * E7)


def convert(point: Point, to: Datum) -> Point:
    """Return the same place in another datum."""
    if point.datum == to:
        return point
    gcj = _to_gcj(point)
    if to == "gcj02":
        return gcj
    return Point(*_gcj_to_bd(gcj.lat, gcj.lon), "bd09") if to == "bd09" else Point(*_invert(gcj, _wgs_to_gcj), "wgs84")


def metres(a: Point, b: Point) -> float:
    """Return the geodesic distance of two points, each in its own datum."""
    here, there = convert(a, "wgs84"), convert(b, "wgs84")
    return float(geodesic((here.lat, here.lon), (there.lat, there.lon)).meters)


def _to_gcj(point: Point) -> Point:
    if point.datum == "wgs84":
        return Point(*_wgs_to_gcj(point.lat, point.lon), "gcj02")
    if point.datum == "bd09":
        return Point(*_invert(point, _gcj_to_bd), "gcj02")
    return point


def _invert(point: Point, forward: Callable[[float, float], tuple[float, float]]) -> tuple[float, float]:
    lat, lon = point.lat, point.lon
    for _ in range(_ROUNDS):
        there_lat, there_lon = forward(lat, lon)
        d_lat, d_lon = point.lat - there_lat, point.lon - there_lon
        lat, lon = lat + d_lat, lon + d_lon
        if abs(d_lat) < _CLOSE_DEGREES and abs(d_lon) < _CLOSE_DEGREES:
            break
    return lat, lon


def _outside(lat: float, lon: float) -> bool:
    return not (0.8293 < lat < 55.8271 and 72.004 < lon < 137.8347)  # noqa: PLR2004 - the box in which the shift exists


def _wgs_to_gcj(lat: float, lon: float) -> tuple[float, float]:
    if _outside(lat, lon):
        return lat, lon
    x, y = lon - 105.0, lat - 35.0
    waves = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    d_lat += (waves + 20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    d_lat += (160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    d_lon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    d_lon += (waves + 20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    d_lon += (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    radians = lat / 180.0 * math.pi
    bulge = 1 - _FLATNESS * math.sin(radians) ** 2
    per_lat = (_AXIS * (1 - _FLATNESS)) / (bulge * math.sqrt(bulge)) * math.pi / 180.0
    per_lon = _AXIS / math.sqrt(bulge) * math.cos(radians) * math.pi / 180.0
    return lat + d_lat / per_lat, lon + d_lon / per_lon


def _gcj_to_bd(lat: float, lon: float) -> tuple[float, float]:
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD)
    return radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065
