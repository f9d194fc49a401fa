"""One database, two engines: SQLite by default, PostgreSQL by DATABASE_URL.

Entry points (view, command, job) own the only unit of work; services never commit. On SQLite writers queue first
come, first served, on a lock of this process, because SQLite's own busy handler lets late comers overtake for seconds.
Flask-SQLAlchemy configures the engine; sessions are ours, because its scoped session outlives a unit of work
(docs/decisions/0002-units-of-work.md).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Engine, MetaData, String, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Closing = Callable[[Session], None]
DEMO_MARK = "demo-begun"  # the counter that a database has from the moment when a demonstration began to fill it


class Base(DeclarativeBase):
    """Every table of the server. Times are `BigInteger` milliseconds, ids lower-case text."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {int: BigInteger}  # noqa: RUF012 - SQLAlchemy reads it as a class attribute


class Counter(Base):
    """Named counters whose next value is taken under a row lock, at the end of a unit of work."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int]


class FifoLock:
    """A mutex that is granted in the order of asking."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def __enter__(self) -> None:
        turn: threading.Event | None = None
        with self._mutex:
            if self._held:
                turn = threading.Event()
                self._waiting.append(turn)
            else:
                self._held = True
        if turn is not None:
            turn.wait()

    def __exit__(self, *_: object) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()  # the lock passes on without being free in between
            else:
                self._held = False


class Database:
    """The engine, its session factory and the writers' queue; one an application."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.sessions = sessionmaker(engine, expire_on_commit=False)
        self._writers = FifoLock()

    @contextmanager
    def unit_of_work(self, *, write: bool = False) -> Iterator[Session]:
        """Open one transaction; commit at the end, roll back on any exception.

        The closing acts (log numbering, feed revisions) run last, so that the rows everybody needs are locked shortest.
        """
        if write and self.is_sqlite:
            with self._writers, self._transaction(write=True) as session:
                yield session
        else:
            with self._transaction(write=write) as session:
                yield session

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Session]:
        session = self.sessions()
        try:
            if write and self.is_sqlite:
                session.connection(execution_options={"fangcha_immediate": True})
            yield session
            _run_closing_acts(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()


def _configure_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin behind our back
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A deferred transaction that turns writer fails at once where another writes: ask for the lock at the start.
        immediate = connection.get_execution_options().get("fangcha_immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def attach(app: Flask, url: str) -> Database:
    """Give the app its database."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    # A failing statement is logged with its text; its values are names, answers and positions of people.
    options = {"pool_size": 16, "max_overflow": 24, "pool_pre_ping": True, "hide_parameters": True}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    flask_sqlalchemy = SQLAlchemy(app, metadata=Base.metadata)
    with app.app_context():
        engine = flask_sqlalchemy.engine
    if engine.dialect.name == "sqlite":
        _configure_sqlite(engine)
    found = Database(engine)
    app.extensions["fangcha_database"] = found
    return found


def database() -> Database:
    """Return the running application's database."""
    found: Database = current_app.extensions["fangcha_database"]
    return found


@contextmanager
def unit_of_work(*, write: bool = False) -> Iterator[Session]:
    """Open a unit of work on the running application's database."""
    with database().unit_of_work(write=write) as session:
        yield session


def closing(session: Session, key: str, act: Closing) -> None:
    """Run `act` once, just before this unit of work commits; the first registration under `key` counts.

    Keys run in the order of their names, so that every unit of work locks the same rows in the same order.
    """
    acts: dict[str, Closing] = session.info.setdefault("fangcha_closing", {})
    acts.setdefault(key, act)


def _run_closing_acts(session: Session) -> None:
    acts: dict[str, Closing] = session.info.pop("fangcha_closing", {})
    for key in sorted(acts):
        acts[key](session)


def take(session: Session, name: str, count: int) -> int:
    """Take `count` numbers of a counter, gapless and in commit order; return the first. Call from a closing act only."""
    row = _locked_counter(session, name)
    if row is None:
        try:
            with session.begin_nested():
                session.add(Counter(name=name, value=0))
        except IntegrityError:
            pass  # somebody else's first use was quicker; its row is there to be locked
        row = _locked_counter(session, name)
    if row is None:
        raise RuntimeError(f"the counter {name} vanished")
    first = row.value + 1
    row.value += count
    session.flush()
    return first


def _locked_counter(session: Session, name: str) -> Counter | None:
    return session.scalar(select(Counter).where(Counter.name == name).with_for_update())
