"""C2SP signed notes: a text that people can read, a blank line, signature lines (c2sp.org/signed-note)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sync import signatures
from sync.errors import NoteError, SignatureInvalidError

ED25519 = 0x01
COSIGNATURE = 0x04
KEY_BYTES = 32
SIGNATURE_BYTES = 64
DASH = "\u2014 "


def key_hash(name: str, algorithm: int, public: bytes) -> bytes:
    """Return the four bytes that tell keys apart: SHA-256(name ‖ LF ‖ algorithm ‖ public key)[:4]."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public Ed25519 key with its name and algorithm byte."""

    name: str
    algorithm: int
    public: bytes

    @classmethod
    def from_vkey(cls, vkey: str) -> Verifier:
        """Parse `name+hash+base64(algorithm ‖ key)`.

        Raises:
            NoteError: where the form or the hash is wrong.
        """
        parts = vkey.split("+", 2)
        try:
            name, hashed, rest = parts[0], bytes.fromhex(parts[1]), base64.b64decode(parts[2], validate=True)
        except (IndexError, ValueError):
            raise NoteError("a verifier key has the form name+hash+key") from None
        if len(rest) != KEY_BYTES + 1 or rest[0] not in {ED25519, COSIGNATURE} or not _is_name(name):
            raise NoteError("a verifier key of an unknown kind")
        if key_hash(name, rest[0], rest[1:]) != hashed:
            raise NoteError("a verifier key whose hash does not fit")
        return cls(name, rest[0], rest[1:])

    @property
    def vkey(self) -> str:
        """Return the key in the form that people exchange."""
        packed = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{key_hash(self.name, self.algorithm, self.public).hex()}+{packed}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, which key, the bytes after the key hash."""

    name: str
    key_hash: bytes
    data: bytes

    @property
    def line(self) -> str:
        """Return the line with its LF."""
        return f"{DASH}{self.name} {base64.b64encode(self.key_hash + self.data).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note: the text with its final LF, and the signature lines in order."""

    text: str
    signatures: tuple[Signature, ...]


def parse(note: str) -> Note:
    """Take a note apart.

    Raises:
        NoteError: where it has no text, no blank line or a malformed signature line.
    """
    head, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise NoteError("a note is a text, a blank line and signature lines")
    if any(ord(letter) < ord(" ") and letter != "\n" for letter in note):
        raise NoteError("a note has no control characters")
    return Note(head + "\n", tuple(_signature(line) for line in tail.removesuffix("\n").split("\n")))


def _signature(line: str) -> Signature:
    name, gap, packed = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not gap or not _is_name(name):
        raise NoteError("a malformed signature line")
    try:
        data = base64.b64decode(packed, validate=True)
    except binascii.Error:
        raise NoteError("a malformed signature line") from None
    if len(data) <= 4:  # noqa: PLR2004 - the key hash alone
        raise NoteError("a malformed signature line")
    return Signature(name, data[:4], data[4:])


def verify(note: str, verifiers: Sequence[Verifier]) -> Note:
    """Parse a note and require a valid plain Ed25519 signature of every verifier.

    Raises:
        NoteError: where the form is wrong or a signature is missing.
        SignatureInvalidError: where a signature does not verify.
    """
    parsed = parse(note)
    for verifier in verifiers:
        wanted = key_hash(verifier.name, verifier.algorithm, verifier.public)
        lines = [one for one in parsed.signatures if one.name == verifier.name and one.key_hash == wanted]
        if not lines:
            raise NoteError(f"the note is not signed by {verifier.name}")
        for line in lines:
            if len(line.data) != SIGNATURE_BYTES:
                raise SignatureInvalidError(f"the signature of {verifier.name} has a wrong length")
            signatures.verify_ed25519(verifier.public, parsed.text.encode(), line.data)
    return parsed


def _is_name(name: str) -> bool:
    return bool(name) and not any(letter.isspace() or letter == "+" for letter in name)
