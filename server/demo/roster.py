"""An invented register: about 300 households in real villages of 屏南县, nobody real.

Villages and codes are those of the national table; points lie near the county's towns, spread as a mountain county is. Resident
numbers have right check digits in an area that was never given out (350999); telephone numbers begin with 100, as none does.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from server import places, roster
from server.demo.people import demo_id

SEED = 350923
TOTAL = 306
AREA = "350999"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
STANDARD_FEN = 85_000
TEKUN_FEN = 130_500

# Township → about where its seat lies (WGS-84), and how many of its villages take part.
TOWNS = {
    "350923100": (26.9086, 118.9857, 4),
    "350923101": (26.9712, 119.0741, 4),
    "350923102": (26.7942, 119.0614, 4),
    "350923103": (26.8013, 118.9032, 4),
    "350923104": (26.9218, 119.0449, 4),
    "350923200": (26.9367, 118.9571, 3),
    "350923202": (26.8461, 118.9896, 4),
    "350923203": (26.7687, 118.9829, 3),
    "350923204": (26.8709, 118.8843, 3),
    "350923205": (27.0148, 119.0078, 3),
    "350923206": (27.0487, 118.9214, 2),
}
SURNAMES = "陈林黄张吴李郑王刘苏蔡杨许叶谢周薛陆甘郭韦包叶余江宋潘彭"
MEN = ("国富", "建平", "永福", "金水", "德旺", "志明", "水生", "长根", "启祥", "文贵", "仁寿", "祖荣", "家声", "新民", "春生", "开金",
       "光明", "月明", "宝山", "茂盛", "日升", "明辉", "振华", "伟强", "少华", "俊杰")  # fmt: skip
WOMEN = ("秀英", "玉兰", "美珠", "月娥", "金花", "桂香", "翠云", "丽华", "淑珍", "春梅", "银妹", "宝珠", "凤仙", "爱莲", "彩霞",
         "菊英", "巧云", "素琴", "香妹", "惠芳", "晓燕")  # fmt: skip
BOYS = ("子轩", "宇航", "浩然", "嘉豪", "俊熙", "铭泽", "家乐", "一诺")
GIRLS = ("欣怡", "梓涵", "雨桐", "思琪", "诗雨", "佳怡", "若曦", "语晨")
# Characters that old systems lose; a name is kept as its owner writes it.
RARE = {3: "陈𬎆", 17: "薛㛃英", 41: "陆堉", 88: "林䶮", 131: "甘𣲗", 204: "张祎喆"}
GROUPS = ("一组", "二组", "三组", "四组", "五组", "六组")
ROADS = ("前街", "后街", "溪边", "桥头", "祠堂边", "新厝里", "大路下", "水尾", "岭脚", "樟树下")


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person."""

    name: str
    relation: str
    sex: str
    years: int
    covered: bool = True
    lives_here: str = "yes"


@dataclass(frozen=True, slots=True)
class Village:
    """A real village and about where it lies."""

    code: str
    name: str
    lat: float
    lon: float


