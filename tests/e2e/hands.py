"""The inspector's hands: every tap goes through here and is counted. Nothing depends on the language on the screen."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

PIN = "284917"
PASSWORD = "fangcha-demo"
PATIENCE_MS = 60_000
PRESSES = itertools.count()
PLACES, SECONDS_APART = 14, 0.25
FINGERPRINT = """() => {
  const small = document.createElement('canvas');
  [small.width, small.height] = [160, 120];
  small.getContext('2d').drawImage(document.querySelector('.frozen-box canvas'), 0, 0, 160, 120);
  return small.toDataURL('image/png');
}"""
# Are the bytes of a form in the phone's store? No screen says so.
FORM = """async () => {
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((go, no) => { const ask = indexedDB.open(name); ask.onsuccess = () => go(ask.result); ask.onerror = no; });
    const there = db.objectStoreNames.contains('checklists');
    const many = there && await new Promise((go) => {
      const ask = db.transaction('checklists').objectStore('checklists').count();
      ask.onsuccess = () => go(ask.result);
      ask.onerror = () => go(0);
    });
    db.close();
    if (many) return true;
  }
  return false;
}"""
UNMET = ("ABSENT", "REFUSED", "MOVED", "DECEASED", "INSTITUTION", "NOT_FOUND", "UNSAFE")
# What a household says where nothing is wrong: item → value.
CLEAN = {
    "respondent": "head", "others_present": "none", "address_same": "same", "house_state": "safe", "paid_basis": "passbook",
    "money_taken": "none", "card_pressure": "no", "announced": "no", "visited_by": "two", "list_posted": "posted",
    "knows_amount": "yes", "knows_hotline": "yes", "income_change": "same", "needs": "none", "care_kept": "kept",
    "missed": "no", "conclusion": "conform",
}  # fmt: skip


@dataclass
class Count:
    """What a visit cost."""

    taps: int = 0
    pictures: int = 0
    signatures: int = 0
    digits: int = 0


@dataclass
class Hands:
    """One person at one phone."""

    page: Page
    count: Count = field(default_factory=Count)
    prints: set[str] = field(default_factory=set)

    # ── the way in ──

    def tap(self, target: Locator) -> None:
        """Tap, as a thumb does."""
        target.tap(timeout=PATIENCE_MS)
        self.count.taps += 1

    def open(self, url: str) -> None:
        """Open the app."""
        self.page.goto(url)

    def enter(self, name: str) -> None:
        """Sign in with the demonstration's button of this person."""
        self.tap(self.page.locator("button.row", has_text=name))

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Sign in with login and password."""
        fold = self.page.locator("details.fold summary")
        self.page.locator(".gate h1").wait_for()
        if fold.count():
            fold.tap()
        self.page.locator("#login").fill(login)
        self.page.locator("#password").fill(password)
        self.tap(self.page.locator("form button[type=submit]"))

    def type_pin(self, pin: str = PIN) -> None:
        """Type six digits on the pad."""
        for digit in pin:
            self.page.locator(".pin-keys button:not([disabled])").get_by_text(digit, exact=True).tap(timeout=PATIENCE_MS)
            self.count.digits += 1

    def choose_pin(self, pin: str = PIN) -> None:
        """Set the PIN of a phone that has none, twice the same."""
        self.page.locator(".pin").wait_for(timeout=PATIENCE_MS)
        self.type_pin(pin)
        expect(self.page.locator(".pin-dots i.on")).to_have_count(0)
        self.type_pin(pin)

    def unlock(self, pin: str = PIN) -> None:
        """Give the PIN of a phone that was put away."""
        self.page.locator(".pin").wait_for(timeout=PATIENCE_MS)
        self.type_pin(pin)
        self.page.locator(".pin").wait_for(state="detached", timeout=PATIENCE_MS)

    def wait_for_orders(self) -> None:
        """Wait until the day's orders are on the phone, and the form that goes with them, and the app itself."""
        self.page.locator(".cards a.card[href^='#/visit/a.']").first.wait_for(timeout=PATIENCE_MS)
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function(FORM, timeout=PATIENCE_MS)

    def begin_the_day(self, url: str, name: str = "陈晓岚") -> None:
        """Sign in where there is a network, choose a PIN, and wait for the day's orders."""
        self.open(url)
        self.enter(name)
        self.choose_pin()
        self.wait_for_orders()

    # ── a visit ──

    def orders(self) -> list[str]:
        """Return the assignments that wait on the list of the day."""
        links = self.page.locator(".cards a.card[href^='#/visit/a.']")
        return [str(link.get_attribute("href")).removeprefix("#/visit/a.") for link in links.all()]

    def open_order(self, assignment: str) -> None:
        """Open a household from the list of the day."""
        self.tap(self.page.locator(f".cards a.card[href='#/visit/a.{assignment}']"))
        self.page.locator(".fixline").wait_for()

    def start(self) -> None:
        """Begin the visit; the first topic opens."""
        self.tap(self.page.locator(".before .btn.fill"))
        self.at("topic")

    def at(self, *parts: str) -> None:
        """Wait until the address says that this part of the visit is open."""
        where = "/".join(parts)
        self.page.wait_for_function("part => location.hash.split('/').slice(3).join('/').startsWith(part)", arg=where, timeout=PATIENCE_MS)

    def topic(self) -> str:
        """Return the key of the open topic."""
        return str(self.page.evaluate("location.hash.split('/')[4] ?? ''"))

    def onward(self) -> None:
        """Tap the one filled button at the foot of the screen and wait until the address changes."""
        before = self.page.evaluate("location.hash")
        self.tap(self.page.locator(".foot .btn.fill"))
        self.page.wait_for_function("was => location.hash !== was", arg=before, timeout=PATIENCE_MS)

    def choose(self, key: str, value: str) -> None:
        """Answer one question with one of its choices."""
        question = self.page.locator(f"[id='q-{key}']")
        label = question.locator(f"label:has(input[value='{value}'])")
        self.tap(label)
        expect(question.locator(f"input[value='{value}']")).to_be_checked(timeout=PATIENCE_MS)

    def confirm(self) -> None:
        """Tap every 与登记一致 and every answer that holds for all."""
        for button in self.page.locator(".btn.same").all():
            if button.get_attribute("aria-pressed") != "true":
                self.tap(button)
                expect(button).to_have_attribute("aria-pressed", "true", timeout=PATIENCE_MS)
        # One person alone has no button for all.
        for pills in self.page.locator(".pills:not(:has(input:checked))").all():
            self.tap(pills.locator("label").first)

    def answer(self, answers: dict[str, str] | None = None) -> None:
        """Fill in the open topic: what the register knows is confirmed, the rest is answered, photos are taken."""
        wanted = CLEAN | (answers or {})
        self.confirm()
        for key, value in wanted.items():
            question = self.page.locator(f"[id='q-{key}']")
            if question.locator("input").count() and not question.locator("input:checked").count():
                self.choose(key, value)
        while self.page.locator(".slot:not([data-done])").count():
            self.photograph_all(self.page.locator(".slot:not([data-done])").first)

    def photograph_all(self, slot: Locator) -> None:
        """Open the camera at a slot and take what the topic asks for."""
        back = self.page.evaluate("location.hash")
        self.tap(slot)
        self.at("camera")
        while True:
            here = self.page.evaluate("location.hash")
            self.shoot()
            self.page.wait_for_function("was => location.hash !== was", arg=here, timeout=PATIENCE_MS)
            if self.page.evaluate("location.hash") == back:
                return

    def press(self) -> None:
        """Press the shutter when the picture is live, each time at another place of the film.

        The film begins anew with every stream: two first frames would be one photo to the byte, which no real camera gives.
        """
        self.page.wait_for_function(
            "at => { const v = document.querySelector('video'); return v && v.videoWidth > 0 && !v.paused && v.currentTime >= at; }",
            arg=next(PRESSES) % PLACES * SECONDS_APART,
            timeout=PATIENCE_MS,
        )
        self.page.locator(".shutter:not([disabled])").tap(timeout=PATIENCE_MS)
        self.count.pictures += 1

    def shoot(self) -> None:
        """Take a photo; a paper is covered, any other picture keeps itself."""
        tools = self.page.locator(".review-tools")
        while True:
            self.press()
            tools.wait_for(timeout=PATIENCE_MS)
            print_of = self.page.evaluate(FINGERPRINT)
            if print_of not in self.prints:
                break
            # The film goes round; a real camera never gives the same picture twice.
            tools.locator(".pair .btn").first.tap(timeout=PATIENCE_MS)
        self.prints.add(print_of)
        save = tools.locator(".btn.fill")
        if save.count():
            save.tap(timeout=PATIENCE_MS)

    def wait_saved(self) -> None:
        """Wait until the foot of the screen says that everything is on the phone."""
        self.page.evaluate("() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go(true))))")
        self.page.wait_for_function(
            "() => { const say = document.querySelector('.foot .saved')?.innerText ?? ''; return /^(已自动保存|Saved)/.test(say); }",
            timeout=PATIENCE_MS,
        )

    def sign_all(self) -> None:
        """Go round: the household, the leader, the partner."""
        self.at("sign")
        while self.page.evaluate("location.hash.endsWith('/sign')"):
            self.page.locator(".sign .pad-box canvas").wait_for(timeout=PATIENCE_MS)
            title = self.page.locator("h1").inner_text()
            self.scribble(self.page.locator(".pad-box canvas"))
            self.tap(self.page.locator(".foot .btn.fill"))
            self.count.signatures += 1
            self.page.wait_for_function(
                "was => !location.hash.endsWith('/sign') || document.querySelector('h1')?.innerText !== was",
                arg=title,
                timeout=PATIENCE_MS,
            )

    def scribble(self, pad: Locator) -> None:
        """Write on a pad."""
        pad.scroll_into_view_if_needed()
        empty = pad.get_attribute("aria-label")
        box = pad.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        for attempt in range(20):
            x, y = box["x"] + 40, box["y"] + box["height"] / 2
            mouse.move(x, y)
            mouse.down()
            for step in range(12):
                mouse.move(x + 9 * step, y + (18 if step % 2 else -18) - attempt)
            mouse.up()
            if pad.get_attribute("aria-label") != empty:
                return
            # The pad's code is fetched when the first one is shown: a stroke before it is there leaves no trace.
            self.page.wait_for_timeout(100)
        raise AssertionError("the pad takes no signature")

    def fill_home(self, answers: dict[str, str] | None = None) -> None:
        """Go through the topics of the house until the signatures."""
        while self.page.evaluate("location.hash.includes('/topic/')"):
            self.answer(answers)
            self.onward()

    def fill_after(self, pin: str = PIN) -> None:
        """Fill in what is filled in after leaving."""
        self.tap(self.page.locator("a.task[href$='/after']"))
        self.page.locator(".pin").wait_for(timeout=PATIENCE_MS)
        self.type_pin(pin)
        self.page.locator("[id='q-conclusion']").wait_for(timeout=PATIENCE_MS)
        self.answer()
        self.onward()
        self.at("check")

    def submit(self) -> str:
        """Hand the visit in; return its id."""
        self.tap(self.page.locator(".foot .btn.fill"))
        self.page.wait_for_function("() => location.hash.startsWith('#/done/')", timeout=PATIENCE_MS)
        self.page.locator(".done-page").wait_for()
        return str(self.page.evaluate("location.hash.split('/')[2]"))

    def visit(self, assignment: str, answers: dict[str, str] | None = None) -> str:
        """Do a whole visit; return its id."""
        self.open_order(assignment)
        self.start()
        self.fill_home(answers)
        self.sign_all()
        self.fill_after()
        return self.submit()

    # ── other ways ──

    def back(self) -> None:
        """Go one page up."""
        self.tap(self.page.locator(".bar a.back"))

    def nobody(self, code: str) -> None:
        """Say that nobody can be met, and why."""
        self.back()
        self.tap(self.page.locator(".foot .btn.beside"))
        self.at("unmet")
        self.tap(self.page.locator(".rows button.row").nth(UNMET.index(code)))
        self.at("unmet", code)

    def write(self, key: str, words: str) -> None:
        """Type words into a field of a short path."""
        self.page.locator(f"textarea[id='u-{key}'], [id='u-{key}'] textarea").fill(words)
        self.page.locator("h1").click()

    def tick(self, key: str, value: str) -> None:
        """Choose in a field of a short path."""
        self.tap(self.page.locator(f"[id='u-{key}'] label:has(input[value='{value}'])"))

    # ── afterwards ──

    def record(self, visit: str) -> Locator:
        """Open the page of one record and return its line."""
        self.page.evaluate("to => { location.hash = to }", f"#/outbox/{visit}")
        line = self.page.locator(f"[id='s-{visit}']")
        line.wait_for(timeout=PATIENCE_MS)
        return line

    def expect_state(self, visit: str, icon: str, timeout_ms: int = PATIENCE_MS) -> None:
        """Wait until the record shows this state: clock (on the phone), check (text), cloud-check (all)."""
        expect(self.record(visit).locator(f".status use[href$='#{icon}']")).to_be_attached(timeout=timeout_ms)


def visit_id(assignment: str, attempt: int = 1) -> str:
    """Return the id that the visit of an assignment has on every phone."""
    return str(uuid.uuid5(uuid.UUID(assignment), str(attempt)))
