"""What has happened in the demonstration: some sixty visits of the last four weeks, and what is to be done today."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from server.core.clock import china_day, start_of_day_ms
from server.demo.roster import RARE, SEED, TOTAL

MINUTE, HOUR = 60_000, 3_600_000
# How many visits a team makes on a day, by days before the present: about sixty in all, every weekday somebody is out.
OUTINGS = (
    (27, "B", 3), (26, "A", 2), (24, "C", 3), (23, "A", 3), (21, "B", 2), (20, "C", 3), (19, "A", 3), (17, "B", 3), (16, "C", 2),
    (14, "A", 3), (13, "B", 3), (12, "C", 3), (10, "A", 2), (9, "B", 3), (8, "C", 3), (7, "A", 3), (6, "B", 3), (5, "C", 2),
    (4, "A", 3), (3, "B", 3), (2, "C", 3), (1, "A", 2), (1, "B", 2),
)  # fmt: skip
RESULTS: tuple[str, ...] = ("MET",) * 43 + ("ABSENT",) * 5 + ("REFUSED",) * 3 + ("MOVED",) * 3 + ("DECEASED",) * 2 + ("INSTITUTION",) * 2
RESULTS += ("NOT_FOUND",) * 2 + ("UNSAFE",)
# What a household's visit shows; each is a set of answers that differ from the register or raise a finding.
STORIES = (
    "clean", "clean", "leaks", "clean", "short_paid", "clean", "missed_family", "card_with_cadre", "clean", "earns_more", "not_posted",
    "clean", "fee_asked", "not_alone", "medicine", "clean", "late_paid", "one_visitor", "clean", "danger", "address_other", "knows_nothing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One visit that was made: by whom, where, when, how it ended, when it reached the office."""

    number: int
    serial: int
    team: str
    start_ms: int
    sent_ms: int
    result: str
    story: str
    partner_way: str
    ad_hoc: bool = False
    photos_sent: bool = True
    alarm: str | None = None


@dataclass(frozen=True, slots=True)
class TodaysOrder:
    """One visit that is to be made."""

    serial: int
    team: str
    sealed: bool = False
    due_in_days: int = 0


def past(now_ms: int) -> list[PastVisit]:
    """Return the visits made before the present, oldest first."""
    chance = random.Random(SEED + 1)
    today = china_day(now_ms)
    serials = chance.sample(range(1, TOTAL + 1), 120)
    results = list(RESULTS)
    chance.shuffle(results)
    total = sum(count for _, _, count in OUTINGS)
    made: list[PastVisit] = []
    sent: dict[str, int] = {}
    for days, team, count in OUTINGS:
        start = start_of_day_ms(today - timedelta(days=days)) + 9 * HOUR
        for _ in range(count):
            start += chance.randint(5, 55) * MINUTE
            number = len(made)
            left = total - number
            result = results[number] if left > len(FRESH) else FRESH[len(FRESH) - left][0]
            visit = _visit(chance, number, serials[number], team, (start, result), left)
            # A phone sends in the order of its chain: a later visit never arrives before an earlier one.
            sent[team] = max(visit.sent_ms, sent.get(team, 0) + MINUTE)
            made.append(replace(visit, sent_ms=sent[team]))
            start += chance.randint(35, 60) * MINUTE
    return sorted(made, key=lambda one: one.sent_ms)


# The newest visits are what a visitor of the office sees first: result, story, whether the photos have arrived, an alarm.
FRESH: tuple[tuple[str, str, bool, str | None], ...] = (
    ("MET", "leaks", True, None),
    ("MET", "clean", True, None),
    ("MET", "not_posted", True, None),
    ("ABSENT", "clean", True, None),  # of team A: today it tries again
    ("MET", "short_paid", False, None),
    ("REFUSED", "clean", True, None),
    ("MET", "medicine", False, "hunger"),
)


def _visit(chance: random.Random, number: int, serial: int, team: str, what: tuple[int, str], left: int) -> PastVisit:
    start, result = what
    story, photos, alarm = STORIES[number % len(STORIES)], number != 49, None
    if left <= len(FRESH):
        result, story, photos, alarm = FRESH[len(FRESH) - left]
    # In the valleys there is no signal: most visits arrive an hour or an evening later.
    wait = chance.choice((8, 14, 35, 70, 160, 300)) * MINUTE
    return PastVisit(
        number=number,
        serial=serial,
        team=team,
        start_ms=start,
        sent_ms=start + 30 * MINUTE + wait,
        result=result,
        story=story,
        partner_way="alone" if number % 17 == 11 else "same_phone",
        ad_hoc=number % 21 == 8,
        photos_sent=photos,
        alarm="danger" if number == 30 else alarm,
    )


def today(day: date) -> list[TodaysOrder]:
    """Return the orders of a day, for households that nobody has visited."""
    chance = random.Random(SEED + day.toordinal())
    used = {one.serial for one in past(start_of_day_ms(day))}
    free = [serial for serial in range(1, TOTAL + 1) if serial not in used]
    # Households with neighbouring numbers live in one village: a team's day is a walk, not a tour of the county.
    first = chance.randrange(0, len(free) - 60)
    orders = [TodaysOrder(free[first + step], "A") for step in (0, 1, 2, 4, 7)]
    # One whose name has a character that old systems lose.
    rare = [serial for serial in RARE if serial in free and not free[first] <= serial <= free[first + 60]]
    orders += [TodaysOrder(rare[day.toordinal() % len(rare)], "A")] if rare else []
    orders.append(TodaysOrder(free[first + 10], "A", due_in_days=1))
    orders.append(TodaysOrder(free[first + 12], "A", sealed=True))
    orders += [TodaysOrder(free[first + 20 + step], "B") for step in range(4)]
    orders += [TodaysOrder(free[first + 40 + step], "C") for step in range(3)]
    return orders
