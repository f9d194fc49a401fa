"""The committed vectors are what their generators write: nobody edits one without the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.sync import generate_checklist_vectors as checklists
from tests.sync import generate_log_vectors as log
from tests.sync import generate_vectors as protocol
from tests.sync import generate_visit_vector as visit
from tests.sync.vectors import FOLDER

WRITERS: dict[str, Callable[[], dict[str, Any]]] = {
    "op": protocol.op_vectors,
    "chain": protocol.chain_vectors,
    "digest": protocol.digest_vectors,
    "merkle": log.merkle_vectors,
    "note": log.note_vectors,
    "checkpoint": log.checkpoint_vectors,
    "checklist": checklists.vectors,
    "visit": visit.vectors,
}  # not sealing.json: another zlib deflates to other bytes, and both are right


@pytest.mark.parametrize("name", WRITERS)
def test_a_vector_file_is_what_its_generator_writes(name: str) -> None:
    written = json.dumps(WRITERS[name](), ensure_ascii=False, indent=1) + "\n"
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == written
