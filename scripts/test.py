"""`make test`: every check of the house, one after the other, with its time; all run even where one fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from scripts import prepare, system
from scripts.console import ROOT, Steps, run_main

PY = str(prepare.PYTHON)
CODE = ["sync", "server", "scripts", "bench", "migrations", "tests", "gunicorn.conf.py"]
# What bears on people's data is typed strictly; tests and migrations are read by people.
TYPED = ["sync", "server", "scripts", "gunicorn.conf.py"]
PYTEST = [PY, "-m", "pytest", "-q", "--color=no"]


@dataclass(frozen=True)
class Check:
    """One check: its name, its command, where it runs, whether its output is shown as it comes."""

    name: str
    command: list[str]
    cwd: Path = ROOT
    shown: bool = False
    quick: bool = True
    env: dict[str, str] = field(default_factory=dict)


def checks() -> list[Check]:
    """Return the checks, cheapest first."""
    pwa, tool = prepare.PWA, prepare.tool
    spec = ["--app", "server.wsgi", "openapi", "check"]
    no_data = {"DATA_DIR": str(ROOT / "var" / "check"), "DATABASE_URL": "", "DEMO": ""}
    return [
        Check("format, Python", [PY, "-m", "ruff", "format", "--check", *CODE]),
        Check("lint, Python", [PY, "-m", "ruff", "check", "--output-format=concise", *CODE]),
        Check("types, Python", [PY, "-m", "mypy", *TYPED]),
        Check("layers, Python", [str(prepare.VENV / "bin" / "lint-imports"), "--no-cache"]),
        Check("API document", [PY, "-m", "flask", *spec], env=no_data),
        Check("format, lint and layers, TypeScript", [tool("biome"), "check", "."], pwa),
        Check("types, TypeScript", [tool("tsc"), "-p", ".", "--noEmit"], pwa),
        Check("tests, Python", [*PYTEST, "-m", "not e2e and not soak", "-n", "2", "--dist", "loadfile"], shown=True),
        Check("tests, TypeScript", [tool("vitest"), "run", "--reporter=dot"], pwa, shown=True),
        Check("build", [tool("vite"), "build", "--logLevel", "warn"], pwa, quick=False),
        Check("oldest browsers", ["node", "scripts/kernels.mjs"], pwa, shown=True, quick=False),
        Check("size budgets", ["node", "scripts/size.mjs"], pwa, shown=True, quick=False),
        Check("browser tests", [*PYTEST, "-m", "e2e and not soak", "tests/e2e"], shown=True, quick=False),
    ]


def run(check: Check, env: dict[str, str]) -> bool:
    """Run one check; print what it says where it is shown or has failed."""
    print(f"\n── {check.name}", flush=True)
    stream = None if check.shown else subprocess.PIPE
    whole = env | check.env
    done = subprocess.run(
        check.command, cwd=check.cwd, env=whole, check=False, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream and subprocess.STDOUT
    )
    if done.returncode and done.stdout:
        print(done.stdout.decode(errors="replace").rstrip()[-12_000:], flush=True)
    return done.returncode == 0


def ready(*, browsers: bool) -> dict[str, str]:
    """Install what the checks need; return the environment with the right Node in it."""
    steps = Steps(4 if browsers else 3)
    with prepare.alone():
        prepare.python_packages(steps, dev=True)
        env = prepare.node(steps)
        prepare.phone_packages(steps, env)
        if browsers:
            system.ensure(steps)
    return env


def main() -> int:
    """Run every check and print the table."""
    quick = "--quick" in sys.argv
    started = time.monotonic()
    env = ready(browsers=not quick)
    table: list[tuple[str, bool, float]] = []
    for check in checks():
        if quick and not check.quick:
            continue
        began = time.monotonic()
        good = run(check, env | {"PYTHONUNBUFFERED": "1", "FORCE_COLOR": "0", "NO_COLOR": "1"})
        table.append((check.name, good, time.monotonic() - began))
    print(f"\n{'':2}{'check':38}{'result':10}{'seconds':>8}")
    for name, good, took in table:
        print(f"{'':2}{name:38}{'good' if good else 'FAILED':10}{took:8.1f}")
    print(f"{'':2}{'together':48}{time.monotonic() - started:8.1f}\n", flush=True)
    return 0 if all(good for _, good, _ in table) else 1


if __name__ == "__main__":
    os.chdir(ROOT)
    run_main(main)
