"""The catalogue of findings: codes with plain sentences. Severity and route stay in the office; a phone gets the sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DEFINITIONS = Path(__file__).with_name("definitions")
CATALOGUE = DEFINITIONS / "findings.json"


@dataclass(frozen=True, slots=True)
class Finding:
    """One entry of the catalogue with the office's defaults."""

    code: str
    sentence: dict[str, str]
    severity: int  # 1 urgent … 4 improvement
    routes: tuple[str, ...]  # R1 own rectification, R2 other department, R3 discipline inspection, I major matter


@cache
def findings() -> dict[str, Finding]:
    """Return the catalogue by code."""
    rows = json.loads(CATALOGUE.read_text(encoding="utf-8"))["findings"]
    return {row["code"]: Finding(row["code"], row["sentence"], row["severity"], tuple(row["routes"])) for row in rows}


def phone_extract() -> dict[str, Any]:
    """Return what a phone may hold: sentences, and the codes that its records name; neither severity nor route."""
    return {"id": "findings", "findings": [{"code": one.code, "sentence": one.sentence} for one in findings().values()]}
