"""How gunicorn serves Fangcha: one process on SQLite, because its writers queue on a lock of the process."""

from __future__ import annotations

import os
from pathlib import Path

from server.settings import Settings

settings = Settings.from_env()
_sqlite = settings.database_url.startswith("sqlite")

bind = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
worker_class = "gthread"
workers = 1 if _sqlite else int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 32
backlog = 1024
keepalive = 30
# A 5 MiB piece over a mountain village's line takes minutes; gthread's heartbeat is not held up by a slow request.
timeout = 120
graceful_timeout = 15
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes its own file there
certfile = os.environ.get("TLS_CERT") or None
keyfile = os.environ.get("TLS_KEY") or None
accesslog = None  # addresses of inspectors are personal data; the reverse proxy keeps what the law asks for
errorlog = "-"
loglevel = "warning"
proc_name = "fangcha"
