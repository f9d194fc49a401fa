"""Tables of evidence: what a look at each stored file showed, and where its copies lie."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class MediaCheck(Base):
    """The result of looking at one stored file, for each place that it belongs to."""

    __tablename__ = "media_checks"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    scope: Mapped[str] = mapped_column(String(32), primary_key=True)
    of: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))  # ready, unreadable
    reason: Mapped[str | None] = mapped_column(String(20))
    media_type: Mapped[str | None] = mapped_column(String(20))
    width: Mapped[int | None]
    height: Mapped[int | None]
    trailing: Mapped[int]  # bytes behind the end of the picture
    facts: Mapped[str] = mapped_column(Text)  # JSON: MPO, orientation, and what EXIF claims
    checked_ms: Mapped[int]


class MediaCopy(Base):
    """One derived copy, sealed under the subject's key beside the original."""

    __tablename__ = "media_copies"

    of_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    scope: Mapped[str] = mapped_column(String(32), primary_key=True)
    of: Mapped[str] = mapped_column(String(36), primary_key=True)
    copy: Mapped[str] = mapped_column(String(8), primary_key=True)  # review, thumb
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    file: Mapped[str] = mapped_column(String(100))
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
