"""What comes with the program and belongs into every database: the division table, the forms, the office's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server import campaigns, checklists, places

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from server.settings import Settings


def ensure(session: Session, settings: Settings, *, now_ms: int) -> None:
    """Put in what is missing; again it changes nothing."""
    places.load_divisions(session)
    checklists.publish_shipped(session, now_ms=now_ms)
    if settings.hotline or settings.office_phone:
        duty = (("值班电话", settings.office_phone),) if settings.office_phone else ()
        campaigns.publish_office(session, campaigns.OfficeSetting(settings.hotline or settings.office_phone or "", duty))
