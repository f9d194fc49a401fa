"""What the server writes, nobody else on its machine reads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from server.settings import ROOT


def test_the_database_is_readable_by_the_server_alone(tmp_path: Path) -> None:
    env = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": "", "DEMO": "0"}
    command = [sys.executable, "-m", "flask", "--app", "server.wsgi", "db", "upgrade"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    open_to_others = [path.name for path in (tmp_path / "data").rglob("*") if path.stat().st_mode & 0o077]
    assert open_to_others == []
