"""Who works in the demonstration: invented people, one button a role on the sign-in page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from server.core.access import Role

# Every id of the demonstration is made from names, so that two loads on two machines give the same rows.
NAMESPACE = uuid.UUID("6f1d3a52-0c57-5f0e-9d0a-3509230000fc")
PASSWORD = "fangcha-demo"  # noqa: S105 - only while bound to loopback; elsewhere `flask demo passwords` sets random ones

HOTLINE, OFFICE_PHONE = "100-0923-0001", "100-0923-0002"  # numbers that nobody has

PROVINCE, CITY, COUNTY = "350000000000", "350900000000", "350923000000"


def demo_id(*names: str) -> str:
    """Return the id of a thing of the demonstration."""
    return str(uuid.uuid5(NAMESPACE, "/".join(names)))


@dataclass(frozen=True, slots=True)
class Unit:
    """One office of the inspection tree."""

    code: str
    name: str
    tier: str
    reports_to: str | None


@dataclass(frozen=True, slots=True)
class Worker:
    """One invented person with a login."""

    login: str
    name: str
    roles: tuple[Role, ...]
    org: str
    number: str | None = None
    team: str | None = None
    button: str = ""

    @property
    def id(self) -> str:
        """Return the person's id."""
        return demo_id("user", self.login)


UNITS = (
    Unit(PROVINCE, "福建省民政厅", "province", None),
    Unit("350100000000", "福州市民政局", "city", PROVINCE),
    Unit("350128000000", "平潭综合实验区社会事业局", "city", PROVINCE),
    Unit("350200000000", "厦门市民政局", "city", PROVINCE),
    Unit("350300000000", "莆田市民政局", "city", PROVINCE),
    Unit("350400000000", "三明市民政局", "city", PROVINCE),
    Unit("350500000000", "泉州市民政局", "city", PROVINCE),
    Unit("350600000000", "漳州市民政局", "city", PROVINCE),
    Unit("350700000000", "南平市民政局", "city", PROVINCE),
    Unit("350800000000", "龙岩市民政局", "city", PROVINCE),
    Unit(CITY, "宁德市民政局", "city", PROVINCE),
    Unit(COUNTY, "屏南县民政局", "county", CITY),
)

_FIELD = (Role.INSPECTOR,)
_LEADER = (Role.INSPECTOR, Role.TEAM_LEADER)

WORKERS = (
    Worker("chenxl", "陈晓岚", _FIELD, COUNTY, "N0217", "A", "inspector"),
    Worker("linzy", "林志远", _LEADER, COUNTY, "N0103", "A", "team_leader"),
    Worker("zhangmh", "张明华", _FIELD, COUNTY, "N0224", "B"),
    Worker("huangsf", "黄淑芬", _LEADER, COUNTY, "N0108", "B"),
    Worker("wuzg", "吴志刚", _FIELD, COUNTY, "N0231", "C"),
    Worker("zhengyq", "郑雅琴", _LEADER, COUNTY, "N0115", "C"),
    Worker("suwj", "苏文静", (Role.REVIEWER,), COUNTY, None, None, "reviewer"),
    Worker("yejp", "叶建平", (Role.REVIEWER,), CITY),
    Worker("zhoulh", "周丽红", (Role.VOLUNTEER,), COUNTY, None, None, "volunteer"),
    Worker("heyz", "何永忠", (Role.OFFICE_ADMIN,), COUNTY, None, None, "office_admin"),
    Worker("gaowq", "高文清", (Role.AUDITOR,), PROVINCE, None, None, "auditor"),
)

BUTTONS = tuple(sorted((one for one in WORKERS if one.button), key=lambda one: [role.value for role in Role].index(one.button)))


def team_of(name: str) -> tuple[Worker, Worker]:
    """Return leader and partner of a team."""
    members = [one for one in WORKERS if one.team == name]
    leader = next(one for one in members if Role.TEAM_LEADER in one.roles)
    return leader, next(one for one in members if one is not leader)
