"""What a phone would have recorded of a visit: answers that fit the register and the story, and the records in their order."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from server.demo.plan import MINUTE, PastVisit
from server.demo.roster import SEED
from sync.checklist import Definition, Item, evaluate, read_back, read_text, split_answers

Row = Mapping[str, Any]
Answers = dict[str, Any]

STORIES: dict[str, Answers] = {
    "clean": {},
    "leaks": {"house_state": "leaks", "needs": ["none"]},
    "danger": {"house_state": "danger", "risk": "adult", "conclusion": "verify", "certainty": "seen"},
    "short_paid": {"last_paid_fen": -6_000, "payment_problem": "short", "conclusion": "verify", "certainty": "document"},
    "late_paid": {"last_paid_day": 9, "payment_problem": "late", "conclusion": "verify", "certainty": "document"},
    "missed_family": {
        "missed": "yes",
        "missed_why": "同组隔壁老人独居，子女多年没有音讯，靠邻居接济。",
        "conclusion": "missed",
        "certainty": "seen",
    },
    "card_with_cadre": {
        "card_holder": "cadre",
        "paid_basis": "told",
        "card_pressure": "cadre",
        "conclusion": "verify",
        "certainty": "told",
    },
    "earns_more": {"income_change": "more", "conclusion": "decrease", "certainty": "told"},
    "not_posted": {"list_posted": "not_posted", "last_review": "longer"},
    "fee_asked": {"money_taken": ["fee"], "others_present": ["none"], "conclusion": "verify", "certainty": "told"},
    "not_alone": {
        "others_present": ["cadre"],
        "money_taken": ["not_asked"],
        "card_pressure": "not_asked",
        "announced": "not_asked",
    },
    "medicine": {"needs": ["medicine", "food"], "income_change": "less", "conclusion": "increase", "certainty": "document"},
    "one_visitor": {"visited_by": "one", "list_posted": "unclear"},
    "address_other": {"address_same": "other", "address_now": "住在儿子家，同村后街"},
    "knows_nothing": {"knows_amount": "no", "knows_hotline": "no"},
}
FACTS = {
    "S02": "堂屋屋顶漏雨，北墙有斜裂缝，雨天要用盆接。",
    "F02": "存折上最近一笔比登记少60元，本人说没有人解释过。",
    "F01": "上月的钱晚了九天到账。",
    "E01": "邻居独居老人没有享受任何救助。",
    "F03": "存折在村干部手里，本人没有见过流水。",
    "E09": "儿子已在县城上班，月收入约3000元。",
    "P02": "公示栏里没有看到名单，本人也说没贴过。",
    "F07": "本人说办理时交过200元手续费，没有收据。",
    "S03": "每月药费约600元，没有办理门诊特殊病种。",
    "S05": "米缸见底，这个月靠邻居送米。",
    "P01": "办理前只来过一个人。",
    "E08": "户主长期住在别处，登记地址空着。",
    "S04": "老人独自住在危险的房子里。",
    "P07": "本人说一年多没有人来复核。",
    "P10": "不知道每月该拿多少，也不知道打哪个电话。",
}
REMARKS = {
    "ABSENT": "门锁着，邻居说去镇上看病，傍晚回来。已留联系卡。",
    "REFUSED": "户主说正在吃饭，不方便，没有进门。已说明来意并留联系卡。",
    "MOVED": "邻居说全家去年搬到福州，房子空着。",
    "DECEASED": "邻居说上月过世，没有打扰家属，只记下时间。",
    "INSTITUTION": "邻居说住进县医院，已请村里留意出院时间。",
    "NOT_FOUND": "登记的门牌号不存在，问了三户邻居都不认识。",
    "UNSAFE": "山路塌方，天色已晚，为安全中止。",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One record to be made: its kind, its time, its texts; `shot` where a photo belongs to it."""

    kind: str
    t_ms: int
    body: dict[str, Any]
    part: dict[str, Any] | None = None
    shot: str | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what a visit is about."""

    leader: str
    partner: str
    leader_name: str
    partner_name: str
    row: Row
    definition: Definition
    checklist: dict[str, Any]
    assignment: str | None
    attempt: int = 1
    extra: dict[str, Any] = field(default_factory=dict)


def answer_all(definition: Definition, row: Row, visit: PastVisit) -> Answers:
    """Return answers that are complete: the story's, then what the register says, then the plain good answer."""
    chance = random.Random(SEED * 7 + visit.number)
    wanted = _fitted(STORIES[visit.story], row)
    answers: Answers = {}
    items = {item.key: item for _, item in definition.walk()}
    for _ in range(8):  # an answer may show further questions
        result = evaluate(definition, row, answers, {})
        open_keys = [key for key in result.visible if key not in answers and items[key.split("@")[0]].kind != "photo"]
        new = {key: value for key in open_keys if (value := _answer(items[key.split("@")[0]], key, row, wanted, chance)) is not None}
        if not new:
            break
        answers |= new
    return answers


