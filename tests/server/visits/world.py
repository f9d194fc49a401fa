"""A county with one household, one team and two offices, and a phone that does whole visits through the real push."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server import campaigns, checklists, places, roster
from server.accounts import CreateOrganisation, create_organisation
from server.accounts.models import User, UserRole
from server.core.access import Role
from server.places.models import Division
from sync import digest, ops
from tests.server.intake.phone import Phone, database_of, open_session
from tests.server.visits.story import CORE, PART

VILLAGE = "350923100201"
NOW_MS = 1_795_485_600_000
DIVISIONS = (
    ("350000000000", "福建省", "province"), ("350900000000", "宁德市", "city"), ("350923000000", "屏南县", "county"),
    ("350923100000", "古峰镇", "township"), (VILLAGE, "北村村委会", "village"), ("350922000000", "古田县", "county"),
)  # fmt: skip
MEMBER_IDS = tuple(f"cccccccc-0000-4000-8000-00000000000{n}" for n in range(3))


@dataclass
class World:
    """Everybody in it, by id."""

    app: Flask
    users: dict[str, str] = field(default_factory=dict)
    orgs: dict[str, str] = field(default_factory=dict)
    team: str = ""
    household: str = ""
    assignment: str = ""

    def office(self, name: str, path: str, method: str = "GET", **options: Any) -> TestResponse:
        """Call a view with the session of `name`."""
        client = self.app.test_client(use_cookies=False)
        headers = {"Cookie": open_session(self.app, self.users[name]), "X-Fangcha": "1"}
        return client.open(path, method=method, headers=headers, **options)

    def phone(self, name: str = "leader") -> Phone:
        return Phone(self.app, self.users[name])

    def feed(self, name: str) -> dict[tuple[str, str], Any]:
        """Return the rows that the phone of `name` pulls, by kind and id."""
        rows = self.office(name, "/sync/v1/pull").get_json()["rows"]
        return {(row["kind"], row["id"]): row["data"] for row in rows}


def make_household(**changes: Any) -> roster.CreateHousehold:
    names = (("王木生", "户主"), ("李秀兰", "配偶"), ("王小宝", "子"))
    values: dict[str, Any] = {
        "number": "H3F7K0412", "village_code": VILLAGE, "address": "北村村3组12号", "group_name": "3组", "phone": "13800001234",
        "point": places.Point(26.91, 118.98), "members": tuple(
            roster.NewMember(name, relation, sex="m", born="1956-03-02", id=member)
            for (name, relation), member in zip(names, MEMBER_IDS, strict=True)
        ),
        "benefit": roster.NewBenefit(
            "dibao_rural", 128000, 3, cert_no="屏农低0412", start_month="2021-04", class_name="B", last_paid_day="2026-11-10",
            last_paid_fen=128000, card_holder="self", standard_fen=75000,
        ),
    }  # fmt: skip
    return roster.CreateHousehold(**(values | changes))


def add_user(session: Session, login: str, name: str, org: str, role: Role) -> str:
    """Make an account without a usable password: hashing one costs more than the rest of the world."""
    user = User(id=str(uuid.uuid4()), login=login, name=name, number="07", org_id=org, password_hash="-", active=True, created_ms=0)
    session.add(user)
    session.flush()
    session.add(UserRole(user_id=user.id, role=role.value))
    session.flush()
    return user.id


def build(app: Flask) -> World:
    world = World(app)
    with app.app_context(), database_of(app).unit_of_work(write=True) as session:
        session.add_all(Division(code=code, name=name, level=level) for code, name, level in DIVISIONS)
        for key, name, tier, code in (
            ("county", "屏南县民政局", "county", "350923000000"), ("city", "宁德市民政局", "city", "350900000000"),
            ("next", "古田县民政局", "county", "350922000000"),
        ):  # fmt: skip
            world.orgs[key] = create_organisation(session, CreateOrganisation(name, tier, code))
        people = (
            ("leader", "陈文斌", "county", Role.TEAM_LEADER), ("partner", "林晓梅", "county", Role.INSPECTOR),
            ("reviewer", "周审核", "county", Role.REVIEWER), ("second", "吴审核", "county", Role.REVIEWER),
            ("city", "郑审核", "city", Role.AUDITOR), ("next", "何审核", "next", Role.REVIEWER),
            ("stranger", "黄检查", "next", Role.INSPECTOR), ("admin", "管理员", "county", Role.OFFICE_ADMIN),
        )  # fmt: skip
        for key, name, org, role in people:
            world.users[key] = add_user(session, key, name, world.orgs[org], role)
        checklists.publish_shipped(session, now_ms=NOW_MS)
        campaigns.publish_office(session, campaigns.OfficeSetting("0593-12349", (("民政值班", "0593-12349"), ("公安", "110"))))
        team = campaigns.CreateTeam("甲组", world.orgs["county"], world.users["leader"], (world.users["partner"],))
        world.team = campaigns.create_team(session, team)
        world.household = roster.create_household(session, make_household(), now_ms=NOW_MS)
        world.assignment = campaigns.create_assignment(session, make_assignment(world), now_ms=NOW_MS)
    return world


def make_assignment(world: World, **changes: Any) -> campaigns.CreateAssignment:
    values: dict[str, Any] = {
        "team_id": world.team, "target_id": world.household, "year": 2026, "due_day": "2026-11-30", "window_from_ms": NOW_MS,
        "window_to_ms": NOW_MS + 36_000_000, "selection_reason": "must_visit",
    }  # fmt: skip
    return campaigns.CreateAssignment(**(values | changes))


@dataclass
class Trip:
    """One visit from a phone of the world; every call writes a record."""

    world: World
    phone: Phone
    visit: str
    attempt: int = 1
    hashes: list[str] = field(default_factory=list)

    def note(self, kind: str, body: dict[str, Any], part: dict[str, Any] | None = None) -> str:
        self.hashes.append(self.phone.write(kind, body, subject=self.visit, part=part))
        return self.hashes[-1]

    def pinned(self) -> dict[str, Any]:
        with database_of(self.world.app).unit_of_work() as session:
            form = checklists.newest(session, "household-short")
        return {"id": form.id, "version": form.version, "sha256": form.sha256}

    def opened(self, **changes: Any) -> None:
        body = {
            "assignment": self.world.assignment, "target": {"kind": "household", "id": self.world.household}, "attempt": self.attempt,
            "round": 1, "checklist": self.pinned(), "mode": "self_check", "leader": self.world.users["leader"],
            "partner": self.world.users["partner"], "partner_way": "same_phone", "fix": self.fix(),
        }  # fmt: skip
        self.note("visit.opened", body | changes)

    def fix(self) -> dict[str, Any]:
        return {"lat_e7": 269101000, "lon_e7": 1189801000, "acc_cm": 1200, "t_ms": self.phone.now_ms, "age_ms": 400, "datum": "wgs84"}

    def photo(self, data: bytes, shot: str = "door") -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        media = [{"sha256": sha256, "size": len(data), "mime": "image/jpeg", "role": "photo"}]
        body = {"shot": shot, "media": media, "w": 64, "h": 48, "source": "camera", "covered": False, "fix": self.fix()}
        self.note("photo.captured", body)
        return sha256

    def voice(self, data: bytes, mime: str) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        media = [{"sha256": sha256, "size": len(data), "mime": mime, "role": "voice"}]
        self.note("voice.recorded", {"purpose": "spoken_consent", "media": media, "duration_ms": 4000, "fix": None})
        return sha256

    def answered(self, core: dict[str, Any] | None = None, part: dict[str, Any] | None = None) -> None:
        told: dict[str, Any] = {}
        for key, value in (PART if part is None else part).items():
            name, at, member = key.partition("@")
            told[f"{name}@{MEMBER_IDS[int(member[1:])]}" if at else key] = value
        body = {"checklist": self.pinned(), "answers": CORE if core is None else core}
        self.note("answers.given", body, {"answers": told, "notes": {"house_state": "东边漏过雨"}})

    def closed(self, result: str = "MET", round_no: int = 1, supersedes: str | None = None) -> str:
        body = {
            "attempt": self.attempt, "round": round_no, "result": result, "arrived_ms": self.phone.now_ms - 1_500_000,
            "left_ms": self.phone.now_ms, "op_count": len(self.hashes), "digest_sig": None, "supersedes": supersedes, "fix": self.fix(),
            "digest": digest.visit_digest(self.visit, self.attempt, round_no, result, self.hashes),
        }  # fmt: skip
        made = self.note("visit.closed", body, {"remark": "下次带辅具申请表"})
        self.hashes = []
        return made


def trip(world: World, phone: Phone | None = None, *, attempt: int = 1, ad_hoc: bool = False) -> Trip:
    visit = str(uuid.uuid4()) if ad_hoc else ops.visit_id(world.assignment, attempt)
    return Trip(world, phone or world.phone(), visit, attempt)
