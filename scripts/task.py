"""The rarer commands: soak, bench, screens, format, openapi. Each installs what it needs first."""

from __future__ import annotations

import subprocess
import sys

from scripts import prepare, test
from scripts.console import ROOT, Steps, Trouble, run_main

PY = test.PY
TASKS: dict[str, list[list[str]]] = {
    "soak": [[*test.PYTEST, "-m", "soak", "--timeout=3600"]],
    "bench": [[PY, "-m", "bench"]],
    "screens": [[PY, "-m", "tests.e2e.screens"]],
    "format": [
        [PY, "-m", "ruff", "format", *test.CODE],
        [PY, "-m", "ruff", "check", "--fix", "--output-format=concise", *test.CODE],
        [prepare.tool("biome"), "check", "--write", "pwa"],
    ],
    "openapi": [
        [PY, "-m", "flask", "--app", "server.wsgi", "openapi", "export"],
    ],
}
BUILT = {"soak", "bench", "screens"}


def main() -> int:
    """Run the commands of one task, stopping at the first that fails."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in TASKS:
        raise Trouble(f"There is no task {name!r}; there are {', '.join(TASKS)}.")
    env = test.ready(browsers=name in BUILT)
    if name in BUILT:
        prepare.phone_app(Steps(1), env)
    for command in TASKS[name]:
        done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    run_main(main)
