"""Households, members and benefits; spreadsheet import and relatives filing come here later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.roster.service import (
    CreateHousehold,
    HouseholdView,
    NewBenefit,
    NewMember,
    create_household,
    find_by_number,
    flag,
    household_row,
    move_household,
    on_changed,
    on_looked,
    read_id_number,
    view,
)

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "CreateHousehold",
    "HouseholdView",
    "NewBenefit",
    "NewMember",
    "create_household",
    "find_by_number",
    "flag",
    "household_row",
    "move_household",
    "on_changed",
    "on_looked",
    "read_id_number",
    "setup",
    "view",
]


def setup(app: Flask) -> None:
    """Load the keys of the roster."""
    from server.core.app_state import settings  # noqa: PLC0415 - read once the app exists
    from server.roster.identity import IdentityKeys  # noqa: PLC0415

    with app.app_context():
        app.extensions["fangcha_roster_keys"] = IdentityKeys.load(settings().keys_dir)
