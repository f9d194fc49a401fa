"""The log: the root of a million leaves from nothing, and one append."""

from __future__ import annotations

import hashlib
import time

from bench.table import Figure
from sync import merkle

LEAVES = 1_000_000


def measure() -> list[Figure]:
    """Build the tree of a million leaf hashes."""
    leaves = [hashlib.sha256(number.to_bytes(4, "big")).digest() for number in range(LEAVES)]
    began = time.process_time()
    merkle.root_of(leaves)
    took = time.process_time() - began
    return [Figure("log: root of 1 M leaves from scratch", took, "s", 3.0)]
