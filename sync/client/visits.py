"""Whole visits for a headless device, op for op as a phone writes them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync import ops
from sync.client.journal import Journal

MET = "MET"


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture: its shot, its bytes as the camera gave them, and what is known about it."""

    shot: str
    data: bytes
    item: str | None = None
    w: int = 2048
    h: int = 1536
    source: str = "camera"
    covered: bool = False
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: by whom, in which way, and the words that were read before it."""

    who: str
    way: str = "own"
    read_text: str | None = None
    strokes: Mapping[str, Any] | None = None
    name: str | None = None
    relation: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What happened at one door.

    Attributes:
        assignment: the pulled row (`id`, `campaign`, `attempt`, `leader`, `partner`, `mode`, `checklist`); `id` None = ad hoc.
        household: the pulled row, of which `id` and `point` are used.
        answers: `{"core": …, "part": …}`, as `sync.checklist.split_answers` gives them.
        duration_ms: from arrival until leaving; the arrival is so long before now.
        fix: a fix as in the protocol; by default one at the household's point.
    """

    assignment: Mapping[str, Any]
    household: Mapping[str, Any]
    answers: Mapping[str, Mapping[str, Any]] | None = None
    photos: Sequence[Photo] = ()
    signatures: Sequence[Signature] = ()
    result: str = MET
    round_no: int = 1
    notes: Mapping[str, str] = field(default_factory=dict)
    remark: str | None = None
    duration_ms: int = 1_500_000
    fix: Mapping[str, Any] | None = None


def visit_id_of(assignment: Mapping[str, Any], now_ms: int, random: bytes) -> str:
    """Return the id of a visit: derived from its assignment, or new where there is none.

    Raises:
        ValueError: the assignment's id is no UUID.
    """
    if assignment.get("id") is None:
        return ops.uuid7(now_ms, random)
    return ops.visit_id(assignment["id"], assignment.get("attempt", 1))


def write_visit(journal: Journal, visit: Visit, visit_id: str, now_ms: int) -> str:
    """Write all ops and files of `visit` and return its id.

    Raises:
        ClientError: the device is not enrolled yet.
        KeyError: the assignment lacks its campaign, or the household its id.
    """
    scope = visit.assignment["campaign"]
    fix = dict(visit.fix) if visit.fix is not None else _fix_at(visit.household, now_ms)
    if visit.round_no == 1:
        journal.write("visit.opened", scope, visit_id, _opened(visit, fix))
    for photo in visit.photos:
        _write_photo(journal, scope, visit_id, photo, fix)
    for signature in visit.signatures:
        _write_signature(journal, scope, visit_id, signature, fix)
    if visit.answers is not None:
        part = {"answers": dict(visit.answers["part"]), "notes": dict(visit.notes)}
        body = {"checklist": _checklist(visit.assignment), "answers": dict(visit.answers["core"])}
        journal.write("answers.given", scope, visit_id, body, part if part["answers"] or part["notes"] else None)
    outcome = {
        "attempt": visit.assignment.get("attempt", 1), "round": visit.round_no, "result": visit.result,
        "arrived_ms": now_ms - visit.duration_ms, "left_ms": now_ms, "fix": fix,
    }  # fmt: skip
    journal.close_visit(scope, visit_id, outcome, visit.remark)
    return visit_id


def _opened(visit: Visit, fix: dict[str, Any] | None) -> dict[str, Any]:
    assignment = visit.assignment
    partner = assignment.get("partner")
    return {
        "assignment": assignment.get("id"),
        "target": {"kind": "household", "id": visit.household["id"]},
        "attempt": assignment.get("attempt", 1),
        "round": visit.round_no,
        "checklist": _checklist(assignment),
        "mode": assignment.get("mode", "unannounced"),
        "leader": assignment.get("leader"),
        "partner": partner,
        **({"partner_way": "same_phone"} if partner else {"partner_way": "alone", "alone_reason": "partner_ill"}),
        "fix": fix,
    }


def _checklist(assignment: Mapping[str, Any]) -> dict[str, Any]:
    checklist = assignment["checklist"]
    return {name: checklist[name] for name in ("id", "version", "sha256")}


def _write_photo(journal: Journal, scope: str, visit_id: str, photo: Photo, fix: dict[str, Any] | None) -> None:
    media = journal.add_file(visit_id, photo.data, "image/jpeg", "photo")
    body = {
        "shot": photo.shot, **({} if photo.item is None else {"item": photo.item}), "media": [media], "w": photo.w, "h": photo.h,
        "source": photo.source, "covered": photo.covered, "fix": fix,
    }  # fmt: skip
    journal.write("photo.captured", scope, visit_id, body, None if photo.caption is None else {"caption": photo.caption})


def _write_signature(journal: Journal, scope: str, visit_id: str, signature: Signature, fix: dict[str, Any] | None) -> None:
    read = signature.read_text
    body: dict[str, Any] = {"who": signature.who, "way": signature.way, "evidence": []}
    if read is not None:
        body["read_sha256"] = hashlib.sha256(read.encode()).hexdigest()
    part = {
        name: value
        for name, value in (
            ("read_text", read), ("strokes", signature.strokes), ("name", signature.name), ("relation", signature.relation),
            ("reason", signature.reason),
        )
        if value is not None
    }  # fmt: skip
    journal.write("signature.given", scope, visit_id, {**body, "fix": fix}, part or None)


def _fix_at(household: Mapping[str, Any], now_ms: int) -> dict[str, Any] | None:
    point = household.get("point")
    if not isinstance(point, Mapping):
        return None
    return {
        "lat_e7": point["lat_e7"], "lon_e7": point["lon_e7"], "acc_cm": 1200, "t_ms": now_ms - 900, "age_ms": 900, "datum": "wgs84",
    }  # fmt: skip
