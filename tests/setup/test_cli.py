"""The administrator's commands: each speaks one sentence, and none lets a demonstration pass for real work."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from server import cli
from server.accounts.models import User
from server.core.database import Counter, Database

ORG = ["users", "org", "350923000000", "屏南县民政局", "--tier", "county"]
ADD = ["users", "add", "lin", "--name", "林一", "--org", "350923000000", "--role", "office_admin", "--password"]


@pytest.fixture
def commanded(app: Flask) -> Flask:
    cli.register(app)
    return app


def say(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=list(words))
    return done.exit_code, done.output


def test_a_person_can_be_made_once_the_organisation_is_there(commanded: Flask, database: Database) -> None:
    assert "no organisation" in say(commanded, *ADD, "a long password")[1]
    assert say(commanded, *ORG)[0] == 0
    assert say(commanded, *ADD, "a long password") == (0, "lin can sign in\n")
    with database.unit_of_work() as session:
        user = session.scalars(select(User)).one()
    assert user.login == "lin"
    assert "a long password" not in user.password_hash


def test_a_short_password_is_refused(commanded: Flask) -> None:
    say(commanded, *ORG)
    code, said = say(commanded, *ADD, "short")
    assert code != 0
    assert "at least 10 characters" in said


def test_the_settings_are_shown_without_a_password(commanded: Flask) -> None:
    from dataclasses import replace

    commanded.extensions["fangcha_settings"] = replace(
        commanded.extensions["fangcha_settings"], database_url="postgresql+psycopg://fangcha:secret@db/fangcha"
    )
    said = say(commanded, "config", "show")[1]
    assert "secret" not in said
    assert "fangcha:…@db" in said


def test_an_empty_real_database_gets_the_divisions_and_forms_and_nobody_invented(commanded: Flask, database: Database) -> None:
    assert say(commanded, "demo", "load") == (0, "none\n")
    with database.unit_of_work() as session:
        assert session.scalars(select(User)).all() == []


def test_a_demonstration_is_refused_where_none_is_wanted(commanded: Flask, database: Database) -> None:
    with database.unit_of_work(write=True) as session:
        session.add(Counter(name="demo-begun", value=1))
        session.add(Counter(name="demo-whole", value=1))
    code, said = say(commanded, "demo", "load")
    assert code != 0
    assert "holds the demonstration" in said


def test_households_of_real_work_are_not_moved(commanded: Flask) -> None:
    code, said = say(commanded, "demo", "here", "--lat", "26.9", "--lon", "118.9")
    assert code != 0
    assert "only its households can be moved" in said


def test_jobs_that_are_due_are_done_once(commanded: Flask) -> None:
    assert say(commanded, "jobs", "run", "--once") == (0, "0 jobs done\n")
