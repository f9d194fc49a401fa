"""Checkpoints of the log: the C2SP tlog-checkpoint text, the log's signature, and cosignatures that say when (cosignature/v1).

https://c2sp.org/tlog-checkpoint, https://c2sp.org/tlog-cosignature. The origin is `<site>/g<generation>`: a restore from backup
starts a new generation, thus a new origin, and nobody can pass the old tree off as the new one.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from sync import note, signatures
from sync.errors import CheckpointError, NoteError, SignatureInvalidError

_ROOT_BYTES = 32
_TIME_BYTES = 8
_ORIGIN = re.compile("[^ +\\s]+/g([1-9][0-9]{0,15})")
_SIZE = re.compile("0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A statement that the log `origin` has `size` leaves under `root`."""

    origin: str
    size: int
    root: bytes

    @property
    def generation(self) -> int:
        """The generation that the origin ends in."""
        return int(self.origin.rpartition("/g")[2])

    @property
    def base(self) -> str:
        """`generation:size:root`, as a device writes it into its ops."""
        return f"{self.generation}:{self.size}:{self.root.hex()}"

    def text(self) -> str:
        """Return the three lines that are signed. Raises nothing."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin(site: str, generation: int) -> str:
    """Return the origin line of a site's log in a generation.

    Raises:
        CheckpointError: the site cannot stand in an origin, or the generation is below 1.
    """
    line = f"{site}/g{generation}"
    if _ORIGIN.fullmatch(line) is None:
        raise CheckpointError(f"{line!r} is no origin")
    return line


def parse_text(text: str) -> Checkpoint:
    """Return the checkpoint that the text of a note holds; extension lines are refused, we write none.

    Raises:
        CheckpointError: it is no checkpoint of ours.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:  # noqa: PLR2004 - three lines, each ended
        raise CheckpointError("a checkpoint has three lines")
    if _ORIGIN.fullmatch(lines[0]) is None:
        raise CheckpointError(f"{lines[0]!r} is no origin")
    if _SIZE.fullmatch(lines[1]) is None:
        raise CheckpointError("the size is no decimal")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError) as error:
        raise CheckpointError("the root is no base64") from error
    if len(root) != _ROOT_BYTES or base64.b64encode(root).decode() != lines[2]:
        raise CheckpointError(f"the root is not {_ROOT_BYTES} bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def sign(stated: Checkpoint, secret: bytes) -> str:
    """Return the signed checkpoint as text; the log signs under its origin as the key's name.

    Raises:
        CheckpointError: the values make no checkpoint.
        SyncError: the `cryptography` package is not there.
    """
    text = stated.text()
    parse_text(text)
    return str(note.sign(text, stated.origin, secret))


def cosign(signed: str, name: str, secret: bytes, unix_s: int) -> str:
    """Return `signed` with one more line: at `unix_s`, this was the largest tree that `name` had seen.

    Raises:
        NoteError: `signed` is no note, or `name` no name.
        CheckpointError: its text is no checkpoint.
        SyncError: the `cryptography` package is not there.
    """
    parsed = note.parse(signed)
    parse_text(parsed.text)
    signature = signatures.sign_ed25519(secret, _timed(unix_s, parsed.text))
    key = note.Verifier(name, note.COSIGNATURE, signatures.public_ed25519(secret))
    line = note.Line(name, key.id, unix_s.to_bytes(_TIME_BYTES, "big") + signature)
    return str(note.parse(str(note.Note(parsed.text, (*parsed.lines, line)))))


def verify(signed: str, log: note.Verifier) -> Checkpoint:
    """Return the checkpoint in `signed`, which must be this log's.

    Raises:
        NoteError: it is no note, or the log's signature is missing or wrong.
        CheckpointError: its text is malformed, or it is another log's.
    """
    found = parse_text(note.verify(note.parse(signed), log))
    if found.origin != log.name:
        raise CheckpointError(f"a checkpoint of {found.origin}, not of {log.name}")
    return found


def verify_cosignature(signed: str, witness: note.Verifier) -> int:
    """Return the time (unix seconds) at which `witness` cosigned.

    Raises:
        NoteError: it is no note, or the cosignature is missing or wrong.
        CheckpointError: its text is malformed.
    """
    parsed = note.parse(signed)
    parse_text(parsed.text)
    if witness.algorithm != note.COSIGNATURE:
        raise NoteError("not a key for cosignatures")
    for line in parsed.of(witness):
        unix_s = int.from_bytes(line.signature[:_TIME_BYTES], "big")
        try:
            signatures.verify_ed25519(witness.public, _timed(unix_s, parsed.text), line.signature[_TIME_BYTES:])
        except SignatureInvalidError as error:
            raise NoteError(f"the cosignature of {witness.name} does not verify") from error
        return unix_s
    raise NoteError(f"no cosignature of {witness.name}")


def _timed(unix_s: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {unix_s}\n{text}".encode()
