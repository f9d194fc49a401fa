"""The floor: a bare Flask that takes the same four requests, fsyncs each body and inserts one row a request."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from flask import Flask, request
from sqlalchemy import create_engine, event, text


def create() -> Flask:
    """Return the bare application; DATA_DIR and FLOOR_URL say where."""
    folder, url = Path(os.environ["DATA_DIR"]), os.environ["FLOOR_URL"]
    engine = create_engine(url, pool_size=32)
    if url.startswith("sqlite"):

        @event.listens_for(engine, "connect")
        def configure(connection: object, _record: object) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
                connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS floor (id VARCHAR(36) PRIMARY KEY, size INTEGER)"))
    app = Flask(__name__)

    @app.post("/take")
    def take() -> str:
        body = request.get_data(cache=False)
        name = str(uuid.uuid4())
        with (folder / name).open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO floor VALUES (:id, :size)"), {"id": name, "size": len(body)})
        return "ok"

    return app
