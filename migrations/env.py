"""Run migrations on the database of the settings, or on the connection that a caller hands over."""

from __future__ import annotations

import importlib

from alembic import context
from sqlalchemy import Connection, create_engine, pool

from server.app import FLOORS
from server.core import jobs  # noqa: F401 - its table belongs to the metadata
from server.core.database import Base
from server.settings import Settings

for floor in FLOORS:
    try:
        importlib.import_module(f"server.{floor}.models")
    except ModuleNotFoundError as error:
        if error.name != f"server.{floor}.models":
            raise

config = context.config


def run(connection: Connection) -> None:
    """Migrate on `connection`, in one transaction where the database can."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(config.attributes.get("url") or Settings.from_env().database_url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        run(connection)
