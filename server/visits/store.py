"""Every query on visits. A rebuild replaces the rows of one visit as a whole."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, delete, func, insert, or_, select, tuple_, update
from sqlalchemy.orm import Session

from server.accounts.models import Organisation, User
from server.intake.models import Blob
from server.roster.models import Household
from server.visits.models import (
    Alarm,
    AlarmTake,
    Visit,
    VisitAnswer,
    VisitFinding,
    VisitPhoto,
    VisitSignature,
    VisitStep,
)
from server.visits.state import Fix, VisitState
from sync.checklist import Definition

# Whoever reads a visit after its rebuild asks for it anew; matching the session's objects would cost more than the rest.
_UNSEEN = {"synchronize_session": False}
_CHILDREN = (VisitAnswer, VisitPhoto, VisitStep, VisitSignature, VisitFinding)


def replace(session: Session, state: VisitState, definition: Definition | None, stored: frozenset[str], extra: dict[str, Any]) -> None:
    """Put the rows of a freshly projected visit in the place of the old ones."""
    if session.scalar(select(Visit.id).where(Visit.id == state.visit_id)) is not None:
        for table in (*_CHILDREN, Alarm):
            session.execute(delete(table).where(table.visit_id == state.visit_id), execution_options=_UNSEEN)
        session.execute(delete(Visit).where(Visit.id == state.visit_id), execution_options=_UNSEEN)
    session.execute(insert(_table(Visit)), [_visit(state) | extra])
    rows: tuple[tuple[type[Any], list[dict[str, Any]]], ...] = (
        (VisitAnswer, _answers(state, definition)),
        (VisitPhoto, _photos(state, stored)),
        (VisitStep, _steps(state)),
        (VisitSignature, _signatures(state)),
        (VisitFinding, _findings(state)),
        (Alarm, _alarms(state, extra["area_code"])),
    )
    for table, values in rows:
        if values:
            session.execute(insert(_table(table)), values)


def _table(model: type[Any]) -> Table:
    """Return a model's table: rows in bulk need none of the mapper's care."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError("a table is wanted")
    return table


def _visit(state: VisitState) -> dict[str, Any]:
    closing, verdict = state.closing, state.verdict
    return {
        "id": state.visit_id,
        "scope": state.scope,
        "assignment_id": state.assignment,
        "target_kind": state.target_kind[:20],
        "target_id": state.target_id[:36],
        "attempt": state.attempt,
        "round": state.round,
        "mode": state.mode[:20],
        "result": _cut(state.result, 12),
        "transfer": state.transfer,
        "author_id": state.author,
        "leader_id": state.leader,
        "partner_id": state.partner,
        "partner_way": state.partner_way[:20],
        "checklist_id": state.checklist_id[:40],
        "checklist_version": state.checklist_version,
        "checklist_sha256": state.checklist_sha256,
        "arrived_ms": None if closing is None else closing.arrived_ms,
        "left_ms": None if closing is None else closing.left_ms,
        "closed_hash": None if closing is None else closing.op_hash,
        "closed_index": None if closing is None else closing.index,
        "received_ms": state.first_received_ms,
        "text_ms": None if closing is None else closing.received_ms,
        "photos": sum(1 for photo in state.photos if photo.discarded is None),
        "media_missing": state.missing_media,
        "findings": len(state.findings),
        "conflict": state.conflict,
        "digest_ok": None if closing is None else closing.digest_ok,
        "uncounted": state.uncounted,
        "evaluated": verdict.evaluated,
        "required_missing": json.dumps(verdict.missing),
        "problems": json.dumps(verdict.problems),
        "raised": json.dumps(verdict.raised),
        "photos_missing": json.dumps(verdict.photos_missing),
    }


def _answers(state: VisitState, definition: Definition | None) -> list[dict[str, Any]]:
    answers = state.answers
    if answers is None:
        return []
    topics = {} if definition is None else {item.key: topic.key for topic, item in definition.walk()}
    rows = []
    for place, values in (("core", answers.core), ("part", answers.part)):
        for key, value in values.items():
            item = key.partition("@")[0][:40]
            known = json.dumps(value, ensure_ascii=False) if place == "core" else None
            rows.append(
                {
                    "visit_id": state.visit_id,
                    "key": key[:100],
                    "item": item,
                    "topic": topics.get(item),
                    "store": place,
                    "value": known,
                    "op_hash": answers.op_hash,
                }
            )
    return list({row["key"]: row for row in rows}.values())


