"""The committed visit of `visit.json`: whole, chained, and of the size that it claims."""

from __future__ import annotations

import hashlib

from sync import chain, digest, ops
from tests.sync.test_ops import envelope
from tests.sync.vectors import load

VISIT = load("visit.json")


def test_the_visit_is_a_chain_that_leads_to_its_head() -> None:
    head = chain.Head(VISIT["epoch"], VISIT["first_seq"] - 1, VISIT["prev"])
    for op in VISIT["ops"]:
        made = envelope({name: value for name, value in op.items() if name not in ("hash", "part")})
        head = chain.verify_next(head, made)
        assert made.hash == op["hash"]
        ops.read_texts(op["body"].encode(), op["part"].encode() if op["part"] else None)
    assert head.hash == VISIT["head"]


def test_the_digest_covers_all_ops_but_its_own() -> None:
    *before, last = VISIT["ops"]
    body = ops.read_text(last["body"].encode())
    hashes = [op["hash"] for op in before]
    assert body["digest"] == digest.visit_digest(VISIT["visit_id"], body["attempt"], body["round"], body["result"], hashes)
    assert body["op_count"] == len(hashes)
    assert VISIT["visit_id"] == ops.visit_id(VISIT["assignment"], body["attempt"])


def test_the_visit_has_the_counts_of_the_bench() -> None:
    kinds = [op["kind"] for op in VISIT["ops"]]
    given = next(op for op in VISIT["ops"] if op["kind"] == "answers.given")
    answers = {**ops.read_text(given["body"].encode())["answers"], **ops.read_text(given["part"].encode())["answers"]}
    assert (len(kinds), kinds.count("photo.captured"), len(answers)) == (9, 4, 64)
    assert VISIT["counts"] == {"ops": 9, "photos": 4, "answers": 64}


def test_what_was_signed_is_what_was_read() -> None:
    signed = next(op for op in VISIT["ops"] if op["kind"] == "signature.given")
    body, part = (ops.read_text(signed[name].encode()) for name in ("body", "part"))
    assert body["read_sha256"] == hashlib.sha256(part["read_text"].encode()).hexdigest()
