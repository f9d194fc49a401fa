"""The projector of visits and its news: rows for the office, the state for the phone, the outcome for the assignment."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from server import campaigns, checklists, intake, places, roster
from server.core.access import Actor
from server.core.problems import Problem
from server.intake.keys import KeyDestroyedError, close_with, open_with, rest_aad
from server.intake.reading import StoredOp, keys_of
from server.intake.store import add_if_new, lock_subject
from server.visits import rules, store
from server.visits.models import AlarmTake, Visit, VisitRegister
from server.visits.state import Json, VisitState
from sync.digest import RESULTS

PROVINCE = "350000000000"
_STANDING = re.compile(r"([0-9]{6})-([0-9]{4})-RC", re.ASCII)

OnProjected = Callable[[Session, VisitState, int], None]
_ON_PROJECTED: list[OnProjected] = []


def on_projected(fn: OnProjected) -> None:
    """Call `fn(session, state, now_ms)` after a visit has been rebuilt."""
    if fn not in _ON_PROJECTED:
        _ON_PROJECTED.append(fn)


def project_visit(session: Session, visit_id: str, now_ms: int) -> VisitState | None:
    """Rebuild the rows of one visit from its records, and tell phones and assignments."""
    ops = intake.ops_of(session, visit_id)
    stored = frozenset(media.sha256 for media in intake.media_of(session, visit_id) if media.state == "stored")
    register = _register(session, visit_id, ops, now_ms)
    state = rules.project(ops, stored, register, lambda sha256: checklists.definition_of(session, sha256))
    if state is None:
        return None
    definition = checklists.definition_of(session, state.checklist_sha256)
    extra = {
        "area_code": _area(session, state, register, now_ms),
        "all_ms": _all_ms(session, state),
        "receipt_no": None if state.closing is None else rules.receipt_no(state.closing.index),
    }
    store.replace(session, state, definition, stored, extra)
    if state.target_kind == "household" and state.opened:
        intake.tag(session, visit_id, state.target_id[:36])  # as the visit's own row has it
    _tell_assignment(session, state)
    publish_status(session, visit_id)
    for fn in _ON_PROJECTED:
        fn(session, state, now_ms)
    return state


def note_blob(session: Session, sha256: str, _scope: str, subject: str, now_ms: int) -> None:
    """Count a stored file without reading the whole visit again: with thousands of photos a day this is the frequent case."""
    lock_subject(session, subject)
    row = session.get(Visit, subject, populate_existing=True)
    if row is None:
        return
    store.mark_photo_stored(session, subject, sha256)
    missing = {media.sha256 for media in intake.media_of(session, subject) if media.state == "missing"}
    row.media_missing = len(missing)
    complete = row.transfer == "text" and not missing
    if complete:
        row.transfer, row.all_ms = "all", now_ms
    session.flush()
    if complete:  # nothing else that a phone is told changes with a photo, and the feed's lock is everybody's
        publish_status(session, subject)


def state_of(session: Session, visit_id: str) -> VisitState | None:
    """Return a visit as its records tell it now, with the words of the parts."""
    ops = intake.ops_of(session, visit_id)
    stored = frozenset(media.sha256 for media in intake.media_of(session, visit_id) if media.state == "stored")
    register = read_register(session, visit_id)
    return rules.project(ops, stored, register, lambda sha256: checklists.definition_of(session, sha256))


def publish_status(session: Session, visit_id: str) -> None:
    """Tell the phones of the visit's people how far it has come."""
    row = session.get(Visit, visit_id, populate_existing=True)
    if row is None or row.transfer == "open":
        return
    data = {
        "visit_id": visit_id,
        "transfer": row.transfer,
        "review": rules.review_of(row.transfer),
        "arrived_ms": row.text_ms,
        "receipt_no": row.receipt_no,
    }
    audiences = {f"user:{user}" for user in (row.author_id, row.leader_id, row.partner_id) if user is not None}
    assignment = campaigns.view(session, row.assignment_id) if row.assignment_id is not None else None
    if assignment is not None:
        audiences.add(campaigns.team_audience(assignment.team_id))
    for audience in sorted(audiences):
        intake.publish(session, audience, "op_status", visit_id, data)


