"""Everything real: gunicorn on its own data, the built phone app, a proxy that the test can cut, Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from scripts import prepare
from tests.e2e import archive
from tests.e2e.browser import CHROMIUM, FLAGS, Phone
from tests.e2e.camera import film
from tests.e2e.office import Office
from tests.e2e.proxy import Proxy
from tests.e2e.site import Site

NewPhone = Callable[..., Phone]
NewOrder = Callable[..., str]


@pytest.fixture(scope="session")
def built() -> None:
    """Build the phone app unless what is there is newer than its sources."""
    if os.environ.get("PWA_DIR"):
        return
    index = prepare.DIST / "index.html"
    newest = max(path.stat().st_mtime for path in prepare.phone_sources())
    if not index.is_file() or index.stat().st_mtime < newest:
        subprocess.run([prepare.tool("vite"), "build", "--logLevel", "warn"], cwd=prepare.PWA, check=True)


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with the demonstration; tests run on copies. E2E_SEED names one that is there already."""
    if given := os.environ.get("E2E_SEED"):
        return Path(given)
    folder = tmp_path_factory.mktemp("seed")
    Site(folder).prepare()
    return folder


@contextmanager
def running(demo_data: Path, folder: Path) -> Iterator[Site]:
    """Run a site on a copy of the demonstration."""
    shutil.copytree(demo_data, folder, dirs_exist_ok=True)
    one = Site(folder)
    try:
        one.start()
        yield one
    finally:
        one.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def site(built: None, demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run the site that the tests share; each sends the team to households of its own."""
    with running(demo_data, tmp_path_factory.mktemp("site")) as one:
        yield one


@pytest.fixture
def own_site(built: None, demo_data: Path, tmp_path: Path) -> Iterator[Site]:
    """Run a site that a test may stop."""
    with running(demo_data, tmp_path / "site") as one:
        yield one


@pytest.fixture
def order(site: Site) -> NewOrder:
    """Give an order to the inspector's team; returns the assignment."""
    return partial(archive.give_order, site)


@pytest.fixture
def proxy(site: Site) -> Iterator[Proxy]:
    """Return the network between the phone and the office."""
    one = Proxy(("127.0.0.1", site.port))
    yield one
    one.close()


@pytest.fixture(scope="session")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what the camera sees."""
    return film(tmp_path_factory.mktemp("camera") / "gate.mjpeg")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as one:
        yield one


@pytest.fixture
def new_phone(playwright: Playwright, proxy: Proxy, photograph: Path, tmp_path: Path) -> Iterator[NewPhone]:
    """Give out phones; each keeps its profile until the test ends."""
    given: list[Phone] = []

    def give(**options: object) -> Phone:
        values: dict[str, object] = {"profile": tmp_path / f"profile{len(given)}", "url": proxy.url, "photograph": photograph}
        given.append(Phone(playwright, **(values | options)))  # type: ignore[arg-type]
        return given[-1]

    yield give
    # What was on the screen at the end is what somebody who looks into a failure wants to see first.
    for number, one in enumerate(given):
        one.picture(tmp_path / f"last-screen-{number}.png")
        one.kill()


@pytest.fixture(scope="session")
def desk(playwright: Playwright) -> Iterator[Browser]:
    """Return the office's browser."""
    one = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
    yield one
    one.close()


@pytest.fixture
def office(desk: Browser, site: Site) -> Iterator[Office]:
    """Return the office's room, signed in as the county's reviewer; it never loses its network."""
    context = desk.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(60_000)
    yield Office.enter(context.new_page(), f"http://127.0.0.1:{site.port}")
    context.close()
