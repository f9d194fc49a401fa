"""Migrations: one line of revisions, there and back, and the result is what the models say, constraints and triggers included."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, inspect, text

from server.app import FLOORS
from server.core.database import Base
from server.settings import ROOT
from tests.conftest import administer, migrate
from tests.postgres import server_url

for floor in FLOORS:
    if (ROOT / "server" / floor / "models.py").exists():
        importlib.import_module(f"server.{floor}.models")


def config(url: str) -> Config:
    made = Config(str(ROOT / "alembic.ini"))
    made.attributes["url"] = url
    return made


def test_there_is_one_head_and_it_is_written_down() -> None:
    heads = ScriptDirectory.from_config(config("sqlite://")).get_heads()
    assert heads == [(ROOT / "migrations" / "HEAD").read_text(encoding="utf-8").strip()]


def test_revisions_are_four_figures() -> None:
    for script in ScriptDirectory.from_config(config("sqlite://")).walk_revisions():
        assert re.fullmatch(r"\d{4}", script.revision)


def test_up_down_up_leads_to_the_same_place(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    command.upgrade(config(url), "head")
    first = sqlite_schema(url)
    command.downgrade(config(url), "base")
    assert [name for name in sqlite_schema(url) if "alembic" not in name] == []
    command.upgrade(config(url), "head")
    assert sqlite_schema(url) == first


def sqlite_schema(url: str) -> dict[str, str]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    return {name: normal(sql) for name, sql in rows}


def normal(sql: str) -> str:
    """Spaces, case, quotes and the order of the clauses of a table mean nothing."""
    flat = re.sub(r"\s+", " ", sql.replace('"', "")).strip().lower()
    return flat if flat.startswith("create trigger") else " ".join(sorted(re.split(r"[ (),]+", flat)))


def created(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)


def test_sqlite_after_migration_is_what_the_models_create(tmp_path: Path) -> None:
    migrated, modelled = (f"sqlite:///{tmp_path / name}" for name in ("a.sqlite", "b.sqlite"))
    migrate(migrated)
    created(modelled)
    found = {name: sql for name, sql in sqlite_schema(migrated).items() if name != "alembic_version"}
    assert found == sqlite_schema(modelled)


@pytest.mark.parametrize("what", ["columns", "indexes", "unique_constraints", "foreign_keys", "pk_constraint", "check_constraints"])
def test_postgres_after_migration_is_what_the_models_create(what: str, postgres_template: str) -> None:
    migrated = server_url().replace("/postgres?", f"/{postgres_template}?")
    name = f"modelled_{what}"
    administer(f"CREATE DATABASE {name}")
    modelled = server_url().replace("/postgres?", f"/{name}?")
    created(modelled)
    try:
        assert describe(migrated, what) == describe(modelled, what)
    finally:
        administer(f"DROP DATABASE {name} WITH (FORCE)")


def describe(url: str, what: str) -> dict[str, str]:
    inspector = inspect(create_engine(url, poolclass=NullPool))
    tables = [name for name in inspector.get_table_names() if name != "alembic_version"]
    found = {}
    for table in tables:
        told = getattr(inspector, f"get_{what}")(table)
        found[table] = repr(sorted(map(repr, told)) if isinstance(told, list) else told)
    return found


def test_postgres_has_the_triggers_of_the_models(postgres_template: str) -> None:
    engine = create_engine(server_url().replace("/postgres?", f"/{postgres_template}?"), poolclass=NullPool)
    with engine.connect() as connection:
        names = set(connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).scalars())
    assert {"leaves_no_update", "leaves_no_delete"} <= names
