"""Visits: the projection of device records, and the office's view of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.visits.case import copy_states_from
from server.visits.service import on_projected, project_visit, scope_within, state_of

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

__all__ = ["copy_states_from", "on_projected", "project_visit", "scope_within", "setup", "state_of"]


def setup(app: Flask) -> None:
    """Subscribe to the records of visits and register the views."""
    from server import intake  # noqa: PLC0415 - only an application needs these
    from server.visits import rules, service  # noqa: PLC0415
    from server.visits.routes import blp  # noqa: PLC0415

    for kind in rules.KINDS:
        intake.on_op(kind, _project)
    intake.on_blob_stored(service.note_blob)
    app.extensions["fangcha_api"].register_blueprint(blp)


def _project(session: Session, subject: str, now_ms: int) -> None:
    project_visit(session, subject, now_ms)
