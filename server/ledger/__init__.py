"""The transparency log: append, number, checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.ledger import keys
from server.ledger.service import (
    StagedLeaf,
    append,
    durable_upto,
    generation,
    latest_checkpoint,
    leaf_bytes,
    origin,
    vkey,
)

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "StagedLeaf",
    "append",
    "durable_upto",
    "generation",
    "latest_checkpoint",
    "leaf_bytes",
    "origin",
    "setup",
    "vkey",
]


def setup(app: Flask) -> None:
    """Load the log's keys."""
    settings = app.extensions["fangcha_settings"]
    app.extensions["fangcha_log_keys"] = keys.load(settings.keys_dir, settings.site)
