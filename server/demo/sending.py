"""The visits of the demonstration, sent through the real protocol by headless phones against the application in this process."""

from __future__ import annotations

import contextvars
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from server import campaigns, checklists, roster
from server.core.clock import FixedClock, china_day, start_of_day_ms
from server.core.database import Database
from server.demo import people, plan, story
from server.demo.pictures import Album
from server.demo.roster import SEED, household_id
from sync import ops
from sync.checklist import Definition
from sync.client import Device, State, Transport, wsgi_transport

SHORT_FORM = "household-short"


@dataclass(slots=True)
class Phone:
    """A team leader's phone and what it needs to know."""

    device: Device
    leader: people.Worker
    partner: people.Worker
    names: dict[str, str] = field(default_factory=dict)


def apart(transport: Transport) -> Transport:
    """Send each request in a context of its own: inside a command's, Flask would hand the first phone's identity to the next."""
    return lambda request: contextvars.Context().run(transport, request)


def seeded(seed: int) -> Callable[[int], bytes]:
    """Return a source of bytes that gives the same ones at every load; good for a demonstration and for nothing else."""
    return random.Random(seed).randbytes


class Sender:
    """Plays the past weeks: writes each visit at its time, pushes and uploads at the time when there was signal again."""

    def __init__(self, app: Flask, clock: FixedClock, password: str) -> None:
        self.app = app
        self.clock = clock
        self.album = Album()
        self.database: Database = app.extensions["fangcha_database"]
        self.password = password
        self.phones: dict[str, Phone] = {}

    def enrol(self) -> None:
        """Give each team's leader a phone."""
        for number, team in enumerate("ABC"):
            leader, partner = people.team_of(team)
            device = Device(
                State(), apart(wsgi_transport(self.app.test_client(use_cookies=False))), self.clock.now_ms, seeded(SEED + number)
            )
            device.sign_in(leader.login, self.password)
            device.enrol(f"Android · {leader.name}")
            self.phones[team] = Phone(device, leader, partner)

    def send(self, visit: plan.PastVisit, assignment: str | None, scope: str) -> str:
        """Write one visit at its time and send it at its own; return its id."""
        phone = self.phones[visit.team]
        with self.app.app_context(), self.database.unit_of_work() as session:
            cast = _cast(session, visit, phone, assignment)
        subject = ops.visit_id(assignment, 1) if assignment else ops.uuid7(visit.start_ms, seeded(SEED + visit.number)(10))
        hashes = self._write(phone.device, visit, cast, (scope, subject))
        self.clock.value_ms = visit.sent_ms
        while next(phone.device.state.pending(), None) is not None:
            phone.device.push()
        if not visit.photos_sent:
            _keep_back(phone.device, hashes)
        phone.device.upload()
        return subject

    def _write(self, device: Device, visit: plan.PastVisit, cast: story.Cast, where: tuple[str, str]) -> dict[str, str]:
        used: set[Path] = set()
        hashes: dict[str, str] = {}
        scope, subject = where
        for deed in story.tell(visit, cast):
            self.clock.value_ms = deed.t_ms
            body = dict(deed.body)
            if deed.shot is not None:
                picture = self.album.take(deed.shot, visit.number, used)
                if picture is None:
                    continue
                media = device.journal.add_file(subject, picture.data, "image/jpeg", "photo")
                hashes[str(body["item"])] = media["sha256"]
                body |= {"media": [media], "w": picture.w, "h": picture.h}
            if deed.kind == "visit.closed":
                device.journal.close_visit(scope, subject, {key: body[key] for key in body if key != "supersedes"}, _remark(deed))
                continue
            if "evidence" in body:
                body["evidence"] = [hashes[item] for item in body["evidence"] if item in hashes]
            device.journal.write(deed.kind, scope, subject, body, deed.part)
        return hashes


def _keep_back(device: Device, hashes: dict[str, str]) -> None:
    """Let the phone lose its network after the first photo; what it kept back is forgotten here and stays missing there."""
    for sha256 in list(hashes.values())[1:]:
        device.state.files.pop(sha256, None)


def _remark(deed: story.Deed) -> str | None:
    return deed.part["remark"] if deed.part else None


def _cast(session: Session, visit: plan.PastVisit, phone: Phone, assignment: str | None) -> story.Cast:
    row = roster.household_row(session, household_id(visit.serial), visit.start_ms)
    pinned = checklists.newest(session, SHORT_FORM)
    definition = checklists.definition_of(session, pinned.sha256)
    if row is None or not isinstance(definition, Definition):
        raise RuntimeError("the demonstration lacks its register or its form")
    checklist: dict[str, Any] = {"id": pinned.id, "version": pinned.version, "sha256": pinned.sha256}
    return story.Cast(
        leader=phone.leader.id,
        partner=phone.partner.id,
        leader_name=phone.leader.name,
        partner_name=phone.partner.name,
        row=row,
        definition=definition,
        checklist=checklist,
        assignment=assignment,
    )


def assign_past(session: Session, visit: plan.PastVisit, *, now_ms: int) -> str:
    """Give the team the order that led to a past visit; return its id."""
    day = china_day(visit.start_ms)
    morning = start_of_day_ms(day) + 7 * plan.HOUR + 30 * plan.MINUTE
    again = visit.result == "ABSENT" and now_ms - visit.start_ms < 7 * 24 * plan.HOUR
    due = china_day(now_ms) if again else day
    wanted = campaigns.CreateAssignment(
        id=people.demo_id("assignment", str(visit.number)),
        team_id=team_id(visit.team),
        target_id=household_id(visit.serial),
        year=day.year,
        due_day=due.isoformat(),
        window_from_ms=morning,
        window_to_ms=start_of_day_ms(due) + 18 * plan.HOUR,
        selection_reason=("random", "random", "random", "must_visit", "risk", "complaint")[visit.number % 6],
    )
    return campaigns.create_assignment(session, wanted, now_ms=morning)


def team_id(team: str) -> str:
    """Return the id of a team."""
    return people.demo_id("team", team)


def scope_of(visit: plan.PastVisit) -> str:
    """Return the standing campaign that a visit belongs to."""
    return f"{people.COUNTY[:6]}-{china_day(visit.start_ms).year}-RC"
