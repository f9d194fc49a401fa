"""WebKit by its own driver: Debian's WebKitGTK under Xvfb, spoken to in plain WebDriver. It stands for Safari's engine."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.site import free_port

BROWSERS = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE_S = 60


def mini_browser() -> str:
    """Return the path of WebKitGTK's own small browser.

    Raises:
        RuntimeError: where it is not installed.
    """
    for folder in BROWSERS:
        for found in sorted(Path(folder).glob("webkit2gtk-4.*/MiniBrowser"), reverse=True):
            return str(found)
    raise RuntimeError("WebKitGTK is missing: apt-get install webkit2gtk-driver xvfb")


@dataclass
class Driver:
    """One session of WebDriver."""

    base: str
    session: str = ""

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Send one command and return its value.

        Raises:
            RuntimeError: with the driver's words.
        """
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(f"{self.base}{path}", data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError(error.read().decode(errors="replace")[:2_000]) from None

    def open(self, url: str) -> None:
        """Open an address."""
        self.call("POST", f"/session/{self.session}/url", {"url": url})

    def run(self, script: str, *args: object) -> Any:
        """Run a function body in the page and return what it returns."""
        return self.call("POST", f"/session/{self.session}/execute/sync", {"script": script, "args": list(args)})

    def until(self, script: str, *args: object) -> Any:
        """Ask until the function body returns something true.

        Raises:
            AssertionError: when patience ends.
        """
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if found := self.run(script, *args):
                return found
            time.sleep(0.1)
        raise AssertionError(f"never true: {script} {args}; on screen: {self.run('return document.body.innerText')[:400]}")

    def until_promise(self, function: str) -> None:
        """Ask until the promise of an async function holds something true.

        Raises:
            AssertionError: when patience ends.
        """
        script = f"const done = arguments[arguments.length - 1]; ({function})().then(done, () => done(false));"
        end = time.monotonic() + PATIENCE_S
        while not self.call("POST", f"/session/{self.session}/execute/async", {"script": script, "args": []}):
            if time.monotonic() > end:
                raise AssertionError(f"never true: {function[:200]}")
            time.sleep(0.1)

    def tap(self, css: str, at: int = 0) -> None:
        """Tap an element when it is there, where a finger would."""
        self.until("return document.querySelectorAll(arguments[0]).length > arguments[1]", css, at)
        found = self.run("return document.querySelectorAll(arguments[0])[arguments[1]]", css, at)
        self.run("arguments[0].scrollIntoView({ block: 'center' })", found)
        self.call("POST", f"/session/{self.session}/element/{found[ELEMENT]}/click")

    def act(self, actions: list[dict[str, object]]) -> None:
        """Move a pointer."""
        pointer = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "mouse"}, "actions": actions}
        self.call("POST", f"/session/{self.session}/actions", {"actions": [pointer]})

    def picture(self) -> str:
        """Return the screen, base64."""
        return str(self.call("GET", f"/session/{self.session}/screenshot"))


@contextmanager
def webkit(log: Path) -> Iterator[Driver]:
    """Start display, driver and browser; end them afterwards."""
    port = free_port()
    display = f":{70 + port % 900}"
    env = os.environ | {"DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "LIBGL_ALWAYS_SOFTWARE": "1", "LANG": "C.UTF-8"}
    commands = (
        ["Xvfb", display, "-screen", "0", "800x1000x24"],
        ["WebKitWebDriver", f"--port={port}", "--host=127.0.0.1"],
    )
    started: list[subprocess.Popen[bytes]] = []
    with log.open("ab") as out:
        try:
            started.extend(subprocess.Popen(command, env=env, stdout=out, stderr=out) for command in commands)
            driver = Driver(f"http://127.0.0.1:{port}")
            _wait(driver)
            options = {"binary": mini_browser(), "args": ["--automation", "--enable-mock-capture-devices=true"]}
            driver.session = driver.call("POST", "/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})[
                "sessionId"
            ]
            yield driver
            driver.call("DELETE", f"/session/{driver.session}")
        finally:
            for one in reversed(started):
                one.terminate()
                one.wait()


def _wait(driver: Driver) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            if driver.call("GET", "/status")["ready"]:
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("WebKitWebDriver did not start")
