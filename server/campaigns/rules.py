"""Pure decisions about assignments: what an outcome means for them, and how campaigns are called."""

from __future__ import annotations

from collections.abc import Mapping

RESULTS = ("MET", "ABSENT", "REFUSED", "MOVED", "DECEASED", "INSTITUTION", "NOT_FOUND", "UNSAFE")
MODES = ("self_check", "superior_spot", "cross_check", "open", "covert", "third_party")
REASONS = ("random", "must_visit", "risk", "complaint", "follow_up")
# Nobody at home is tried again on another day and hour; only then a reserve may take the place.
MAX_ATTEMPTS = 3


def standing_code(division_code: str, year: int) -> str:
    """Return the code of a county's standing campaign."""
    return f"{division_code[:6]}-{year}-RC"


def standing_after(outcomes: Mapping[int, str]) -> tuple[str, int]:
    """Return state and present attempt of an assignment whose attempts ended as `outcomes` says.

    Computed from all outcomes at once, so that their order of arrival does not matter.
    """
    attempt = 1
    while attempt in outcomes:
        if outcomes[attempt] != "ABSENT" or attempt == MAX_ATTEMPTS:
            return "done", attempt
        attempt += 1
    later = [tried for tried, code in outcomes.items() if tried > attempt and code != "ABSENT"]
    return ("done", min(later)) if later else ("open", attempt)
