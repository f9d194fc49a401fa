"""The chain of one device: `chain.json`."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from sync import chain
from sync.errors import BrokenChainError
from sync.ops import ZERO_HASH, Envelope
from tests.sync.test_ops import envelope
from tests.sync.vectors import load, named

VECTORS = load("chain.json")
OPS = {(epoch["epoch"], op["seq"]): op for epoch in VECTORS["epochs"] for op in epoch["ops"]}


def made(op: dict[str, Any]) -> Envelope:
    return envelope({name: value for name, value in op.items() if name != "hash"})


@pytest.mark.parametrize("epoch", VECTORS["epochs"], ids=lambda epoch: epoch["epoch"])
def test_a_chain_leads_to_its_head(epoch: dict[str, Any]) -> None:
    head = None
    for op in epoch["ops"]:
        head = chain.verify_next(head, made(op))
        assert head.hash == op["hash"]
    assert head == chain.Head(epoch["epoch"], **epoch["head"])


@pytest.mark.parametrize("batch", **named(VECTORS["batches"]))
def test_a_batch_is_rebuilt_from_what_stands_before_it(batch: dict[str, Any]) -> None:
    sent = [OPS[batch["epoch"], seq] for seq in batch["seqs"]]
    fields = [{**op, "body_sha256": hashlib.sha256(op["body"].encode()).hexdigest()} for op in sent]
    linked = chain.link(VECTORS["device"], batch["epoch"], batch["first_seq"], batch["prev"], fields)
    assert ([batch["prev"]] + [op.hash for op in linked])[-1] == batch["head"]
    assert [op.seq for op in linked] == batch["seqs"]


@pytest.mark.parametrize("case", **named(VECTORS["broken"]))
def test_an_op_that_does_not_follow_breaks_the_chain(case: dict[str, Any]) -> None:
    with pytest.raises(BrokenChainError) as caught:
        chain.verify_next(chain.Head(**case["after"]) if case["after"] else None, made(case["op"]))
    assert caught.value.reason == case["reason"]


@pytest.mark.parametrize("case", **named(VECTORS["epoch_starts"]))
def test_an_epoch_says_what_came_before_it(case: dict[str, Any]) -> None:
    known = [chain.Head(**head) for head in case["known"]]
    if case["reason"] is None:
        chain.verify_epoch_start(chain.read_epoch_start(json.loads(case["body"])), known)
        return
    with pytest.raises(BrokenChainError) as caught:
        chain.verify_epoch_start(chain.read_epoch_start(json.loads(case["body"])), known)
    assert caught.value.reason == case["reason"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"prev_epoch": "x"}, "prev_epoch"),
        ({"prev_seq": -1}, "prev_seq"),
        ({"prev_seq": True}, "prev_seq"),
        ({"prev_hash": "0"}, "prev_hash"),
        ({"prev_hash": "1" * 64}, "prev_hash"),
        ({"reason": "Because"}, "reason"),
    ],
)
def test_a_malformed_epoch_start_is_refused(change: dict[str, Any], reason: str) -> None:
    start = {"prev_epoch": "0" * 16, "prev_seq": 0, "prev_hash": ZERO_HASH, "reason": "enrolled", **change}
    with pytest.raises(BrokenChainError) as caught:
        chain.read_epoch_start(start)
    assert caught.value.reason == reason


@pytest.mark.parametrize("name", ["duplicate", "forked", "forked_later", "longer"])
def test_a_fork_begins_where_two_hashes_first_differ(name: str) -> None:
    fork = VECTORS["fork"]
    assert chain.forks_at(fork["first_seq"], fork["stored"], fork[name]["sent"]) == fork[name]["forks_at"]
