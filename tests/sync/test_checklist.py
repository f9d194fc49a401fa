"""Checklists: the vectors of `checklist.json`, and laws that hold for any answers."""

from __future__ import annotations

import copy
import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.checklist import confirmable, evaluate, parse_definition, read_back, read_text, split_answers
from sync.checklist.evaluate import Sheet, is_date
from sync.checklist.expressions import holds, parse_condition
from sync.errors import ChecklistError
from tests.sync.vectors import load, named

VECTORS = load("checklist.json")
SAMPLE = json.dumps(VECTORS["definition"], ensure_ascii=False).encode()
FORM = parse_definition(SAMPLE)
ROSTER = VECTORS["roster"]
KEYS = [key for case in VECTORS["evaluate"] for key in case["answers"]]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**6),
    st.sampled_from(["yes", "no", "unknown", "wage", "", " ", "2025-03"]),
    st.lists(st.sampled_from(["wage", "farm", "none", "x"]), max_size=3),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)
ANSWERS = st.dictionaries(st.sampled_from(sorted(set(KEYS))), VALUES)


def changed(case: dict[str, Any]) -> bytes:
    definition = copy.deepcopy(VECTORS["definition"])
    node: Any = definition
    for step in case["at"][:-1]:
        node = node[step]
    if case.get("delete"):
        del node[case["at"][-1]]
    else:
        node[case["at"][-1]] = case["set"]
    return json.dumps(definition, ensure_ascii=False).encode()


@pytest.mark.parametrize("case", **named(VECTORS["bad"]))
def test_a_definition_that_breaks_a_rule_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ChecklistError) as caught:
        parse_definition(changed(case))
    assert (caught.value.path, caught.value.reason) == (case["path"], case["reason"])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SAMPLE.replace(b'"version": 3', b'"version": 3, "version": 3'), "duplicate_key"),
        (SAMPLE.replace(b'"version": 3', b'"version": 3.0'), "float"),
        (b" " * (1 << 19) + SAMPLE, "too_large"),
        (b"[]", "not_object"),
        (b"\xff", "not_utf8"),
    ],
)
def test_a_file_that_two_readers_could_read_differently_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ChecklistError) as caught:
        parse_definition(data)
    assert caught.value.reason == reason


@pytest.mark.parametrize("case", VECTORS["expressions"]["cases"], ids=lambda case: json.dumps(case["expr"], ensure_ascii=False))
def test_an_expression_has_the_value_of_the_page(case: dict[str, Any]) -> None:
    sheet = Sheet(FORM, ROSTER, VECTORS["expressions"]["answers"])
    places = [place for place in sheet.places if (place.member or {}).get("id") == case["member"]]
    assert holds(parse_condition(case["expr"], "here"), sheet.at(places[0])) is case["value"]


@pytest.mark.parametrize("case", **named(VECTORS["evaluate"]))
def test_answers_are_judged_as_written_by_hand(case: dict[str, Any]) -> None:
    assert dataclasses.asdict(evaluate(FORM, case.get("roster", ROSTER), case["answers"], case["photos"])) == case["result"]


@pytest.mark.parametrize("case", **named(VECTORS["read_back"]))
def test_the_household_hears_one_fact_a_line(case: dict[str, Any]) -> None:
    assert read_back(FORM, ROSTER, case["answers"], case["locale"]) == case["lines"]


@pytest.mark.parametrize("case", **named(VECTORS["confirmable"]))
def test_the_register_can_be_confirmed_where_it_holds_a_valid_answer(case: dict[str, Any]) -> None:
    assert confirmable(FORM, case["roster"], case["key"]) == case["value"]


def test_answers_are_split_by_where_they_are_stored() -> None:
    case = VECTORS["split"]
    assert split_answers(FORM, ROSTER, case["answers"]) == {"core": case["core"], "part": case["part"]}


@pytest.mark.parametrize("text", VECTORS["dates"]["good"])
def test_a_day_or_month_that_exists_is_a_date(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", VECTORS["dates"]["bad"])
def test_anything_else_is_no_date(text: str) -> None:
    assert not is_date(text)


def test_the_text_that_is_signed_ends_each_line() -> None:
    assert read_text(["甲", "乙"]) == "甲\n乙\n"


def test_a_text_is_measured_as_the_phone_measures_it() -> None:
    just, over = "𠀀" * 1000, "𠀀" * 1000 + "。"
    assert [bool(evaluate(FORM, ROSTER, {"remark": text}).problems) for text in (just, over)] == [False, True]


@given(ANSWERS, st.dictionaries(st.sampled_from(["door", "passbook"]), st.integers(0, 3)))
def test_any_answers_are_judged_without_an_error(answers: dict[str, Any], photos: dict[str, int]) -> None:
    result = evaluate(FORM, ROSTER, answers, photos)
    assert set(result.required_missing) <= set(result.visible)
    assert sorted(result.raised_by) == sorted(result.raised)


@given(ANSWERS)
def test_judging_twice_gives_the_same_and_changes_nothing(answers: dict[str, Any]) -> None:
    before = copy.deepcopy(answers)
    assert evaluate(FORM, ROSTER, answers) == evaluate(FORM, ROSTER, answers)
    assert answers == before


@given(ANSWERS)
def test_what_is_stored_never_repeats_and_never_goes_beyond_what_is_visible(answers: dict[str, Any]) -> None:
    stored = split_answers(FORM, ROSTER, answers)
    assert not set(stored["core"]) & set(stored["part"])
    assert set(stored["core"]) | set(stored["part"]) <= set(evaluate(FORM, ROSTER, answers).visible)


@given(ANSWERS, ANSWERS)
def test_what_is_said_apart_or_afterwards_never_changes_what_is_read_back(answers: dict[str, Any], other: dict[str, Any]) -> None:
    mixed = {**answers, **{key: value for key, value in other.items() if key in ("fees", "remark")}}
    assert read_back(FORM, ROSTER, mixed, "zh-CN") == read_back(FORM, ROSTER, answers, "zh-CN")
