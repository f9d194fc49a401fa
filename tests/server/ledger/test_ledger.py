"""Stored ⇔ logged: leaves get their place at the commit, and every commit signs a checkpoint that fits."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from server import ledger
from server.core.database import Database
from server.ledger.models import Checkpoint, Leaf
from sync import checkpoint, merkle, note

HASH = "ab" * 32


def append(app: Flask, count: int) -> list[int]:
    database: Database = app.extensions["fangcha_database"]
    with app.app_context():
        with database.unit_of_work(write=True) as session:
            staged = [ledger.append(session, "op", HASH, "350923-2026-RC") for _ in range(count)]
        return [leaf.index for leaf in staged]


def test_leaves_are_numbered_without_gaps_at_the_commit(app_on_both: Flask) -> None:
    assert append(app_on_both, 3) == [0, 1, 2]
    assert append(app_on_both, 2) == [3, 4]


def test_a_unit_that_fails_leaves_no_leaf_and_no_gap(app_on_both: Flask) -> None:
    database: Database = app_on_both.extensions["fangcha_database"]
    with app_on_both.app_context(), pytest.raises(ZeroDivisionError), database.unit_of_work(write=True) as session:
        ledger.append(session, "op", HASH, "-")
        _ = 1 / 0
    assert append(app_on_both, 1) == [0]


def test_the_checkpoint_states_the_root_of_the_stored_leaves(app_on_both: Flask) -> None:
    database: Database = app_on_both.extensions["fangcha_database"]
    for count in (1, 4, 2):
        append(app_on_both, count)
    with app_on_both.app_context(), database.unit_of_work() as session:
        signed = ledger.latest_checkpoint(session)
        leaves = list(session.scalars(select(Leaf.data).order_by(Leaf.position)))
        vkey = ledger.vkey(1)
    assert signed is not None
    stated = checkpoint.verify(signed, note.Verifier.parse(vkey))
    assert stated.size == len(leaves) == 7
    assert stated.root == merkle.root_of([merkle.leaf_hash(data) for data in leaves])
    assert stated.origin == "fangcha.local/g1"


def test_many_writers_at_once_share_one_order(app_on_both: Flask) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.extend(append(app_on_both, 3))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(18))


def test_every_checkpoint_carries_the_servers_time(app: Flask) -> None:
    append(app, 1)
    database: Database = app.extensions["fangcha_database"]
    with database.unit_of_work() as session:
        row = session.scalars(select(Checkpoint)).one()
    assert "fangcha.local/clock" in row.note
    assert row.at_ms == app.extensions["fangcha_clock"].now_ms()


@pytest.mark.parametrize("statement", ["UPDATE leaves SET kind = 'x'", "DELETE FROM leaves"])
def test_the_database_itself_refuses_to_change_a_leaf(app_on_both: Flask, statement: str) -> None:
    append(app_on_both, 1)
    database: Database = app_on_both.extensions["fangcha_database"]
    with pytest.raises(DBAPIError), database.unit_of_work(write=True) as session:
        session.execute(text(statement))


def test_the_keys_are_readable_by_their_owner_only(app: Flask) -> None:
    keys_dir = app.extensions["fangcha_settings"].keys_dir
    for name in ("log.key", "clock.key"):
        assert (keys_dir / name).stat().st_mode & 0o077 == 0
