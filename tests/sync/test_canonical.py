"""Canonical JSON: one form for a value, and a parser that refuses what could be read in two ways."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import canonical
from sync.errors import CanonicalError

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-canonical.MAX_SAFE, canonical.MAX_SAFE) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ({"v": 1, "t": "op", "h": "ab", "g": "-"}, '{"g":"-","h":"ab","t":"op","v":1}'),
        ([None, True, False, 0, -1, 9007199254740991], "[null,true,false,0,-1,9007199254740991]"),
        ('"\\/\b\f\n\r\t\x01\x1f\x7f', '"\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f"'),
        ("中文 𠀀 \u2028", '"中文 𠀀 \u2028"'),
        # RFC 8785 §3.2.3: by UTF-16 units, so the emoji (D83D…) stands before U+FB33, though its code point is larger.
        ({"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7},
         '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\U0001f600":5,"\ufb33":3}'),
        ((), "[]"),
        ({}, "{}"),
    ],
)  # fmt: skip
def test_a_value_has_one_form(value: object, data: str) -> None:
    assert canonical.encode(value) == data.encode()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.0, "float"),
        (float("nan"), "float"),
        (2**53, "unsafe_integer"),
        (-(2**53), "unsafe_integer"),
        ("\0", "nul"),
        ("\ud800", "lone_surrogate"),
        ({"\udfff": 1}, "lone_surrogate"),
        ({1: 2}, "type"),
        (b"bytes", "type"),
        ({1, 2}, "type"),
    ],
)
def test_a_value_without_a_form_is_refused(value: object, reason: str) -> None:
    with pytest.raises(CanonicalError) as caught:
        canonical.encode([value])
    assert caught.value.reason == reason


@given(VALUES)
def test_a_value_comes_back_and_agrees_with_the_standard_encoder(value: Any) -> None:
    data = canonical.encode(value)
    assert canonical.parse(data) == value
    assert canonical.parse_canonical(data) == value
    assert json.loads(data) == value


@pytest.mark.parametrize("data", [b'{"b":1,"a":2}', b"[1, 2]", b'"\\u4e2d"', b'"\\/"', b" 1"])
def test_another_spelling_of_a_value_is_not_canonical(data: bytes) -> None:
    with pytest.raises(CanonicalError, match="not_canonical"):
        canonical.parse_canonical(data)


@pytest.mark.parametrize("depth", [65, 900, 30_000])
def test_what_nests_too_deeply_is_refused_before_it_fills_the_stack(depth: int) -> None:
    for data in (b"[" * depth + b'"\\u0041"' + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth):
        with pytest.raises(CanonicalError, match="depth"):
            canonical.parse(data, max_bytes=1 << 20)
    assert sys.getrecursionlimit() >= 1000
    value: list[Any] = []
    for _ in range(65):
        value = [value]
    with pytest.raises(CanonicalError, match="depth"):
        canonical.encode(value)


def test_what_nests_as_deeply_as_allowed_is_read() -> None:
    assert canonical.parse(b"[" * 64 + b"]" * 64)


@pytest.mark.parametrize("digits", [b"1" * 400_000, b"-" + b"9" * 18, b"12345678901234567"])
def test_a_number_of_many_digits_is_refused_before_it_is_counted(digits: bytes) -> None:
    with pytest.raises(CanonicalError, match="unsafe_integer"):
        canonical.parse(digits, max_bytes=1 << 20)


@pytest.mark.parametrize("data", [b"null", b"1", b'"x"', b"[]"])
def test_only_an_object_is_an_object(data: bytes) -> None:
    with pytest.raises(CanonicalError, match="not_object"):
        canonical.parse_object(data)