def _fitted(story: Answers, row: Row) -> Answers:
    fitted = dict(story)
    paid = row.get("last_paid") or {}
    if isinstance(fitted.get("last_paid_fen"), int):
        fitted["last_paid_fen"] = max(100, int(paid.get("fen") or 40_000) + fitted["last_paid_fen"])
    if isinstance(fitted.get("last_paid_day"), int) and paid.get("day"):
        fitted["last_paid_day"] = (date.fromisoformat(paid["day"]) + timedelta(days=fitted["last_paid_day"])).isoformat()
    return fitted


def _answer(item: Item, key: str, row: Row, wanted: Answers, chance: random.Random) -> Any:
    if item.key in wanted:
        return wanted[item.key]
    registered = _registered(item, key, row)
    if registered is not None:
        return registered
    if item.key == "seen":
        lives = {one["id"]: one.get("lives_here") for one in row["members"]}.get(key.partition("@")[2])
        return {"yes": "seen", "away": "video"}.get(str(lives), "not_seen")
    if item.key in {"missed_people", "away_place", "risk", "remarks", "payment_problem", "address_now", "death_date"}:
        return {"away_place": "在福州务工，过年回来。"}.get(item.key)
    plain = [
        choice.value for choice in item.choices if not choice.raises and choice.value not in {"unclear", "not_asked", "not_seen", "never"}
    ]
    if not plain:
        return None
    value = plain[0] if item.key != "respondent" else chance.choice([one for one, _ in _respondents(row)])
    return [value] if item.kind == "choices" else value


def _respondents(row: Row) -> list[tuple[str, Row]]:
    """Return who of the household may answer: the form's word and the person."""
    grown = [one for one in row["members"] if (one.get("age") or 0) >= 18 and one.get("lives_here") == "yes"]
    words = {"self": "head", "spouse": "spouse", "child": "child"}
    return [(words[one["relation"]], one) for one in grown if one["relation"] in words] or [("head", row["members"][0])]


def _registered(item: Item, key: str, row: Row) -> Any:
    if item.roster is None:
        return None
    if item.roster.startswith("members[]."):
        members: dict[str, Row] = {one["id"]: one for one in row["members"]}
        return members[key.partition("@")[2]].get(item.roster.removeprefix("members[]."))
    value: Any = row
    for name in item.roster.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def shots_of(definition: Definition, row: Row, answers: Answers) -> list[tuple[str, str]]:
    """Return the photos that a complete visit shows, as (shot, item)."""
    result = evaluate(definition, row, answers, {})
    items = {item.key: item for _, item in definition.walk() if item.kind == "photo"}
    return [(items[key].shot or key, key) for key in result.visible if key in items]


def fix_at(row: Row, t_ms: int, chance: random.Random, away_m: float = 12) -> dict[str, Any] | None:
    """Return a position near the household as a phone measures it, or None where it has none."""
    if row.get("point") is None or chance.random() < 0.04:
        return None
    jitter = away_m * 90  # a metre is about 90 units of 1e-7 degrees
    return {
        "lat_e7": int(row["point"]["lat_e7"] + chance.gauss(0, jitter)),
        "lon_e7": int(row["point"]["lon_e7"] + chance.gauss(0, jitter)),
        "acc_cm": chance.choice((480, 650, 900, 1200, 1800, 3500)),
        "alt_cm": chance.randint(62_000, 98_000),
        "t_ms": t_ms - chance.randint(200, 9_000),
        "age_ms": chance.randint(200, 9_000),
        "datum": "wgs84",
    }


def tell(visit: PastVisit, cast: Cast) -> list[Deed]:
    """Return the records of a visit in the order in which a phone makes them, without the closing one's digest."""
    chance = random.Random(SEED * 11 + visit.number)
    row, definition = cast.row, cast.definition
    at = visit.start_ms
    met = visit.result == "MET"
    deeds = [Deed("visit.opened", at, _opening(visit, cast, fix_at(row, at, chance, 30)))]
    answers = answer_all(definition, row, visit) if met else {}
    shots = shots_of(definition, row, answers) if met else [("door", "door")]
    for shot, item in shots if visit.result not in {"DECEASED", "UNSAFE"} else []:
        at += chance.randint(50, 260) * 1000
        body = {"shot": shot, "item": item, "source": "camera", "covered": shot == "passbook", "fix": fix_at(row, at, chance)}
        deeds.append(Deed("photo.captured", at, body, shot=shot))
    if visit.alarm is not None:
        at += 2 * MINUTE
        target = {"kind": "household", "id": row["id"]}
        note = {"hunger": "老人两天没有吃上热饭，米缸见底，已联系村里先送米。", "danger": "后墙向外倾斜，雨天有倒塌危险，人还住在里面。"}[
            visit.alarm
        ]
        deeds.append(Deed("alarm.raised", at, {"alarm": visit.alarm, "target": target, "fix": fix_at(row, at, chance)}, {"note": note}))
    if met:
        at += 4 * MINUTE
        deeds += _signatures(visit, cast, answers, at, chance)
    at += chance.randint(3, 9) * MINUTE
    deeds += _written(visit, cast, answers, at, [deed for deed in deeds if deed.shot])
    at += MINUTE
    remark = REMARKS.get(visit.result)
    closing = {"attempt": cast.attempt, "round": 1, "result": visit.result, "arrived_ms": visit.start_ms, "left_ms": at - 2 * MINUTE,
               "supersedes": None, "fix": fix_at(row, at, chance, 60)}  # fmt: skip
    deeds.append(Deed("visit.closed", at, closing, {"remark": remark} if remark else None))
    return deeds


