"""What outcomes mean for an assignment, whatever their order."""

import pytest

from server.campaigns.rules import standing_after, standing_code


@pytest.mark.parametrize(
    ("outcomes", "standing"),
    [
        ({}, ("open", 1)),
        ({1: "MET"}, ("done", 1)),
        ({1: "ABSENT"}, ("open", 2)),
        ({1: "ABSENT", 2: "ABSENT"}, ("open", 3)),
        ({1: "ABSENT", 2: "ABSENT", 3: "ABSENT"}, ("done", 3)),
        ({1: "ABSENT", 2: "REFUSED"}, ("done", 2)),
        ({2: "MET"}, ("done", 2)),
        ({2: "ABSENT"}, ("open", 1)),
    ],
)
def test_an_order_stays_open_until_somebody_was_met_or_three_tries_failed(outcomes: dict[int, str], standing: tuple[str, int]) -> None:
    assert standing_after(outcomes) == standing


def test_a_standing_campaign_is_named_by_county_and_year() -> None:
    assert standing_code("350923100201", 2026) == "350923-2026-RC"
