"""Records of a visit, made by hand: a story is told in chain order, arrival and log order are dealt out afterwards."""

from __future__ import annotations

import hashlib
import json
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from server.checklists.catalogue import DEFINITIONS
from server.intake.reading import StoredOp
from server.visits import rules
from server.visits.state import VisitState
from sync import digest
from sync.checklist import Definition, parse_definition, read_back, read_text

START_MS = 1_795_485_600_000
SCOPE = "350923-2026-RC"
VISIT = "11111111-1111-5111-8111-111111111111"
LEADER = "aaaaaaaa-0000-4000-8000-000000000001"
PARTNER = "aaaaaaaa-0000-4000-8000-000000000002"
HOUSEHOLD = "bbbbbbbb-0000-4000-8000-000000000001"

MEMBERS = [
    {"id": f"m{n}", "name": name, "lives_here": "yes", "benefit": "covered"} for n, name in enumerate(["王木生", "李秀兰", "王小宝"])
]
REGISTER: dict[str, Any] = {
    "id": HOUSEHOLD, "name": "王木生", "address": "北村村3组", "members": MEMBERS, "programme": "dibao_rural", "monthly_fen": 128000,
    "last_paid": {"day": "2026-11-10", "fen": 128000}, "paid_by": "bank", "card_holder": "self",
    "village": {"code": "350923100201", "name": "北村村"}, "point": {"lat_e7": 269100000, "lon_e7": 1189800000, "datum": "wgs84"},
}  # fmt: skip


@cache
def short_form() -> Definition:
    return parse_definition(Path(DEFINITIONS / "household-short.json").read_bytes())


def pinned() -> dict[str, Any]:
    form = short_form()
    return {"id": form.id, "version": form.version, "sha256": form.sha256}


CORE = {
    "respondent": "head", "others_present": ["none"], "address_same": "same", "programme": "dibao_rural", "paid_by": "bank",
    "card_holder": "self", "paid_basis": "passbook", "visited_by": "two", "list_posted": "posted", "knows_amount": "yes",
    "knows_hotline": "yes", "missed": "no", "conclusion": "conform",
}  # fmt: skip
PART = {
    **{f"{item}@m{n}": value for n in range(3) for item, value in (("lives_here", "yes"), ("benefit", "covered"), ("seen", "seen"))},
    "house_state": "safe", "monthly": 128000, "last_paid_day": "2026-11-10", "last_paid_fen": 128000, "money_taken": ["none"],
    "card_pressure": "no", "announced": "no", "income_change": "same", "needs": ["none"],
}  # fmt: skip


def heard(answers: dict[str, Any], locale: str = "zh-CN") -> str:
    """Return the hash of what the household hears."""
    return hashlib.sha256(read_text(read_back(short_form(), REGISTER, answers, locale)).encode()).hexdigest()


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def fix(lat_e7: int = 269100500, lon_e7: int = 1189800500, acc_cm: int = 1200) -> dict[str, Any]:
    return {"lat_e7": lat_e7, "lon_e7": lon_e7, "acc_cm": acc_cm, "t_ms": START_MS, "age_ms": 900, "datum": "wgs84"}


