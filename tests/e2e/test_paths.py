"""The other ways a visit goes: nobody at home, refused, in danger, in English, practised, under a forgotten PIN."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Response, expect

from tests.e2e import archive
from tests.e2e.browser import Position
from tests.e2e.conftest import NewOrder, NewPhone
from tests.e2e.hands import PATIENCE_MS, PIN, Hands, visit_id
from tests.e2e.office import Office
from tests.e2e.proxy import Proxy
from tests.e2e.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

DOOR = Position(26.9084, 118.9871, 11.0)
HAN = re.compile(r"[\u4e00-\u9fff]")
# Words of the app itself; names of people and places stay as they are written.
WORDS = """() => [...document.querySelectorAll('.btn, .radio, .pill, .lead, .hint, .same, .method, .small.soft.saved, h2, .status')]
  .filter((one) => one.checkVisibility() && !one.querySelector('input[type=text]')).map((one) => one.innerText)"""


@pytest.fixture
def hands(new_phone: NewPhone, proxy: Proxy, order: NewOrder) -> Hands:
    """Return an inspector who has loaded the day."""
    one = Hands(new_phone().open(DOOR))
    one.open(proxy.url)
    return one


def out_of_reach(hands: Hands, proxy: Proxy) -> None:
    """Load the day and leave the network."""
    hands.begin_the_day(proxy.url)
    proxy.cut()


def test_a_household_that_is_away_is_recorded_with_its_door(
    hands: Hands, proxy: Proxy, order: NewOrder, site: Site, office: Office
) -> None:
    assignment = order()
    out_of_reach(hands, proxy)
    hands.open_order(assignment)
    hands.start()
    hands.nobody("ABSENT")
    hands.photograph_all(hands.page.locator("[id='u-door']"))
    hands.tick("tried", "knocked")
    hands.write("neighbour1", "邻居说一早去镇上了")
    hands.wait_saved()
    visit = hands.submit()
    proxy.restore()
    hands.expect_state(visit, "cloud-check", 120_000)
    office.see(visit, "全部已到")
    stored = archive.ops(site, visit)
    assert (stored[-1].kind, stored[-1].body["result"]) == ("visit.closed", "ABSENT")
    assert [op.body["shot"] for op in stored if op.kind == "photo.captured"] == ["door"]


def test_a_refusal_is_signed_by_both_inspectors_and_by_nobody_else(
    hands: Hands, proxy: Proxy, order: NewOrder, site: Site, office: Office
) -> None:
    assignment = order()
    out_of_reach(hands, proxy)
    hands.open_order(assignment)
    hands.start()
    hands.nobody("REFUSED")
    hands.write("words", "今天不方便，请改天再来")
    hands.tick("explained", "badge")
    hands.scribble(hands.page.locator("#u-leader canvas"))
    hands.scribble(hands.page.locator("#u-partner canvas"))
    visit = hands.submit()
    proxy.restore()
    hands.expect_state(visit, "cloud-check", 120_000)
    office.see(visit, "全部已到")
    stored = archive.ops(site, visit)
    assert stored[-1].body["result"] == "REFUSED"
    assert [op.body["who"] for op in stored if op.kind == "signature.given"] == ["leader", "partner"]


def test_an_alarm_without_signal_stands_on_top_of_the_office_until_somebody_takes_it(
    hands: Hands, proxy: Proxy, order: NewOrder, office: Office
) -> None:
    assignment = order()
    out_of_reach(hands, proxy)
    hands.open_order(assignment)
    household = hands.page.locator("h1").inner_text()
    hands.tap(hands.page.locator("a.urgent"))
    hands.tap(hands.page.locator(".alarms button").first)
    hands.page.locator(".say-this").wait_for(timeout=PATIENCE_MS)
    expect(hands.page.locator("a[href='tel:120']").first).to_be_visible()
    proxy.restore()
    line = office.page.locator(".alarms li", has_text=household)
    line.wait_for(timeout=120_000)
    line.locator("button").click()
    expect(line).to_contain_text("苏文静", timeout=PATIENCE_MS)
    expect(line.locator("button")).to_have_count(0)


def test_a_whole_visit_in_english_shows_no_chinese_of_the_app(hands: Hands, proxy: Proxy, order: NewOrder, site: Site) -> None:
    assignment = order(members=1)
    hands.tap(hands.page.locator(".language"))
    expect(hands.page.locator("html")).to_have_attribute("lang", "en")
    out_of_reach(hands, proxy)
    left: dict[str, list[str]] = {}

    def look(where: str) -> None:
        if found := [text for text in hands.page.evaluate(WORDS) if HAN.search(text)]:
            left[where] = found

    hands.open_order(assignment)
    look("household")
    hands.start()
    while "/topic/" in hands.page.evaluate("location.hash"):
        look(hands.topic())
        hands.answer()
        hands.onward()
    look("sign")
    hands.sign_all()
    hands.fill_after()
    visit = hands.submit()
    proxy.restore()
    hands.expect_state(visit, "cloud-check", 120_000)
    assert left == {}
    stored = archive.ops(site, visit)
    assert stored[-1].body["result"] == "MET"


def test_a_sealed_order_says_where_and_when_and_nothing_of_the_household(hands: Hands, proxy: Proxy) -> None:
    answers: list[Any] = []

    def keep(response: Response) -> None:
        if re.search("/sync/v1/(pull|push)", response.url) and response.ok:
            said = response.json()
            answers.append(said.get("pull") or said)

    hands.page.on("response", keep)
    hands.begin_the_day(proxy.url)
    rows = [row["data"] for page in answers for row in page.get("rows", []) if row["kind"] == "assignment" and row["data"]]
    sealed = [row for row in rows if row["sealed"]]
    assert sealed
    assert set().union(*sealed) <= {"id", "campaign", "sealed", "area", "window", "due_day", "team", "state"}
    hands.tap(hands.page.locator(".card.sealed").first)
    hands.page.locator(".sealed-page").wait_for()
    expect(hands.page.locator(".btn.fill, a[href^='tel:']")).to_have_count(0)


def test_practising_sends_nothing(hands: Hands, proxy: Proxy, site: Site) -> None:
    hands.begin_the_day(proxy.url)
    before = archive.kinds(site)
    hands.tap(hands.page.locator(".ledge a[href='#/visit/practice']"))
    hands.start()
    hands.fill_home()
    hands.sign_all()
    hands.fill_after()
    assert hands.submit() == "practice"
    hands.page.evaluate("() => { location.hash = '#/outbox' }")
    hands.tap(hands.page.locator(".out-head .btn.fill"))
    expect(hands.page.locator(".out-head .btn.fill[aria-busy]")).to_have_count(0, timeout=PATIENCE_MS)
    assert [kind for kind in archive.kinds(site)[len(before) :] if kind != "epoch.started"] == []
    expect(hands.page.locator(".send")).to_have_count(0)


def test_wrong_pins_delay_and_a_restart_does_not_shorten_the_wait(hands: Hands, proxy: Proxy) -> None:
    hands.begin_the_day(proxy.url)
    hands.page.reload()
    keys = hands.page.locator(".pin-keys button[disabled]", has_text="5")
    for _ in range(3):
        hands.type_pin("111222")
        hands.page.locator(".pin-say.bad").wait_for(timeout=PATIENCE_MS)
    expect(keys).to_have_count(1)
    hands.page.reload()
    hands.page.locator(".pin").wait_for()
    expect(keys).to_have_count(1)
    expect(keys).to_have_count(0, timeout=PATIENCE_MS)
    hands.unlock()
    expect(hands.page.locator(".cards .card").first).to_be_visible(timeout=PATIENCE_MS)


def test_a_forgotten_pin_loses_no_closed_work(hands: Hands, proxy: Proxy, order: NewOrder, site: Site, office: Office) -> None:
    done, begun = order(members=1), order(members=1)
    out_of_reach(hands, proxy)
    visit = hands.visit(done)
    hands.page.evaluate("() => { location.hash = '#/' }")
    hands.open_order(begun)
    hands.start()
    hands.wait_saved()
    hands.page.reload()
    hands.page.locator(".pin").wait_for(timeout=PATIENCE_MS)
    proxy.restore()
    # The phone is locked and nobody types anything: the queue drains all the same.
    office.see(visit, "全部已到", within_ms=120_000)
    hands.page.locator(".pin-foot button").first.tap()
    hands.tap(hands.page.locator(".foot .btn.fill"))
    login_or_pin = hands.page.locator("button.row, .pin")
    login_or_pin.first.wait_for(timeout=PATIENCE_MS)
    if hands.page.locator("button.row").count():
        hands.enter("陈晓岚")
    hands.choose_pin(PIN[::-1])
    # The page that was open has no household yet; the way back leads to the list of the day, which fills again.
    hands.page.locator(".empty a, .empty button").first.tap(timeout=PATIENCE_MS)
    hands.wait_for_orders()
    expect(hands.page.locator(f"a.card[href='#/outbox/{visit}']")).to_be_visible(timeout=PATIENCE_MS)
    hands.expect_state(visit, "cloud-check")
    assert {op.status for op in archive.ops(site, visit)} == {"accepted"}
    assert visit_id(begun) != visit
