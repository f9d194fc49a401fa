"""Fill an empty database with the demonstration, once, and keep its present day present."""

from __future__ import annotations

import json
import os
import secrets
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import delete, event, func, select, update

from server import accounts, campaigns, shipped
from server.accounts import passwords as hashing
from server.accounts.models import LoginSession, User
from server.campaigns.models import Assignment
from server.core.clock import FixedClock, china_day, start_of_day_ms
from server.core.database import DEMO_MARK, Counter, Database
from server.core.jobs import Job
from server.demo import people, plan, sending
from server.demo import roster as register
from sync.client import Device, Request, State, wsgi_transport

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

    from server.settings import Settings

# Rows of `counters`: when the demonstration began to load, when it was whole, the day whose orders are out.
BEGUN, WHOLE, DAY = DEMO_MARK, "demo-whole", "demo-day"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
DUTY = (("值班电话", people.OFFICE_PHONE), ("民政救助热线", people.HOTLINE), ("报警", "110"), ("急救", "120"), ("火警", "119"))


class DemoRefused(Exception):  # noqa: N818 - named by what happened
    """The demonstration may not touch this database; the text says why."""


def load(app: Flask) -> str:
    """Fill an empty database; on a filled demonstration only bring its day up to date. Return one sentence.

    Raises:
        DemoRefused: where the database is not a demonstration's, or half of one.
    """
    settings: Settings = app.extensions["fangcha_settings"]
    database: Database = app.extensions["fangcha_database"]
    now_ms: int = app.extensions["fangcha_clock"].now_ms()
    with database.unit_of_work() as session:
        begun, whole = _mark(session, BEGUN), _mark(session, WHOLE)
        in_use = bool(session.scalar(select(func.count()).select_from(User)))
    if begun and not settings.demo:
        raise DemoRefused(
            "This data folder holds the demonstration, whose people have known passwords: choose an empty one, DATA_DIR=/path"
        )
    if begun and not whole:
        raise DemoRefused(f"The demonstration was interrupted while loading: delete {settings.data_dir} and start again")
    if whole:
        return _renew(database, now_ms)
    if in_use or not settings.demo:
        with database.unit_of_work(write=True) as session:
            shipped.ensure(session, settings, now_ms=now_ms)
        return "none, because this database holds real work" if settings.demo else "none"
    return _fill(app, settings, database, now_ms)


def _fill(app: Flask, settings: Settings, database: Database, now_ms: int) -> str:
    """Play the past weeks with a clock that is set: the log's times then fit the visits' own."""
    past = plan.past(now_ms)
    clock = FixedClock(past[0].start_ms - 20 * plan.HOUR)
    real, app.extensions["fangcha_clock"] = app.extensions["fangcha_clock"], clock
    _hurry(database)
    password = secrets.token_urlsafe(12)  # only for this load; the real ones are set at its end
    try:
        with database.unit_of_work(write=True) as session:
            session.add(Counter(name=BEGUN, value=now_ms))
            shipped.ensure(session, settings, now_ms=clock.now_ms())
            _add_people(session, password, clock.now_ms())
            register.load(session, china_day(now_ms), now_ms=clock.now_ms())
            _add_teams(session)
        orders = _assign(database, past, now_ms)
        sender = sending.Sender(app, clock, password)
        sender.enrol()
        for visit in past:
            sender.send(visit, orders.get(visit.number), sending.scope_of(visit))
        _take_old_alarms(app, clock, password)
    finally:
        app.extensions["fangcha_clock"] = real
    with database.unit_of_work(write=True) as session:
        _withdraw_late(session, now_ms)
        _order_today(session, now_ms)
        _set_passwords(session, dict.fromkeys((one.login for one in people.WORKERS), people.PASSWORD))
        session.execute(delete(LoginSession))
        _newest_first(session, now_ms)
        session.add(Counter(name=WHOLE, value=now_ms))
    return f"loaded: {register.TOTAL} households, {len(past)} visits, {len(people.WORKERS)} people"


