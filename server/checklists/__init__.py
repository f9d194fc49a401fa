"""Checklist versions, their publication, and the catalogue of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.checklists.catalogue import Finding, findings, phone_extract
from server.checklists.service import (
    Pinned,
    bytes_of,
    definition_of,
    newest,
    publish_definition,
    publish_shipped,
)

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "Finding",
    "Pinned",
    "bytes_of",
    "definition_of",
    "findings",
    "newest",
    "phone_extract",
    "publish_definition",
    "publish_shipped",
    "setup",
]


def setup(_app: Flask) -> None:
    """Serve the bytes of definitions to phones."""
    from server import intake  # noqa: PLC0415 - a lower floor, needed at boot only

    intake.serve_bytes("checklist", bytes_of)
