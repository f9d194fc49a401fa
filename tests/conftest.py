"""Fixtures shared by all server tests: an app on a fresh, migrated database of either kind."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy import NullPool, create_engine, text

from server.app import create_app
from server.core.clock import FixedClock
from server.core.database import Database
from server.settings import ROOT, Settings
from tests import postgres

# Properties are judged by what they find, never by how fast a busy machine draws examples.
settings.register_profile("fangcha", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.load_profile("fangcha")

START_MS = 1_795_485_600_000  # 2026-11-24 10:00 in Fujian


def migrate(url: str) -> None:
    """Bring an empty database to the newest revision."""
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["url"] = url
    command.upgrade(config, "head")


def administer(statement: str) -> None:
    """Run one statement on the server as a whole, outside any transaction."""
    engine = create_engine(postgres.server_url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file; a copy costs half a millisecond, a migration half a second."""
    path = tmp_path_factory.mktemp("template") / "fangcha.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """Return the server's URL after making a migrated database to copy from."""
    url = postgres.server_url()
    name = f"template_{uuid.uuid4().hex[:8]}"
    administer(f"CREATE DATABASE {name}")
    migrate(url.replace("/postgres?", f"/{name}?"))
    return name


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a fresh database; every test that asks runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "data" / "fangcha.sqlite"
        path.parent.mkdir()
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("postgres_template")
    name = f"test_{uuid.uuid4().hex[:12]}"
    administer(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield postgres.server_url().replace("/postgres?", f"/{name}?")
    administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """Return the URL of a fresh SQLite database, for tests whose subject is not the database."""
    path = tmp_path / "data" / "fangcha.sqlite"
    path.parent.mkdir(exist_ok=True)
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that stands still."""
    return FixedClock(START_MS)


def build_app(url: str, tmp_path: Path, clock: FixedClock, **options: object) -> Flask:
    """Return an app with its own data directory."""
    values: dict[str, object] = {"data_dir": tmp_path / "data", "database_url": url, "pwa_dir": tmp_path / "pwa"}
    app = create_app(Settings(**(values | options)), clock)  # type: ignore[arg-type]
    app.config["TESTING"] = True
    return app


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, clock: FixedClock) -> Iterator[Flask]:
    """Return an app on SQLite."""
    built = build_app(sqlite_url, tmp_path, clock)
    yield built
    built.extensions["fangcha_database"].engine.dispose()


@pytest.fixture
def app_on_both(database_url: str, tmp_path: Path, clock: FixedClock) -> Iterator[Flask]:
    """Return an app on SQLite, then one on PostgreSQL."""
    built = build_app(database_url, tmp_path, clock)
    yield built
    built.extensions["fangcha_database"].engine.dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    """Return the database of `app`."""
    found: Database = app.extensions["fangcha_database"]
    return found