@dataclass
class Story:
    """One device's chain about one visit. Every record comes a minute after the one before."""

    device: str = "dddddddd-0000-4000-8000-000000000001"
    author: str = LEADER
    epoch: str = "0123456789abcdef"
    visit: str = VISIT
    start_ms: int = START_MS
    ops: list[StoredOp] = field(default_factory=list)

    def tell(self, kind: str, body: dict[str, Any], part: dict[str, Any] | None = None, **changes: Any) -> StoredOp:
        seq = len(self.ops) + 2
        name = f"{self.device}/{self.epoch}/{seq}/{kind}"
        body_bytes = json.dumps(body, ensure_ascii=False).encode()
        op = StoredOp(
            hash=sha(name), op_id=str(uuid.uuid5(uuid.NAMESPACE_URL, name)), device=self.device, epoch=self.epoch, branch="", seq=seq,
            kind=kind, schema=1, scope=SCOPE, subject=self.visit, base="-", wall_ms=self.start_ms + seq * 60_000, mono_ms=seq * 60_000,
            boot="c0ffee01", body_sha256=hashlib.sha256(body_bytes).hexdigest(), prev="0" * 64, author=self.author, courier=None,
            received_ms=self.start_ms + 3_600_000, skew_ms=40, signed=True, status="accepted", reason=None, position=100 + seq,
            body=body_bytes, part=None if part is None else json.dumps(part, ensure_ascii=False).encode(),
        )  # fmt: skip
        op = replace(op, **changes)
        self.ops.append(op)
        return op

    def opened(self, **changes: Any) -> StoredOp:
        body: dict[str, Any] = {
            "assignment": None, "target": {"kind": "household", "id": HOUSEHOLD}, "attempt": 1, "round": 1, "checklist": pinned(),
            "mode": "self_check", "leader": LEADER, "partner": PARTNER, "partner_way": "own_phone", "fix": fix(),
        }  # fmt: skip
        return self.tell("visit.opened", body | changes)

    def photo(self, shot: str, name: str | None = None, **changes: Any) -> str:
        sha256 = sha(name or shot)
        media = [{"sha256": sha256, "size": 300_000, "mime": "image/jpeg", "role": "photo"}]
        body = {"shot": shot, "media": media, "w": 2048, "h": 1536, "source": "camera", "covered": False, "fix": fix()}
        self.tell("photo.captured", body | changes)
        return sha256

    def photos(self) -> list[str]:
        return [self.photo(shot) for shot in ("door", "badge", "room", "passbook")]

    def signed(self, answers: dict[str, Any] | None = None, who: str = "respondent", **changes: Any) -> StoredOp:
        read = heard(answers if answers is not None else CORE | PART) if who == "respondent" else None
        body: dict[str, Any] = {"who": who, "way": "own", "evidence": [], "read_sha256": read, "fix": None}
        part = {
            "strokes": {"w": 328, "h": 180, "ms": 900, "lines": [[10, 20, 1, 2]]},
            "read_text": "您家户口3口人。",
            "name": "王木生",
            "relation": "本人",
        }
        return self.tell("signature.given", body | changes, part)

    def answered(self, core: dict[str, Any] | None = None, part: dict[str, Any] | None = None) -> StoredOp:
        told = {"answers": PART if part is None else part, "notes": {"house_state": "东边漏过雨"}}
        return self.tell("answers.given", {"checklist": pinned(), "answers": CORE if core is None else core}, told)

    def closed(self, result: str = "MET", round_no: int = 1, attempt: int = 1, **changes: Any) -> StoredOp:
        ends = [place for place, op in enumerate(self.ops) if op.kind == "visit.closed"]
        hashes = [op.hash for op in self.ops[ends[-1] + 1 if ends else 0 :]]
        body: dict[str, Any] = {
            "attempt": attempt, "round": round_no, "result": result, "arrived_ms": self.start_ms, "left_ms": self.start_ms + 1_500_000,
            "op_count": len(hashes), "digest": digest.visit_digest(self.visit, attempt, round_no, result, hashes), "digest_sig": None,
            "supersedes": self.ops[ends[-1]].hash if ends else None, "fix": fix(),
        }  # fmt: skip
        return self.tell("visit.closed", body | changes, {"remark": "下次带辅具申请表"})

    def whole(self) -> list[str]:
        """Tell a clean visit; return the hashes of its photos."""
        self.opened()
        photos = self.photos()
        self.signed()
        self.signed(who="leader")
        self.signed(who="partner")
        self.answered()
        self.closed()
        return photos


def project(ops: Sequence[StoredOp], stored: frozenset[str] = frozenset(), register: dict[str, Any] | None = None) -> VisitState:
    form = short_form()
    state = rules.project(ops, stored, REGISTER if register is None else register, lambda sha256: form if sha256 == form.sha256 else None)
    assert state is not None
    return state


def dealt(ops: Sequence[StoredOp], seed: int) -> list[StoredOp]:
    """Return the same records as they lie in the log after another order of arrival."""
    shuffled = list(ops)
    random.Random(seed).shuffle(shuffled)
    return shuffled
