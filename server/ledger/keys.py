"""The log's two Ed25519 keys, in their own files that only the server's user may read.

One signs the tree, the other signs the server's time under each checkpoint. They lie in DATA_DIR/keys, which is backed up apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from server.core.secret_files import load_or_make, random_32
from sync import checkpoint, note, signatures


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
    return LogKeys(site, load_or_make(keys_dir / "log.key", random_32), load_or_make(keys_dir / "clock.key", random_32))


def current() -> LogKeys:
    """Return the running application's log keys."""
    found: LogKeys = current_app.extensions["fangcha_log_keys"]
    return found
