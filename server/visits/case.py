"""One visit as the office reads it: read afresh from its records, so that words and answers need no second copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from server import checklists, places
from server.core.access import Actor
from server.core.problems import Problem
from server.visits import lists, service, store
from server.visits.models import Visit
from server.visits.sheet import topics_of, wording_of_missing
from server.visits.state import Fix, Json, Photo, Signature, VisitState
from sync.checklist import Definition

PREPARING = "preparing"
MISSING = "missing"

# evidence registers the state of derived copies here: (session, visit_id, sha256s) -> {sha256: state}
CopyStates = Callable[[Session, str, list[str]], dict[str, str]]
_COPY_STATES: list[CopyStates] = []


def copy_states_from(fn: CopyStates) -> None:
    """Name who knows whether a picture's copies are ready; the last call counts."""
    _COPY_STATES[:] = [fn]


def case(session: Session, actor: Actor, visit_id: str) -> dict[str, Any]:
    """Return a visit of the actor's area with everything that the office room shows.

    Raises:
        Problem: `not-found`.
    """
    row = store.get(session, visit_id, actor.area)
    state = None if row is None else service.state_of(session, visit_id)
    if row is None or state is None:
        raise Problem("not-found")
    register = service.read_register(session, visit_id)
    sha256 = state.answers.checklist_sha256 if state.answers is not None else state.checklist_sha256
    definition = checklists.definition_of(session, sha256)
    point = _point(register)
    closing = state.closing
    return {
        **lists.rows(session, [row])[0],
        **_header(register, state, definition),
        "people": _people(session, state),
        "arrived_ms": None if closing is None else closing.arrived_ms,
        "left_ms": None if closing is None else closing.left_ms,
        "closed_ms": None if closing is None else closing.t_ms,
        "text_ms": row.text_ms,
        "all_ms": row.all_ms,
        "skew_ms": state.skew_ms,
        "point": None if point is None else {"lat_e7": point[0], "lon_e7": point[1]},
        "no_fix": None if closing is None else closing.no_fix,
        "topics": topics_of(definition, register, state.answers),
        "missing": wording_of_missing(definition, register, state.verdict.missing),
        "verdict": _verdict(state),
        "photos_list": _photos(session, row, state, point),
        "voices": _voices(session, row, state),
        "steps": [_step(step, point) for step in state.steps],
        "signatures": [_signature(one) for one in state.signatures],
        "findings_list": [_finding(one) for one in state.findings],
        "alarms_list": lists.alarm_rows(session, store.alarms_of(session, visit_id)),
        "remark": None if closing is None else _text(closing.part.get("remark")),
        "receipt_no": row.receipt_no,
        "receipt_index": row.closed_index,
    }


def _header(register: Json, state: VisitState, definition: Definition | None) -> dict[str, Any]:
    title = dict(definition.title) if definition is not None else {"zh-CN": state.checklist_id, "en": state.checklist_id}
    return {
        "address": register.get("address"),
        "programme": register.get("programme"),
        "persons": register.get("persons_covered"),
        "campaign": state.scope,
        "mode": state.mode,
        "attempt": state.attempt,
        "round": state.round,
        "assigned": state.assignment is not None,
        "checklist": {"id": state.checklist_id, "version": state.checklist_version, "words": title},
        "partner_way": state.partner_way,
        "alone_reason": state.alone_reason,
        "marks": list(state.marks),
    }


def _people(session: Session, state: VisitState) -> list[dict[str, Any]]:
    users = store.people(session, (state.leader, state.partner, state.author))
    roles = [(state.leader or state.author, "leader"), (state.partner, "partner")]
    return [
        {"id": users[user].id, "name": users[user].name, "number": users[user].number, "role": role}
        for user, role in roles
        if user is not None and user in users
    ]


def _verdict(state: VisitState) -> dict[str, Any]:
    return {
        "evaluated": state.verdict.evaluated,
        "problems": [{"key": key, "code": code} for key, code in state.verdict.problems],
        "raised": list(state.verdict.raised),
        "photos_missing": list(state.verdict.photos_missing),
        "digest_ok": None if state.closing is None else state.closing.digest_ok,
        "conflict": state.conflict,
        "uncounted": state.uncounted,
    }


