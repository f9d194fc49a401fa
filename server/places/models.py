"""The table of administrative divisions: what a 12-digit statistical code means, and what became of retired ones."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class Division(Base):
    """One province, city, county, township or village, or a code that is no longer given out."""

    __tablename__ = "divisions"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    level: Mapped[str] = mapped_column(String(8))  # province, city, county, township, village
    parent_code: Mapped[str | None] = mapped_column(String(12), index=True)
    valid_to: Mapped[str | None] = mapped_column(String(4))  # the year in which the code was retired
    successor_code: Mapped[str | None] = mapped_column(String(12))
