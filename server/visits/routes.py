"""The office's views of visits and alarms: parse, call, answer."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.core.access import Policy, access, current_actor
from server.core.app_state import now_ms
from server.core.database import unit_of_work
from server.visits import case, lists, service
from server.visits.schemas import AlarmTakenOut, VisitCaseOut, VisitListArgs, VisitPageOut

blp = Blueprint("visits", __name__, url_prefix="/api", description="Visits as the office reads them")


@blp.get("/visits")
@access(Policy.OFFICE)
@blp.arguments(VisitListArgs, location="query")
@blp.response(200, VisitPageOut)
def list_visits(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the visits of one's own area, newest arrival first."""
    with unit_of_work() as session:
        return lists.page(session, current_actor(), lists.ListVisits(**wanted), now_ms=now_ms())


@blp.get("/visits/<uuid:visit_id>")
@access(Policy.OFFICE)
@blp.response(200, VisitCaseOut)
def read_visit(visit_id: Any) -> dict[str, Any]:
    """Read one visit with its answers, pictures, steps and signatures."""
    with unit_of_work() as session:
        return case.case(session, current_actor(), str(visit_id))


@blp.post("/alarms/<uuid:alarm_id>/take")
@access(Policy.OFFICE_WORK)
@blp.response(200, AlarmTakenOut)
def take_alarm(alarm_id: Any) -> dict[str, Any]:
    """Take an alarm into one's own hands; everybody sees by whom."""
    with unit_of_work(write=True) as session:
        name, taken_ms = service.take_alarm(session, current_actor(), str(alarm_id), now_ms=now_ms())
    return {"taken_by": name, "taken_ms": taken_ms}
