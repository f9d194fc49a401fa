"""A battery that dies: nothing that was shown as saved is lost, and everything arrives once (issue 2, done-when 2)."""

from __future__ import annotations

import random

import pytest

from tests.e2e import archive
from tests.e2e.browser import Phone, Position
from tests.e2e.conftest import NewOrder, NewPhone
from tests.e2e.hands import PATIENCE_MS, Hands, visit_id
from tests.e2e.proxy import Proxy
from tests.e2e.site import Site

DOOR = Position(26.9084, 118.9871, 11.0)
IN_A_HURRY = [11, 42, 2026]
AT_LENGTH = list(range(100, 120))
SAVED = """() => ({
  answers: Object.fromEntries([...document.querySelectorAll('[id^="q-"]')].map((one) => [
    one.id, [...one.querySelectorAll('input:checked')].map((input) => input.value).join(' '),
  ]).filter(([, value]) => value !== '')),
  photos: [...document.querySelectorAll('.slot[data-done]')].map((one) => one.id),
  confirmed: document.querySelectorAll('.btn.same[aria-pressed="true"]').length,
})"""


def begin(phone: Phone, proxy: Proxy, assignment: str) -> Hands:
    """Sign in, load the day, lose the network, open the household and begin."""
    hands = Hands(phone.open(DOOR))
    hands.begin_the_day(proxy.url)
    proxy.cut()
    hands.open_order(assignment)
    hands.start()
    return hands


def again(phone: Phone, proxy: Proxy) -> Hands:
    """Start the phone again, still without a network, and give the PIN."""
    hands = Hands(phone.open(DOOR))
    hands.open(proxy.url)
    hands.unlock()
    return hands


def kill_after_an_answer(chance: random.Random, phone: Phone, proxy: Proxy, assignment: str) -> Hands:
    """Answer up to a random topic and question, wait for the word 已保存, kill, and look."""
    hands = begin(phone, proxy, assignment)
    for _ in range(chance.randrange(1, 4)):
        hands.answer()
        hands.onward()
    topic = hands.topic()
    hands.confirm()
    groups = hands.page.locator(".radios:visible").count()
    for number in range(chance.randint(0, groups)):
        hands.tap(hands.page.locator(".radios").nth(number).locator("label").first)
    # The foot says 已保存 only when the last write has been committed.
    hands.wait_saved()
    shown = hands.page.evaluate(SAVED)
    phone.kill()
    hands = again(phone, proxy)
    hands.page.wait_for_function("part => location.hash.endsWith(part)", arg=f"/topic/{topic}", timeout=PATIENCE_MS)
    hands.page.wait_for_function(
        "want => Object.entries(want.answers).every(([id, value]) => "
        "[...(document.getElementById(id)?.querySelectorAll('input:checked') ?? [])].map((one) => one.value).join(' ') === value)",
        arg=shown,
        timeout=PATIENCE_MS,
    )
    assert hands.page.evaluate(SAVED) == shown
    return hands


def kill_at_the_shutter(chance: random.Random, phone: Phone, proxy: Proxy, assignment: str) -> Hands:
    """Take one photo whole, then kill somewhere between the second shutter and the word that it is kept."""
    hands = begin(phone, proxy, assignment)
    hands.tap(hands.page.locator(".slot").first)
    hands.at("camera")
    hands.shoot()
    hands.at("camera", "badge")
    hands.page.locator(".deck-thumb").wait_for(timeout=PATIENCE_MS)
    hands.press()
    hands.page.wait_for_timeout(chance.randint(0, 2_500))  # the moment itself is what the seed decides
    kept = hands.page.evaluate("() => location.hash.split('/').includes('camera') ? 1 : 2")
    phone.kill()
    hands = again(phone, proxy)
    hands.page.wait_for_function("() => location.hash.includes('/visit/')", timeout=PATIENCE_MS)
    hands.page.evaluate("to => { location.hash = to }", f"#/visit/a.{assignment}/topic/arrival")
    hands.page.locator(".slot").first.wait_for(timeout=PATIENCE_MS)
    done = hands.page.locator(".slot[data-done]").count()
    assert done >= kept, f"{kept} photos were shown as kept, {done} are there"
    return hands


def finish(hands: Hands, proxy: Proxy, site: Site, assignment: str) -> None:
    """Finish the visit, come back into the network, and look for everything exactly once."""
    hands.fill_home()
    hands.sign_all()
    hands.fill_after()
    visit = hands.submit()
    assert visit == visit_id(assignment)
    proxy.restore()
    hands.expect_state(visit, "cloud-check", 120_000)
    stored = archive.ops(site, visit)
    assert {op.status for op in stored} == {"accepted"}
    for kind in ("visit.opened", "answers.given", "visit.closed"):
        assert [op.kind for op in stored].count(kind) == 1
    named = [op.body["media"][0]["sha256"] for op in stored if op.kind == "photo.captured"]
    assert sorted(named) == sorted(set(named))
    assert archive.media(site, visit) == {sha: ("stored", sha) for sha in named}


def run(seed: int, new_phone: NewPhone, proxy: Proxy, site: Site, order: NewOrder) -> None:
    chance = random.Random(seed)
    kill = chance.choice([kill_after_an_answer, kill_at_the_shutter])
    print(f"seed {seed}: {kill.__name__}")
    assignment = order(members=chance.randint(1, 3))
    finish(kill(chance, new_phone(), proxy, assignment), proxy, site, assignment)


@pytest.mark.e2e
@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", IN_A_HURRY)
def test_nothing_shown_as_saved_is_lost_when_the_phone_dies(
    seed: int, new_phone: NewPhone, proxy: Proxy, site: Site, order: NewOrder
) -> None:
    run(seed, new_phone, proxy, site, order)


@pytest.mark.soak
@pytest.mark.parametrize("seed", AT_LENGTH)
def test_nothing_shown_as_saved_is_lost_however_often_the_phone_dies(
    seed: int, new_phone: NewPhone, proxy: Proxy, site: Site, order: NewOrder
) -> None:
    run(seed, new_phone, proxy, site, order)
