"""Secrets in files of their own, that only the server's user may read; made at the first start."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path


def load_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return the secret in `path`, making it at the first start; safe against two starts at once and against a crash."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)  # fails where another process was quicker: then its key counts
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
        sync_folder(path.parent)
    return path.read_bytes()


def random_32() -> bytes:
    """Return 32 fresh random bytes: a symmetric key, or the seed of an Ed25519 one."""
    return os.urandom(32)


def sync_folder(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
