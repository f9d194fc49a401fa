"""`make demo-here LAT=… LON=…`: move the demo households around the tester."""

from __future__ import annotations

import os
import sys

from scripts import prepare, run
from scripts.console import Trouble, run_main


def main() -> int:
    """Check the two numbers and hand them on."""
    try:
        lat, lon = (float(text) for text in sys.argv[1:3])
    except ValueError:
        raise Trouble("Say where you are: make demo-here LAT=26.91 LON=118.99") from None
    if not prepare.PYTHON.exists():
        raise Trouble("Start it once first: make run")
    env = os.environ | {"DATA_DIR": str(run.read_settings(os.environ).data_dir)}
    print(f"  {run.flask(env, 'demo', 'here', f'--lat={lat}', f'--lon={lon}')}")
    return 0


if __name__ == "__main__":
    run_main(main)
