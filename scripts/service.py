"""Keep the processes of one running Fangcha together: they start together, and when one ends all end."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from scripts.console import ROOT, Trouble
from scripts.prepare import PYTHON

GRACE_S = 20


def check_port(host: str, port: int) -> None:
    """Refuse early where the server could not listen.

    Raises:
        Trouble: saying why.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except socket.gaierror:
        raise Trouble(f"HOST={host} is not a name or address that this machine knows.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Trouble(
                f"Port {port} is already in use (perhaps Fangcha runs already: open http://{host}:{port}); "
                f"choose another one: PORT={port + 1} make run"
            ) from None
        if error.errno == errno.EACCES:
            raise Trouble(f"Port {port} needs an administrator's rights; choose one above 1023: PORT=8080 make run") from None
        raise Trouble(f"HOST={host} cannot be used on this machine: {error.strerror}.") from None


def check_data_dir(folder: Path) -> None:
    """Refuse early where nothing could be stored.

    Raises:
        Trouble: saying why.
    """
    probe = folder / ".write-test"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"The data folder {folder} cannot be written ({error.strerror}): choose another one: DATA_DIR=/path make run"
        ) from None


class Service:
    """Child processes in groups of their own, so that Ctrl-C reaches them through us and in order."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.children: list[tuple[str, subprocess.Popen[bytes]]] = []

    def start(self, name: str, *arguments: str) -> None:
        """Start one process: `python -m …` of the virtual environment."""
        command = [str(PYTHON), "-m", *arguments]
        self.children.append((name, subprocess.Popen(command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, start_new_session=True)))

    def wait_until_healthy(self, url: str, authority: str | None = None, limit_s: float = 60) -> None:
        """Wait for the first good answer; `authority` is the file of our own certificate authority over https.

        Raises:
            Trouble: where a process ends, or none comes in time.
        """
        end = time.monotonic() + limit_s
        trust = ssl.create_default_context(cafile=authority) if authority else None
        while time.monotonic() < end:
            self._raise_for_the_dead()
            with (
                contextlib.suppress(OSError, urllib.error.URLError),
                urllib.request.urlopen(f"{url}/healthz", timeout=5, context=trust) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.1)
        raise Trouble(f"The server did not answer on {url} within {limit_s:.0f} seconds; its messages stand above.")

    def wait(self) -> None:
        """Stay until a signal asks to stop.

        Raises:
            Trouble: where a process ends by itself.
        """
        asked: list[int] = []

        def stop(number: int, _frame: FrameType | None) -> None:
            asked.append(number)

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        while not asked:
            self._raise_for_the_dead()
            time.sleep(0.3)

    def _raise_for_the_dead(self) -> None:
        for name, child in self.children:
            if child.poll() is not None:
                raise Trouble(f"The {name} ended by itself (code {child.returncode}); its messages stand above.")

    def stop(self) -> None:
        """End what was started: ask, wait, then insist."""
        for _, child in self.children:
            _signal(child, signal.SIGTERM)
        end = time.monotonic() + GRACE_S
        for _, child in self.children:
            try:
                child.wait(timeout=max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.wait()


def _signal(child: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number) if number == signal.SIGKILL else child.send_signal(number)
