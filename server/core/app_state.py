"""What every request may ask of the running application: the clock and the settings, without importing the wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from server.core.clock import Clock
    from server.settings import Settings


def clock() -> Clock:
    """Return the running application's clock."""
    found: Clock = current_app.extensions["fangcha_clock"]
    return found


def now_ms() -> int:
    """Return the present as UTC milliseconds by the application's clock."""
    return clock().now_ms()


def settings() -> Settings:
    """Return the running application's settings."""
    found: Settings = current_app.extensions["fangcha_settings"]
    return found