def villages(session: Session) -> list[Village]:
    """Return the villages that take part, by code."""
    found = []
    for town, (lat, lon, count) in TOWNS.items():
        below = [one for one in places.children(session, town.ljust(12, "0")) if one.level == "village"]
        step = max(1, len(below) // count)
        for place, village in enumerate(below[::step][:count]):
            # A golden-angle spiral: villages of one valley lie a kilometre or two apart and never on each other.
            angle, away = place * 2.39996, 0.006 + 0.0105 * math.sqrt(place)
            found.append(Village(village.code, village.name, lat + away * math.sin(angle), lon + 1.12 * away * math.cos(angle)))
    return found


def load(session: Session, today: date, *, now_ms: int) -> list[str]:
    """Enter the register; return the ids of its households, by number."""
    chance = random.Random(SEED)
    where = villages(session)
    ids = []
    for serial in range(1, TOTAL + 1):
        village = where[serial * len(where) // (TOTAL + 1)]
        ids.append(roster.create_household(session, _household(chance, serial, village, today), now_ms=now_ms))
    return ids


def household_id(serial: int) -> str:
    """Return the id of the household with a serial number."""
    return demo_id("household", str(serial))


def point_of(serial: int, centre: tuple[float, float], spread: float = 0.0021) -> places.Point:
    """Return where a household lies around the centre of its village."""
    chance = random.Random(SEED * 1000 + serial)
    angle, away = chance.random() * math.tau, spread * math.sqrt(chance.random())
    return places.Point(round(centre[0] + away * math.sin(angle), 7), round(centre[1] + 1.12 * away * math.cos(angle), 7))


def _household(chance: random.Random, serial: int, village: Village, today: date) -> roster.CreateHousehold:
    urban = village.code[9] == "0"  # 001–099 are residents' committees, 200 and above villagers'
    programme = _programme(chance, urban=urban)
    members = _members(chance, serial, programme)
    group = chance.choice(GROUPS)
    place = village.name.removesuffix("居民委员会").removesuffix("村民委员会").removesuffix("居委会").removesuffix("村委会")
    short = place if place.endswith(("村", "社区")) else f"{place}村"
    point = point_of(serial, (village.lat, village.lon))
    return roster.CreateHousehold(
        id=household_id(serial),
        number=f"H3F7K{serial:04d}",
        village_code=village.code,
        address=f"{short}{chance.choice(ROADS)}{chance.randint(1, 168)}号",
        group_name=None if urban else group,
        phone=None if chance.random() < 0.12 else f"100{chance.randint(10, 99)}{serial:06d}",
        # A few points were never registered: the phone then shows no way, and the plan of the office no centre.
        point=None if serial % 37 == 0 else point,
        members=tuple(_member(chance, serial, place, person, today) for place, person in enumerate(members)),
        benefit=_benefit(chance, programme, members, serial, today),
    )


def _programme(chance: random.Random, *, urban: bool) -> str:
    if urban:
        return chance.choices(("dibao_urban", "near_dibao", "rigid_spending", "temporary"), (80, 10, 6, 4))[0]
    return chance.choices(
        ("dibao_rural", "tekun_home", "near_dibao", "rigid_spending", "temporary", "tekun_central", "none"), (64, 15, 8, 4, 3, 3, 3)
    )[0]


def _members(chance: random.Random, serial: int, programme: str) -> list[Person]:
    surname = chance.choice(SURNAMES)
    if programme.startswith("tekun"):
        family = [_adult(chance, surname, "self", chance.choice("mmf"), chance.randint(66, 91))]
    else:
        family = chance.choice((_old_couple, _grandparent, _with_child, _sick_parent, _alone, _three))(chance, surname)
    if programme == "tekun_central":
        family = [replace(family[0], lives_here="institution")]
    if serial in RARE:
        family[0] = replace(family[0], name=RARE[serial])
    return family


def _adult(chance: random.Random, surname: str, relation: str, sex: str, years: int) -> Person:
    return Person(surname + chance.choice(MEN if sex == "m" else WOMEN), relation, sex, years)


def _wife(chance: random.Random, years: int) -> Person:
    return _adult(chance, chance.choice(SURNAMES), "spouse", "f", years)


def _child(chance: random.Random, surname: str, relation: str, years: int) -> Person:
    sex = chance.choice("mf")
    return Person(surname + chance.choice(BOYS if sex == "m" else GIRLS), relation, sex, years)


def _old_couple(chance: random.Random, surname: str) -> list[Person]:
    years = chance.randint(67, 84)
    return [_adult(chance, surname, "self", "m", years), _wife(chance, years - chance.randint(0, 5))]


def _grandparent(chance: random.Random, surname: str) -> list[Person]:
    years = chance.randint(63, 76)
    couple = [_adult(chance, surname, "self", "m", years), _wife(chance, years - 2)]
    return [*couple[: chance.randint(1, 2)], _child(chance, surname, "grandchild", chance.randint(6, 15))]


def _with_child(chance: random.Random, surname: str) -> list[Person]:
    years = chance.randint(34, 49)
    return [_adult(chance, surname, "self", "f", years), *(_child(chance, surname, "child", chance.randint(3, 16)) for _ in range(2))]


def _sick_parent(chance: random.Random, surname: str) -> list[Person]:
    years = chance.randint(68, 82)
    parent = _adult(chance, surname, "self", chance.choice("mf"), years)
    return [parent, _adult(chance, surname, "child", "m", years - chance.randint(24, 31))]


def _alone(chance: random.Random, surname: str) -> list[Person]:
    return [_adult(chance, surname, "self", chance.choice("mf"), chance.randint(45, 88))]


def _three(chance: random.Random, surname: str) -> list[Person]:
    years = chance.randint(42, 55)
    grown = replace(_child(chance, surname, "child", chance.randint(18, 24)), covered=False, lives_here="away")
    return [_adult(chance, surname, "self", "m", years), _wife(chance, years - 3), grown]


def _member(chance: random.Random, serial: int, place: int, person: Person, today: date) -> roster.NewMember:
    born = date(today.year - person.years, 1, 1) - timedelta(days=chance.randint(0, 360))
    return roster.NewMember(
        id=demo_id("member", str(serial), str(place)),
        name=person.name,
        relation=person.relation,
        sex=person.sex,
        born=born.isoformat(),
        id_number=resident_number(born, serial + place, person.sex),
        covered=person.covered,
        lives_here=person.lives_here,
    )


def resident_number(born: date, serial: int, sex: str) -> str:
    """Return a number with a right check digit in an area that no office ever had."""
    order = serial % 499 * 2 + (1 if sex == "m" else 0)
    digits = f"{AREA}{born:%Y%m%d}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def _benefit(chance: random.Random, programme: str, members: list[Person], serial: int, today: date) -> roster.NewBenefit | None:
    if programme == "none":
        return None
    covered = sum(person.covered for person in members)
    tekun = programme.startswith("tekun")
    monthly = TEKUN_FEN if tekun else covered * chance.randrange(28_000, 62_000, 1_000)
    if programme in {"near_dibao", "rigid_spending"}:
        monthly = covered * 15_000
    paid = today.replace(day=10) if today.day >= 12 else (today.replace(day=1) - timedelta(days=1)).replace(day=10)
    start = today.year - chance.randint(1, 9)
    return roster.NewBenefit(
        programme=programme,
        monthly_fen=monthly,
        persons_covered=covered,
        cert_no=f"屏救{start}第{serial:04d}号",
        start_month=f"{start}-{chance.randint(1, 12):02d}",
        class_name=None if tekun else chance.choice("AABBBC"),
        last_paid_day=paid.isoformat(),
        last_paid_fen=monthly,
        paid_by="cash" if serial % 53 == 0 else "bank",
        card_holder=None
        if serial % 53 == 0
        else "home"
        if programme == "tekun_central"
        else chance.choice(("self", "self", "self", "family")),
        standard_fen=TEKUN_FEN if tekun else STANDARD_FEN,
    )


def move(session: Session, lat: float, lon: float, *, now_ms: int) -> int:
    """Move every household around a place, each village keeping its own spot near it; return how many moved."""
    where = {village.code: place for place, village in enumerate(villages(session))}
    moved = 0
    for serial in range(1, TOTAL + 1):
        view = roster.view(session, household_id(serial))
        if view is None or view.lat_e7 is None:
            continue
        place = where.get(view.village_code, 0)
        # The first villages of the list lie within walking distance, the others up to two kilometres away.
        angle, away = place * 2.39996, 0.0012 + 0.0028 * math.sqrt(place)
        narrow = 1 / max(0.2, math.cos(math.radians(lat)))
        centre = (lat + away * math.sin(angle), lon + narrow * away * math.cos(angle))
        roster.move_household(session, view.id, point_of(serial, centre, 0.0006), now_ms=now_ms)
        moved += 1
    return moved
