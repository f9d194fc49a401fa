"""The office's room as a person at the desk uses it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

REVIEWER = "苏文静"


@dataclass
class Office:
    """A signed-in desk."""

    page: Page

    @classmethod
    def enter(cls, page: Page, url: str, name: str = REVIEWER) -> Office:
        """Sign in with the demonstration's button."""
        page.goto(url)
        page.locator("button.row", has_text=name).click()
        page.locator(".queue .list").wait_for()
        return cls(page)

    def line(self, visit: str) -> Locator:
        """Return the list's line of a visit."""
        return self.page.locator(f"#visit-{visit}")

    def see(self, visit: str, word: str, within_ms: int = 10_000) -> None:
        """Wait until the list shows the visit with this word; new lines wait behind a button, which is tapped."""
        fresh = self.page.locator("button.fresh")
        self.line(visit).or_(fresh).first.wait_for(timeout=within_ms)
        if not self.line(visit).is_visible():
            fresh.click()
        expect(self.line(visit)).to_contain_text(word, timeout=within_ms)

    def open(self, visit: str) -> None:
        """Show the visit on the right."""
        self.line(visit).click()
        self.page.locator(".review.open h1").first.wait_for()
