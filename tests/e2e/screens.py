"""Pictures of every screen, from the running program: `make screens` writes PNGs and one sheet of them all to /screens.

`python -m tests.e2e.screens [folder]`; the folder is /screens where that can be written, else var/screens.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from server.settings import ROOT
from tests.e2e import archive, walk
from tests.e2e.browser import CHROMIUM, FLAGS, Phone, Position
from tests.e2e.camera import film
from tests.e2e.hands import Hands
from tests.e2e.office import Office
from tests.e2e.site import Site

DOOR = Position(26.9084, 118.9871, 11.0)
THEMES = ("day", "sun", "dark")
# In every theme and language: the screens that differ most from each other. All others by day, in Chinese and in English.
IN_EVERY_THEME = (
    "P0-unlock", "P2-today", "P3-tasks", "P4-housing-filled", "P4-payment", "P5-camera", "P6-where", "P7-own", "P9-check", "P10-done",
    "P11-outbox", "P13-me", "office-list", "office-photos", "office-place",
)  # fmt: skip
CELL, GAP, LABEL, ACROSS = (270, 555), 16, 26, 8
FONTS = ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


class Pictures:
    """Takes a picture of whatever is on the screen."""

    def __init__(self, page: Page, folder: Path, language: str) -> None:
        self.page, self.folder, self.language = page, folder, language
        self.taken: list[Path] = []

    def __call__(self, name: str) -> None:
        """Look at one screen: by day, and where it is asked for in the sun and in the dark."""
        theme = "theme => { document.documentElement.dataset.theme = theme }"
        was = self.page.evaluate("() => document.documentElement.dataset.theme")
        for one in THEMES if name in IN_EVERY_THEME else THEMES[:1]:
            self.page.evaluate(theme, one)
            target = self.folder / f"{self.language}-{name}-{one}.png"
            self.page.screenshot(path=target, animations="disabled")
            self.taken.append(target)
        self.page.evaluate(theme, was)


def phone_pictures(playwright: Playwright, site: Site, folder: Path, work: Path, *, english: bool) -> list[Path]:
    """Walk through the phone in one language."""
    language = "en" if english else "zh"
    assignment = archive.give_order(site, members=3)
    phone = Phone(playwright, work / f"profile-{language}", f"http://127.0.0.1:{site.port}", film(work / f"{language}.mjpeg", "room-1.jpg"))
    hands = Hands(phone.open(DOOR))
    pictures = Pictures(hands.page, folder, language)
    try:
        way = walk.Walk(hands, pictures)
        way.way_in(phone.url, english=english)
        way.around()
        visit = way.visit(assignment)
        hands.expect_state(visit, "cloud-check")
        way.show("P11-record-arrived")
        way.locked()
    finally:
        phone.kill()
    return pictures.taken


def office_pictures(browser: Browser, site: Site, folder: Path, *, english: bool) -> list[Path]:
    """Walk through the office in one language."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, timezone_id="Asia/Shanghai")
    context.set_default_timeout(60_000)
    room = Office.enter(context.new_page(), f"http://127.0.0.1:{site.port}")
    if english:
        room.page.locator(".top-bar button.plain").first.click()
        room.page.locator("html[lang=en]").wait_for(state="attached")
    pictures = Pictures(room.page, folder, "en" if english else "zh")
    walk.office(room, pictures)
    context.close()
    return pictures.taken


def sheet(pictures: list[Path], target: Path) -> None:
    """Put all pictures on one sheet, each with its name."""
    font = next((ImageFont.truetype(name, 15) for name in FONTS if Path(name).exists()), ImageFont.load_default())
    rows = -(-len(pictures) // ACROSS)
    whole = Image.new("RGB", (ACROSS * (CELL[0] + GAP) + GAP, rows * (CELL[1] + LABEL + GAP) + GAP), "#d9dedc")
    pen = ImageDraw.Draw(whole)
    for number, path in enumerate(pictures):
        left = GAP + number % ACROSS * (CELL[0] + GAP)
        top = GAP + number // ACROSS * (CELL[1] + LABEL + GAP)
        pen.text((left, top), path.stem, fill="#14181b", font=font)
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
        picture.thumbnail(CELL)
        whole.paste(picture, (left, top + LABEL))
    whole.save(target)


def main() -> None:
    """Take every picture."""
    wanted = Path(sys.argv[1] if len(sys.argv) > 1 else "/screens")
    if len(sys.argv) == 1 and not os.access(wanted if wanted.exists() else wanted.parent, os.W_OK):
        wanted = ROOT / "var" / "screens"
    wanted.mkdir(parents=True, exist_ok=True)
    for old in wanted.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        work = Path(name)
        site = Site(work / "site")
        if given := os.environ.get("E2E_SEED"):
            shutil.copytree(given, site.data_dir)
        else:
            site.prepare()
        try:
            site.start()
            browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
            taken: list[Path] = []
            for english in (False, True):
                taken += phone_pictures(playwright, site, wanted, work, english=english)
                taken += office_pictures(browser, site, wanted, english=english)
            browser.close()
        finally:
            site.kill()
    sheet(taken, wanted / "sheet.png")
    print(f"{len(taken)} pictures and sheet.png in {wanted}")


if __name__ == "__main__":
    main()
