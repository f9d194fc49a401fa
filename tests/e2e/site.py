"""A real Fangcha for the browser: gunicorn on a free port, its own data directory, the demo loaded, jobs running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STARTUP_S = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Site:
    """The server's processes; `kill` ends them as a power cut does, `start` brings them back on the same data."""

    data_dir: Path
    port: int = field(default_factory=free_port)
    extra_env: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        """Return the environment of the server."""
        return os.environ | {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "DEMO": "1"} | self.extra_env

    def flask(self, *words: str) -> None:
        """Run a command of the server to its end."""
        command = [sys.executable, "-m", "flask", "--app", "server.wsgi", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")

    def prepare(self) -> None:
        """Migrate and load the demo."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.flask("db", "upgrade")
        self.flask("demo", "load")

    def start(self) -> None:
        """Start the web server and the jobs, and wait until the site is well."""
        web = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "-b", f"127.0.0.1:{self.port}", "server.wsgi:app"]
        jobs = [sys.executable, "-m", "flask", "--app", "server.wsgi", "jobs", "run"]
        with (self.data_dir / "server.log").open("ab") as log:
            for command in (web, jobs):
                self.processes.append(subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True))
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + STARTUP_S
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError((self.data_dir / "server.log").read_text(encoding="utf-8")[-4000:])

    def kill(self) -> None:
        """End every process at once."""
        for process in self.processes:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            process.wait()
        self.processes.clear()
