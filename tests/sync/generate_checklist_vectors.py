"""Writes `checklist.json`. Every expected value below was written by hand from `docs/checklists.md`; nothing here computes one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VECTOR = Path(__file__).parent.parent / "vectors" / "checklist.json"


def text(zh: str, en: str) -> dict[str, str]:
    return {"zh-CN": zh, "en": en}


def choice(value: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "text": text(zh, en), **more}


YES = choice("yes", "是", "yes")
NO = choice("no", "否", "no")
UNKNOWN = choice("unknown", "说不清", "not sure")

SAMPLE: dict[str, Any] = {
    "id": "sample-form",
    "version": 3,
    "title": text("样例表", "Sample form"),
    "target": "household",
    "topics": [
        {"key": "identity", "title": text("人在不在", "Who is here"), "hint": text("先看后问", "Look first"), "place": "home", "method": "look", "items": [
            {"key": "who", "kind": "people", "text": text("在场的家人", "Family present"), "short": text("在场", "Present"), "required_if": True,
             "summary": True, "choices": [choice("nobody", "没有人", "nobody")]},
            {"key": "lives_here", "kind": "choice", "store": "core", "text": text("是否常住", "Does the family live here?"), "short": text("常住", "Lives here"),
             "required_if": True, "summary": True, "choices": [YES, choice("no", "否", "no", raises=["F03"]), UNKNOWN]},
            {"key": "moved_when", "kind": "date", "store": "core", "text": text("何时搬走", "Moved when"), "visible_if": ["=", ["answer", "lives_here"], "no"],
             "required_if": True, "summary": True, "choices": [UNKNOWN]},
            {"key": "door_photo", "kind": "photo", "store": "core", "text": text("大门", "Front door"), "photos": {"shot": "door", "min": 1},
             "choices": [choice("not_allowed", "不让拍", "not allowed")]},
        ]},
        {"key": "money", "title": text("补助", "Benefit"), "place": "home", "method": "compute", "items": [
            {"key": "monthly", "kind": "money", "store": "core", "text": text("每月实际领到多少", "How much arrives each month?"), "short": text("每月领取", "Monthly amount"),
             "roster": "monthly_fen", "min": 0, "max": 10000000, "required_if": True, "summary": True, "choices": [UNKNOWN],
             "constraint": ["<=", ["answer", "monthly"], ["roster", "standard_fen"]], "constraint_text": text("超过标准，请再核对", "Above the standard, please check")},
            {"key": "arrived", "kind": "choice", "store": "core", "text": text("钱是否按时到账", "Does it arrive on time?"), "short": text("按时到账", "On time"),
             "visible_if": ["not", ["empty", ["answer", "monthly"]]], "required_if": [">", ["answer", "monthly"], 0],
             "choices": [YES, choice("no", "否", "no", raises=["F11", "F12"]), UNKNOWN]},
            {"key": "sources", "kind": "choices", "about": "income", "text": text("收入来源", "Sources of income"), "short": text("收入", "Income"), "summary": True,
             "choices": [choice("farm", "务农", "farming"), choice("wage", "打工", "wages"), choice("gift", "亲友接济", "gifts", raises=["F12"]),
                         choice("none", "没有", "none", exclusive=True), choice("unknown", "说不清", "not sure", exclusive=True)]},
            {"key": "wage", "kind": "money", "about": "income", "text": text("打工月收入", "Monthly wages"), "visible_if": ["in", ["answer", "sources"], ["wage"]],
             "required_if": True, "summary": True, "min": 1, "choices": [UNKNOWN]},
            {"key": "passbook_photo", "kind": "photo", "text": text("存折流水页", "Passbook page"), "photos": {"shot": "passbook", "min": 2},
             "required_if": ["=", ["answer", "arrived"], "yes"]},
        ]},
        {"key": "members", "title": text("家庭成员", "Members"), "place": "home", "repeat": "members", "items": [
            {"key": "covered", "kind": "choice", "store": "core", "text": text("是否在保", "Covered?"), "short": text("在保", "Covered"), "roster": "members[].covered",
             "required_if": True, "summary": True, "choices": [YES, choice("no", "否", "no", raises=["F03"]), UNKNOWN]},
            {"key": "school", "kind": "choice", "about": "minor", "text": text("是否在校", "At school?"), "visible_if": ["<", ["roster", "members[].age"], 18],
             "choices": [YES, choice("no", "否", "no", raises=["F07"]), UNKNOWN]},
            {"key": "absent_why", "kind": "text", "text": text("未在保的原因", "Why not covered"), "short": text("未保原因", "Reason"), "summary": True,
             "visible_if": ["and", ["=", ["answer", "covered"], "no"], ["=", ["answer", "lives_here"], "yes"]], "required_if": True},
            {"key": "face_photo", "kind": "photo", "text": text("本人", "The person"), "photos": {"shot": "face", "min": 1},
             "required_if": ["=", ["answer", "covered"], "yes"]},
        ]},
        {"key": "totals", "title": text("人数", "Counts"), "place": "home", "items": [
            {"key": "covered_count", "kind": "number", "store": "core", "text": text("保障人数", "Persons covered"), "unit": text("人", "people"), "roster": "persons_covered",
             "min": 1, "max": 20, "required_if": [">", ["count", ["answer", "covered"]], 0], "summary": True,
             "constraint": ["=", ["answer", "covered_count"], ["roster", "persons_covered"]], "constraint_text": text("与登记人数不同", "Differs from the register")},
        ]},
        {"key": "alone", "title": text("单独问", "Asked apart"), "place": "apart", "method": "ask", "items": [
            {"key": "fees", "kind": "choice", "store": "core", "text": text("有没有人收过钱", "Did anybody take money?"), "required_if": True,
             "choices": [choice("no", "没有", "no"), choice("yes", "有", "yes", raises=["F20"]), UNKNOWN, choice("not_asked", "有旁人在场，未问", "others present, not asked")]},
        ]},
        {"key": "later", "title": text("离开后", "Afterwards"), "place": "after", "items": [
            {"key": "remark", "kind": "text", "text": text("备注", "Remark")},
        ]},
    ],
}  # fmt: skip

WANG, LI, CHEN = "a1e8c0de-0000-4000-8000-000000000001", "a1e8c0de-0000-4000-8000-000000000002", "a1e8c0de-0000-4000-8000-000000000003"
ROSTER: dict[str, Any] = {
    "id": "7c0f0d2e-5a3b-4c1d-9e8f-001122334455",
    "monthly_fen": 45550,
    "standard_fen": 80000,
    "persons_covered": 2,
    "last_paid": {"day": "2026-10-25", "fen": 45550},
    "point": None,
    "members": [
        {"id": WANG, "name": "王桂花", "age": 71, "covered": True},
        {"id": LI, "name": "李小明", "age": 12, "covered": True},
        {"id": CHEN, "name": "陈𠀀生", "age": 18, "covered": False},
    ],
}

ITEM = ["topics", 0, "items"]
BAD: list[tuple[str, str, str, list[Any], Any]] = [
    # name, reason, path, where the sample is changed, the new value ("$delete" removes)
    ("an unknown member of the file", "unknown_member", "$.theme", ["theme"], "dark"),
    ("an unknown member of a topic", "unknown_member", "topics[0].icon", ["topics", 0, "icon"], "house"),
    ("an unknown member of an item", "unknown_member", "topics[0].items[1].default", [*ITEM, 1, "default"], "yes"),
    ("an unknown member of a choice", "unknown_member", "topics[0].items[1].choices[0].score", [*ITEM, 1, "choices", 0, "score"], 3),
    ("a third language", "unknown_member", "$.title.fr", ["title", "fr"], "Exemple"),
    ("no English", "missing", "$.title.en", ["title", "en"], "$delete"),
    ("a blank text", "form", "$.title.en", ["title", "en"], " \u3000"),
    ("no title", "missing", "$.title", ["title"], "$delete"),
    ("version zero", "form", "$.version", ["version"], 0),
    ("version as text", "form", "$.version", ["version"], "3"),
    ("an id with a capital", "form", "$.id", ["id"], "Sample"),
    ("no topics", "form", "$.topics", ["topics"], []),
    ("an unknown place", "form", "topics[0].place", ["topics", 0, "place"], "garden"),
    ("an unknown method", "form", "topics[0].method", ["topics", 0, "method"], "guess"),
    ("an unknown repeat", "form", "topics[2].repeat", ["topics", 2, "repeat"], "rooms"),
    ("an unknown kind", "form", "topics[0].items[1].kind", [*ITEM, 1, "kind"], "slider"),
    ("two topics of one key", "duplicate", "topics", ["topics", 1, "key"], "identity"),
    ("two items of one key in different topics", "duplicate", "items", ["topics", 5, "items", 0, "key"], "who"),
    ("two photos of one shot", "duplicate", "photos.shot", ["topics", 1, "items", 4, "photos", "shot"], "door"),
    ("two choices of one value", "duplicate", "topics[0].items[1].choices", [*ITEM, 1, "choices", 2, "value"], "yes"),
    ("a choice without choices", "missing", "topics[0].items[1].choices", [*ITEM, 1, "choices"], "$delete"),
    ("a text with choices", "not_for_kind", "topics[5].items[0].choices", ["topics", 5, "items", 0, "choices"], [YES]),
    ("a choice with a minimum", "not_for_kind", "topics[0].items[1].min", [*ITEM, 1, "min"], 1),
    ("money with a unit", "not_for_kind", "topics[1].items[0].unit", ["topics", 1, "items", 0, "unit"], text("元", "yuan")),
    ("a single choice with an exclusive value", "not_for_kind", "topics[0].items[1].choices[0].exclusive", [*ITEM, 1, "choices", 0, "exclusive"], True),
    ("max below min", "range", "topics[1].items[0].max", ["topics", 1, "items", 0, "max"], -1),
    ("a photo without photos", "missing", "topics[0].items[3].photos", [*ITEM, 3, "photos"], "$delete"),
    ("no photo wanted", "form", "topics[0].items[3].photos.min", [*ITEM, 3, "photos", "min"], 0),
    ("too many photos wanted", "range", "topics[0].items[3].photos.min", [*ITEM, 3, "photos", "min"], 21),
    ("a constraint without its text", "missing", "topics[1].items[0].constraint", ["topics", 1, "items", 0, "constraint_text"], "$delete"),
    ("income in the core", "must_be_part", "topics[1].items[2].store", ["topics", 1, "items", 2, "store"], "core"),
    ("words in the core", "must_be_part", "topics[5].items[0].store", ["topics", 5, "items", 0, "store"], "core"),
    ("names in the core", "must_be_part", "topics[0].items[0].store", [*ITEM, 0, "store"], "core"),
    ("an unknown sensitive matter", "form", "topics[0].items[1].about", [*ITEM, 1, "about"], "faith"),
    ("what was said apart in the summary", "not_at_home", "topics[4].items[0].summary", ["topics", 4, "items", 0, "summary"], True),
    ("what was written afterwards in the summary", "not_at_home", "topics[5].items[0].summary", ["topics", 5, "items", 0, "summary"], True),
    ("a photo in the summary", "not_for_kind", "topics[0].items[3].summary", [*ITEM, 3, "summary"], True),
    ("asked apart without a way out", "not_asked", "topics[4].items[0].choices", ["topics", 4, "items", 0, "choices", 3, "value"], "skipped"),
    ("a finding code in lower case", "form", "topics[0].items[1].choices[1].raises", [*ITEM, 1, "choices", 1, "raises"], ["f03"]),
    ("no finding codes", "form", "topics[0].items[1].choices[1].raises", [*ITEM, 1, "choices", 1, "raises"], []),
    ("a roster path with an index", "path", "topics[1].items[0].roster", ["topics", 1, "items", 0, "roster"], "members[0].age"),
    ("a member's value outside of a repeated topic", "path", "topics[1].items[0].roster", ["topics", 1, "items", 0, "roster"], "members[].age"),
    ("visible by a later answer", "dangling", "moved_when.visible_if", [*ITEM, 2, "visible_if"], ["=", ["answer", "monthly"], 1]),
    ("visible by its own answer", "dangling", "moved_when.visible_if", [*ITEM, 2, "visible_if"], ["empty", ["answer", "moved_when"]]),
    ("an answer that nobody asks for", "dangling", "moved_when.required_if", [*ITEM, 2, "required_if"], ["empty", ["answer", "moved"]]),
    ("an unknown operator", "operator", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], ["xor", True, False]),
    ("a value where a condition is wanted", "operator", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], ["answer", "who"]),
    ("a condition where a value is wanted", "operator", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], ["=", ["not", True], True]),
    ("a bare text as a condition", "expression", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], "yes"),
    ("null as a condition", "expression", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], None),
    ("one argument too few", "arguments", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], ["=", ["answer", "who"]]),
    ("one argument too many", "arguments", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], ["not", True, True]),
    ("and of nothing", "arguments", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], ["and"]),
    ("in without a list", "arguments", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], ["in", ["answer", "who"], "yes"]),
    ("in an empty list", "arguments", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], ["in", ["answer", "who"], []]),
    ("an answer's key computed", "key", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], ["empty", ["answer", ["roster", "name"]]]),
    ("a path that climbs", "path", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], ["empty", ["roster", "../office"]]),
    ("nested too deeply", "size", "topics[0].items[2].visible_if", [*ITEM, 2, "visible_if"], "$nest"),
]  # fmt: skip


def nested(depth: int) -> Any:
    return ["not", nested(depth - 1)] if depth else True


MET = {
    "who": [WANG, "邻居老周"], "lives_here": "yes", "monthly": 45550, "arrived": "yes", "sources": ["wage", "farm"], "wage": 120000,
    f"covered@{WANG}": "yes", f"covered@{LI}": "yes", f"school@{LI}": "yes", f"covered@{CHEN}": "no", f"absent_why@{CHEN}": " 在外\n打工\u3000已停保 ",
    "covered_count": 2, "fees": "no", "remark": "院子里有新摩托车",
}  # fmt: skip
ALWAYS = ["who", "lives_here", "door_photo", "monthly"]
MONEY_TAIL = ["sources", "passbook_photo"]
MEMBERS = [
    f"covered@{WANG}",
    f"face_photo@{WANG}",
    f"covered@{LI}",
    f"school@{LI}",
    f"face_photo@{LI}",
    f"covered@{CHEN}",
    f"face_photo@{CHEN}",
]
TAIL = ["covered_count", "fees", "remark"]
MET_VISIBLE = [
    *ALWAYS, "arrived", "sources", "wage", "passbook_photo", *MEMBERS[:6], f"absent_why@{CHEN}", f"face_photo@{CHEN}", *TAIL,
]  # fmt: skip


def result(**changes: Any) -> dict[str, Any]:
    return {"visible": [], "required_missing": [], "problems": [], "raised": [], "raised_by": {}, "photos_missing": [], **changes}


def problem(key: str, code: str, shown: dict[str, str] | None = None) -> dict[str, Any]:
    return {"key": key, "code": code, "text": shown}


ABOVE = SAMPLE["topics"][1]["items"][0]["constraint_text"]
DIFFERS = SAMPLE["topics"][3]["items"][0]["constraint_text"]
ALL_PHOTOS = {"door": 1, "passbook": 2, f"face@{WANG}": 1, f"face@{LI}": 3}
EMPTY_MISSING = ["who", "lives_here", "monthly", f"covered@{WANG}", f"covered@{LI}", f"covered@{CHEN}", "fees"]

EVALUATIONS: list[tuple[str, dict[str, Any], dict[str, int], dict[str, Any]]] = [
    ("nothing answered", {}, {}, result(visible=[*ALWAYS, *MONEY_TAIL, *MEMBERS, *TAIL], required_missing=EMPTY_MISSING, photos_missing=["door"])),
    ("a whole visit", MET, ALL_PHOTOS, result(visible=MET_VISIBLE, raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("a whole visit without a photo", MET, {}, result(
        visible=MET_VISIBLE, raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]}, photos_missing=["door", "passbook", f"face@{WANG}", f"face@{LI}"])),
    ("one photo of two, and one that was not allowed", {**MET, "door_photo": "not_allowed"}, {"passbook": 1, f"face@{WANG}": 1, f"face@{LI}": 1}, result(
        visible=MET_VISIBLE, raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]}, photos_missing=["passbook"])),
    ("null, blank and empty are no answers", {**MET, "who": [], "lives_here": None, "remark": " \n", "fees": "  ", "monthly": None}, ALL_PHOTOS, result(
        visible=[*ALWAYS, "sources", "wage", "passbook_photo", *MEMBERS, *TAIL], required_missing=["who", "lives_here", "monthly", "fees"],
        raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("moved away: the date appears, the reason goes", {**MET, "lives_here": "no"}, ALL_PHOTOS, result(
        visible=["who", "lives_here", "moved_when", "door_photo", "monthly", "arrived", "sources", "wage", "passbook_photo", *MEMBERS, *TAIL],
        required_missing=["moved_when"], raised=["F03"], raised_by={"F03": ["lives_here", f"covered@{CHEN}"]})),
    ("several findings, each once, in the order of the file", {**MET, "arrived": "no", "sources": ["gift"], f"school@{LI}": "no", "fees": "yes"}, ALL_PHOTOS, result(
        visible=[key for key in MET_VISIBLE if key != "wage"], raised=["F11", "F12", "F07", "F03", "F20"],
        raised_by={"F11": ["arrived"], "F12": ["arrived", "sources"], "F07": [f"school@{LI}"], "F03": [f"covered@{CHEN}"], "F20": ["fees"]})),
    ("above the standard", {**MET, "monthly": 80001}, ALL_PHOTOS, result(
        visible=MET_VISIBLE, problems=[problem("monthly", "constraint", ABOVE)], raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("说不清 is not held to the constraint and owes no arrival", {**{k: v for k, v in MET.items() if k != "arrived"}, "monthly": "unknown"}, ALL_PHOTOS, result(
        visible=MET_VISIBLE, raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("nothing arrives: arrival is asked, not owed", {**{k: v for k, v in MET.items() if k != "arrived"}, "monthly": 0}, ALL_PHOTOS, result(
        visible=MET_VISIBLE, raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("values of the wrong kind", {**MET, "who": "王桂花", "lives_here": True, "monthly": "45550", "sources": "farm", f"covered@{WANG}": "maybe",
                                  f"absent_why@{CHEN}": 7, "covered_count": True}, ALL_PHOTOS, result(
        visible=[key for key in MET_VISIBLE if key not in ("wage", f"absent_why@{CHEN}")],
        problems=[problem("who", "choice"), problem("lives_here", "kind"), problem("monthly", "choice"), problem("sources", "kind"),
                  problem(f"covered@{WANG}", "choice"), problem("covered_count", "kind")],
        raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("out of range", {**MET, "monthly": -1, "wage": 0, "covered_count": 21}, ALL_PHOTOS, result(
        visible=MET_VISIBLE, problems=[problem("monthly", "range"), problem("wage", "range"), problem("covered_count", "range")],
        raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("an exclusive value with another", {**MET, "sources": ["none", "gift"]}, ALL_PHOTOS, result(
        visible=[key for key in MET_VISIBLE if key != "wage"], problems=[problem("sources", "exclusive")],
        raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("an exclusive value alone", {**MET, "sources": ["none"]}, ALL_PHOTOS, result(
        visible=[key for key in MET_VISIBLE if key != "wage"], raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("the same value twice, and a value that is not offered", {**MET, "sources": ["wage", "wage"], "fees": "hush"}, ALL_PHOTOS, result(
        visible=MET_VISIBLE, problems=[problem("sources", "kind"), problem("fees", "choice")],
        raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("another number of people than registered", {**MET, "covered_count": 3}, ALL_PHOTOS, result(
        visible=MET_VISIBLE, problems=[problem("covered_count", "constraint", DIFFERS)], raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("answers that the form does not have", {**MET, "zebra": 1, "covered": "yes", "covered@nobody": "yes", "Alpha": None, "who@" + WANG: ["x"]}, ALL_PHOTOS, result(
        visible=MET_VISIBLE, raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]},
        problems=[problem("Alpha", "unknown_key"), problem("covered", "unknown_key"), problem("covered@nobody", "unknown_key"),
                  problem("who@" + WANG, "unknown_key"), problem("zebra", "unknown_key")])),
    ("hidden answers raise nothing and cause no problem", {**MET, "moved_when": "soon", f"school@{WANG}": "no", f"school@{CHEN}": "no"}, ALL_PHOTOS, result(
        visible=MET_VISIBLE, raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
    ("a hidden answer hides what hangs on it", {**{k: v for k, v in MET.items() if k != "monthly"}}, ALL_PHOTOS, result(
        visible=[key for key in MET_VISIBLE if key != "arrived"], required_missing=["monthly"], raised=["F03"], raised_by={"F03": [f"covered@{CHEN}"]})),
]  # fmt: skip

OTHER_ROSTERS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("a household row without members", {"monthly_fen": 1}, {"monthly": 0, "lives_here": "yes"}, result(
        visible=[*ALWAYS, "arrived", *MONEY_TAIL, *TAIL], required_missing=["who", "fees"],
        problems=[problem("monthly", "constraint", ABOVE)], photos_missing=["door"])),
    ("an empty row and an empty form", {}, {}, result(
        visible=[*ALWAYS, *MONEY_TAIL, *TAIL], required_missing=["who", "lives_here", "monthly", "fees"], photos_missing=["door"])),
    ("members without an id are not asked about", {"members": [{"name": "甲"}, 7, {"id": 5}, {"id": "m"}]}, {"covered@m": "unknown"}, result(
        visible=[*ALWAYS, *MONEY_TAIL, "covered@m", "face_photo@m", *TAIL], required_missing=["who", "lives_here", "monthly", "covered_count", "fees"],
        photos_missing=["door"])),
]  # fmt: skip

# [expression, value] over ANSWERS and ROSTER of `expressions`, seen from the household ("member": null) or from one member.
CONDITIONS: list[tuple[Any, bool]] = [
    (True, True), (False, False),
    (["=", 1, 1], True), (["=", 1, "1"], False), (["=", 1, True], False), (["=", 0, False], False), (["=", None, None], True), (["=", "", None], False),
    (["!=", 1, True], True), (["!=", None, None], False),
    (["=", ["roster", "persons_covered"], 2], True), (["=", ["roster", "nothing.at.all"], None], True), (["=", ["roster", "monthly_fen.x"], None], True),
    (["=", ["roster", "last_paid.day"], "2026-10-25"], True), (["=", ["roster", "last_paid"], ["roster", "last_paid"]], False),
    (["empty", ["roster", "last_paid"]], False), (["empty", ["roster", "point"]], True),
    (["<", 1, 2], True), (["<", 2, 1], False), (["<", None, 1], False), (["not", ["<", None, 1]], True), (["<", "a", "b"], False), (["<", False, True], False),
    (["<", "2026-09-30", "2026-10-01"], True), (["<", "2026-09", "2026-10-01"], False), (["<=", "2026-09", "2026-09"], True), (["<", "2", "10"], False),
    (["<=", 2, 2], True), ([">", -1, -2], True), ([">=", 2, 3], False),
    (["and", True, True, True], True), (["and", True, False], False), (["and", True], True), (["or", False, False], False), (["or", False, True], True),
    (["not", False], True),
    (["in", "a", ["a", "b"]], True), (["in", "c", ["a", "b"]], False), (["in", None, [None]], True), (["in", 1, [True, "1"]], False), (["in", None, ["a"]], False),
    (["in", ["answer", "sources"], ["farm", "none"]], True), (["in", ["answer", "sources"], ["none"]], False),
    (["=", ["answer", "sources"], ["answer", "sources"]], True), (["=", ["answer", "sources"], "wage"], False),
    (["empty", ["answer", "remark"]], False), (["empty", ["answer", "moved_when"]], True), (["empty", ""], True), (["empty", " \u3000\t"], True), (["empty", "\u200b"], False),
    (["empty", 0], False), (["empty", False], False), (["empty", None], True),
    (["=", ["count", ["answer", "sources"]], 2], True), (["=", ["count", ["answer", "fees"]], 1], True), (["=", ["count", ["answer", "moved_when"]], 0], True),
    (["=", ["count", ""], 0], True), (["=", ["count", 0], 1], True),
    (["=", ["count", ["answer", "covered"]], 3], True), (["in", ["answer", "covered"], ["no"]], True), (["=", ["count", ["answer", "school"]], 1], True),
    (["=", ["count", ["roster", "members[]"]], 3], True), (["=", ["count", ["roster", "members[].age"]], 3], True), (["in", ["roster", "members[].age"], [12]], True),
    (["in", ["roster", "members[].covered"], [False]], True), (["=", ["count", ["roster", "members[].phone"]], 0], True), (["=", ["count", ["roster", "members"]], 3], True),
]  # fmt: skip
FROM_CHEN: list[tuple[Any, bool]] = [
    (["=", ["answer", "covered"], "no"], True), (["empty", ["answer", "school"]], True), (["=", ["roster", "members[].age"], 18], True),
    (["=", ["roster", "members[].covered"], False], True), (["=", ["answer", "monthly"], 45550], True), (["=", ["roster", "persons_covered"], 2], True),
    (["=", ["count", ["roster", "members[]"]], 1], True), (["=", ["count", ["roster", "members"]], 3], True),
]  # fmt: skip

READ_BACK_ZH = [
    "在场：王桂花、邻居老周", "常住：是", "每月领取：455.50元", "收入：务农、打工", "打工月收入：1200元",
    "王桂花，在保：是", "李小明，在保：是", "陈𠀀生，在保：否", "陈𠀀生，未保原因：在外 打工 已停保", "保障人数：2人",
]  # fmt: skip
READ_BACK_EN = [
    "Present: 王桂花, 邻居老周", "Lives here: yes", "Monthly amount: 455.50 yuan", "Income: farming, wages", "Monthly wages: 1200 yuan",
    "王桂花, Covered: yes", "李小明, Covered: yes", "陈𠀀生, Covered: no", "陈𠀀生, Reason: 在外 打工 已停保", "Persons covered: 2 people",
]  # fmt: skip
READ_BACKS: list[tuple[str, dict[str, Any], str, list[str]]] = [
    ("a whole visit, Chinese", MET, "zh-CN", READ_BACK_ZH),
    ("a whole visit, English", MET, "en", READ_BACK_EN),
    ("nothing answered", {}, "zh-CN", []),
    ("choices that stand instead, and dates", {"who": "nobody", "lives_here": "no", "moved_when": "2025-03", "monthly": "unknown"}, "zh-CN",
     ["在场：没有人", "常住：否", "何时搬走：2025年3月", "每月领取：说不清"]),
    ("a day", {"lives_here": "no", "moved_when": "2025-03-09"}, "zh-CN", ["常住：否", "何时搬走：2025年3月9日"]),
    ("a day in English", {"lives_here": "no", "moved_when": "2025-03-09"}, "en", ["Lives here: no", "Moved when: 2025-03-09"]),
    ("money below a yuan, and nothing", {"monthly": 5, "sources": ["unknown"]}, "zh-CN", ["每月领取：0.05元", "收入：说不清"]),
    ("what was said apart or written afterwards is never read out", {"fees": "yes", "remark": "有人收钱"}, "zh-CN", []),
    ("what is hidden or invalid is not read out", {"moved_when": "2025-03-09", "monthly": "455", "lives_here": "perhaps"}, "zh-CN", []),
    ("a value out of range is not read out", {"monthly": 99999900}, "zh-CN", []),
    ("an answer above the standard was given, so it is read out", {"monthly": 90000}, "zh-CN", ["每月领取：900元"]),
]  # fmt: skip
CONFIRMABLE: list[tuple[str, str, dict[str, Any], Any]] = [
    ("money", "monthly", ROSTER, 45550),
    ("a number", "covered_count", ROSTER, 2),
    ("true is yes", f"covered@{WANG}", ROSTER, "yes"),
    ("false is no", f"covered@{CHEN}", ROSTER, "no"),
    ("an item without a roster path", "lives_here", ROSTER, None),
    ("an unknown item", "zebra", ROSTER, None),
    ("a repeated item without its member", "covered", ROSTER, None),
    ("a member that is not there", "covered@nobody", ROSTER, None),
    ("nothing in the roster", "monthly", {}, None),
    ("a value that would be no valid answer", "covered_count", {"persons_covered": 0}, None),
    ("a value of another kind", "monthly", {"monthly_fen": "455"}, None),
    ("a choice that the roster may hold", "monthly", {"monthly_fen": "unknown"}, "unknown"),
]
DATES = {
    "good": ["2026-11-23", "2024-02-29", "1900-01-01", "2099-12", "2026-01"],
    "bad": [
        "2025-02-29",
        "2026-13-01",
        "2026-00",
        "1899-12-31",
        "2100-01-01",
        "2026-1-1",
        "2026-11-31",
        "２０２６-11-23",
        "2026-11-23 ",
        "20261123",
        "unknown",
    ],
}
SPLIT = {
    "answers": {**MET, "moved_when": "2025-03", "zebra": 1, "door_photo": "not_allowed"},
    "core": {"lives_here": "yes", "door_photo": "not_allowed", "monthly": 45550, "arrived": "yes", f"covered@{WANG}": "yes", f"covered@{LI}": "yes",
             f"covered@{CHEN}": "no", "covered_count": 2, "fees": "no"},
    "part": {"who": [WANG, "邻居老周"], "sources": ["wage", "farm"], "wage": 120000, f"school@{LI}": "yes",
             f"absent_why@{CHEN}": " 在外\n打工\u3000已停保 ", "remark": "院子里有新摩托车"},
}  # fmt: skip


def vectors() -> dict[str, Any]:
    changes = [
        {
            "name": name,
            "reason": reason,
            "path": path,
            "at": at,
            **({"delete": True} if new == "$delete" else {"set": nested(13) if new == "$nest" else new}),
        }
        for name, reason, path, at, new in BAD
    ]
    return {
        "about": "docs/checklists.md. `bad`: change `definition` at the path `at` (`set` or `delete`), then it must be refused with `reason` at `path`.",
        "definition": SAMPLE,
        "roster": ROSTER,
        "bad": changes,
        "expressions": {
            "answers": MET,
            "cases": [{"member": None, "expr": e, "value": v} for e, v in CONDITIONS]
            + [{"member": CHEN, "expr": e, "value": v} for e, v in FROM_CHEN],
        },
        "evaluate": [{"name": n, "answers": a, "photos": p, "result": r} for n, a, p, r in EVALUATIONS]
        + [{"name": n, "roster": o, "answers": a, "photos": {}, "result": r} for n, o, a, r in OTHER_ROSTERS],
        "read_back": [{"name": n, "answers": a, "locale": w, "lines": r} for n, a, w, r in READ_BACKS],
        "confirmable": [{"name": n, "key": k, "roster": r, "value": v} for n, k, r, v in CONFIRMABLE],
        "split": SPLIT,
        "dates": DATES,
    }


if __name__ == "__main__":
    VECTOR.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
