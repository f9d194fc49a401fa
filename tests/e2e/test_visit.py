"""The main job: a whole visit without signal, safe in the office (issue 2, done-when 2)."""

from __future__ import annotations

import pytest

from tests.e2e import archive
from tests.e2e.browser import Position
from tests.e2e.conftest import NewOrder, NewPhone
from tests.e2e.hands import Count, Hands
from tests.e2e.office import Office
from tests.e2e.proxy import Proxy
from tests.e2e.site import Site

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ROAD = Position(26.9081, 118.9862, 48.0)
DOOR = Position(26.9084, 118.9871, 11.0)
# Every picture that the page reads from its own store is hashed when it is handed to an <img>.
SHOWN = """() => {
  globalThis.shown = {};
  const make = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => {
    const address = make(blob);
    blob.arrayBuffer().then((bytes) => crypto.subtle.digest('SHA-256', bytes)).then((hash) => {
      globalThis.shown[address] = [...new Uint8Array(hash)].map((one) => one.toString(16).padStart(2, '0')).join('');
    });
    return address;
  };
}"""
FULL = """() => {
  const all = [...document.querySelectorAll('dialog[open] .look > li')].map((one) => one.querySelector('.photo img'));
  const hashes = all.map((image) => image && globalThis.shown[image.src]);
  return hashes.length > 0 && hashes.every(Boolean) ? hashes : null;
}"""
SCREENS = """() => {
  globalThis.screens = [location.hash];
  addEventListener('hashchange', () => globalThis.screens.push(location.hash));
}"""


def test_a_visit_without_signal_reaches_the_office_whole(
    new_phone: NewPhone, proxy: Proxy, site: Site, office: Office, order: NewOrder
) -> None:
    assignment = order(members=2)
    phone = new_phone()
    hands = Hands(phone.open(ROAD))
    hands.begin_the_day(proxy.url)

    proxy.cut()
    hands.page.reload()
    hands.unlock()
    hands.page.evaluate(SHOWN)
    hands.open_order(assignment)
    phone.move(DOOR)
    hands.start()
    hands.fill_home()
    hands.sign_all()
    on_phone = pictures_of(hands, assignment)
    hands.fill_after()
    visit = hands.submit()
    hands.expect_state(visit, "clock")
    assert archive.ops(site, visit) == []

    proxy.restore()
    hands.expect_state(visit, "cloud-check", 120_000)
    office.see(visit, "全部已到")

    stored = archive.ops(site, visit)
    assert {op.status for op in stored} == {"accepted"}
    captured = [op.body["media"][0]["sha256"] for op in stored if op.kind == "photo.captured"]
    files = archive.media(site, visit)
    assert len(captured) >= 4
    assert files == {sha: ("stored", sha) for sha in captured}
    assert set(captured) == on_phone
    assert [op.body["who"] for op in stored if op.kind == "signature.given"] == ["respondent", "leader", "partner"]
    closed = stored[-1]
    assert (closed.kind, closed.body["result"]) == ("visit.closed", "MET")
    assert closed.body["fix"]["lat_e7"] == round(DOOR.lat * 1e7)
    assert closed.body["fix"]["acc_cm"] == DOOR.accuracy * 100


def test_a_clean_visit_to_three_people_takes_few_screens_and_few_taps(new_phone: NewPhone, proxy: Proxy, order: NewOrder) -> None:
    assignment = order(members=3)
    hands = Hands(new_phone().open(DOOR))
    hands.begin_the_day(proxy.url)
    hands.count = Count()
    hands.page.evaluate(SCREENS)
    hands.visit(assignment)
    shown = hands.page.evaluate("globalThis.screens")[1:]  # every screen that follows the list of the day, a return to one too
    print(f"screens {len(shown)}, {hands.count}")
    assert len(shown) <= 20
    assert hands.count.taps <= 40  # shutter, pen and the six digits of the PIN are counted apart


def pictures_of(hands: Hands, assignment: str) -> set[str]:
    """Let the page read every photo of the visit back from its store; return the hashes of the plaintexts."""
    page = hands.page
    page.evaluate("to => { location.hash = to }", f"#/visit/a.{assignment}/camera/door")
    page.locator(".deck-thumb").tap()
    full = set(page.wait_for_function(FULL).json_value())
    page.evaluate("to => { location.hash = to }", f"#/visit/a.{assignment}")
    page.locator("a.task[href$='/after']").wait_for()
    return full