def _hurry(database: Database) -> None:
    """Let SQLite leave the writing to the disk to the system: a demonstration that a power cut spoils is loaded again."""
    if database.is_sqlite:
        event.listen(database.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA synchronous=OFF"))


def _newest_first(session: Session, now_ms: int) -> None:
    """Leave the pictures to the background work, in the order in which a visitor of the office opens visits."""
    oldest = session.scalar(select(func.min(Job.due_ms)))
    if oldest is not None:
        session.execute(update(Job).where(Job.due_ms <= now_ms).values(due_ms=now_ms - (Job.due_ms - oldest)))


def _mark(session: Session, name: str) -> int | None:
    return session.scalar(select(Counter.value).where(Counter.name == name))


def _add_people(session: Session, password: str, now_ms: int) -> None:
    offices = {one.code: people.demo_id("organisation", one.code) for one in people.UNITS}
    for unit in people.UNITS:
        up = offices[unit.reports_to] if unit.reports_to else None
        accounts.create_organisation(session, accounts.CreateOrganisation(unit.name, unit.tier, unit.code, up, offices[unit.code]))
    for one in people.WORKERS:
        wanted = accounts.CreateUser(one.login, one.name, password, offices[one.org], one.roles, one.number, one.id)
        accounts.create_user(session, wanted, now_ms=now_ms)


def _add_teams(session: Session) -> None:
    for team, name in (("A", "屏南一组"), ("B", "屏南二组"), ("C", "屏南三组")):
        leader, partner = people.team_of(team)
        org = people.demo_id("organisation", leader.org)
        campaigns.create_team(session, campaigns.CreateTeam(name, org, leader.id, (partner.id,), sending.team_id(team)))
    campaigns.publish_office(session, campaigns.OfficeSetting(people.HOTLINE, DUTY))


def _assign(database: Database, past: list[plan.PastVisit], now_ms: int) -> dict[int, str]:
    with database.unit_of_work(write=True) as session:
        for year in sorted({china_day(visit.start_ms).year for visit in past}):
            campaigns.standing_campaign(session, people.COUNTY, year, now_ms=now_ms)
        return {visit.number: sending.assign_past(session, visit, now_ms=now_ms) for visit in past if not visit.ad_hoc}


def _take_old_alarms(app: Flask, clock: FixedClock, password: str) -> None:
    """Let the office take every alarm but the newest, as it would have done within the hour."""
    send = sending.apart(wsgi_transport(app.test_client(use_cookies=False)))
    office = Device(State(), send, clock.now_ms, secrets.token_bytes)
    office.sign_in("suwj", password)
    headers = {"X-Fangcha": "1", "Cookie": "; ".join(f"{name}={value}" for name, value in office.state.cookies.items())}
    alarms = json.loads(send(Request("GET", "/api/visits", headers)).body)["alarms"]
    for alarm in sorted(alarms, key=lambda one: int(one["raised_ms"]))[:-1]:
        clock.value_ms = max(clock.value_ms, alarm["raised_ms"] + 40 * plan.MINUTE)
        send(Request("POST", f"/api/alarms/{alarm['id']}/take", headers))


def _withdraw_late(session: Session, now_ms: int) -> None:
    """Take back what was not done by its day; what a phone has begun stays with it."""
    today = china_day(now_ms).isoformat()
    late = select(Assignment.id).where(Assignment.state == "open", Assignment.due_day < today)
    for assignment_id in session.scalars(late).all():
        campaigns.withdraw(session, assignment_id, now_ms=now_ms)


def _renew(database: Database, now_ms: int) -> str:
    """Take back the orders of days gone by and give out today's, once a day."""
    with database.unit_of_work(write=True) as session:
        if _mark(session, DAY) == china_day(now_ms).toordinal():
            return "there"
        _withdraw_late(session, now_ms)
        count = _order_today(session, now_ms)
    return f"there, with {count} visits for today"


def _order_today(session: Session, now_ms: int) -> int:
    day = china_day(now_ms)
    orders = plan.today(day)
    for order in orders:
        campaigns.create_assignment(session, _wanted(order, day), now_ms=now_ms)
    row = session.get(Counter, DAY)
    if row is None:
        session.add(Counter(name=DAY, value=day.toordinal()))
    else:
        row.value = day.toordinal()
    return len(orders)


def _wanted(order: plan.TodaysOrder, day: date) -> campaigns.CreateAssignment:
    due = date.fromordinal(day.toordinal() + order.due_in_days)
    return campaigns.CreateAssignment(
        team_id=sending.team_id(order.team),
        target_id=register.household_id(order.serial),
        year=day.year,
        due_day=due.isoformat(),
        window_from_ms=start_of_day_ms(day) + 8 * plan.HOUR,
        window_to_ms=start_of_day_ms(due) + 18 * plan.HOUR,
        sealed=order.sealed,
    )


def _set_passwords(session: Session, made: dict[str, str]) -> None:
    hashed = {password: hashing.hash_password(password) for password in set(made.values())}
    for login, password in made.items():
        session.execute(update(User).where(User.login == login).values(password_hash=hashed[password]))


def passwords(app: Flask) -> str:
    """Where others can reach the demonstration, replace the known password by random ones; return what to print."""
    settings: Settings = app.extensions["fangcha_settings"]
    database: Database = app.extensions["fangcha_database"]
    kept = settings.keys_dir / "demo-passwords.json"
    if not settings.demo or (settings.loopback and not kept.exists()):
        return ""
    if not kept.exists():
        made = {one.login: "".join(secrets.choice(ALPHABET) for _ in range(10)) for one in people.WORKERS}
        with database.unit_of_work(write=True) as session:
            _set_passwords(session, made)
            session.execute(delete(LoginSession))
        _keep(kept, made)
    known = json.loads(kept.read_text())
    lines = [f"  {one.login:10}{known[one.login]:14}{one.name} {one.button}".rstrip() for one in people.WORKERS if one.login in known]
    return "\n".join(["Sign in 登录 (login, password)", *lines])


def _keep(path: Path, made: dict[str, str]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(made, file)


def move(app: Flask, lat: float, lon: float) -> str:
    """Move the demonstration's households around a place; return one sentence.

    Raises:
        DemoRefused: where this is no demonstration.
    """
    database: Database = app.extensions["fangcha_database"]
    now_ms: int = app.extensions["fangcha_clock"].now_ms()
    with database.unit_of_work(write=True) as session:
        if _mark(session, WHOLE) is None:
            raise DemoRefused("There is no demonstration here: only its households can be moved")
        moved = register.move(session, lat, lon, now_ms=now_ms)
    return f"{moved} households moved around {lat:.5f}, {lon:.5f}; phones see it at their next sync"
