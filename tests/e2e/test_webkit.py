"""A smoke run in Safari's engine: the same visit, offline because the server is stopped (issue 2, done-when 2)."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.e2e import archive
from tests.e2e.hands import CLEAN, FORM, PIN, visit_id
from tests.e2e.site import Site
from tests.e2e.webkit import Driver, webkit

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]

# This build leaves a request for the position pending for ever, so the page is given one.
POSITION = """
const position = { coords: { latitude: 26.9084, longitude: 118.9871, accuracy: 11, altitude: null }, timestamp: Date.now() };
const geo = {
  getCurrentPosition: (done) => setTimeout(() => done({ ...position, timestamp: Date.now() }), 20),
  watchPosition: (done) => { setTimeout(() => done({ ...position, timestamp: Date.now() }), 20); return 1; },
  clearWatch: () => undefined,
};
Object.defineProperty(navigator, 'geolocation', { configurable: true, get: () => geo });
"""


KEPT = """
const keep = document.querySelector('.review-tools .btn.fill');
if (keep) keep.click();
return location.hash !== arguments[0];
"""
DIGIT = "return [...document.querySelectorAll('.pin-keys button')].findIndex((one) => one.innerText.trim() === arguments[0])"


class Finger:
    """An inspector at a WebKit."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def pin(self) -> None:
        self.driver.until("return document.querySelector('.pin-keys button:not([disabled])') !== null")
        for digit in PIN:
            at = self.driver.run(DIGIT, digit)
            self.driver.tap(".pin-keys button:not([disabled])", at)

    def at(self, part: str) -> None:
        self.driver.until("return location.hash.split('/').slice(3).join('/').startsWith(arguments[0])", part)

    def answer(self) -> None:
        """Confirm what is known, answer the rest, take the photos."""
        driver = self.driver
        while driver.run("return document.querySelector('.btn.same[aria-pressed=false]') !== null"):
            count = driver.run("return document.querySelectorAll('.btn.same[aria-pressed=true]').length")
            driver.tap(".btn.same[aria-pressed=false]")
            driver.until("return document.querySelectorAll('.btn.same[aria-pressed=true]').length > arguments[0]", count)
        if driver.run("return document.querySelector('.pills:not(:has(input:checked))') !== null"):
            driver.tap(".pills:not(:has(input:checked)) label")
        for key, value in (CLEAN | {"paid_basis": "told"}).items():
            if driver.run("return document.querySelector(`[id='q-${arguments[0]}'] input[value='${arguments[1]}']`) !== null", key, value):
                driver.tap(f"[id='q-{key}'] label:has(input[value='{value}'])")
                driver.until("return document.querySelector(`[id='q-${arguments[0]}'] input:checked`) !== null", key)
        while driver.run("return document.querySelector('.slot:not([data-done])') !== null"):
            self.photographs()

    def photographs(self) -> None:
        """Take every photo that the topic asks for."""
        driver = self.driver
        driver.tap(".slot:not([data-done])")
        self.at("camera")
        while driver.run("return location.hash.includes('/camera/')"):
            here = driver.run("return location.hash")
            if driver.run("return document.querySelector('.cam-middle .btn.fill') !== null"):
                driver.tap(".cam-middle .btn.fill")
            driver.until("const v = document.querySelector('video'); return v !== null && v.videoWidth > 0")
            driver.tap(".shutter:not([disabled])")
            driver.until(KEPT, here)

    def sign(self) -> None:
        """Sign on every pad that comes."""
        driver = self.driver
        self.at("sign")
        while driver.run("return location.hash.endsWith('/sign')"):
            driver.until("return document.querySelector('.sign .pad-box canvas') !== null")
            title = driver.run("return document.querySelector('h1').innerText")
            driver.run("document.querySelector('.pad-box canvas').scrollIntoView({ block: 'center' })")
            box = driver.run(
                "const b = document.querySelector('.pad-box canvas').getBoundingClientRect(); return [b.left, b.top, b.height]"
            )
            x, y = round(box[0]) + 40, round(box[1] + box[2] / 2)
            stroke: list[dict[str, object]] = [{"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0}]
            stroke += [{"type": "pointerMove", "duration": 20, "x": x + 12 * n, "y": y + (15 if n % 2 else -15)} for n in range(1, 9)]
            driver.act([*stroke, {"type": "pointerUp", "button": 0}])
            driver.tap(".foot .btn.fill")
            driver.until("return !location.hash.endsWith('/sign') || document.querySelector('h1').innerText !== arguments[0]", title)

    def after(self) -> None:
        """Fill in what is filled in after leaving."""
        self.driver.tap("a.task[href$='/after']")
        self.pin()
        self.driver.until("return document.getElementById('q-conclusion') !== null")
        self.answer()
        self.driver.tap(".foot .btn.fill")
        self.at("check")


def the_visit(driver: Driver, site: Site, assignment: str) -> None:
    finger = Finger(driver)
    driver.open(f"http://127.0.0.1:{site.port}")
    driver.until("return document.querySelector('button.row') !== null")
    names = driver.run("return [...document.querySelectorAll('button.row')].map((one) => one.innerText)")
    driver.tap("button.row", next(at for at, name in enumerate(names) if "陈晓岚" in name))
    finger.pin()
    driver.until("return document.querySelectorAll('.pin-dots i.on').length === 0")
    finger.pin()
    card = f".cards a.card[href='#/visit/a.{assignment}']"
    driver.until("return document.querySelector(arguments[0]) !== null", card)
    driver.until("return navigator.serviceWorker.controller !== null")
    driver.until_promise(FORM)

    site.kill()
    driver.open(f"http://127.0.0.1:{site.port}/")
    driver.until("return document.querySelector('.pin') !== null")
    driver.run(POSITION)
    finger.pin()
    driver.until("return document.querySelector(arguments[0]) !== null", card)
    driver.tap(card)
    # This engine would ask: the page says why first, and the inspector taps.
    driver.tap(".fixline")
    driver.tap(".foot .btn.fill")
    driver.until("return document.querySelector('svg.ring') !== null")
    driver.tap(".foot .btn.fill")
    driver.until("return document.querySelector('.fixline') !== null")
    driver.tap(".btn.fill")
    finger.at("topic")
    while driver.run("return location.hash.includes('/topic/')"):
        finger.answer()
        here = driver.run("return location.hash")
        driver.tap(".foot .btn.fill")
        driver.until("return location.hash !== arguments[0]", here)
    finger.sign()
    finger.after()
    driver.tap(".foot .btn.fill")
    driver.until("return location.hash.startsWith('#/done/')")

    site.start()
    driver.run("location.hash = '#/outbox'")
    driver.tap(".out-head .btn.fill")
    visit = visit_id(assignment)
    driver.until("return document.querySelector(`[id='s-${arguments[0]}'] .status use[href$='#cloud-check']`) !== null", visit)


def test_a_visit_in_webkit_with_the_server_stopped_arrives_whole(own_site: Site, tmp_path: Path) -> None:
    assignment = archive.give_order(own_site, members=2)
    with webkit(tmp_path / "webkit.log") as driver:
        try:
            the_visit(driver, own_site, assignment)
        finally:
            (tmp_path / "last-screen.png").write_bytes(base64.b64decode(driver.picture()))
    stored = archive.ops(own_site, visit_id(assignment))
    assert {op.status for op in stored} == {"accepted"}
    assert (stored[-1].kind, stored[-1].body["result"]) == ("visit.closed", "MET")
    named = [op.body["media"][0]["sha256"] for op in stored if op.kind == "photo.captured"]
    assert len(named) >= 3
    assert archive.media(own_site, visit_id(assignment)) == {sha: ("stored", sha) for sha in named}
    assert all(op.body["fix"]["acc_cm"] == 1_100 for op in stored if op.kind == "photo.captured")
