"""Every screen of the running program, one after the other: the examiners and the pictures look at the same walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.e2e.hands import PATIENCE_MS, UNMET, Hands
from tests.e2e.office import Office

Look = Callable[[str], None]
SETTLED = """() => {
  const title = document.querySelector('h1');
  const busy = document.querySelector('.progress, .cam-middle:not(:has(button, a, p + p)), [aria-busy=true]');
  return title !== null && !busy && document.fonts.status === 'loaded';
}"""
TOPICS = ("arrival", "members", "housing", "payment", "alone", "process", "needs")


@dataclass
class Walk:
    """An inspector who goes through every screen and calls `look` at each."""

    hands: Hands
    look: Look

    def show(self, name: str) -> None:
        """Wait until the screen stands still, then look."""
        self.hands.page.wait_for_function(SETTLED, timeout=PATIENCE_MS)
        self.hands.page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go(true))))")
        self.look(name)

    def go(self, to: str, name: str) -> None:
        """Open an address and look."""
        self.hands.page.evaluate("to => { location.hash = to }", f"#/{to}")
        self.hands.page.wait_for_function("to => decodeURIComponent(location.hash) === to", arg=f"#/{to}", timeout=PATIENCE_MS)
        self.show(name)

    def sheet(self, opener: Locator, name: str) -> None:
        """Open a sheet, look, close it."""
        opener.first.tap(timeout=PATIENCE_MS)
        self.hands.page.locator("dialog[open]").wait_for(timeout=PATIENCE_MS)
        self.show(name)
        self.hands.page.keyboard.press("Escape")
        self.hands.page.locator("dialog[open]").wait_for(state="detached", timeout=PATIENCE_MS)

    def way_in(self, url: str, *, english: bool = False) -> None:
        """Sign-in and PIN, until the day's orders are there."""
        hands = self.hands
        hands.open(url)
        hands.page.locator(".gate h1").wait_for(timeout=PATIENCE_MS)
        if english:
            hands.page.locator(".language").tap()
            hands.page.locator("html[lang=en]").wait_for(state="attached")
        self.show("P0-sign-in")
        hands.enter("陈晓岚")
        hands.page.locator(".pin").wait_for(timeout=PATIENCE_MS)
        self.show("P0-choose-pin")
        hands.choose_pin()
        hands.wait_for_orders()

    def around(self) -> None:
        """Every screen that is not a visit's."""
        page = self.hands.page
        self.go("", "P2-today")
        page.locator("input[type=search]").fill("zz")
        self.show("P2-nothing-found")
        page.locator("input[type=search]").fill("")
        self.go("households", "P2-all-households")
        sealed = page.locator(".card.sealed")
        self.go("", "P2-today-again")
        to = str(sealed.first.get_attribute("href")).removeprefix("#/")
        self.go(to, "P2-sealed")
        self.go("ready", "P1-ready")
        self.go("me", "P13-me")
        self.go("me/pin", "P13-change-pin")
        self.go("help", "P14-help")
        for steps in ("camera", "location", "microphone", "install"):
            self.go(f"help/{steps}", f"P14-{steps}")
        self.go("outbox", "P11-outbox-empty")

    def visit(self, assignment: str) -> str:
        """A whole visit, with the screens that lie beside the way."""
        page, ref = self.hands.page, f"visit/a.{assignment}"
        self.go(ref, "P3-before")
        self.sheet(page.locator("button.tap.act.push, .crew-line button"), "P3-crew")
        self.sheet(page.locator(".contact button, .contact .btn").last, "P3-navigate")
        self.go(f"{ref}/script", "P3-script")
        self.go(f"{ref}/where", "P6-where")
        self.go(f"{ref}/urgent", "P3-urgent")
        self.go(ref, "P3-before-again")
        self.form(ref)
        return self.end(ref)

    def form(self, ref: str) -> None:
        """The questions of the house, the ways to sign, the camera."""
        hands, page = self.hands, self.hands.page
        hands.start()
        page.locator(".foot .btn.fill").tap()
        self.show("P4-errors")
        for topic in TOPICS:
            hands.at("topic", topic)
            self.show(f"P4-{topic}")
            hands.answer()
            self.show(f"P4-{topic}-filled")
            hands.onward()
        hands.at("sign")
        for number, way in enumerate(("own", "thumbprint", "spoken", "witness", "refused")):
            page.locator(".ways label").nth(number).tap()
            self.show(f"P7-{way}")
        page.locator(".ways label").first.tap()
        self.unmet(ref)
        self.camera(ref)

    def end(self, ref: str) -> str:
        """Signing, what is filled in after leaving, handing in."""
        hands, page = self.hands, self.hands.page
        self.go(ref, "P3-tasks")
        self.go(f"{ref}/sign", "P7-sign")
        hands.sign_all()
        self.go(f"{ref}/sign", "P7-all-signed")
        self.go(f"{ref}/after", "P9-after-door")
        self.go(ref, "P3-signed")
        page.locator("a.task[href$='/after']").tap()
        page.locator(".pin").wait_for(timeout=PATIENCE_MS)
        hands.type_pin()
        page.locator("[id='q-conclusion']").wait_for(timeout=PATIENCE_MS)
        self.show("P9-after")
        hands.answer()
        hands.onward()
        self.show("P9-check")
        visit = hands.submit()
        self.show("P10-done")
        self.go("outbox", "P11-outbox")
        self.go(f"outbox/{visit}", "P11-record")
        return visit

    def camera(self, ref: str) -> None:
        """The camera: aiming, the photos so far, the picture that cannot be taken."""
        page = self.hands.page
        self.go(f"{ref}/camera/room", "P5-camera")
        page.locator("video").wait_for(timeout=PATIENCE_MS)
        self.sheet(page.locator(".deck-thumb"), "P5-photos")
        self.sheet(page.locator(".cannot"), "P5-cannot")

    def unmet(self, ref: str) -> None:
        """Nobody to be met: the list and every short path, then back as if nothing had been said."""
        page = self.hands.page
        self.go(f"{ref}/unmet", "P3-unmet")
        for code in UNMET:
            self.go(f"{ref}/unmet/{code}", f"P3-unmet-{code.lower()}")
        assert page.locator(".foot .btn").count()

    def locked(self) -> None:
        """The lock, and the way round a forgotten PIN."""
        page = self.hands.page
        page.reload()
        page.locator(".pin").wait_for(timeout=PATIENCE_MS)
        self.show("P0-unlock")
        page.locator(".pin-foot button").first.tap()
        self.show("P0-forgotten")


def office(room: Office, look: Look) -> None:
    """The office's room: the list, and each pane of a visit."""
    page = room.page
    look("office-list")
    page.locator(".queue .list a").first.click()
    page.locator("[role=tab]").first.wait_for()
    for number, pane in enumerate(("photos", "place", "time", "papers")):
        page.locator("[role=tab]").nth(number).click()
        page.locator("[role=tab][aria-selected=true]").nth(0).wait_for()
        page.wait_for_load_state("networkidle")
        look(f"office-{pane}")
    page.keyboard.press("?")
    page.locator(".key-help").wait_for()
    look("office-keys")
