"""Resident numbers: check digits, masks, keys. And names, which are never altered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.roster import identity
from server.roster.initials import initials
from server.roster.service import age, clean_name

GOOD = "11010519491231002X"


@pytest.mark.parametrize("written", [GOOD, "11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"])
def test_a_number_is_taken_in_every_way_of_writing_it(written: str) -> None:
    assert identity.normalise(written) == GOOD


@pytest.mark.parametrize("number", ["352101195603021", "350923560302101"])
def test_a_number_of_before_2000_is_taken_as_it_is(number: str) -> None:
    assert identity.normalise(number) == number


@given(st.text("0123456789", min_size=17, max_size=17))
def test_any_first_six_digits_are_taken_with_the_right_check_digit(body: str) -> None:
    right = [digit for digit in "0123456789X" if identity.normalise(body + digit)]
    assert len(right) == 1


@pytest.mark.parametrize("wrong", ["110105194912310020", "1101051949123100", "", "11010519491231002Y", "A1010519491231002X"])
def test_a_wrong_check_digit_or_length_is_refused(wrong: str) -> None:
    assert identity.normalise(wrong) is None


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_slipped_digit_is_always_seen(place: int, step: int) -> None:
    slipped = str((int(GOOD[place]) + step) % 10)
    assert identity.normalise(GOOD[:place] + slipped + GOOD[place + 1 :]) is None


def test_a_mask_shows_four_at_each_end() -> None:
    assert identity.mask("350923195603021234") == "3509**********1234"
    assert identity.mask("350923560302123") == "3509*******2123"


def test_the_old_and_the_new_number_of_a_person_match(tmp_path: Path) -> None:
    keys = identity.IdentityKeys.load(tmp_path)
    old = "110105491231002"
    assert identity.widen(old) == GOOD
    assert keys.match(old) == keys.match(GOOD)
    assert identity.born_on(old) == date(1949, 12, 31)
    assert identity.born_on("11010519491331002X"[:17] + "0") is None


def test_a_sealed_number_opens_in_its_own_row_alone(tmp_path: Path) -> None:
    keys = identity.IdentityKeys.load(tmp_path)
    sealed = keys.seal(GOOD, "a")
    assert GOOD.encode() not in sealed
    assert identity.IdentityKeys.load(tmp_path).open(sealed, "a") == GOOD
    assert keys.open(sealed, "b") is None


def test_another_installation_matches_nothing(tmp_path: Path) -> None:
    one, other = identity.IdentityKeys.load(tmp_path / "a"), identity.IdentityKeys.load(tmp_path / "b")
    assert one.match(GOOD) != other.match(GOOD)
    assert other.open(one.seal(GOOD, "a"), "a") is None


@pytest.mark.parametrize(
    ("name", "letters"),
    [("钱德明", "qdm"), ("单晓红", "sxh"), ("曾国强", "zgq"), ("解永红", "xyh"), ("仇英", "qy"), ("尉迟恭", "ycg"), ("欧阳锋", "oyf"),
     ("朴正", "pz"), ("王𬎆", "wy"), ("阿·买提", "amt"), ("单", "d")],
)  # fmt: skip
def test_initials_follow_the_reading_of_surnames(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize("name", ["𠅤明", "㙍文", "王𬎆", "赵\U0002b7f8"])
def test_a_rare_character_is_never_altered(name: str) -> None:
    assert clean_name(f" {name} ") == name
    assert initials(name)


@pytest.mark.parametrize(("born", "years"), [("1956-11-24", 70), ("1956-11-25", 69), (None, None), ("1956", None), ("2026-11-24", 0)])
def test_age_is_counted_in_full_years(born: str | None, years: int | None) -> None:
    assert age(born, date(2026, 11, 24)) == years
