"""Run the benchmarks named, or all; print the table and write it as JSON."""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
import time
from dataclasses import asdict

from bench.table import Figure, print_table
from server.settings import ROOT

PARTS = ("size", "push", "ingest", "log")


def main() -> int:
    """Measure, print, write."""
    figures: list[Figure] = []
    for part in sys.argv[1:] or PARTS:
        print(f"{part} …", file=sys.stderr, flush=True)
        figures += importlib.import_module(f"bench.{part}").measure()
    print_table(figures)
    folder = ROOT / "bench" / "results"
    folder.mkdir(exist_ok=True)
    told = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {"python": platform.python_version(), "cpus": os.cpu_count()},
        "figures": [asdict(figure) | {"held": figure.held} for figure in figures],
    }
    path = folder / f"{told['at'].replace(':', '')}.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"\n  written to {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
