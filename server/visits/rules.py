"""The projection: all records of one visit in, the whole visit out, from nothing, every time.

Records come late, twice, through somebody else's phone and in any order, so nothing here looks at the order of arrival:
they are put in the order of their chains first. No clock, no chance, no office decision takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from server.intake.reading import StoredOp
from server.visits import assessment
from server.visits.state import (
    Alarm,
    AnswerSet,
    Closing,
    Finding,
    Fix,
    Json,
    Media,
    Photo,
    Signature,
    Step,
    VisitState,
    Voice,
)
from sync import digest
from sync.checklist import Definition

KINDS = (
    "visit.opened", "photo.captured", "photo.discarded", "voice.recorded", "signature.given", "finding.recorded",
    "alarm.raised", "answers.given", "visit.closed",
)  # fmt: skip
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 characters that nobody confuses when reading aloud
_SHORTEST = 4
_DETAILS = {
    "photo.captured": "shot", "photo.discarded": "reason", "voice.recorded": "purpose", "signature.given": "who",
    "finding.recorded": "code", "alarm.raised": "alarm", "visit.closed": "result", "visit.opened": "partner_way",
}  # fmt: skip

DefinitionOf = Callable[[str], Definition | None]


def receipt_no(index: int) -> str:
    """Return the short receipt number of a place in the log: base 31 with a check character."""
    digits: list[int] = []
    rest = index
    while rest or len(digits) < _SHORTEST:
        rest, digit = divmod(rest, len(ALPHABET))
        digits.insert(0, digit)
    check = sum(place * digit for place, digit in enumerate(reversed(digits), 2)) % len(ALPHABET)
    return "".join(ALPHABET[digit] for digit in (*digits, check))


def review_of(transfer: str) -> str | None:
    """Return where the review stands before anybody decided: a visit waits for it once everything is here."""
    return "pending" if transfer == "all" else None


def in_order(ops: Iterable[StoredOp]) -> list[StoredOp]:
    """Return records in the order of the visit: each chain by its sequence, chains beside each other by claimed time.

    Within a chain time never runs backwards: a phone whose clock was set back keeps its order.
    """
    latest: dict[tuple[str, str, str], int] = {}
    timed = []
    for op in sorted(ops, key=lambda one: (one.device, one.epoch, one.branch, one.seq)):
        chain = (op.device, op.epoch, op.branch)
        at = max(op.wall_ms, latest.get(chain, op.wall_ms))
        latest[chain] = at
        timed.append(((at, *chain, op.seq), op))
    return [op for _, op in sorted(timed, key=lambda pair: pair[0])]


def project(ops: Sequence[StoredOp], stored: frozenset[str], roster: Mapping[str, Any], definition_of: DefinitionOf) -> VisitState | None:
    """Return the visit that these records make, or None where no record counts.

    `stored` holds the SHA-256 of the files that are here; `roster` is the household as it was registered then.
    """
    ordered = in_order(ops)
    counted = [op for op in ordered if op.counted]
    if not counted:
        return None
    opening = _opening(counted)
    closings = _closings(counted)
    final = max(closings, key=lambda one: one.round, default=None) if closings else None
    if final is not None:  # the last of its round counts
        final = [one for one in closings if one.round == final.round][-1]
    wanted = _wanted(counted)
    missing = sum(1 for media in wanted if media.sha256 not in stored)
    answers = _answers(counted)
    photos = _photos(counted)
    signatures = _signatures(counted)
    checklist = opening["checklist"]
    definition = definition_of(answers.checklist_sha256 if answers is not None else checklist["sha256"])
    if definition is not None:
        signatures = assessment.judge_signatures(signatures, _answers_after(counted), definition, roster)
    target = opening["target"]
    return VisitState(
        visit_id=counted[0].subject,
        scope=counted[0].scope,
        author=next((op.author for op in counted if op.kind == "visit.opened"), counted[0].author),
        assignment=opening["assignment"],
        target_kind=target["kind"],
        target_id=target["id"],
        attempt=opening["attempt"],
        mode=opening["mode"],
        checklist_id=checklist["id"],
        checklist_version=checklist["version"],
        checklist_sha256=checklist["sha256"],
        leader=opening["leader"],
        partner=opening["partner"],
        partner_way=opening["partner_way"],
        alone_reason=opening["alone_reason"],
        round=final.round if final is not None else opening["round"],
        transfer="open" if final is None else "text" if missing else "all",
        closing=final,
        closings=closings,
        conflict=final is not None and len({one.device for one in closings if one.round == final.round}) > 1,
        first_received_ms=min(op.received_ms for op in ops),
        last_received_ms=max(op.received_ms for op in ops),
        skew_ms=max((op.skew_ms for op in ordered), key=abs),
        uncounted=len(ordered) - len(counted),
        opened=opening["opened"],
        answers=answers,
        steps=tuple(_step(op) for op in ordered),
        photos=photos,
        voices=tuple(_voice(op) for op in counted if op.kind == "voice.recorded" and _media(op)),
        signatures=signatures,
        findings=tuple(_finding(op) for op in counted if op.kind == "finding.recorded"),
        alarms=tuple(_alarm(op) for op in counted if op.kind == "alarm.raised"),
        wanted=wanted,
        missing_media=missing,
        verdict=assessment.judge(definition, roster, answers, _shots(photos), final.result if final else None),
    )


def _opening(counted: Sequence[StoredOp]) -> Json:
    """Read how the visit was opened: target and order from the first opening, people from the last."""
    bodies = [op.body_json() for op in counted if op.kind == "visit.opened"]
    first, last = (bodies[0], bodies[-1]) if bodies else ({}, {})
    # A call for help goes out before everything else; until the opening follows, it alone says where.
    called = next((op.body_json()["target"] for op in counted if op.kind == "alarm.raised"), None)
    return {
        "opened": bool(bodies),
        "assignment": first.get("assignment"),
        "target": first.get("target") or called or {"kind": "unknown", "id": counted[0].subject},
        "attempt": first.get("attempt", 1),
        "checklist": last.get("checklist") or {"id": "-", "version": 0, "sha256": "0" * 64},
        "mode": first.get("mode") or "self_check",
        "leader": last.get("leader"),
        "partner": last.get("partner"),
        "partner_way": last.get("partner_way") or "own_phone",
        "alone_reason": last.get("alone_reason"),
        "round": last.get("round", 1),
    }


def _closings(counted: Sequence[StoredOp]) -> tuple[Closing, ...]:
    """Return every closing with the verdict on its digest; one walk, because a phone may close a visit without end."""
    covered: dict[str, list[str]] = {}
    found = []
    for op in counted:
        own = covered.setdefault(op.device, [])
        if op.kind == "visit.closed":
            found.append(_closing(op, own))
            own.clear()
        else:
            own.append(op.hash)
    return tuple(found)


def _closing(op: StoredOp, covered: Sequence[str]) -> Closing:
    body = op.body_json()
    due = digest.visit_digest(op.subject, body["attempt"], body["round"], body["result"], covered)
    return Closing(
        op_hash=op.hash,
        device=op.device,
        attempt=body["attempt"],
        round=body["round"],
        result=body["result"],
        arrived_ms=body["arrived_ms"],
        left_ms=body["left_ms"],
        t_ms=op.wall_ms,
        received_ms=op.received_ms,
        index=op.position,
        digest_ok=body["digest"] == due,
        supersedes=body.get("supersedes"),
        no_fix=_text(body.get("no_fix")),
        part=op.part_json(),
    )


def _media(op: StoredOp) -> list[Json]:
    found = op.body_json().get("media")
    if not isinstance(found, list):
        return []
    return [entry for entry in found if isinstance(entry, dict) and isinstance(entry.get("sha256"), str)]


def _wanted(counted: Sequence[StoredOp]) -> tuple[Media, ...]:
    wanted: dict[str, Media] = {}
    for op in counted:
        if op.kind == "photo.discarded":
            wanted.pop(op.body_json()["sha256"], None)
        for entry in _media(op):
            wanted[entry["sha256"]] = Media(
                entry["sha256"], entry.get("size", 0), entry.get("mime", ""), entry.get("role") or "file", op.scope
            )
    return tuple(wanted.values())


def _photos(counted: Sequence[StoredOp]) -> tuple[Photo, ...]:
    found: dict[str, Photo] = {}
    for op in counted:
        body = op.body_json()
        if op.kind == "photo.captured" and _media(op):
            photo = _photo(op, body)
            found.pop(photo.sha256, None)
            found[photo.sha256] = photo
        elif op.kind == "photo.discarded" and body["sha256"] in found:
            kept = found[body["sha256"]]
            values = {name: getattr(kept, name) for name in Photo.__slots__}
            found[kept.sha256] = Photo(**{**values, "discarded": _text(body.get("reason")) or "discarded"})
    return tuple(found.values())


def _photo(op: StoredOp, body: Json) -> Photo:
    media = _media(op)[0]
    return Photo(
        op_hash=op.hash,
        sha256=media["sha256"],
        size=media.get("size", 0),
        mime=media.get("mime", ""),
        shot=body["shot"],
        item=_text(body.get("item")),
        w=body.get("w", 0),
        h=body.get("h", 0),
        source=_text(body.get("source")) or "camera",
        covered=body.get("covered") is True,
        taken_ms=op.wall_ms,
        fix=fix_of(body),
        discarded=None,
    )


def _shots(photos: Iterable[Photo]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for photo in photos:
        if photo.discarded is None:
            counts[photo.shot] = counts.get(photo.shot, 0) + 1
    return counts


def _voice(op: StoredOp) -> Voice:
    body, media = op.body_json(), _media(op)[0]
    return Voice(
        op.hash, media["sha256"], media.get("size", 0), media.get("mime", ""), body["purpose"], body.get("duration_ms", 0), op.wall_ms
    )


def _signatures(counted: Sequence[StoredOp]) -> tuple[Signature, ...]:
    given = [op for op in counted if op.kind == "signature.given"]
    last = {op.body_json()["who"]: op.hash for op in given}
    found = []
    for op in given:
        body = op.body_json()
        found.append(
            Signature(
                op_hash=op.hash,
                who=body["who"],
                way=body["way"],
                given_ms=op.wall_ms,
                evidence=tuple(body.get("evidence") or ()),
                read_sha256=body.get("read_sha256"),
                part=op.part_json(),
                voided=None if last[body["who"]] == op.hash else "replaced",
                text_matches=None,
            )
        )
    return tuple(found)


def _finding(op: StoredOp) -> Finding:
    body = op.body_json()
    evidence = tuple(body.get("evidence") or ())
    return Finding(op.hash, body["code"], body["certainty"], _text(body.get("item")), evidence, op.part_json(), op.wall_ms)


def _alarm(op: StoredOp) -> Alarm:
    body = op.body_json()
    target = body["target"]
    return Alarm(
        op.op_id, op.hash, body["alarm"], target["kind"], target["id"], op.author, op.wall_ms, op.received_ms,
        fix_of(body), op.part_json(),
    )  # fmt: skip


def _answer_sets(counted: Sequence[StoredOp]) -> list[tuple[int, AnswerSet]]:
    """Return every set of answers with its place among the counted records, in order."""
    return [(place, _answer_set(op)) for place, op in enumerate(counted) if op.kind == "answers.given"]


def _answer_set(op: StoredOp) -> AnswerSet:
    body, part = op.body_json(), op.part_json()
    told, notes = part.get("answers"), part.get("notes")
    return AnswerSet(
        op_hash=op.hash,
        checklist_sha256=body["checklist"]["sha256"],
        core=body["answers"],
        part=told if isinstance(told, dict) else {},
        notes={key: str(value) for key, value in notes.items()} if isinstance(notes, dict) else {},
    )


def _answers_after(counted: Sequence[StoredOp]) -> dict[str, list[AnswerSet]]:
    """Return for each signature the sets of answers that came after it, in order."""
    sets = _answer_sets(counted)
    return {op.hash: [one for at, one in sets if at > place] for place, op in enumerate(counted) if op.kind == "signature.given"}


def _answers(counted: Sequence[StoredOp]) -> AnswerSet | None:
    sets = _answer_sets(counted)
    return sets[-1][1] if sets else None


def _step(op: StoredOp) -> Step:
    body = op.body_json()
    detail = _text(body.get(_DETAILS.get(op.kind, "")))
    return Step(
        op.hash, op.kind, op.wall_ms, op.received_ms, detail, fix_of(body), _text(body.get("no_fix")), op.position, op.status, op.device
    )


def fix_of(body: Mapping[str, Any]) -> Fix | None:
    """Return the position in a body, or None."""
    fix = body.get("fix")
    if not isinstance(fix, dict):
        return None
    values = [fix.get(name) for name in ("lat_e7", "lon_e7", "acc_cm", "t_ms", "age_ms")]
    lat, lon, *rest = values
    if type(lat) is not int or type(lon) is not int:
        return None
    accuracy, taken, age = (value if type(value) is int else 0 for value in rest)
    return Fix(lat, lon, accuracy, taken, age)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
