"""Keyset pages: the cursor is the last row's key, so a page costs the same at the millionth row."""

from __future__ import annotations

import base64
import json

from server.core.problems import Problem
from sync.canonical import MAX_SAFE


def encode_cursor(*key: int | str) -> str:
    """Return an opaque cursor for the last row's sort key."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, kinds: tuple[type, ...]) -> tuple[int | str, ...] | None:
    """Return the sort key of a cursor, or None for the first page.

    Raises:
        Problem: `bad-request` for a cursor that this server did not make.
    """
    if not cursor:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        raise Problem("bad-request") from None
    if not isinstance(key, list) or len(key) != len(kinds):
        raise Problem("bad-request")
    if any(type(value) is not kind or not _storable(value) for value, kind in zip(key, kinds, strict=True)):
        raise Problem("bad-request")
    return tuple(key)


def _storable(value: object) -> bool:
    """Tell whether a column could hold `value`; what none can hold would be an error of the database, not a page."""
    if isinstance(value, int):
        return abs(value) <= MAX_SAFE
    return isinstance(value, str) and value.isascii() and "\0" not in value
