"""A session on a database that holds the division table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from server import places
from server.core.database import Database


@pytest.fixture
def app_with_places(database: Database) -> Iterator[Session]:
    with database.unit_of_work(write=True) as session:
        places.load_divisions(session)
        yield session
