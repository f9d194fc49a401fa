"""What anybody may ask of a server: its health, its public settings, its API."""

from __future__ import annotations

import json
import re
from pathlib import Path

from flask import Flask

from server import apidocs
from server.core.database import Database


def test_a_server_that_is_well_says_so(app: Flask) -> None:
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 200
    body = answer.get_json()
    assert body["status"] in {"ok", "low"}
    assert body["version"] == app.config["API_VERSION"]
    assert body["database"] == {"state": "ok", "kind": "sqlite"}
    assert body["generation"] == 1


def test_a_server_whose_files_cannot_be_written_says_so(app: Flask, tmp_path: Path) -> None:
    blobs = tmp_path / "data" / "blobs"
    blobs.rmdir()
    blobs.write_bytes(b"a file in the way")
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.get_json()["blobs"]["state"]) == (503, "down")


def test_a_server_without_its_tables_says_so(app: Flask, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE jobs RENAME TO jobs_away")
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.get_json()["database"]["state"]) == (503, "down")


def test_the_public_settings_name_no_demonstration_where_there_is_none(app: Flask) -> None:
    body = app.test_client().get("/api/config").get_json()
    assert (body["demo"], body["demo_roles"], body["hotline"]) == (False, [], None)


def test_the_api_page_needs_no_script_and_no_other_site(app: Flask) -> None:
    page = app.test_client().get("/api/docs").get_data(as_text=True)
    assert "<script" not in page
    assert " style=" not in page
    assert re.findall(r'(?:src|href)="(https?:)?//', page) == []
    assert "/api/session" in page
    assert app.test_client().get("/api/docs/style.css").mimetype == "text/css"


def test_the_api_document_names_every_operation_and_who_may_call_it(app: Flask) -> None:
    found = json.loads(app.test_client().get("/api/openapi.json").get_data())
    assert found["openapi"].startswith("3.")
    operations = [
        (path, method, operation)
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
        if method in apidocs.METHODS
    ]
    assert len(operations) >= 8
    assert [(path, method) for path, method, operation in operations if "x-access" not in operation] == []
    assert [(path, method) for path, method, operation in operations if not operation.get("summary")] == []
