"""What a visit amounts to once its records are read in order: plain values, nothing of the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fix:
    """A position as the phone told it, WGS-84."""

    lat_e7: int
    lon_e7: int
    acc_cm: int
    t_ms: int
    age_ms: int


@dataclass(frozen=True, slots=True)
class Step:
    """One record in the order of the visit, counted or not."""

    op_hash: str
    kind: str
    t_ms: int
    received_ms: int
    detail: str | None
    fix: Fix | None
    no_fix: str | None
    index: int
    status: str
    device: str


@dataclass(frozen=True, slots=True)
class Media:
    """A file that some record names and that was not discarded."""

    sha256: str
    size: int
    mime: str
    role: str
    scope: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture at the shutter; `discarded` holds the reason where it was thrown away."""

    op_hash: str
    sha256: str
    size: int
    mime: str
    shot: str
    item: str | None
    w: int
    h: int
    source: str
    covered: bool
    taken_ms: int
    fix: Fix | None
    discarded: str | None


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording."""

    op_hash: str
    sha256: str
    size: int
    mime: str
    purpose: str
    duration_ms: int
    taken_ms: int


@dataclass(frozen=True, slots=True)
class Signature:
    """A confirmation. `voided` says why it does not count: `replaced` by a later one, `edited` after it was given."""

    op_hash: str
    who: str
    way: str
    given_ms: int
    evidence: tuple[str, ...]
    read_sha256: str | None
    part: Json
    voided: str | None
    text_matches: bool | None  # None where nothing can be compared


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noted: code and certainty in the core, words in the part."""

    op_hash: str
    code: str
    certainty: str
    item: str | None
    evidence: tuple[str, ...]
    part: Json
    t_ms: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """A call for help from the door."""

    op_id: str
    op_hash: str
    alarm: str
    target_kind: str
    target_id: str
    author: str
    raised_ms: int
    received_ms: int
    fix: Fix | None
    part: Json


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """The answers that count: of the newest `answers.given`."""

    op_hash: str
    checklist_sha256: str
    core: Json
    part: Json
    notes: dict[str, str]

    @property
    def all(self) -> Json:
        """Return core and part together."""
        return {**self.core, **self.part}


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of one round on one phone."""

    op_hash: str
    device: str
    attempt: int
    round: int
    result: str
    arrived_ms: int | None
    left_ms: int | None
    t_ms: int
    received_ms: int
    index: int
    digest_ok: bool
    supersedes: str | None
    no_fix: str | None
    part: Json


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the server's own evaluation of the answers found. Data for the reviewer, never a refusal."""

    missing: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()  # key, code
    raised: tuple[str, ...] = ()
    photos_missing: tuple[str, ...] = ()
    evaluated: bool = False


@dataclass(frozen=True, slots=True)
class VisitState:
    """A whole visit."""

    visit_id: str
    scope: str
    author: str
    assignment: str | None
    target_kind: str
    target_id: str
    attempt: int
    mode: str
    checklist_id: str
    checklist_version: int
    checklist_sha256: str
    leader: str | None
    partner: str | None
    partner_way: str
    alone_reason: str | None
    round: int
    transfer: str  # open, text, all
    closing: Closing | None
    closings: tuple[Closing, ...]
    conflict: bool  # two phones closed the same round
    first_received_ms: int
    last_received_ms: int
    skew_ms: int
    uncounted: int  # records in quarantine or on a fork
    opened: bool
    answers: AnswerSet | None = None
    steps: tuple[Step, ...] = ()
    photos: tuple[Photo, ...] = ()
    voices: tuple[Voice, ...] = ()
    signatures: tuple[Signature, ...] = ()
    findings: tuple[Finding, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    wanted: tuple[Media, ...] = ()
    missing_media: int = 0
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def result(self) -> str | None:
        """Return the result of the round that counts."""
        return None if self.closing is None else self.closing.result

    @property
    def marks(self) -> tuple[str, ...]:
        """Return how the partner took part, where that was not with an own phone: 同机确认 or 单人."""
        return () if self.partner_way == "own_phone" else (self.partner_way,)
