"""Organisations, people, roles, sessions and devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.accounts.service import (
    CreateOrganisation,
    CreateUser,
    create_organisation,
    create_user,
    join_audience,
    leave_audience,
    revoke_device,
)

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "CreateOrganisation",
    "CreateUser",
    "create_organisation",
    "create_user",
    "join_audience",
    "leave_audience",
    "revoke_device",
    "setup",
]


def setup(app: Flask) -> None:
    """Register the views and the readers of cookies and tokens."""
    from server.accounts.routes import blp, read_device, read_session  # noqa: PLC0415 - views need the app's extensions
    from server.core.access import authenticate_with  # noqa: PLC0415

    authenticate_with(session=read_session, device=read_device)
    app.extensions["fangcha_api"].register_blueprint(blp)
