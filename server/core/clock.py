"""Time as the server tells it: UTC milliseconds, injected so that tests and the demo can set it."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone

# Days and deadlines of the policy are Chinese calendar days, whatever the host's time zone.
CHINA = timezone(timedelta(hours=8), "CST")


class Clock:
    """A source of milliseconds since the epoch; subclasses may stand still."""

    def now_ms(self) -> int:
        """Return the present as UTC milliseconds."""
        return time.time_ns() // 1_000_000


class FixedClock(Clock):
    """A clock that moves only when told to: tests, and the demo's weeks gone by."""

    def __init__(self, start_ms: int) -> None:
        self.value_ms = start_ms

    def now_ms(self) -> int:
        """Return the set time."""
        return self.value_ms

    def advance(self, ms: int) -> None:
        """Move on by `ms` milliseconds."""
        self.value_ms += ms


def china_day(now_ms: int) -> date:
    """Return the +08:00 calendar day of a UTC millisecond."""
    return datetime.fromtimestamp(now_ms / 1000, CHINA).date()


def start_of_day_ms(day: date) -> int:
    """Return 00:00 +08:00 of `day` as UTC milliseconds."""
    return int(datetime(day.year, day.month, day.day, tzinfo=CHINA).timestamp() * 1000)


def iso_utc(ms: int) -> str:
    """Return a UTC millisecond as ISO 8601, for people who read exports."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")