def _photos(state: VisitState, stored: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {
            "visit_id": state.visit_id,
            "sha256": photo.sha256,
            "position": position,
            "op_hash": photo.op_hash,
            "shot": photo.shot[:40],
            "item": _cut(photo.item, 100),
            "source": photo.source[:20],
            "covered": photo.covered,
            "w": photo.w,
            "h": photo.h,
            "size": photo.size,
            "taken_ms": photo.taken_ms,
            "age_ms": None if photo.fix is None else photo.fix.age_ms,
            **_place(photo.fix),
            "discarded": _cut(photo.discarded, 200),
            "stored": photo.sha256 in stored,
        }
        for position, photo in enumerate(state.photos)
    ]


def _steps(state: VisitState) -> list[dict[str, Any]]:
    return [
        {
            "visit_id": state.visit_id,
            "position": position,
            "op_hash": step.op_hash,
            "kind": step.kind,
            "detail": _cut(step.detail, 200),
            "device": step.device,
            "t_ms": step.t_ms,
            "received_ms": step.received_ms,
            "log_index": step.index,
            "status": step.status,
            **_place(step.fix),
            "fix_t_ms": None if step.fix is None else step.fix.t_ms,
            "age_ms": None if step.fix is None else step.fix.age_ms,
            "no_fix": _cut(step.no_fix, 200),
        }
        for position, step in enumerate(state.steps)
    ]


def _signatures(state: VisitState) -> list[dict[str, Any]]:
    return [
        {
            "visit_id": state.visit_id,
            "op_hash": one.op_hash,
            "position": position,
            "who": one.who[:20],
            "way": one.way[:20],
            "given_ms": one.given_ms,
            "read_sha256": one.read_sha256,
            "evidence": json.dumps(one.evidence),
            "voided": one.voided,
            "text_matches": one.text_matches,
        }
        for position, one in enumerate(state.signatures)
    ]


def _findings(state: VisitState) -> list[dict[str, Any]]:
    return [
        {
            "visit_id": state.visit_id,
            "op_hash": one.op_hash,
            "position": position,
            "code": one.code[:8],
            "certainty": one.certainty[:20],
            "item": _cut(one.item, 100),
            "evidence": json.dumps(one.evidence),
        }
        for position, one in enumerate(state.findings)
    ]


def _alarms(state: VisitState, area_code: str) -> list[dict[str, Any]]:
    return [
        {
            "id": _alarm_id(one.op_hash),
            "visit_id": state.visit_id,
            "op_hash": one.op_hash,
            "area_code": area_code,
            "alarm": one.alarm[:20],
            "target_kind": one.target_kind[:20],
            "target_id": one.target_id[:36],
            "author_id": one.author,
            "raised_ms": one.raised_ms,
            "received_ms": one.received_ms,
            "lat_e7": None if one.fix is None else one.fix.lat_e7,
            "lon_e7": None if one.fix is None else one.fix.lon_e7,
        }
        for one in state.alarms
    ]


def _alarm_id(op_hash: str) -> str:
    """Return an id that nobody can choose: under an op_id used twice, one alarm would keep another off the screen."""
    return str(uuid.UUID(op_hash[:32]))


def _place(fix: Fix | None) -> dict[str, int | None]:
    if fix is None:
        return {"lat_e7": None, "lon_e7": None, "acc_cm": None}
    return {"lat_e7": fix.lat_e7, "lon_e7": fix.lon_e7, "acc_cm": fix.acc_cm}


def _cut(text: str | None, length: int) -> str | None:
    return None if text is None else text[:length]


def blobs_complete_ms(session: Session, visit_id: str) -> int | None:
    """Return when the last stored file of a visit came."""
    return session.scalar(select(func.max(Blob.stored_ms)).where(Blob.of == visit_id))


