"""Division codes: loading the shipped table, names, paths, successors, and which codes may be visited at all.

金门县 and 马祖乡 stand in the national table and are out of reach: no frame, assignment or household may name them.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from server.places.models import Division

SHIPPED = Path(__file__).with_name("data") / "divisions_fujian.csv"
OUT_OF_FRAME = ("350527", "350122400")
PROVINCE = "35"
# How many leading digits name a division of each level; the rest are zeros.
DIGITS = {"province": 2, "city": 4, "county": 6, "township": 9, "village": 12}
_CODE = re.compile("[0-9]{12}")
# The table names committees; people name the place: 北村村委会 is 北村村, 城东社区居委会 is 城东社区.
_COMMITTEE = re.compile("(?<=村)(?:民委员会|委会)|(?<=社区)居(?:民)?(?:委员会|委会|居委会)")
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class DivisionView:
    """A division by code, name and level."""

    code: str
    name: str
    level: str


def in_frame(code: str) -> bool:
    """Tell whether a division may be visited: a code of the province, and not one of those out of reach."""
    return _CODE.fullmatch(code) is not None and code.startswith(PROVINCE) and not code.startswith(OUT_OF_FRAME)


def ancestors(code: str) -> list[str]:
    """Return the codes from the province down to `code` itself, each once."""
    found = []
    for digits in DIGITS.values():
        cut = code[:digits].ljust(12, "0")
        if cut not in found:
            found.append(cut)
        if cut == code:
            break
    return found


def county_of(code: str) -> str:
    """Return the county's 12-digit code of a township or village code."""
    return code[:6].ljust(12, "0")


def town_of(code: str) -> str:
    """Return the township's 12-digit code of a village code."""
    return code[:9].ljust(12, "0")


def load_divisions(session: Session, path: Path = SHIPPED) -> int:
    """Fill the table from a CSV file unless it is filled; return the number of rows in it."""
    count = session.scalar(select(func.count()).select_from(Division)) or 0
    if count:
        return count
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]
    for start in range(0, len(rows), _BATCH):
        session.execute(insert(Division), rows[start : start + _BATCH])
    return len(rows)


def current(session: Session, code: str) -> str:
    """Return the code that stands for `code` today: a retired one's successor, otherwise itself."""
    seen = {code}
    row = session.get(Division, code)
    while row is not None and row.successor_code is not None and row.successor_code not in seen:
        seen.add(row.successor_code)
        code = row.successor_code
        row = session.get(Division, code)
    return code


def name_of(session: Session, code: str) -> str:
    """Return a division's own name, or the code where the table does not know it."""
    row = session.get(Division, code)
    return code if row is None else row.name


def place_name(name: str) -> str:
    """Return what people call a village or community, out of the name of its committee."""
    return _COMMITTEE.sub("", name, count=1) if name.endswith("会") else name


def place_name_of(session: Session, code: str) -> str:
    """Return what people call a division, or the code where the table does not know it."""
    return place_name(name_of(session, code))


def path_of(session: Session, code: str) -> list[DivisionView]:
    """Return the known divisions from the province down to `code`."""
    rows = (session.get(Division, one) for one in ancestors(code))
    return [DivisionView(row.code, row.name, row.level) for row in rows if row is not None]


def children(session: Session, code: str) -> list[DivisionView]:
    """Return what lies directly below `code` today, by code, without what is out of reach."""
    rows = session.scalars(select(Division).where(Division.parent_code == code, Division.valid_to.is_(None)).order_by(Division.code))
    return [DivisionView(row.code, row.name, row.level) for row in rows if in_frame(row.code)]