def _opening(visit: PastVisit, cast: Cast, fix: dict[str, Any] | None) -> dict[str, Any]:
    alone = visit.partner_way == "alone"
    body = {
        "assignment": cast.assignment, "target": {"kind": "household", "id": cast.row["id"]}, "attempt": cast.attempt, "round": 1,
        "checklist": cast.checklist, "mode": "self_check", "leader": cast.leader, "partner": None if alone else cast.partner,
        "partner_way": visit.partner_way, "fix": fix,
    }  # fmt: skip
    return body | ({"alone_reason": "同行的人临时来不了"} if alone else {})


def _signatures(visit: PastVisit, cast: Cast, answers: Answers, at: int, chance: random.Random) -> list[Deed]:
    text = read_text(read_back(cast.definition, cast.row, answers, "zh-CN"))
    way = ("own", "own", "thumbprint", "own", "spoken", "refused", "own")[visit.number % 7]
    if way in {"thumbprint", "spoken"}:
        way = "own" if visit.number % 2 else "refused"
    person = dict(_respondents(cast.row)).get(answers["respondent"], cast.row["members"][0])
    respondent: dict[str, Any] = {"read_text": text, "name": person["name"], "relation": person["relation"]}
    respondent |= (
        {"strokes": strokes(person["name"], chance)} if way == "own" else {"reason": "本人说不识字，不愿意按手印，两名检查员在场。"}
    )
    sealed = hashlib.sha256(text.encode()).hexdigest()
    people = [("respondent", way, respondent), ("leader", "own", {"name": cast.leader_name, "strokes": strokes(cast.leader_name, chance)})]
    if visit.partner_way != "alone":
        people.append(("partner", "own", {"name": cast.partner_name, "strokes": strokes(cast.partner_name, chance)}))
    deeds = []
    for step, (who, how, part) in enumerate(people):
        moment = at + step * 25_000
        body: dict[str, Any] = {"who": who, "way": how, "evidence": [], "fix": fix_at(cast.row, moment, chance)}
        deeds.append(Deed("signature.given", moment, body | ({"read_sha256": sealed} if who == "respondent" else {}), part))
    return deeds


def strokes(name: str, chance: random.Random) -> dict[str, Any]:
    """Return pen strokes on a pad of 340 × 220 pixels that look like a name written in a hurry, as the protocol writes them (§2.1)."""
    lines = []
    width = 280 // max(1, len(name))
    for place in range(len(name)):
        left = 30 + place * width
        for _ in range(chance.randint(3, 5)):
            x, y = left + chance.randint(0, width // 2), chance.randint(40, 130)
            slope, length = chance.choice(((1, 0), (0, 1), (1, 1), (-1, 1))), chance.randint(30, 70)
            bend = chance.randint(-10, 10)
            line: list[int] = []
            before = (0, 0)
            for step in range(7):
                part = step / 6
                at = (int(x + slope[0] * length * part), int(y + slope[1] * length * part + bend * part * (1 - part) * 4))
                line += [at[0] - before[0], at[1] - before[1]]
                before = at
            lines.append(line)
    return {"w": 340, "h": 220, "ms": 450 * len(lines), "lines": lines}


def _written(visit: PastVisit, cast: Cast, answers: Answers, at: int, photos: list[Deed]) -> list[Deed]:
    if not answers:
        return [Deed("answers.given", at, {"checklist": cast.checklist, "answers": {}})]
    split = split_answers(cast.definition, cast.row, answers)
    notes = {"house_state": "东屋可以住，西屋堆杂物。"} if visit.story in {"leaks", "danger"} else {}
    deeds = [Deed("answers.given", at, {"checklist": cast.checklist, "answers": split["core"]}, {"answers": split["part"], "notes": notes})]
    raised = evaluate(cast.definition, cast.row, answers, {}).raised
    certainty = answers.get("certainty")
    for step, code in enumerate([one for one in raised if one in FACTS][:2]):
        shown = [deed.body["item"] for deed in photos if deed.shot == ("damage" if code == "S02" else "passbook")]
        body = {"code": code, "certainty": certainty if certainty in {"seen", "told", "heard", "document"} else "told", "evidence": shown}
        deeds.append(Deed("finding.recorded", at + (step + 1) * 20_000, body, {"facts": FACTS[code]}))
    return deeds
