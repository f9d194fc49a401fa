"""C2SP tlog-checkpoint and cosignature/v1: what the log states, and when a clock saw it."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from sync import note, signatures
from sync.errors import CheckpointError, NoteError, SignatureInvalidError
from sync.merkle import HASH_BYTES

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,15}")
_TIME_BYTES = 8


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The body of a checkpoint: which log, how many leaves, which root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin(site: str, generation: int) -> str:
    """Return the origin of a log: a restore from backup starts a new generation, which is a new log."""
    return f"{site}/g{generation}"


def sign(stated: Checkpoint, secret: bytes) -> str:
    """Return the checkpoint as a note signed by the log's Ed25519 key, whose name is the origin."""
    public = signatures.public_ed25519(secret)
    signed = signatures.sign_ed25519(secret, stated.text.encode())
    hashed = note.key_hash(stated.origin, note.ED25519, public)
    return f"{stated.text}\n{note.Signature(stated.origin, hashed, signed).line}"


def cosign(signed_note: str, name: str, secret: bytes, time_s: int) -> str:
    """Return the note with one more line: `cosignature/v1` at `time_s`, seconds since the epoch.

    Raises:
        NoteError: where `signed_note` is no note.
    """
    text = note.parse(signed_note).text
    public = signatures.public_ed25519(secret)
    signed = signatures.sign_ed25519(secret, _cosigned(text, time_s))
    hashed = note.key_hash(name, note.COSIGNATURE, public)
    return signed_note + note.Signature(name, hashed, time_s.to_bytes(_TIME_BYTES, "big") + signed).line


def verify_cosignature(signed_note: str, verifier: note.Verifier) -> int:
    """Check a cosignature line; return its time, seconds since the epoch.

    Raises:
        NoteError: where the line is missing or malformed.
        SignatureInvalidError: where it does not fit.
    """
    parsed = note.parse(signed_note)
    wanted = note.key_hash(verifier.name, note.COSIGNATURE, verifier.public)
    for line in parsed.signatures:
        if line.name == verifier.name and line.key_hash == wanted:
            if len(line.data) != _TIME_BYTES + note.SIGNATURE_BYTES:
                raise SignatureInvalidError("a cosignature of a wrong length")
            time_s = int.from_bytes(line.data[:_TIME_BYTES], "big")
            signatures.verify_ed25519(verifier.public, _cosigned(parsed.text, time_s), line.data[_TIME_BYTES:])
            return time_s
    raise NoteError(f"the note is not cosigned by {verifier.name}")


def parse(signed_note: str) -> Checkpoint:
    """Return the body of a checkpoint without checking signatures.

    Raises:
        NoteError: where it is no note.
        CheckpointError: where the text is no checkpoint.
    """
    lines = note.parse(signed_note).text.split("\n")
    if len(lines) < 4 or not lines[0] or not _DECIMAL.fullmatch(lines[1]):  # noqa: PLR2004 - three lines and the end
        raise CheckpointError("a checkpoint has origin, size and root")
    try:
        stated_root = base64.b64decode(lines[2], validate=True)
    except binascii.Error:
        raise CheckpointError("the root is not base64") from None
    if len(stated_root) != HASH_BYTES:
        raise CheckpointError("the root is not 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), stated_root)


def _cosigned(text: str, time_s: int) -> bytes:
    return f"cosignature/v1\ntime {time_s}\n{text}".encode()