def stored_media(session: Session, visit_id: str, wanted: list[str]) -> set[str]:
    """Return which of some files of a visit are here."""
    return set(session.scalars(select(Blob.sha256).where(Blob.of == visit_id, Blob.sha256.in_(wanted))))


def mark_photo_stored(session: Session, visit_id: str, sha256: str) -> None:
    """Note that a picture's bytes are here."""
    session.execute(update(VisitPhoto).where(VisitPhoto.visit_id == visit_id, VisitPhoto.sha256 == sha256).values(stored=True))


def get(session: Session, visit_id: str, area: str) -> Visit | None:
    """Return a visit within an area; outside of it there is none."""
    return session.scalar(select(Visit).where(Visit.id == visit_id, _within(area)))


def page(
    session: Session, area: str, *, after: tuple[int, str] | None, limit: int, transfer: str | None, result: str | None
) -> list[Visit]:
    """Return visits of an area by their first arrival, newest first, after a key."""
    wanted = select(Visit).where(_within(area))
    if transfer is not None:
        wanted = wanted.where(Visit.transfer == transfer)
    if result is not None:
        wanted = wanted.where(Visit.result == result)
    if after is not None:
        wanted = wanted.where(tuple_(Visit.received_ms, Visit.id) < after)
    return list(session.scalars(wanted.order_by(Visit.received_ms.desc(), Visit.id.desc()).limit(limit)))


def _within(area: str) -> Any:
    return Visit.area_code.startswith(area, autoescape=True)


def open_alarms(session: Session, area: str, taken_after_ms: int) -> list[tuple[Alarm, AlarmTake | None]]:
    """Return the alarms of an area that nobody took, or that were taken after a moment; newest first."""
    rows = session.execute(
        select(Alarm, AlarmTake)
        .outerjoin(AlarmTake, AlarmTake.alarm_id == Alarm.id)
        .where(Alarm.area_code.startswith(area, autoescape=True))
        .where(or_(AlarmTake.alarm_id.is_(None), AlarmTake.taken_ms > taken_after_ms))
        .order_by(AlarmTake.taken_ms.is_not(None), Alarm.received_ms.desc(), Alarm.id)
        .limit(50)
    )
    return [(alarm, take) for alarm, take in rows]


def alarms_of(session: Session, visit_id: str) -> list[tuple[Alarm, AlarmTake | None]]:
    """Return the alarms of one visit."""
    rows = session.execute(
        select(Alarm, AlarmTake)
        .outerjoin(AlarmTake, AlarmTake.alarm_id == Alarm.id)
        .where(Alarm.visit_id == visit_id)
        .order_by(Alarm.raised_ms, Alarm.id)
    )
    return [(alarm, take) for alarm, take in rows]


def alarm(session: Session, alarm_id: str, area: str) -> Alarm | None:
    """Return an alarm within an area."""
    return session.scalar(select(Alarm).where(Alarm.id == alarm_id, Alarm.area_code.startswith(area, autoescape=True)))


def untaken(session: Session, visit_ids: Iterable[str]) -> dict[str, int]:
    """Return how many alarms of each visit nobody took yet."""
    rows = session.execute(
        select(Alarm.visit_id, func.count())
        .outerjoin(AlarmTake, AlarmTake.alarm_id == Alarm.id)
        .where(Alarm.visit_id.in_(list(visit_ids)), AlarmTake.alarm_id.is_(None))
        .group_by(Alarm.visit_id)
    )
    return {row[0]: row[1] for row in rows}


def people(session: Session, ids: Iterable[str | None]) -> dict[str, User]:
    """Return accounts by id."""
    wanted = {one for one in ids if one is not None}
    return {user.id: user for user in session.scalars(select(User).where(User.id.in_(wanted)))}


def organisations(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Return names of units by id."""
    rows = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(set(ids))))
    return {row.id: row.name for row in rows}


def households(session: Session, ids: Iterable[str]) -> dict[str, Household]:
    """Return households by id."""
    return {row.id: row for row in session.scalars(select(Household).where(Household.id.in_(set(ids))))}