def _photos(session: Session, row: Visit, state: VisitState, point: tuple[int, int] | None) -> list[dict[str, Any]]:
    kept = [photo for photo in state.photos if photo.discarded is None]
    states = _states(session, row.id, (photo.sha256 for photo in kept))
    words = _shot_words(session, state)
    return [_photo(photo, words, states, point) for photo in kept]


def _photo(photo: Photo, words: Mapping[str, dict[str, str]], states: Mapping[str, str], point: tuple[int, int] | None) -> dict[str, Any]:
    return {
        "sha256": photo.sha256,
        "shot": photo.shot,
        "shot_words": words.get(photo.shot.partition("@")[0]),
        "item": photo.item,
        "w": photo.w,
        "h": photo.h,
        "size": photo.size,
        "source": photo.source,
        "covered": photo.covered,
        "taken_ms": photo.taken_ms,
        "fix": _fix(photo.fix),
        "distance_m": _distance(photo.fix, point),
        "state": states[photo.sha256],
        "op_hash": photo.op_hash,
    }


def _shot_words(session: Session, state: VisitState) -> dict[str, dict[str, str]]:
    definition = checklists.definition_of(session, state.checklist_sha256)
    if definition is None:
        return {}
    return {item.shot: dict(item.short or item.text) for _, item in definition.walk() if item.shot is not None}


def _states(session: Session, visit_id: str, wanted: Iterable[str]) -> dict[str, str]:
    sha256s = list(wanted)
    here = store.stored_media(session, visit_id, sha256s)
    told = _COPY_STATES[0](session, visit_id, sha256s) if _COPY_STATES else {}
    return {one: told.get(one, PREPARING) if one in here else MISSING for one in sha256s}


def _voices(session: Session, row: Visit, state: VisitState) -> list[dict[str, Any]]:
    here = store.stored_media(session, row.id, [voice.sha256 for voice in state.voices])
    return [
        {
            "sha256": voice.sha256,
            "purpose": voice.purpose,
            "duration_ms": voice.duration_ms,
            "mime": voice.mime,
            "state": "ready" if voice.sha256 in here else MISSING,
            "taken_ms": voice.taken_ms,
        }
        for voice in state.voices
    ]


def _step(step: Any, point: tuple[int, int] | None) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "t_ms": step.t_ms,
        "received_ms": step.received_ms,
        "detail": step.detail,
        "fix": _fix(step.fix),
        "no_fix": step.no_fix,
        "distance_m": _distance(step.fix, point),
        "index": step.index,
        "status": step.status,
        "op_hash": step.op_hash,
    }


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "who": one.who,
        "way": one.way,
        "name": _text(one.part.get("name")),
        "relation": _text(one.part.get("relation")),
        "reason": _text(one.part.get("reason")),
        "strokes": one.part.get("strokes"),
        "read_text": _text(one.part.get("read_text")),
        "given_ms": one.given_ms,
        "evidence": list(one.evidence),
        "voided": one.voided is not None,
        "void_reason": one.voided,
        "text_matches": one.text_matches,
    }


def _finding(one: Any) -> dict[str, Any]:
    known = checklists.findings().get(one.code)
    amount = one.part.get("amount_fen")
    return {
        "code": one.code,
        "words": dict(known.sentence) if known is not None else {"zh-CN": one.code, "en": one.code},
        "severity": None if known is None else known.severity,
        "routes": [] if known is None else list(known.routes),
        "certainty": one.certainty,
        "item": one.item,
        "facts": _text(one.part.get("facts")),
        "amount_fen": amount if type(amount) is int else None,
        "period": _text(one.part.get("period")),
        "evidence": list(one.evidence),
    }


def _fix(fix: Fix | None) -> dict[str, int] | None:
    if fix is None:
        return None
    return {"lat_e7": fix.lat_e7, "lon_e7": fix.lon_e7, "acc_cm": fix.acc_cm, "age_ms": fix.age_ms, "t_ms": fix.t_ms}


def _point(register: Json) -> tuple[int, int] | None:
    point = register.get("point")
    if not isinstance(point, dict):
        return None
    lat, lon = point.get("lat_e7"), point.get("lon_e7")
    return (lat, lon) if type(lat) is int and type(lon) is int else None


def _distance(fix: Fix | None, point: tuple[int, int] | None) -> int | None:
    if fix is None or point is None or not places.on_earth(fix.lat_e7, fix.lon_e7):
        return None
    return round(places.metres(places.from_e7(fix.lat_e7, fix.lon_e7), places.from_e7(*point)))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
