"""Campaigns, teams and assignments; plans, frames, draws and recusal come here later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server import roster
from server.campaigns.service import (
    AssignmentView,
    CreateAssignment,
    CreateTeam,
    OfficeSetting,
    area_of,
    create_assignment,
    create_campaign,
    create_team,
    household_changed,
    outcome,
    publish_office,
    standing_campaign,
    team_audience,
    teams_of,
    unseal,
    view,
    withdraw,
)

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "AssignmentView",
    "CreateAssignment",
    "CreateTeam",
    "OfficeSetting",
    "area_of",
    "create_assignment",
    "create_campaign",
    "create_team",
    "household_changed",
    "outcome",
    "publish_office",
    "setup",
    "standing_campaign",
    "team_audience",
    "teams_of",
    "unseal",
    "view",
    "withdraw",
]


def setup(_app: Flask) -> None:
    """Hear of households that change."""
    roster.on_changed(household_changed)
