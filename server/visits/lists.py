"""The office list: the visits of one's own area, newest arrival first, with the alarms on top."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server import intake, places
from server.core.access import Actor
from server.core.paging import decode_cursor, encode_cursor
from server.roster.models import Household
from server.visits import rules, store
from server.visits.models import Alarm, AlarmTake, Visit

PAGE = 40
# A taken alarm stays a little while, so that everybody sees who has it.
SHOWN_AFTER_TAKE_MS = 30 * 60_000


@dataclass(frozen=True, slots=True)
class ListVisits:
    """Which page of the list is wanted."""

    cursor: str | None = None
    limit: int = PAGE
    transfer: str | None = None
    result: str | None = None


def page(session: Session, actor: Actor, wanted: ListVisits, *, now_ms: int) -> dict[str, Any]:
    """Return one page of the list.

    Raises:
        Problem: `bad-request` for a cursor that this server did not make.
    """
    key = decode_cursor(wanted.cursor, (int, str))
    after = None if key is None else (int(key[0]), str(key[1]))
    found = store.page(session, actor.area, after=after, limit=wanted.limit + 1, transfer=wanted.transfer, result=wanted.result)
    more, found = len(found) > wanted.limit, found[: wanted.limit]
    return {
        "items": rows(session, found),
        "next": encode_cursor(found[-1].received_ms, found[-1].id) if more else None,
        "alarms": alarm_rows(session, store.open_alarms(session, actor.area, now_ms - SHOWN_AFTER_TAKE_MS)),
        "now_ms": now_ms,
    }


def rows(session: Session, visits: Sequence[Visit]) -> list[dict[str, Any]]:
    """Return the rows of some visits with the names that belong to them, in a few queries for all of them."""
    households = store.households(session, (visit.target_id for visit in visits))
    users = store.people(session, (user for visit in visits for user in _crew(visit)))
    untaken = store.untaken(session, (visit.id for visit in visits))
    return [
        {
            "id": visit.id,
            **_target(session, visit, households),
            "result": visit.result,
            "transfer": visit.transfer,
            "review": rules.review_of(visit.transfer),
            "inspectors": [users[user].name for user in _crew(visit) if user in users],
            "visited_ms": visit.arrived_ms,
            "received_ms": visit.received_ms,
            "photos": visit.photos,
            "photos_missing": visit.media_missing,
            "alarms": untaken.get(visit.id, 0),
            "findings": visit.findings,
        }
        for visit in visits
    ]


def _target(session: Session, visit: Visit, households: Mapping[str, Household]) -> dict[str, str]:
    found = whereabouts(session, households.get(visit.target_id), visit.area_code)
    if visit.target_kind == "organisation":
        found["household"] = store.organisations(session, [visit.target_id]).get(visit.target_id, "")
    return found


def _crew(visit: Visit) -> list[str]:
    """Return leader and partner, or who sent the record where neither is named."""
    named = [user for user in (visit.leader_id, visit.partner_id) if user is not None]
    return list(dict.fromkeys(named or [visit.author_id]))


def whereabouts(session: Session, household: Household | None, area_code: str) -> dict[str, str]:
    """Return name, number, village and town of a household; of an unknown one only the area."""
    if household is None:
        return {"household": "", "number": "", "village": "", "town": places.place_name_of(session, area_code)}
    village = household.village_code
    return {
        "household": household.head_name,
        "number": household.number,
        "village": places.place_name_of(session, village),
        "town": places.name_of(session, places.town_of(village)),
    }


def alarm_rows(session: Session, alarms: Sequence[tuple[Alarm, AlarmTake | None]]) -> list[dict[str, Any]]:
    """Return alarms as the office shows them; the note is opened out of the record's part."""
    users = store.people(session, [*(alarm.author_id for alarm, _ in alarms), *(take.user_id for _, take in alarms if take)])
    households = store.households(session, (alarm.target_id for alarm, _ in alarms))
    found = []
    for alarm, take in alarms:
        where = whereabouts(session, households.get(alarm.target_id), alarm.area_code)
        found.append(
            {
                "id": alarm.id,
                "visit_id": alarm.visit_id,
                "alarm": alarm.alarm,
                "household": where["household"],
                "village": where["village"] or where["town"],
                "raised_ms": alarm.raised_ms,
                "received_ms": alarm.received_ms,
                "by": users[alarm.author_id].name if alarm.author_id in users else "",
                "note": _note(session, alarm.op_hash),
                "taken_by": None if take is None else users[take.user_id].name if take.user_id in users else take.user_id,
                "taken_ms": None if take is None else take.taken_ms,
            }
        )
    return found


def _note(session: Session, op_hash: str) -> str | None:
    part = intake.read_part(session, op_hash)
    try:
        told = None if part is None else json.loads(part).get("note")
    except (ValueError, AttributeError):
        return None
    return told if isinstance(told, str) and told else None
