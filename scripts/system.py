"""Programs of the operating system that the tests drive: browsers, a display, fonts, PostgreSQL. Installed on Debian by root."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from scripts.console import Steps, Trouble
from scripts.prepare import call


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _file(root: str, pattern: str) -> Callable[[], bool]:
    return lambda: any(Path(root).glob(pattern))


# Debian's package → how to see that its purpose is served, whoever installed it.
NEEDED: dict[str, Callable[[], bool]] = {
    "chromium": _program("chromium", "chromium-browser", "google-chrome"),
    "webkit2gtk-driver": _program("WebKitWebDriver"),
    "xvfb": _program("Xvfb"),
    "fonts-noto-cjk": _file("/usr/share/fonts", "**/*CJK*"),
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None,
}


def ensure(steps: Steps) -> None:
    """Install what is absent, where we may.

    Raises:
        Trouble: naming the command to type, where we may not.
    """
    with steps.step("Browsers, fonts, PostgreSQL") as say:
        absent = [name for name, present in NEEDED.items() if not present()]
        if not absent:
            say("there")
            return
        install = f"apt-get install -y --no-install-recommends {' '.join(absent)}"
        if shutil.which("apt-get") is None:
            raise Trouble(
                f"The tests need {', '.join(absent)} (the names of Debian's packages): install them and run the same command again."
            )
        if os.geteuid() != 0:
            raise Trouble(f"The tests need programs that only an administrator can install: sudo {install}")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        call(["apt-get", "update", "-q"], "Asking Debian for its packages", env=env)
        call(install.split(), f"Installing {', '.join(absent)}", env=env)
        say(f"installed {', '.join(absent)}")
