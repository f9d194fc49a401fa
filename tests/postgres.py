"""A real PostgreSQL for the tests: started once, on a socket of its own, ended with the test run."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path


def binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _command(*words: str) -> list[str]:
    # PostgreSQL refuses to run as root; its Debian package brings a user for it.
    if os.geteuid() == 0:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    return list(words)


@cache
def server_url() -> str:
    """Start the server on first use; return the URL of its `postgres` database.

    Raises:
        RuntimeError: where PostgreSQL is not installed.
    """
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is missing: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="fangcha-pg-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(home, owner.pw_uid, owner.pw_gid)
    data = home / "data"
    init = [str(programs / "initdb"), "-D", str(data), "-U", "fangcha", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(_command(*init, "--locale=C.UTF-8"), check=True, capture_output=True)
    options = f"-k {home} -c listen_addresses='' -c max_connections=200 -c fsync=on"
    start = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(home / "log"), "-o", options, "start"]
    subprocess.run(_command(*start), check=True, capture_output=True)

    def stop() -> None:
        halt = [str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(_command(*halt), check=False, capture_output=True)
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql+psycopg://fangcha@/postgres?host={home}"
