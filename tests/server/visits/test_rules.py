"""The projection as a pure function: every order of arrival makes the same visit."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.visits import rules
from server.visits.sheet import topics_of
from tests.server.visits.story import CORE, LEADER, PART, START_MS, Story, dealt, pinned, project, sha, short_form


def test_a_clean_visit_is_whole_when_its_photos_are_here() -> None:
    story = Story()
    photos = story.whole()
    state = project(story.ops, frozenset(photos))
    assert (state.result, state.transfer, state.round, state.missing_media) == ("MET", "all", 1, 0)
    assert [photo.shot for photo in state.photos] == ["door", "badge", "room", "passbook"]
    assert state.verdict.evaluated
    assert (state.verdict.missing, state.verdict.problems, state.verdict.raised, state.verdict.photos_missing) == ((), (), (), ())
    assert all(one.voided is None for one in state.signatures)
    assert state.signatures[0].text_matches is True
    assert state.closing is not None
    assert state.closing.digest_ok
    assert state.closing.part["remark"] == "下次带辅具申请表"


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60)
def test_any_order_of_arrival_makes_the_same_visit(seed: int) -> None:
    leader, partner = Story(), Story(device="dddddddd-0000-4000-8000-000000000002", author="p", epoch="fedcba9876543210")
    leader.whole()
    partner.start_ms += 30_000
    partner.photo("room", "partner's room")
    told = [*leader.ops, *partner.ops]
    renumbered = [replace(op, position=place) for place, op in enumerate(dealt(told, seed))]
    first, second = project(told), project(renumbered)
    for name in ("photos", "signatures", "answers", "findings", "verdict", "transfer", "missing_media", "result", "author", "round"):
        assert getattr(first, name) == getattr(second, name)
    assert [step.op_hash for step in first.steps] == [step.op_hash for step in second.steps]


def test_a_late_record_of_the_middle_makes_the_visit_that_it_would_have_made_in_time() -> None:
    story = Story()
    story.whole()
    early = project([*story.ops[:3], *story.ops[4:]])
    assert len(early.photos) == 3
    assert project([*story.ops[:3], *story.ops[4:], story.ops[3]]).photos == project(story.ops).photos


def test_records_before_the_opening_arrives_are_an_open_visit_of_unknown_target() -> None:
    story = Story()
    story.opened()
    story.photo("door")
    state = project(story.ops[1:])
    assert (state.transfer, state.target_kind, state.opened) == ("open", "unknown", False)


def test_nothing_is_projected_while_no_record_counts() -> None:
    story = Story()
    story.opened(status="accepted")
    quarantined = [replace(op, status="quarantined", reason="unknown_schema") for op in story.ops]
    assert rules.project(quarantined, frozenset(), {}, lambda _sha256: None) is None


def test_a_record_that_does_not_count_is_shown_among_the_steps() -> None:
    story = Story()
    story.whole()
    forked = replace(story.ops[1], hash=sha("fork"), branch="f" * 64, status="fork")
    state = project([*story.ops, forked])
    assert state.uncounted == 1
    assert [step.status for step in state.steps].count("fork") == 1
    assert len(state.photos) == 4


def test_a_discarded_photo_is_never_waited_for() -> None:
    story = Story()
    story.opened()
    door, wrong = story.photo("door"), story.photo("room", "blurred")
    story.tell("photo.discarded", {"sha256": wrong, "reason": "blurred"})
    room = story.photo("room")
    story.answered()
    story.closed()
    state = project(story.ops, frozenset({door, room}))
    assert state.transfer == "all"
    assert [photo.discarded for photo in state.photos if photo.sha256 == wrong] == ["blurred"]
    assert {media.sha256 for media in state.wanted} == {door, room}


def test_a_photo_taken_again_after_it_was_discarded_is_wanted_again() -> None:
    story = Story()
    story.opened()
    same = story.photo("door")
    story.tell("photo.discarded", {"sha256": same, "reason": "mistake"})
    story.photo("door")
    state = project(story.ops)
    assert [media.sha256 for media in state.wanted] == [same]
    assert [photo.discarded for photo in state.photos] == [None]


def test_the_text_is_here_while_a_file_is_still_on_its_way() -> None:
    story = Story()
    photos = story.whole()
    state = project(story.ops, frozenset(photos[:3]))
    assert (state.transfer, state.missing_media) == ("text", 1)


def test_a_visit_without_its_closing_is_open_even_with_all_files() -> None:
    story = Story()
    photos = story.whole()
    assert project(story.ops[:-1], frozenset(photos)).transfer == "open"


def test_a_second_round_supersedes_the_first() -> None:
    story = Story()
    photos = story.whole()
    story.photo("door", "door again")
    story.answered(core=CORE | {"conclusion": "verify", "certainty": "seen"})
    story.closed(round_no=2)
    state = project(story.ops, frozenset(photos))
    assert (state.round, state.transfer) == (2, "text")
    assert state.closing is not None
    assert state.closing.supersedes == state.closings[0].op_hash
    assert all(one.digest_ok for one in state.closings)
    assert state.answers is not None
    assert state.answers.core["conclusion"] == "verify"
    assert not state.conflict


def test_an_edit_of_what_was_read_back_voids_the_signature() -> None:
    story = Story()
    story.whole()
    story.answered(part=PART | {"house_state": "danger"})
    story.closed(round_no=2)
    respondent = project(story.ops).signatures[0]
    assert (respondent.who, respondent.voided) == ("respondent", "edited")


def test_an_edit_of_what_was_never_read_back_leaves_the_signature() -> None:
    story = Story()
    story.whole()
    story.answered(core=CORE | {"conclusion": "verify", "certainty": "told"}, part=PART | {"announced": "told"})
    story.closed(round_no=2)
    assert project(story.ops).signatures[0].voided is None


def test_a_signature_given_again_is_the_one_that_counts() -> None:
    story = Story()
    story.opened()
    story.signed()
    story.signed(way="thumbprint")
    story.answered()
    story.closed()
    assert [(one.way, one.voided) for one in project(story.ops).signatures] == [("own", "replaced"), ("thumbprint", None)]


def test_a_text_that_was_not_the_answers_is_noted() -> None:
    story = Story()
    story.opened()
    story.signed(read_sha256=sha("something else"))
    story.answered()
    story.closed()
    signature = project(story.ops).signatures[0]
    assert (signature.voided, signature.text_matches) == (None, False)


def test_missing_answers_and_photos_are_data_and_refuse_nothing() -> None:
    story = Story()
    story.opened()
    story.photo("door")
    story.answered(core={"respondent": "head", "paid_by": "stone"}, part={})
    story.closed()
    verdict = project(story.ops).verdict
    assert "knows_amount" in verdict.missing
    assert ("paid_by", "choice") in verdict.problems
    assert verdict.photos_missing == ("badge", "room")


def test_answers_raise_the_findings_of_the_form() -> None:
    story = Story()
    story.opened()
    story.answered(core=CORE | {"card_holder": "cadre"}, part=PART | {"money_taken": ["share"], "house_state": "danger"})
    story.closed()
    assert project(story.ops).verdict.raised == ("S02", "F03", "F05")


@pytest.mark.parametrize(
    ("result", "owed"), [("ABSENT", ("door",)), ("NOT_FOUND", ("extra",)), ("REFUSED", ()), ("DECEASED", ()), ("UNSAFE", ())]
)
def test_a_household_that_was_not_met_owes_no_answers(result: str, owed: tuple[str, ...]) -> None:
    story = Story()
    story.opened()
    story.closed(result)
    verdict = project(story.ops).verdict
    assert verdict.missing == ()
    assert verdict.photos_missing == owed


def test_two_phones_that_close_the_same_round_are_a_conflict_for_the_reviewer() -> None:
    mine, other = Story(), Story(device="dddddddd-0000-4000-8000-000000000002", epoch="fedcba9876543210", start_ms=START_MS + 5_000)
    mine.whole()
    other.opened()
    other.closed("ABSENT")
    state = project([*mine.ops, *other.ops])
    assert state.conflict
    assert len(state.closings) == 2


def test_a_clock_set_back_leaves_the_order_of_the_chain() -> None:
    story = Story()
    story.opened()
    story.photo("door")
    story.photo("badge")
    back = [replace(op, wall_ms=op.wall_ms - (86_400_000 if place == 1 else 0)) for place, op in enumerate(story.ops)]
    assert [photo.shot for photo in project(dealt(back, 3)).photos] == ["door", "badge"]


def test_an_alarm_carries_its_place_and_its_words() -> None:
    story = Story()
    story.opened()
    target = {"kind": "household", "id": "h"}
    story.tell("alarm.raised", {"alarm": "fire", "target": target, "fix": {"lat_e7": 1, "lon_e7": 2, "acc_cm": 3}}, {"note": "灶房着火"})
    alarm = project(story.ops).alarms[0]
    assert (alarm.alarm, alarm.author, alarm.part["note"]) == ("fire", LEADER, "灶房着火")
    assert alarm.fix is not None
    assert alarm.fix.acc_cm == 3


def test_an_ad_hoc_visit_alone_is_marked() -> None:
    story = Story()
    story.opened(partner=None, partner_way="alone", alone_reason="partner_ill")
    state = project(story.ops)
    assert (state.marks, state.alone_reason, state.assignment) == (("alone",), "partner_ill", None)


def test_a_body_of_another_shape_does_not_break_the_visit() -> None:
    story = Story()
    story.opened(fix="nowhere", leader=None)
    story.tell("photo.captured", {"shot": "door", "media": [{"sha256": 5}], "fix": {"lat_e7": "x", "lon_e7": 1}})
    story.tell("answers.given", {"checklist": {"id": "x", "version": 1, "sha256": "e" * 64}, "answers": {"a": 1}}, {"answers": []})
    story.closed()
    state = project(story.ops)
    assert state.photos == ()
    assert state.verdict.evaluated is False
    assert json.dumps(state.answers.core if state.answers else None) == '{"a": 1}'


def test_a_call_for_help_says_where_before_the_opening_follows() -> None:
    story = Story()
    target = {"kind": "household", "id": "h"}
    story.tell("alarm.raised", {"alarm": "danger", "target": target, "fix": None})
    state = project(story.ops)
    assert (state.target_id, state.opened, state.transfer) == ("h", False, "open")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(core=st.dictionaries(st.sampled_from([*CORE, *PART, "x"]), ANYTHING, max_size=6), part=ANYTHING, register=ANYTHING)
@settings(max_examples=150)
def test_no_answers_part_or_register_break_the_projection(core: dict[str, object], part: object, register: object) -> None:
    story = Story()
    story.opened()
    story.signed(read_sha256=sha("x"))
    story.tell("answers.given", {"checklist": pinned(), "answers": core}, {"answers": part, "notes": part, "remark": part})
    story.closed()
    state = project(story.ops, register=register if isinstance(register, dict) else {"members": register, "village": register})
    assert state.verdict.evaluated
    assert topics_of(short_form(), register if isinstance(register, dict) else {}, state.answers) is not None


@pytest.mark.parametrize(("index", "told"), [(0, "22222"), (1, "22234"), (30, "222ZY"), (31, "22325"), (31**4, "322228")])
def test_a_receipt_number_is_short_and_has_a_check_character(index: int, told: str) -> None:
    assert rules.receipt_no(index) == told


def test_a_slip_in_a_receipt_number_is_seen() -> None:
    numbers = {rules.receipt_no(index) for index in range(5_000)}
    assert len(numbers) == 5_000
    for index in range(0, 5_000, 97):
        number = rules.receipt_no(index)
        for place in range(len(number)):
            for letter in rules.ALPHABET:
                slip = number[:place] + letter + number[place + 1 :]
                assert slip == number or slip not in numbers
