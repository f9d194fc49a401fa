"""What a unit of work promises."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import text

from server.core.database import Counter, Database, FifoLock, closing, take


def add(database: Database, name: str, value: int) -> None:
    with database.unit_of_work(write=True) as session:
        session.add(Counter(name=name, value=value))


def value_of(database: Database, name: str) -> int | None:
    with database.unit_of_work() as session:
        row = session.get(Counter, name)
        return None if row is None else row.value


def test_nothing_stays_when_the_unit_of_work_fails(app_on_both: Flask) -> None:
    database: Database = app_on_both.extensions["fangcha_database"]
    with pytest.raises(ZeroDivisionError), database.unit_of_work(write=True) as session:
        session.add(Counter(name="lost", value=1))
        session.flush()
        _ = 1 / 0
    assert value_of(database, "lost") is None


def test_closing_acts_run_once_each_in_the_order_of_their_keys(app_on_both: Flask) -> None:
    database: Database = app_on_both.extensions["fangcha_database"]
    ran: list[str] = []
    with database.unit_of_work(write=True) as session:
        closing(session, "b", lambda _: ran.append("b"))
        closing(session, "a", lambda _: ran.append("a"))
        closing(session, "b", lambda _: ran.append("b again"))
    assert ran == ["a", "b"]


def test_a_failing_closing_act_takes_everything_back(app_on_both: Flask) -> None:
    database: Database = app_on_both.extensions["fangcha_database"]

    def fail(_: object) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError), database.unit_of_work(write=True) as session:
        session.add(Counter(name="lost", value=1))
        closing(session, "x", fail)
    assert value_of(database, "lost") is None


def test_no_count_is_lost_when_many_threads_read_and_write(app_on_both: Flask) -> None:
    database: Database = app_on_both.extensions["fangcha_database"]
    add(database, "n", 0)

    def work() -> None:
        for _ in range(20):
            with database.unit_of_work(write=True) as session:
                closing(session, "n", lambda s: [take(s, "n", 1)].clear())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert value_of(database, "n") == 80


def test_writers_are_served_in_the_order_of_asking() -> None:
    lock = FifoLock()
    order: list[int] = []
    threads = []

    def work(number: int) -> None:
        with lock:
            order.append(number)

    with lock:
        for number in range(5):
            thread = threading.Thread(target=work, args=(number,))
            thread.start()
            while len(lock._waiting) <= number:
                pass
            threads.append(thread)
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_sqlite_keeps_what_it_has_committed_through_a_power_cut(app: Flask) -> None:
    database: Database = app.extensions["fangcha_database"]
    with database.unit_of_work() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert session.execute(text("PRAGMA synchronous")).scalar() == 2
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
