"""The first command of the README, really run: it ends with the address, serves the demonstration, and stops as a whole."""

from __future__ import annotations

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(900)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Run:
    """One `make run` in a process group of its own, and what it printed."""

    data_dir: Path
    port: int = field(default_factory=free_port)
    said: str = ""
    first: str = ""

    def start(self, **extra: str) -> Run:
        env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DEMO", "HOST"}}
        env |= {"PORT": str(self.port), "DATA_DIR": str(self.data_dir)} | extra
        self.process = subprocess.Popen(
            ["make", "run"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )
        return self

    def until(self, pattern: str, limit_s: float) -> str:
        """Read what it prints until `pattern` comes."""
        assert self.process.stdout is not None
        end = time.monotonic() + limit_s
        while re.search(pattern, self.said) is None:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            piece = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not piece:
                raise AssertionError(f"no {pattern!r} in:\n{self.said}")
            self.said += piece.decode(errors="replace")
        return self.said

    def stop(self) -> int:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.end()

    def end(self) -> int:
        """Wait until it ends by itself."""
        rest, _ = self.process.communicate(timeout=120)
        self.said += rest.decode(errors="replace")
        return self.process.returncode


def ask(url: str, method: str = "GET", body: object = None, cookie: str = "") -> tuple[int, Any, str]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    headers = {"X-Fangcha": "1", "Content-Type": "application/json", "Cookie": cookie}
    connection.request(method, parts.path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    return answer.status, json.loads(data) if data.startswith((b"{", b"[")) else data, cookie


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    run = Run(tmp_path_factory.mktemp("first") / "data").start()
    run.first = run.until(r"Ctrl-C\s", 600)
    yield run
    run.stop()


def test_it_says_each_step_and_ends_with_the_address(served: Run) -> None:
    steps = re.findall(r"^  (\d)/8  (\w+)", served.first, re.MULTILINE)
    assert [number for number, _ in steps] == list("12345678")
    assert f"http://127.0.0.1:{served.port}" in served.first.split("8/8", 1)[1]


def test_the_server_is_well_and_shows_the_app(served: Run) -> None:
    base = f"http://127.0.0.1:{served.port}"
    status, health, _ = ask(f"{base}/healthz")
    assert (status, health["status"], health["database"]["state"], health["blobs"]["state"]) == (200, "ok", "ok", "ok")
    status, page, _ = ask(f"{base}/")
    assert status == 200
    assert b"<script" in page


def test_the_demonstration_has_a_button_a_role_and_visits_in_every_state(served: Run) -> None:
    base = f"http://127.0.0.1:{served.port}"
    _, config, _ = ask(f"{base}/api/config")
    roles = [one["role"] for one in config["demo_roles"]]
    assert roles == ["inspector", "team_leader", "reviewer", "volunteer", "office_admin", "auditor"]
    reviewer = next(one["login"] for one in config["demo_roles"] if one["role"] == "reviewer")
    status, _, cookie = ask(f"{base}/api/demo/session", "POST", {"login": reviewer})
    assert status == 201
    rows: list[dict[str, Any]] = []
    page = ask(f"{base}/api/visits", cookie=cookie)[1]
    alarms, rows = page["alarms"], page["items"]
    assert [alarm["taken_by"] for alarm in alarms].count(None) == 1
    assert {"text", "all"} <= {row["transfer"] for row in rows}
    assert len({row["result"] for row in rows}) >= 5


def test_a_second_server_on_the_port_is_refused_in_one_sentence(served: Run) -> None:
    second = Run(served.data_dir, served.port).start()
    assert second.end() != 0
    assert "already in use" in second.said
    assert "Traceback" not in second.said


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ({"PORT": "none"}, "PORT and PROXIES must be whole numbers"),
        ({"DATA_DIR": "/proc/fangcha"}, "cannot be written"),
        ({"DEMO": "perhaps"}, "DEMO must be 0 or 1"),
        ({"HOST": "203.0.113.7"}, "cannot be used on this machine"),
        ({"DATABASE_URL": "oracle://x"}, "DATABASE_URL must begin with"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(tmp_path: Path, extra: dict[str, str], sentence: str) -> None:
    run = Run(tmp_path).start(**extra)
    assert run.end() != 0
    assert sentence in run.said
    assert "Traceback" not in run.said


def test_a_second_start_finds_everything_and_the_demonstration_is_never_served_as_real(served: Run) -> None:
    served.stop()
    assert "Stopped." in served.said
    again = Run(served.data_dir, served.port).start()
    again.until("Ctrl-C", 120)
    again.stop()
    assert again.said.count("up to date") >= 4
    real = Run(served.data_dir, served.port).start(DEMO="0")
    assert real.end() != 0
    assert "holds the demonstration" in real.said
    served.said = ""  # the tests come in any order: leave the server as it was found
    served.start().until("Ctrl-C", 120)
