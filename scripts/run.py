"""`make run`: from a clean clone to a running Fangcha. Ends with the address; Ctrl-C stops everything."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for those who have an older one
    sys.exit(
        "\n  Fangcha needs Python 3.11 or newer; this one (%s) is %d.%d. "  # noqa: UP031 - an old one must be able to read this
        "Install a newer one, or name it: make run PYTHON=/path/to/python3.11\n"
        % (sys.executable, sys.version_info[0], sys.version_info[1])
    )

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts import prepare, service
from scripts.console import LOG, ROOT, Steps, Trouble, run_main

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Place:
    """Where this server stands; the server's own settings read the same variables."""

    host: str
    port: int
    data_dir: Path
    database_url: str

    @property
    def url(self) -> str:
        """Return the address to open on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(self.host, self.host)
        return f"http://{host}:{self.port}"

    @property
    def database(self) -> Path | None:
        """Return the embedded database's file, None where the database is a server."""
        return None if self.database_url else self.data_dir / "fangcha.sqlite"


def read_place(env: Mapping[str, str]) -> Place:
    """Read HOST, PORT, DATA_DIR, DATABASE_URL.

    Raises:
        Trouble: for a PORT that is none.
    """
    port = env.get("PORT") or "8080"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Trouble(f"PORT={port} is no port: give a number from 1 to 65535.")
    data_dir = Path(env.get("DATA_DIR") or ROOT / "var").expanduser().resolve()
    return Place(env.get("HOST") or "127.0.0.1", int(port), data_dir, env.get("DATABASE_URL") or "")


def flask(env: Mapping[str, str], *arguments: str) -> str:
    """Run one command of the server; return what it said.

    Raises:
        Trouble: with the command's own sentence.
    """
    command = [str(prepare.PYTHON), "-m", "flask", "--app", "server.wsgi", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=dict(env), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    with LOG.open("a") as log:
        log.write(f"\n$ flask {' '.join(arguments)}\n{done.stdout}{done.stderr}")
    if done.returncode:
        lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        # Where the application does not start, flask complains about the command last; the reason stands above.
        broken = [line for line in lines if re.match(r"\w*(Error|Exception|Refused)\b.*: .", line)]
        said = (broken or lines or ["no message"])[-1].removeprefix("Error: ").rstrip(".")
        raise Trouble(f"{said} (flask {' '.join(arguments[:2])}; everything is in {LOG.relative_to(ROOT)})")
    return done.stdout.strip()


def fill(steps: Steps, place: Place, env: Mapping[str, str]) -> None:
    """Bring the database to the newest form and, in a demonstration, fill it.

    A first start fills a folder beside the real one and moves it when it is whole, so that Ctrl-C leaves no half demonstration.
    """
    file = place.database
    staging = place.data_dir / ".first-start"
    shutil.rmtree(staging, ignore_errors=True)
    fresh = file is not None and not file.exists() and not (place.data_dir / "keys").exists()
    there = {**env, "DATA_DIR": str(staging)} if fresh else dict(env)
    with steps.step("Database") as say:
        say(flask(there, "db", "upgrade"))
    with steps.step("Demonstration", "the first time takes half a minute" if fresh else "") as say:
        say(flask(there, "demo", "load"))
    if fresh:
        for item in sorted(staging.iterdir()):
            item.rename(place.data_dir / item.name)
        staging.rmdir()


def ready(steps: Steps) -> None:
    """Install and build what is missing."""
    with steps.step("Python") as say:
        say(".".join(map(str, sys.version_info[:3])))
    with prepare.alone():
        prepare.python_packages(steps)
        env = prepare.node(steps)
        prepare.phone_packages(steps, env)
        prepare.phone_app(steps, env)


def serve(steps: Steps, url: str, env: Mapping[str, str], told: str, authority: str | None = None) -> int:
    """Run the web server and the background work until a signal."""
    running = service.Service(dict(env))
    try:
        with steps.step("Server") as say:
            running.start("web server", "gunicorn", "--config", "gunicorn.conf.py", "server.wsgi:app")
            running.start("background work", "flask", "--app", "server.wsgi", "jobs", "run")
            running.wait_until_healthy(url, authority)
            say("answers")
        print(told, flush=True)
        running.wait()
    finally:
        running.stop()
    print("\n  Stopped.")
    return 0


def main() -> int:
    """Run every step."""
    env = dict(os.environ)
    place = read_place(env)
    print("\n  Fangcha 访查\n")
    service.check_port(place.host, place.port)
    service.check_data_dir(place.data_dir)
    env |= {"HOST": place.host, "PORT": str(place.port), "DATA_DIR": str(place.data_dir), "PYTHONUNBUFFERED": "1"}
    steps = Steps(8)
    ready(steps)
    fill(steps, place, env)
    passwords = flask(env, "demo", "passwords")
    told = f"\n  {passwords}" if passwords else ""
    return serve(steps, place.url, env, f"{told}\n  Open 打开   {place.url}\n  Stop 停止   Ctrl-C\n")


if __name__ == "__main__":
    run_main(main)
