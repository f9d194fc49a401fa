"""A phone: real Chromium with a profile on disk, a camera fed from a photograph, a position that the test moves."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
)  # fmt: skip


@dataclass(frozen=True)
class Position:
    """Where the phone is, WGS-84 degrees, and how sure it is, metres."""

    lat: float
    lon: float
    accuracy: float = 12.0


@dataclass
class Phone:
    """One browser profile; it survives being killed."""

    playwright: Playwright
    profile: Path
    url: str
    photograph: Path | None = None
    locale: str = "zh-CN"
    width: int = 360
    height: int = 740
    context: BrowserContext | None = None

    def open(self, position: Position) -> Page:
        """Start the browser on its profile and return its page."""
        camera = [f"--use-file-for-fake-video-capture={self.photograph}"] if self.photograph else []
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=CHROMIUM,
            headless=True,
            args=[*FLAGS, *camera],
            viewport={"width": self.width, "height": self.height},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale=self.locale,
            timezone_id="Asia/Shanghai",
            geolocation={"latitude": position.lat, "longitude": position.lon, "accuracy": position.accuracy},
            permissions=["geolocation", "camera", "microphone"],
            handle_sigint=False,
        )
        self.context.set_default_timeout(20_000)
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def move(self, position: Position) -> None:
        """Walk."""
        assert self.context is not None
        self.context.set_geolocation({"latitude": position.lat, "longitude": position.lon, "accuracy": position.accuracy})

    def picture(self, target: Path) -> None:
        """Keep what is on the screen, if the browser still answers."""
        if self.context is None or not self.context.pages:
            return
        with contextlib.suppress(Error):
            self.context.pages[0].screenshot(path=target, timeout=5_000)

    def kill(self) -> None:
        """End the browser as an empty battery does: SIGKILL to every process of the profile."""
        for pid in self._pids():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for name in ("SingletonLock", "SingletonSocket", "SingletonCookie"):
            (self.profile / name).unlink(missing_ok=True)
        self.context = None

    def close(self) -> None:
        """Close the browser in good order."""
        if self.context is not None:
            self.context.close()
            self.context = None

    def _pids(self) -> list[int]:
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if f"--user-data-dir={self.profile}".encode() in command:
                found.append(int(entry.name))
        return found
