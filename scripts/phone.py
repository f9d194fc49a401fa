"""`make phone`: the demonstration over HTTPS in this network, for a real phone. This part installs; scripts/lan.py serves."""

from __future__ import annotations

import os

from scripts import prepare, run
from scripts.console import ROOT, Steps, run_main


def main() -> int:
    """Install what is missing, then become the server (certificates need a package of the virtual environment)."""
    print("\n  Fangcha 访查 · phone\n")
    run.ready(Steps(5))
    os.chdir(ROOT)
    os.execv(prepare.PYTHON, [str(prepare.PYTHON), "-m", "scripts.lan"])


if __name__ == "__main__":
    run_main(main)
