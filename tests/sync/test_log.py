"""The log: tree and proofs (`merkle.json`), signed notes (`note.json`), checkpoints (`checkpoint.json`)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import checkpoint, merkle, note
from sync.errors import CheckpointError, NoteError, ProofError
from tests.sync.generate_log_vectors import path, proof, root
from tests.sync.vectors import load, named

TREE = load("merkle.json")
NOTES = load("note.json")
POINTS = load("checkpoint.json")
LEAVES = [bytes.fromhex(leaf) for leaf in TREE["leaves"]]
HASHES = [merkle.leaf_hash(leaf) for leaf in LEAVES]
MANY = [bytes([n, n]) for n in range(130)]
BIG = merkle.Tree(merkle.leaf_hash(leaf) for leaf in MANY)


def unhex(hashes: list[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in hashes]


@pytest.mark.parametrize("size", range(9))
def test_every_way_to_a_root_agrees(size: int) -> None:
    edge = merkle.Frontier()
    for hashed in HASHES[:size]:
        edge.append(hashed)
    whole = merkle.Tree(HASHES)
    found = {edge.root(), merkle.root_of(HASHES[:size]), whole.root(size), merkle.Tree(HASHES[:size]).root()}
    assert found == {bytes.fromhex(TREE["roots"][size])}


@pytest.mark.parametrize("case", TREE["inclusion"], ids=lambda case: f"{case['index']}-of-{case['size']}")
def test_an_inclusion_proof_is_made_and_holds(case: dict[str, Any]) -> None:
    assert merkle.Tree(HASHES).inclusion(case["index"], case["size"]) == unhex(case["proof"])
    leaf, top = bytes.fromhex(case["leaf_hash"]), bytes.fromhex(case["root"])
    merkle.verify_inclusion(leaf, case["index"], case["size"], unhex(case["proof"]), top)


@pytest.mark.parametrize("case", **named(TREE["bad_inclusion"]))
def test_a_wrong_inclusion_proof_is_refused(case: dict[str, Any]) -> None:
    leaf, top = bytes.fromhex(case["leaf_hash"]), bytes.fromhex(case["root"])
    with pytest.raises(ProofError):
        merkle.verify_inclusion(leaf, case["index"], case["size"], unhex(case["proof"]), top)


@pytest.mark.parametrize("case", TREE["consistency"], ids=lambda case: f"{case['old_size']}-to-{case['size']}")
def test_a_consistency_proof_is_made_and_holds(case: dict[str, Any]) -> None:
    assert merkle.Tree(HASHES).consistency(case["old_size"], case["size"]) == unhex(case["proof"])
    old, new = bytes.fromhex(case["old_root"]), bytes.fromhex(case["root"])
    merkle.verify_consistency(case["old_size"], old, case["size"], new, unhex(case["proof"]))


@pytest.mark.parametrize("case", **named(TREE["bad_consistency"]))
def test_a_wrong_consistency_proof_is_refused(case: dict[str, Any]) -> None:
    old, new = bytes.fromhex(case["old_root"]), bytes.fromhex(case["root"])
    with pytest.raises(ProofError):
        merkle.verify_consistency(case["old_size"], old, case["size"], new, unhex(case["proof"]))


def test_the_leaf_of_a_receipt_has_its_hash() -> None:
    assert merkle.leaf_hash(TREE["receipt"]["leaf"].encode()).hex() == TREE["receipt"]["leaf_hash"]


@pytest.mark.parametrize("size", range(1, 131, 3))
def test_proofs_agree_with_the_recursion_of_the_rfc(size: int) -> None:
    for index in range(0, size, 5):
        assert BIG.inclusion(index, size) == path(index, MANY[:size])
    for old_size in range(1, size + 1, 5):
        assert BIG.consistency(old_size, size) == proof(old_size, MANY[:size])
    assert BIG.root(size) == root(MANY[:size])


@given(st.integers(1, 130), st.data())
def test_a_changed_inclusion_proof_never_holds(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = BIG.inclusion(index, size)
    other = data.draw(st.integers(0, size + 1))
    changed = list(hashes)
    if changed:
        place = data.draw(st.integers(0, len(changed) - 1))
        changed[place] = bytes([changed[place][0] ^ 1]) + changed[place][1:]
    leaf = merkle.leaf_hash(MANY[index])
    merkle.verify_inclusion(leaf, index, size, hashes, BIG.root(size))
    for wrong_index, wrong_proof in ((other, hashes), (index, changed)):
        if (wrong_index, wrong_proof) != (index, hashes):
            with pytest.raises(ProofError):
                merkle.verify_inclusion(leaf, wrong_index, size, wrong_proof, BIG.root(size))


@given(st.integers(1, 130), st.data())
def test_a_changed_consistency_proof_never_holds(size: int, data: st.DataObject) -> None:
    old_size = data.draw(st.integers(1, size))
    hashes = BIG.consistency(old_size, size)
    merkle.verify_consistency(old_size, BIG.root(old_size), size, BIG.root(size), hashes)
    place = data.draw(st.integers(0, len(hashes)))
    longer = [*hashes[:place], bytes(32), *hashes[place:]]
    with pytest.raises(ProofError):
        merkle.verify_consistency(old_size, BIG.root(old_size), size, BIG.root(size), longer)


@given(st.integers(0, 130), st.integers(0, 130))
def test_a_tree_goes_on_from_its_edge(first: int, more: int) -> None:
    edge = merkle.Frontier()
    for leaf in MANY[:first]:
        edge.append(merkle.leaf_hash(leaf))
    again = merkle.Frontier(edge.size, edge.hashes)
    for leaf in MANY[first:more]:
        again.append(merkle.leaf_hash(leaf))
    assert again.root() == BIG.root(max(first, more))


@pytest.mark.parametrize(("size", "hashes"), [(1, []), (0, [bytes(32)]), (2, [bytes(32)] * 2), (-1, []), (1, [b"short"])])
def test_an_edge_that_cannot_be_is_refused(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(ProofError):
        merkle.Frontier(size, hashes)


@pytest.mark.parametrize(
    ("call", "args"), [("root", (131,)), ("inclusion", (130,)), ("inclusion", (-1,)), ("consistency", (0,)), ("consistency", (9, 8))]
)
def test_a_proof_of_what_is_not_there_is_refused(call: str, args: tuple[int, ...]) -> None:
    with pytest.raises(ProofError):
        getattr(BIG, call)(*args)
    with pytest.raises(ProofError):
        merkle.Tree([b"short"])


@pytest.mark.parametrize("case", **named(NOTES["verified"]))
def test_a_note_gives_its_text_to_whom_it_verifies(case: dict[str, Any]) -> None:
    parsed = note.parse(case["note"])
    assert note.verify(parsed, note.Verifier.parse(case["vkey"])) == case["text"]
    assert str(parsed) == case["note"]


@pytest.mark.parametrize("case", **named(NOTES["refused"]))
def test_a_note_that_does_not_verify_gives_nothing(case: dict[str, Any]) -> None:
    with pytest.raises(NoteError):
        note.verify(note.parse(case["note"]), note.Verifier.parse(case["vkey"]))


@pytest.mark.parametrize("case", **named(NOTES["bad_vkeys"]))
def test_a_malformed_verifier_key_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(NoteError):
        note.Verifier.parse(case["vkey"])


@pytest.mark.parametrize("key", **named(NOTES["keys"]))
def test_a_note_is_signed_as_the_other_implementation_signs_it(key: dict[str, Any]) -> None:
    signed = note.sign("村务公开栏\n", key["name"], bytes.fromhex(key["secret"]))
    verifier = note.Verifier.parse(key["vkey"])
    assert note.verify(note.parse(str(signed)), verifier) == "村务公开栏\n"
    assert verifier.vkey == key["vkey"]


@pytest.mark.parametrize(("text", "name"), [("no line feed", "a"), ("bell\7\n", "a"), ("x\n", "two words"), ("x\n", "a+b"), ("x\n", "")])
def test_what_cannot_be_a_note_is_not_signed(text: str, name: str) -> None:
    with pytest.raises(NoteError):
        note.sign(text, name, bytes(32))


@pytest.mark.parametrize(
    "data",
    [
        "x" * (note.MAX_BYTES + 1),
        "x\n\n" + "\u2014 a AAAAAAA=\n" * 101,
        "x\n\n\u2014 a AAAA\n",
        "x\n\n\u2014 a A=A\n",
        "x\n\n\u2014 a AAAAAAB=\n",
    ],
)
def test_a_note_beyond_its_bounds_is_refused(data: str) -> None:
    with pytest.raises(NoteError):
        note.parse(data)


def test_a_checkpoint_is_written_signed_and_cosigned_as_specified() -> None:
    good = POINTS["good"]
    stated = checkpoint.Checkpoint(checkpoint.origin("fangcha.example", 1), good["size"], bytes.fromhex(good["root"]))
    assert (stated.text(), stated.base, stated.generation) == (good["text"], good["base"], good["generation"])
    signed = checkpoint.sign(stated, bytes.fromhex(POINTS["log"]["secret"]))
    assert signed == good["signed"]
    clock = POINTS["clock"]
    assert checkpoint.cosign(signed, clock["name"], bytes.fromhex(clock["secret"]), good["unix_s"]) == good["cosigned"]


def test_a_checkpoint_is_read_by_those_who_know_the_log() -> None:
    good = POINTS["good"]
    found = checkpoint.verify(good["cosigned"], note.Verifier.parse(POINTS["log"]["vkey"]))
    assert found == checkpoint.Checkpoint(good["origin"], good["size"], bytes.fromhex(good["root"]))
    assert checkpoint.verify_cosignature(good["cosigned"], note.Verifier.parse(POINTS["clock"]["vkey"])) == good["unix_s"]


def test_a_checkpoint_of_an_empty_log_is_a_checkpoint() -> None:
    empty = POINTS["empty"]
    found = checkpoint.parse_text(empty["text"])
    assert (found.origin, found.size, found.root.hex(), found.base) == (empty["origin"], 0, empty["root"], empty["base"])


@pytest.mark.parametrize("case", **named(POINTS["bad"]))
def test_a_text_that_is_no_checkpoint_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(CheckpointError):
        checkpoint.parse_text(case["text"])


@pytest.mark.parametrize("case", **named(POINTS["bad_cosigned"]))
def test_a_wrong_cosignature_gives_no_time(case: dict[str, Any]) -> None:
    with pytest.raises(NoteError):
        checkpoint.verify_cosignature(case["cosigned"], note.Verifier.parse(POINTS["clock"]["vkey"]))


def test_keys_of_one_use_do_not_serve_the_other() -> None:
    log, clock = (note.Verifier.parse(POINTS[name]["vkey"]) for name in ("log", "clock"))
    with pytest.raises(NoteError, match="cosignature"):
        note.verify(note.parse(POINTS["good"]["cosigned"]), clock)
    with pytest.raises(NoteError, match="not a key"):
        checkpoint.verify_cosignature(POINTS["good"]["cosigned"], log)


def test_a_checkpoint_of_another_log_is_refused_though_the_key_signed_it() -> None:
    secret = bytes.fromhex(POINTS["log"]["secret"])
    text = checkpoint.Checkpoint("elsewhere.example/g1", 1, bytes(32)).text()
    signed = note.sign(text, "fangcha.example/g1", secret)
    with pytest.raises(CheckpointError, match="elsewhere"):
        checkpoint.verify(str(signed), note.Verifier.parse(POINTS["log"]["vkey"]))


@pytest.mark.parametrize(("site", "generation"), [("a b", 1), ("", 1), ("a", 0), ("a+b", 1)])
def test_what_cannot_be_an_origin_is_refused(site: str, generation: int) -> None:
    with pytest.raises(CheckpointError):
        checkpoint.origin(site, generation)
