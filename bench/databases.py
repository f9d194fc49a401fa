"""The two databases that a benchmark runs on."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.conftest import administer


@contextmanager
def both(folder: Path) -> Iterator[list[tuple[str, str, float]]]:
    """Yield (name, URL of an empty database, bar in µs an op) for SQLite and PostgreSQL."""
    name = f"bench_{uuid.uuid4().hex[:8]}"
    administer(f"CREATE DATABASE {name}")
    try:
        yield [
            ("SQLite", f"sqlite:///{folder / 'bench.sqlite'}", 300.0),
            ("PostgreSQL", postgres.server_url().replace("/postgres?", f"/{name}?"), 350.0),
        ]
    finally:
        administer(f"DROP DATABASE {name} WITH (FORCE)")
