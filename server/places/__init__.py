"""Divisions, coordinates and datums."""

from server.places.datums import Datum, Point, convert, from_e7, metres, on_earth, to_e7
from server.places.divisions import (
    DivisionView,
    ancestors,
    children,
    county_of,
    current,
    in_frame,
    load_divisions,
    name_of,
    path_of,
    place_name,
    place_name_of,
    town_of,
)

__all__ = [
    "Datum",
    "DivisionView",
    "Point",
    "ancestors",
    "children",
    "convert",
    "county_of",
    "current",
    "from_e7",
    "in_frame",
    "load_divisions",
    "metres",
    "name_of",
    "on_earth",
    "path_of",
    "place_name",
    "place_name_of",
    "to_e7",
    "town_of",
]
