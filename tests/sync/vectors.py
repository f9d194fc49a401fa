"""Reads the vector files that the TypeScript twin reads too."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "vectors"


def load(name: str) -> dict[str, Any]:
    """Return the vector file `name`."""
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def named(cases: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the arguments of `parametrize` for cases that carry a name."""
    return {"argvalues": cases, "ids": [case["name"] for case in cases]}


def b64d(text: str) -> bytes:
    """Return the bytes of a base64url text without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
