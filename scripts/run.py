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

from scripts import prepare, service
from scripts.console import LOG, ROOT, Steps, Trouble, run_main
from server.settings import Settings, SettingsError


def read_settings(env: Mapping[str, str]) -> Settings:
    """Read the same variables as the server will.

    Raises:
        Trouble: for the first that cannot be used.
    """
    try:
        return Settings.from_env(env)
    except SettingsError as error:
        raise Trouble(f"{error}.") from None


def url_of(settings: Settings) -> str:
    """Return the address to open on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(settings.host, settings.host)
    return f"http://{host}:{settings.port}"


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


def fill(steps: Steps, place: Settings, env: Mapping[str, str]) -> None:
    """Bring the database to the newest form and, in a demonstration, fill it.

    A first start fills a folder beside the real one and moves it when it is whole, so that Ctrl-C leaves no half demonstration.
    """
    staging = place.data_dir / ".first-start"
    shutil.rmtree(staging, ignore_errors=True)
    used = any((place.data_dir / name).exists() for name in ("fangcha.sqlite", "keys"))
    fresh = place.demo and not used and not env.get("DATABASE_URL")
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
    place = read_settings(env)
    print("\n  Fangcha 访查\n")
    service.check_port(place.host, place.port)
    service.check_data_dir(place.data_dir)
    env |= {"HOST": place.host, "PORT": str(place.port), "DATA_DIR": str(place.data_dir), "PYTHONUNBUFFERED": "1"}
    steps = Steps(8)
    ready(steps)
    fill(steps, place, env)
    known = place.data_dir / "keys" / "demo-passwords.json"
    passwords = flask(env, "demo", "passwords") if known.exists() or not place.loopback else ""
    told = f"\n  {passwords}" if passwords else ""
    return serve(steps, url_of(place), env, f"{told}\n  Open 打开   {url_of(place)}\n  Stop 停止   Ctrl-C\n")


if __name__ == "__main__":
    run_main(main)