def scope_within(session: Session, actor: Actor, visit_id: str) -> str:
    """Return the scope of a visit in the actor's area, for floors that read its files.

    Raises:
        Problem: `not-found`.
    """
    row = store.get(session, visit_id, actor.area)
    if row is None:
        raise Problem("not-found")
    return row.scope


def take_alarm(session: Session, actor: Actor, alarm_id: str, *, now_ms: int) -> tuple[str, int]:
    """Put an alarm into the actor's hands; return who took it and when. Taking one's own again changes nothing.

    Raises:
        Problem: `not-found`; `already-taken` where somebody else was quicker.
    """
    if store.alarm(session, alarm_id, actor.area) is None:
        raise Problem("not-found")
    add_if_new(session, AlarmTake, {"alarm_id": alarm_id, "user_id": actor.user_id, "taken_ms": now_ms})
    known = session.get_one(AlarmTake, alarm_id)
    if known.user_id != actor.user_id:
        raise Problem("already-taken")
    taker = store.people(session, [known.user_id]).get(known.user_id)
    return known.user_id if taker is None else taker.name, known.taken_ms


def _tell_assignment(session: Session, state: VisitState) -> None:
    if state.assignment is None:
        return
    # The visit's id follows from its order and attempt; a record that names another's order moves nothing.
    if str(uuid.uuid5(uuid.UUID(state.assignment), str(state.attempt))) != state.visit_id:
        return
    if state.result is not None and state.result not in RESULTS:
        return
    proof = state.closing.op_hash if state.closing is not None else ""
    campaigns.outcome(session, state.assignment, state.attempt, state.result, proof=proof)


def _all_ms(session: Session, state: VisitState) -> int | None:
    if state.transfer != "all" or state.closing is None:
        return None
    return max(state.closing.received_ms, store.blobs_complete_ms(session, state.visit_id) or 0)


def _area(session: Session, state: VisitState, register: Json, now_ms: int) -> str:
    """Return the division whose office sees the visit: of the household, else of the order, else of the campaign."""
    village = register.get("village")
    if isinstance(village, dict) and isinstance(village.get("code"), str):
        return str(village["code"])
    known = roster.view(session, state.target_id) if state.target_kind == "household" else None
    if known is not None:
        return known.village_code
    standing = _STANDING.fullmatch(state.scope)
    if standing is not None and places.in_frame(f"{standing[1]}000000"):
        county = f"{standing[1]}000000"
        campaigns.standing_campaign(session, county, int(standing[2]), now_ms=now_ms)
        return county
    return campaigns.area_of(session, state.scope) or PROVINCE


def _register(session: Session, visit_id: str, ops: list[StoredOp], now_ms: int) -> Json:
    """Return the household as registered when the visit was first read, keeping it for every later rebuild."""
    if session.get(VisitRegister, visit_id) is None:
        opening = next((op for op in ops if op.counted and op.kind == "visit.opened"), None)
        target = {} if opening is None else opening.body_json().get("target", {})
        row = roster.household_row(session, str(target.get("id")), now_ms) if target.get("kind") == "household" else None
        if opening is not None and row is not None:
            _keep_register(session, visit_id, opening.scope, row, now_ms)
    return read_register(session, visit_id)


def _keep_register(session: Session, visit_id: str, scope: str, row: Json, now_ms: int) -> None:
    key = keys_of(session).subject_keys([(scope, visit_id)]).get((scope, visit_id))
    if key is None:  # destroyed: what arrives late about an erased household is not kept readable
        return
    text = json.dumps(row, ensure_ascii=False, sort_keys=True).encode()
    sealed = close_with(key, text, rest_aad("register", visit_id))
    session.add(VisitRegister(visit_id=visit_id, scope=scope, sealed=sealed, kept_ms=now_ms))
    session.flush()


def read_register(session: Session, visit_id: str) -> Json:
    """Return the household row kept for a visit; nothing where there is none or its key was destroyed."""
    row = session.get(VisitRegister, visit_id)
    if row is None:
        return {}
    try:
        key = keys_of(session).subject_key((row.scope, visit_id))
        found: Any = json.loads(open_with(key, row.sealed, rest_aad("register", visit_id)))
    except (KeyDestroyedError, InvalidTag):
        return {}
    return found if isinstance(found, dict) else {}
