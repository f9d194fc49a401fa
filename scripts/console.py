"""One way to speak: a line a step, and every trouble as one sentence without a traceback."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "var" / "setup.log"


class Trouble(Exception):  # noqa: N818 - what a person has, not what a program met
    """Something is missing; the text is the one sentence that a person reads."""


class Steps:
    """Counts the steps of one command and prints each with what came of it."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0

    @contextmanager
    def step(self, title: str, hint: str = "") -> Iterator[Callable[[str], None]]:
        """Print the step, run the block, print its outcome; the block names the outcome by calling what it is given."""
        self.done += 1
        said = ["done"]
        print(f"  {self.done}/{self.total}  {title}{f' ({hint})' if hint else ''} … ", end="", flush=True)
        started = time.monotonic()
        try:
            yield lambda text: said.__setitem__(0, text)
        except BaseException:
            print("stopped", flush=True)
            raise
        took = time.monotonic() - started
        print(said[0] + (f" ({took:.0f} s)" if took >= 1 else ""), flush=True)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run_main(main: Callable[[], int]) -> None:
    """Run a command; a trouble is printed as its sentence, Ctrl-C ends quietly."""
    # Asked to end in any way, a command cleans up as it does after Ctrl-C.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        code = main()
    except Trouble as trouble:
        print(f"\n  {trouble}\n", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        print("\n  Stopped.", file=sys.stderr)
        code = 130
    sys.exit(code)
