"""The shipped forms: what they promise to the phone, the household and the office."""

from __future__ import annotations

import json

import pytest

from server.checklists.catalogue import DEFINITIONS, findings, phone_extract
from sync.checklist import Definition, confirmable, evaluate, parse_definition, read_back
from tests.server.visits.story import CORE, PART, REGISTER, short_form

SHOTS = {"door": 1, "badge": 1, "room": 1, "passbook": 1}


def form(name: str) -> Definition:
    return parse_definition((DEFINITIONS / f"{name}.json").read_bytes())


@pytest.mark.parametrize("name", ["household-short", "office-items-41"])
def test_every_raised_code_has_a_sentence(name: str) -> None:
    raised = {code for _, item in form(name).walk() for choice in item.choices for code in choice.raises}
    assert raised
    assert raised <= set(findings())


def test_the_office_form_has_the_41_items_in_their_groups() -> None:
    items = [item for _, item in form("office-items-41").walk()]
    assert len(items) == 41
    assert [len(topic.items) for topic in form("office-items-41").topics] == [3, 6, 6, 4 + 1, 4, 11, 6]
    assert all([choice.value for choice in item.choices] == ["yes", "no", "partly", "not_applicable", "not_checked"] for item in items)


def test_the_two_forms_share_no_rule_about_their_target() -> None:
    assert (form("household-short").target, form("office-items-41").target) == ("household", "organisation")
    evaluation = evaluate(form("office-items-41"), {}, {"g1_1": "no", "g2_1": "yes"}, {})
    assert evaluation.raised == ["G01"]
    assert len(evaluation.required_missing) == 39


def test_a_clean_visit_to_three_people_needs_few_taps() -> None:
    """One tap an answer, one 与登记一致 a topic, one 继续 a topic: ten are left of forty for the way there, signing and sending."""
    short = short_form()
    answers = CORE | PART
    confirmed = {key for key in answers if confirmable(short, REGISTER, key) == answers[key]}
    topics = len(short.topics)
    confirmed_topics = {topic.key for topic, item in short.walk() if any(key.partition("@")[0] == item.key for key in confirmed)}
    single = [key for key in answers if key not in confirmed]
    assert evaluate(short, REGISTER, answers, SHOTS).required_missing == []
    assert topics <= 8
    assert len(single) + len(confirmed_topics) + topics <= 31


def test_a_clean_visit_raises_nothing_and_owes_four_photos() -> None:
    found = evaluate(short_form(), REGISTER, CORE | PART, {})
    assert (found.raised, found.problems) == ([], [])
    assert found.photos_missing == list(SHOTS)


def test_what_was_said_apart_or_after_is_never_read_back() -> None:
    apart = {item.key: topic.place for topic, item in short_form().walk() if topic.place != "home"}
    assert {"money_taken", "card_pressure", "announced", "conclusion", "missed_people", "remarks"} <= set(apart)
    loud = PART | {"money_taken": ["share"], "announced": "coached", "remarks": "村主任在场", "missed_people": ["张三"], "missed_why": "病"}
    quiet = read_back(short_form(), REGISTER, CORE | PART, "zh-CN")
    assert (
        read_back(short_form(), REGISTER, CORE | loud | {"missed": "yes", "conclusion": "not_conform", "certainty": "seen"}, "zh-CN")
        == quiet
    )
    assert "王木生，居住：住在这里" in quiet


def test_every_factual_choice_can_be_answered_with_cannot_tell() -> None:
    for topic, item in short_form().walk():
        if item.kind in {"choice", "choices"} and item.key != "conclusion":
            assert "unclear" in {choice.value for choice in item.choices}, item.key
        if topic.place == "apart":
            assert "not_asked" in {choice.value for choice in item.choices}, item.key


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({"house_state": "danger"}, "damage"),
        ({"address_same": "other"}, "address_now"),
        ({"last_paid_fen": 100000}, "payment_problem"),
        ({"last_paid_day": "2026-10-10"}, "payment_problem"),
        ({"paid_basis": "never"}, "payment_problem"),
        ({"programme": "tekun_home"}, "care_kept"),
        ({"conclusion": "verify"}, "certainty"),
        ({"missed": "yes"}, "missed_why"),
        ({"lives_here@m1": "deceased"}, "death_date@m1"),
        ({"lives_here@m1": "away"}, "away_place@m1"),
    ],
)
def test_an_answer_opens_the_question_that_follows_from_it(change: dict[str, object], asked: str) -> None:
    assert asked not in evaluate(short_form(), REGISTER, CORE | PART, SHOTS).visible
    assert asked in evaluate(short_form(), REGISTER, CORE | PART | change, SHOTS).visible


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"card_holder": "cadre"}, "F03"),
        ({"paid_by": "cash"}, "F08"),
        ({"money_taken": ["share"]}, "F05"),
        ({"money_taken": ["fee"]}, "F07"),
        ({"announced": "told"}, "C01"),
        ({"visited_by": "one"}, "P01"),
        ({"list_posted": "leaks"}, "P03"),
        ({"lives_here@m2": "deceased"}, "E04"),
        ({"house_state": "danger"}, "S02"),
        ({"missed": "yes"}, "E01"),
        ({"needs": ["school", "food"]}, "S05"),
    ],
)
def test_an_answer_offers_its_finding(change: dict[str, object], code: str) -> None:
    assert code in evaluate(short_form(), REGISTER, CORE | PART | change, SHOTS).raised


def test_a_death_asks_for_nobody_to_be_seen() -> None:
    found = evaluate(short_form(), REGISTER, {**CORE, **PART, "lives_here@m2": "deceased"}, SHOTS)
    assert "seen@m2" not in found.visible


def test_a_phone_gets_sentences_and_neither_severity_nor_route() -> None:
    told = phone_extract()
    assert len(told["findings"]) == len(findings()) == 65
    assert all(set(row) == {"code", "sentence"} for row in told["findings"])
    assert all(row["sentence"]["zh-CN"] and row["sentence"]["en"] for row in told["findings"])


def test_chinese_texts_use_full_width_marks_and_no_typed_spaces() -> None:
    def walk(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["zh-CN"]] if isinstance(node.get("zh-CN"), str) else []
            return own + [text for value in node.values() for text in walk(value)]
        return [text for value in node for text in walk(value)] if isinstance(node, list) else []

    for name in ("household-short", "office-items-41", "findings"):
        for text in walk(json.loads((DEFINITIONS / f"{name}.json").read_text(encoding="utf-8"))):
            assert not set(text) & set(",;:?!()\"' "), text
