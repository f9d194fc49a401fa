"""Publishing a form: once, in the log, to every phone, by its bytes."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask
from sqlalchemy import select

from server import checklists
from server.checklists.catalogue import DEFINITIONS
from server.core.problems import Problem
from server.ledger.models import Leaf
from sync.errors import ChecklistError
from tests.server.intake.phone import database_of
from tests.server.visits.world import NOW_MS, World, build


@pytest.fixture
def world(app: Flask) -> World:
    return build(app)


def publish(world: World, data: bytes) -> checklists.Pinned:
    with world.app.app_context(), database_of(world.app).unit_of_work(write=True) as session:
        return checklists.publish_definition(session, data, now_ms=NOW_MS)


def test_a_published_form_is_a_leaf_of_the_log_and_a_row_of_every_phone(world: World) -> None:
    data = (DEFINITIONS / "household-short.json").read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    with database_of(world.app).unit_of_work() as session:
        leaves = list(session.scalars(select(Leaf.hash).where(Leaf.kind == "checklist")))
    assert leaves.count(sha256) == 1
    row = world.feed("stranger")["checklist", "household-short-1"]
    assert (row["id"], row["version"], row["sha256"], row["title"]["zh-CN"]) == ("household-short", 1, sha256, "入户访查表（简表）")
    assert world.office("stranger", f"/sync/v1/checklists/{sha256}").data == data


def test_publishing_the_same_bytes_again_changes_nothing(world: World) -> None:
    data = (DEFINITIONS / "household-short.json").read_bytes()
    assert publish(world, data).sha256 == hashlib.sha256(data).hexdigest()
    with database_of(world.app).unit_of_work() as session:
        assert len(list(session.scalars(select(Leaf).where(Leaf.kind == "checklist")))) == 2


def test_other_bytes_under_a_published_version_are_refused(world: World) -> None:
    data = (DEFINITIONS / "household-short.json").read_bytes()
    with pytest.raises(Problem, match="checklist-version-taken"):
        publish(world, data + b"\n")


def test_a_new_version_is_the_newest(world: World) -> None:
    data = (DEFINITIONS / "household-short.json").read_bytes().replace(b'"version": 1', b'"version": 2', 1)
    pinned = publish(world, data)
    with database_of(world.app).unit_of_work() as session:
        assert checklists.newest(session, "household-short") == pinned
        assert checklists.definition_of(session, "0" * 64) is None
        with pytest.raises(Problem, match="not-found"):
            checklists.newest(session, "nothing")


def test_a_file_that_breaks_a_rule_is_refused(world: World) -> None:
    with pytest.raises(ChecklistError):
        publish(world, b'{"id": "x"}')
