"""The second unit of work: it may fail, and what was stored stays stored."""

from __future__ import annotations

import json
import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server import intake
from server.core import jobs
from server.core.clock import FixedClock
from server.core.jobs import Job
from server.intake import registry, rules
from server.intake.models import Op
from tests.server.intake.phone import Phone, database_of, make_user, open_session, reasons, statuses


class Projector:
    """A floor above: counts what it is told, and fails when asked to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []
        self.poison: set[str] = set()

    def __call__(self, session: Session, subject: str, _now_ms: int) -> None:
        found = intake.ops_of(session, subject)
        if subject in self.poison:
            raise KeyError("a projector's mistake")
        self.calls.append((subject, len([op for op in found if op.counted])))


@pytest.fixture
def projector(monkeypatch: pytest.MonkeyPatch) -> Projector:
    made = Projector()
    monkeypatch.setattr(registry, "_ON_OP", {})
    monkeypatch.setattr(registry, "_ORDER", [])
    for kind in rules.SHAPES:
        intake.on_op(kind, made)
    return made


@pytest.fixture
def phone(app_on_both: Flask, projector: Projector) -> Phone:
    return Phone(app_on_both, make_user(app_on_both))


def waiting(app: Flask) -> list[str]:
    with database_of(app).unit_of_work() as session:
        return sorted(session.scalars(select(Job.key)))


def run_jobs(app: Flask, later_ms: int) -> None:
    clock: FixedClock = app.extensions["fangcha_clock"]
    clock.advance(later_ms)
    with app.app_context():
        jobs.run_due(database_of(app), clock)


def test_each_touched_subject_is_projected_once_with_all_its_ops(phone: Phone, projector: Projector) -> None:
    visits = sorted([phone.visit(), phone.visit()])
    phone.push()
    assert projector.calls == [(visits[0], 3), (visits[1], 3)]
    assert waiting(phone.app) == []


def test_a_replay_projects_nothing(phone: Phone, projector: Projector) -> None:
    phone.visit()
    phone.push(1, 4)
    phone.push(1, 4)
    assert len(projector.calls) == 1


def test_a_failing_projection_touches_neither_ops_nor_other_subjects_and_is_repeated(phone: Phone, projector: Projector) -> None:
    bad, good = phone.visit(), phone.visit()
    projector.poison.add(bad)
    answer = phone.push()
    assert statuses(answer) == ["accepted"] * 7
    assert [subject for subject, _ in projector.calls if subject == good]
    assert [key.startswith("intake.project:") for key in waiting(phone.app)] == [True]
    client = phone.app.test_client(use_cookies=False)
    rows = json.loads(client.get("/sync/v1/pull", headers={"Cookie": open_session(phone.app, phone.user_id)}).data)["rows"]
    assert [(row["kind"], row["id"], row["data"]["transfer"]) for row in rows] == [("op_status", bad, "text")]
    projector.poison.clear()
    projector.calls.clear()
    run_jobs(phone.app, 10_000)
    assert (projector.calls, waiting(phone.app)) == ([(bad, 3)], [])


def test_a_crash_between_the_two_units_is_made_good_by_the_job(phone: Phone, projector: Projector, monkeypatch: pytest.MonkeyPatch) -> None:
    from server.intake import projection

    visit = phone.visit()
    with monkeypatch.context() as patched:
        patched.setattr(projection, "project_all", lambda *_: [])  # the process died here
        phone.push()
    assert projector.calls == []
    run_jobs(phone.app, 61_000)
    assert (projector.calls, waiting(phone.app)) == ([(visit, 3)], [])


def test_a_projector_that_goes_on_failing_is_called_ever_more_seldom(phone: Phone, projector: Projector) -> None:
    visit = phone.visit()
    projector.poison.add(visit)
    phone.push()
    for _ in range(3):
        run_jobs(phone.app, 3_600_000)
    assert len(waiting(phone.app)) == 1
    with database_of(phone.app).unit_of_work() as session:
        assert session.scalar(select(func.count()).select_from(Op)) == 4


def test_a_kind_of_tomorrow_is_projected_when_the_server_learns_it(
    phone: Phone, projector: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = str(uuid.uuid4())
    phone.write("visit.cosigned", {"d": "e"}, subject=visit)
    phone.write("visit.sung", {}, subject=visit)
    assert reasons(phone.push()) == [None, "unknown_kind", "unknown_kind"]
    intake.on_op("visit.cosigned", projector)
    run_jobs(phone.app, 24 * 3_600_000)
    assert projector.calls[-1] == (visit, 1)
    with database_of(phone.app).unit_of_work() as session:
        assert [op.status for op in intake.ops_of(session, visit)] == ["accepted", "quarantined"]
    assert [key.partition(":")[0] for key in waiting(phone.app)] == ["intake.judge_again"]


def test_an_op_that_came_again_in_a_new_epoch_is_counted_once(phone: Phone, projector: Projector) -> None:
    visit = str(uuid.uuid4())
    body = b'{"nonce":"AAECAwQFBgcICQoLDA0ODw","sha256":"%s","reason":"blurred"}' % (b"a" * 64)
    phone.write("photo.discarded", body, subject=visit)
    phone.push()
    op_id, old = phone.written[1]["op_id"], (phone.epoch, 2, phone.hashes[1])
    phone.epoch, phone.written, phone.hashes, phone.acknowledged = "00112233445566aa", [], [], 0
    phone.start_epoch(old, "damaged")
    phone.write("photo.discarded", body, subject=visit, op_id=op_id)
    assert statuses(phone.push()) == ["accepted"] * 2
    assert projector.calls[-1] == (visit, 1)


def test_a_failing_projection_claims_nothing_about_an_open_visit_or_one_known_better(phone: Phone, projector: Projector) -> None:
    bad, known = phone.visit(), phone.visit()
    with database_of(phone.app).unit_of_work(write=True) as session:
        intake.publish(session, f"user:{phone.user_id}", "op_status", known, {"transfer": "all"})
    projector.poison |= {bad, known}
    phone.push(1, 2)
    phone.push(3, 7)
    client = phone.app.test_client(use_cookies=False)
    rows = json.loads(client.get("/sync/v1/pull", headers={"Cookie": open_session(phone.app, phone.user_id)}).data)["rows"]
    assert {row["id"]: row["data"]["transfer"] for row in rows} == {bad: "text", known: "all"}
