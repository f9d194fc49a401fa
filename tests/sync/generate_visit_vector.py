"""Writes `visit.json`: one visit as a phone writes it, of the size that a real one has. The bench of bytes per visit reads it.

9 ops, 4 photos, 64 answers, 10 lines read back, two signatures of together about 180 points. Everything is drawn from one seed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import random
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

VECTOR = Path(__file__).parent.parent / "vectors" / "visit.json"
SEED = "fangcha visit vector"
CHANCE = random.Random(SEED)
DEVICE, EPOCH, BOOT = "5b0c6f3e-9a41-4d7c-8f02-6c1de2a7b935", "9f1c0a77d2e4b863", "3ad81f60"
SCOPE = "350923-2026-RC"
ASSIGNMENT = "0d3f9c1e-7b52-4a86-b1c4-2f9e83d7a610"
VISIT = str(uuid.uuid5(uuid.UUID(ASSIGNMENT), "1"))
HOUSEHOLD = "7c0f0d2e-5a3b-4c1d-9e8f-6b21f0a4c357"
LEADER, PARTNER = "c8d1f2a4-3b5e-4f60-9a7c-1e2d3c4b5a69", "41e7b0c9-8d2f-4a13-b6e5-f09c8d7e6b5a"
MEMBERS = [
    ("a1e8c0de-5b27-4d93-8f10-2c6d7e8f9a0b", "王桂花"),
    ("f27b9c35-0e41-4a68-b7d2-93c5e1f0a846", "李守田"),
    ("68d04e1f-c2a9-4b75-9e36-7f8a1b2c3d4e", "李小燕"),
]
CHECKLIST = {"id": "household-short", "version": 1, "sha256": hashlib.sha256(b"household-short 1").hexdigest()}
START_MS = 1_795_484_700_000


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def nonce() -> str:
    return base64.urlsafe_b64encode(CHANCE.randbytes(16)).rstrip(b"=").decode()


def uuid7(ms: int) -> str:
    tail = bytearray(CHANCE.randbytes(10))
    tail[0], tail[2] = tail[0] & 0x0F | 0x70, tail[2] & 0x3F | 0x80
    return str(uuid.UUID(bytes=ms.to_bytes(6, "big") + bytes(tail)))


def fix(ms: int) -> dict[str, Any]:
    age = CHANCE.randrange(200, 4000)
    return {"lat_e7": 269103841 + CHANCE.randrange(-900, 900), "lon_e7": 1189876532 + CHANCE.randrange(-900, 900), "acc_cm": CHANCE.randrange(480, 1900),
            "t_ms": ms - age, "age_ms": age, "datum": "wgs84"}  # fmt: skip


def strokes(count: int, points: int) -> dict[str, Any]:
    """Lines of a hand that writes: where each begins, then the steps from point to point, in pixels of the pad."""
    lines = []
    for n in range(count):
        angle = CHANCE.uniform(-0.4, 1.8)
        line = [30 + (n * 290) // count + CHANCE.randrange(-9, 9), 40 + CHANCE.randrange(60)]
        for _ in range(points // count - 1):
            angle += CHANCE.gauss(0, 0.25)
            step = CHANCE.uniform(6, 11)
            line += [round(step * math.cos(angle)), round(step * math.sin(angle))]
        lines.append(line)
    return {"w": 328, "h": 180, "ms": 9000 + CHANCE.randrange(4000), "lines": lines}


CORE = {
    "respondent": "self", "others_present": ["village_cadre"], "address_same": "yes", "programme": "rural_minimum", "paid_by": "bank", "card_holder": "self",
    "paid_basis": "passbook_seen", "payment_problem": "none", "visited_by": "town", "list_posted": "yes", "last_review": "within_year", "knows_amount": "yes",
    "knows_hotline": "no", "missed": "yes", "conclusion": "as_registered", "certainty": "seen", "covered_count": 3, "water": "piped", "power": "yes",
    "toilet": "own", "stove": "gas", "fire_risk": "none", "walls": "brick", "roof": "tiles", "notice_seen": "yes", "card_seen": "yes", "months_paid": 11,
}  # fmt: skip
PART: dict[str, Any] = {
    "monthly": 136650, "last_paid_day": "2026-10-25", "last_paid_fen": 136650, "money_taken": ["none"], "card_pressure": "no", "announced": "no",
    "house_state": "sound_with_leak", "income_change": "lower", "needs": ["medicine", "roof_repair"], "care_kept": "yes", "risk": "none",
    "missed_people": ["王金水（隔壁，独居，约七十岁）"], "missed_why": "独自生活，走路困难，不知道可以申请。",
    "remarks": "屋顶东北角漏雨，已用塑料布遮盖。", "other_income": 40000, "land_mu": 2, "savings": "unknown", "vehicle": "none",
    "debts": "medical", "school_fees": 0, "medicine_fen": 32000, "chronic": ["hypertension", "arthritis"],
}  # fmt: skip
BY_MEMBER = {"lives_here": ("yes", "yes", "no"), "benefit": ("yes", "yes", "yes"), "seen": ("seen", "seen", "phone"), "health": ("chronic", "disabled", "good"),
             "work": ("none", "none", "study")}  # fmt: skip
READ = [
    "在场：王桂花、李守田", "住址与登记一致：是", "王桂花，常住：是", "李守田，常住：是", "李小燕，常住：否（在福鼎读高中，周末回家）", "待遇：农村低保，3人",
    "每月领取：1366.50元", "最近一次到账：2026年10月25日，1366.50元", "存折由谁保管：本人", "眼下的困难：买药、修屋顶",
]  # fmt: skip


def answers() -> tuple[dict[str, Any], dict[str, Any]]:
    part = dict(PART)
    for item, values in BY_MEMBER.items():
        for (member, _), value in zip(MEMBERS, values, strict=True):
            part[f"{item}@{member}"] = value
    return dict(CORE), part


def photo(shot: str, w: int, h: int) -> Callable[[int], tuple[str, dict[str, Any], None]]:
    media = {"sha256": CHANCE.randbytes(32).hex(), "size": CHANCE.randrange(380_000, 640_000), "mime": "image/jpeg", "role": "photo"}
    return lambda ms: ("photo.captured", {"shot": shot, "media": [media], "w": w, "h": h, "source": "camera", "covered": shot == "passbook", "fix": fix(ms)}, None)  # fmt: skip


def opened(ms: int) -> tuple[str, dict[str, Any], None]:
    return ("visit.opened", {"assignment": ASSIGNMENT, "target": {"kind": "household", "id": HOUSEHOLD}, "attempt": 1, "round": 1, "checklist": CHECKLIST,
            "mode": "unannounced", "leader": LEADER, "partner": PARTNER, "partner_way": "same_phone", "fix": fix(ms)}, None)  # fmt: skip


def signed(who: str, name: str, drawn: dict[str, Any], read: str | None) -> Callable[[int], tuple[str, dict[str, Any], dict[str, Any]]]:
    body: dict[str, Any] = {"who": who, "way": "own", "evidence": []}
    part: dict[str, Any] = {"strokes": drawn, "name": name}
    if read is not None:
        body, part = {**body, "read_sha256": sha(read.encode())}, {"read_text": read, **part, "relation": "self"}
    return lambda ms: ("signature.given", {**body, "fix": fix(ms)}, part)


def answered(_ms: int) -> tuple[str, dict[str, Any], dict[str, Any]]:
    core, part = answers()
    return "answers.given", {"checklist": CHECKLIST, "answers": core}, {"answers": part, "notes": {}}


def closed(ms: int, hashes: list[str]) -> tuple[str, dict[str, Any], None]:
    digest = sha("".join(f"{line}\n" for line in ("fangcha/visit/1", VISIT, 1, 1, "MET", *hashes)).encode())
    signature = base64.urlsafe_b64encode(CHANCE.randbytes(64)).rstrip(b"=").decode()
    body = {"attempt": 1, "round": 1, "result": "MET", "arrived_ms": START_MS, "left_ms": ms - 60_000, "op_count": len(hashes), "digest": digest,
            "digest_sig": signature, "supersedes": None, "fix": fix(ms)}  # fmt: skip
    return "visit.closed", body, None


def vectors() -> dict[str, Any]:
    CHANCE.seed(SEED)
    read = "".join(f"{line}\n" for line in READ)
    steps: list[Callable[[int], tuple[str, dict[str, Any], Any]]] = [
        opened, photo("door", 2048, 1536), photo("badge", 1536, 2048), photo("room", 2048, 1536), photo("passbook", 2048, 1536),
        signed("respondent", "王桂花", strokes(18, 108), read), signed("partner", "林秀芳", strokes(12, 72), None), answered,
    ]  # fmt: skip
    base, prev = f"1:48213:{CHANCE.randbytes(32).hex()}", CHANCE.randbytes(32).hex()
    first_prev, ms = prev, START_MS
    ops: list[dict[str, Any]] = []
    hashes: list[str] = []
    for seq in range(2, 11):
        ms += CHANCE.randrange(40_000, 240_000)
        kind, body, part = steps[seq - 2](ms) if seq < 10 else closed(ms, hashes)
        part_text = None if part is None else json.dumps({"nonce": nonce(), **part}, ensure_ascii=False, separators=(",", ":"))
        named = {} if part_text is None else {"part_sha256": sha(part_text.encode())}
        body_text = json.dumps({"nonce": nonce(), **body, **named}, ensure_ascii=False, separators=(",", ":"))
        op = {"device": DEVICE, "epoch": EPOCH, "seq": seq, "op_id": uuid7(ms), "kind": kind, "schema": 1, "scope": SCOPE, "subject": VISIT, "base": base,
              "wall_ms": ms, "mono_ms": ms - START_MS + 51_337, "boot": BOOT, "prev": prev, "body": body_text, "part": part_text}  # fmt: skip
        text = "".join(f"{line}\n" for line in ("fangcha/op/1", DEVICE, EPOCH, seq, op["op_id"], kind, 1, SCOPE, VISIT, base, ms, op["mono_ms"], BOOT, sha(body_text.encode()), prev))  # fmt: skip
        prev = sha(text.encode())
        hashes.append(prev)
        ops.append({**op, "hash": prev})
    core, part = answers()
    return {
        "about": "One visit of realistic size: 9 ops, 4 photos, 64 answers. `digest_sig` is random here; sealing keys and nonces are the bench's.",
        "device": DEVICE, "epoch": EPOCH, "first_seq": 2, "prev": first_prev, "head": prev, "visit_id": VISIT, "assignment": ASSIGNMENT,
        "counts": {"ops": len(ops), "photos": 4, "answers": len(core) + len(part)},
        "ops": ops,
    }  # fmt: skip


if __name__ == "__main__":
    VECTOR.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
