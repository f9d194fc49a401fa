"""Visits with three photos of 300 kB a second, from real clients over loopback, beside a bare Flask that does as little."""

from __future__ import annotations

import copy
import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import databases, field
from bench.table import Figure
from server.settings import ROOT
from sync.client import Device, State, http_transport
from tests.e2e.site import free_port

CLIENTS = (1, 4, 8)
VISITS = 6
PHOTOS = 3


def measure() -> list[Figure]:
    """Measure Fangcha and the floor on both databases."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder, databases.both(Path(folder)) as found:
        for name, url, _ in found:
            home = Path(folder) / name
            logins = field.add_inspectors(field.app_on(url, home), sum(CLIENTS))
            with serve("server.wsgi:app", home, url) as base:
                rates = {clients: ingest(base, [logins.pop() for _ in range(clients)]) for clients in CLIENTS}
            with serve("bench.floor:create()", home, url) as base:
                floors = {clients: floor(base, clients) for clients in CLIENTS}
            for clients in CLIENTS:
                new, again = rates[clients]
                ratio = new / floors[clients]
                bar = 0.5 if clients == max(CLIENTS) else None
                label = f"ingest, {name}, {clients} clients"
                figures.append(Figure(f"{label}: visits", new, "visits/s", note=f"floor {floors[clients]:.1f}, replay {again:.1f}"))
                figures.append(Figure(f"{label}: share of the floor", ratio, "", bar, more_is_better=True))
    return figures


@contextmanager
def serve(app: str, home: Path, url: str) -> Iterator[str]:
    """Serve a WSGI app with the house's gunicorn settings."""
    port = free_port()
    env = os.environ | {"DATA_DIR": str(home), "DATABASE_URL": url, "FLOOR_URL": url, "PORT": str(port), "PRODUCTION": "1"}
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "-b", f"127.0.0.1:{port}", app]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).read()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def together(work: list[Callable[[], None]]) -> float:
    """Run all at once; return the seconds until the last has ended."""
    failed: list[BaseException] = []

    def guarded(one: Callable[[], None]) -> None:
        try:
            one()
        except BaseException as error:  # noqa: BLE001 - it is raised again below
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(one,)) for one in work]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return time.perf_counter() - began


def ingest(base: str, logins: list[str]) -> tuple[float, float]:
    """Return visits a second for new visits, and for the same visits sent again."""
    devices = [field.new_device(login, http_transport(base)) for login in logins]
    for device in devices:
        device.drain()
        for _ in range(VISITS):
            device.visit(field.visit(PHOTOS))
    replays = [copy_of(device, base) for device in devices]
    count = len(devices) * VISITS
    return count / together([send(one) for one in devices]), count / together([send(one) for one in replays])


def send(device: Device) -> Callable[[], None]:
    """Return the work of sending visit by visit, as a phone with a signal does."""
    return device.drain


def copy_of(device: Device, base: str) -> Device:
    """Return a device that does not know yet that its visits will have been sent."""
    state: State = copy.deepcopy(device.state)
    return Device(state, http_transport(base), lambda: time.time_ns() // 1_000_000, os.urandom, time.sleep)


def floor(base: str, clients: int) -> float:
    """Return visits a second of the bare Flask: one JSON and three photos each."""
    host = base.removeprefix("http://")
    bodies = [b"{}" * 4_000, *[os.urandom(field.PHOTO_BYTES) for _ in range(PHOTOS)]]

    def one() -> None:
        connection = http.client.HTTPConnection(host)
        for _ in range(VISITS):
            for body in bodies:
                try:
                    connection.request("POST", "/take", body)
                    connection.getresponse().read()
                except ConnectionError:  # the real client takes a cut connection up again, so may this one
                    connection.close()
                    connection.request("POST", "/take", body)
                    connection.getresponse().read()
        connection.close()

    return clients * VISITS / together([one] * clients)
