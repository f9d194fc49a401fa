"""The log's two Ed25519 keys, in their own files that only the server's user may read.

One signs the tree, the other signs the server's time under each checkpoint. They lie in DATA_DIR/keys, which is backed up apart.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import current_app

from sync import checkpoint, note, signatures


def load_or_make(path: Path) -> bytes:
    """Return the 32 secret bytes in `path`, making them at the first start; safe against two starts at once."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        fresh = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)  # fails where another process was quicker: then its key counts
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_bytes()


@dataclass(frozen=True, slots=True)
class LogKeys:
    """The secrets of the log and of its clock."""

    site: str
    log_secret: bytes
    clock_secret: bytes

    def sign(self, generation: int, size: int, root: bytes, now_ms: int) -> str:
        """Return the signed checkpoint with the server's own cosignature line."""
        stated = checkpoint.Checkpoint(checkpoint.origin(self.site, generation), size, root)
        signed = checkpoint.sign(stated, self.log_secret)
        return checkpoint.cosign(signed, f"{self.site}/clock", self.clock_secret, now_ms // 1000)

    def vkey(self, generation: int) -> str:
        """Return the log's verifier key."""
        public = signatures.public_ed25519(self.log_secret)
        return note.Verifier(checkpoint.origin(self.site, generation), note.ED25519, public).vkey


def load(keys_dir: Path, site: str) -> LogKeys:
    """Load both keys, making what is missing."""
    return LogKeys(site, load_or_make(keys_dir / "log.key"), load_or_make(keys_dir / "clock.key"))


def current() -> LogKeys:
    """Return the running application's log keys."""
    found: LogKeys = current_app.extensions["fangcha_log_keys"]
    return found
