"""Op hashes, grammar, ids and texts: `op.json`, and laws."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import ops
from sync.errors import CanonicalError, EnvelopeError
from tests.sync.vectors import load, named

VECTORS = load("op.json")
NONCE = "AAECAwQFBgcICQoLDA0ODw"
BODY = '{"nonce":"AAECAwQFBgcICQoLDA0ODw"}'


def envelope(op: dict[str, Any]) -> ops.Envelope:
    body = op["body"].encode()
    fields = {name: value for name, value in op.items() if name != "body"}
    return ops.Envelope(**fields, body_sha256=hashlib.sha256(body).hexdigest())


@pytest.mark.parametrize("case", **named(VECTORS["cases"]))
def test_an_op_hashes_as_the_page_says(case: dict[str, Any]) -> None:
    made = envelope(case["op"])
    assert (made.text(), made.body_sha256, made.hash) == (case["text"], case["body_sha256"], case["hash"])


@pytest.mark.parametrize("case", **named(VECTORS["malformed"]))
def test_an_op_outside_the_grammar_is_refused_by_the_name_of_its_field(case: dict[str, Any]) -> None:
    with pytest.raises(EnvelopeError) as caught:
        envelope(case["op"])
    assert caught.value.reason == case["field"]


@pytest.mark.parametrize("name", ["device", "epoch", "op_id", "kind", "scope", "subject", "base", "boot", "prev"])
@pytest.mark.parametrize("value", [None, 12345678, True, ["x"], "", "x\nfangcha/op/1"])
def test_a_text_field_holds_nothing_but_its_own_text(name: str, value: object) -> None:
    with pytest.raises(EnvelopeError) as caught:
        envelope({**VECTORS["cases"][0]["op"], name: value})
    assert caught.value.reason == name


@pytest.mark.parametrize("case", **named(VECTORS["bodies"]))
def test_a_body_is_strict_json_with_its_nonce(case: dict[str, Any]) -> None:
    data = case["text"].encode("utf-8", "surrogatepass")
    if case["reason"] is None:
        assert ops.read_text(data)["nonce"] == NONCE
        return
    with pytest.raises(CanonicalError) as caught:
        ops.read_text(data)
    assert caught.value.reason == case["reason"]


def test_a_body_beyond_its_size_is_refused() -> None:
    case = VECTORS["too_large"]
    room = case["limit_bytes"] - len(case["prefix"]) - len(case["suffix"])
    assert ops.read_text((case["prefix"] + case["fill"] * room + case["suffix"]).encode())
    with pytest.raises(CanonicalError, match="too_large"):
        ops.read_text((case["prefix"] + case["fill"] * (room + 1) + case["suffix"]).encode())


def test_bytes_that_are_no_utf8_are_refused() -> None:
    with pytest.raises(CanonicalError, match="not_utf8"):
        ops.read_text(b'{"nonce":"\xff"}')


def test_a_part_belongs_to_the_body_that_names_it() -> None:
    part = b'{"nonce":"EBESExQVFhcYGRobHB0eHw","name":"x"}'
    body = json.dumps({"nonce": NONCE, "part_sha256": hashlib.sha256(part).hexdigest()}).encode()
    assert ops.read_texts(body, part)[1] == {"nonce": "EBESExQVFhcYGRobHB0eHw", "name": "x"}
    assert ops.read_texts(BODY.encode(), None)[1] is None


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (BODY, '{"nonce":"EBESExQVFhcYGRobHB0eHw"}'),
        (BODY[:-1] + ',"part_sha256":"' + "0" * 64 + '"}', None),
        (BODY[:-1] + ',"part_sha256":"' + "0" * 64 + '"}', BODY),
    ],
)
def test_a_part_that_the_body_does_not_name_is_refused(body: str, part: str | None) -> None:
    with pytest.raises(CanonicalError, match="part_sha256"):
        ops.read_texts(body.encode(), part.encode() if part else None)


@pytest.mark.parametrize("case", VECTORS["visit_ids"])
def test_a_visit_has_one_id_for_ever(case: dict[str, Any]) -> None:
    assert ops.visit_id(case["assignment"], case["attempt"]) == case["visit_id"]


@pytest.mark.parametrize(("assignment", "attempt"), [("x", 1), (VECTORS["visit_ids"][0]["assignment"], 0)])
def test_a_visit_id_needs_an_assignment_and_an_attempt_from_1(assignment: str, attempt: int) -> None:
    with pytest.raises(ValueError, match=r"below 1|UUID"):
        ops.visit_id(assignment, attempt)


@pytest.mark.parametrize("case", VECTORS["uuid7"])
def test_a_uuid7_is_made_of_time_and_chance(case: dict[str, Any]) -> None:
    assert ops.uuid7(case["unix_ms"], bytes.fromhex(case["random"])) == case["uuid"]


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_uuid7s_stand_in_the_order_of_their_times(one: int, other: int, random: bytes) -> None:
    made = [ops.uuid7(ms, random) for ms in (one, other)]
    assert sorted(made) == [ops.uuid7(ms, random) for ms in sorted((one, other))]
    assert all(uuid.UUID(each).variant == uuid.RFC_4122 and each[14] == "7" for each in made)


@pytest.mark.parametrize(("unix_ms", "random"), [(-1, bytes(10)), (1 << 48, bytes(10)), (0, bytes(9))])
def test_a_uuid7_of_anything_else_is_refused(unix_ms: int, random: bytes) -> None:
    with pytest.raises(ValueError, match="48 bits"):
        ops.uuid7(unix_ms, random)


@given(st.binary(max_size=80))
def test_base64url_comes_back(data: bytes) -> None:
    assert ops.from_base64url(ops.base64url(data)) == data


@pytest.mark.parametrize("text", ["AA=", "AB", "A", "A+", "A A", "é", None, 7, b"AA", "AA\n"])
def test_base64url_has_one_spelling(text: object) -> None:
    with pytest.raises(CanonicalError, match="base64url"):
        ops.from_base64url(text)


@given(st.integers(0, len(VECTORS["cases"]) - 1), st.sampled_from(["seq", "schema", "wall_ms", "mono_ms"]), st.integers(2, 10**12))
def test_a_changed_number_changes_the_hash(index: int, name: str, value: int) -> None:
    op = VECTORS["cases"][index]["op"]
    if value == op[name] or op["seq"] == 1:
        return
    assert envelope({**op, name: value}).hash != VECTORS["cases"][index]["hash"]
