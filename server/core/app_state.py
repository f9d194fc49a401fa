"""What every request may ask of the running application: the clock and the settings, without importing the wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from server.core.access import from_this_machine

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


def demo_buttons() -> bool:
    """Tell whether this request may sign in with one tap: a demonstration, asked from the machine that it runs on."""
    return settings().demo_buttons and from_this_machine()
