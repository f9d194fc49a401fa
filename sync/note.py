"""C2SP signed notes: a text, a blank line, and one line a signature; and the verifier keys that go with them.

https://c2sp.org/signed-note. Two algorithms are known here: 0x01 Ed25519, and 0x04 the timed cosignature of a checkpoint.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from sync import signatures
from sync.errors import NoteError, SignatureInvalidError

ED25519 = 1
COSIGNATURE = 4
MAX_BYTES = 1 << 20
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_DASH = "\u2014 "
_KEY_BYTES = 32
_ID_BYTES = 4
_MAX_LINES = 100


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name; `algorithm` is `ED25519` or `COSIGNATURE`."""

    name: str
    algorithm: int
    public: bytes

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """Read a verifier key `name+id+key`.

        Raises:
            NoteError: the form, the name, the algorithm or the id is wrong.
        """
        name, _, rest = vkey.partition("+")
        hex_id, _, encoded = rest.partition("+")
        key = _base64(encoded)
        if len(key) != 1 + _KEY_BYTES or key[0] not in (ED25519, COSIGNATURE):
            raise NoteError("a verifier key of an unknown algorithm")
        verifier = cls(_checked_name(name), key[0], key[1:])
        if verifier.id.hex() != hex_id:
            raise NoteError("a verifier key whose id is not its own")
        return verifier

    @property
    def id(self) -> bytes:
        """The four bytes that name this key in a signature line."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:_ID_BYTES]

    @property
    def vkey(self) -> str:
        """The verifier key as text."""
        key = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{key}"


@dataclass(frozen=True, slots=True)
class Line:
    """One signature line: the name, the key id and the signature bytes of that key's algorithm."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with LF, and its signature lines, none of them checked yet."""

    text: str
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(str(line) for line in self.lines)

    def of(self, verifier: Verifier) -> Iterable[Line]:
        """Yield the lines that claim to be of this key. Raises nothing."""
        return (line for line in self.lines if (line.name, line.key_id) == (verifier.name, verifier.id))


def parse(data: str) -> Note:
    """Return the note that `data` holds, signatures unchecked.

    Raises:
        NoteError: it is no signed note.
    """
    if len(data) > MAX_BYTES or _CONTROL.search(data):
        raise NoteError("a note has no control characters and at most a megabyte")
    head, blank, tail = data.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise NoteError("a note ends its text and its signatures with a line feed, a blank line between")
    lines = tuple(_line(line) for line in tail[:-1].split("\n"))
    if len(lines) > _MAX_LINES:
        raise NoteError(f"more than {_MAX_LINES} signatures")
    return Note(head + "\n", lines)


def sign(text: str, name: str, secret: bytes) -> Note:
    """Return a note of `text` with one Ed25519 line under `name`; `secret` has 32 bytes.

    Raises:
        NoteError: `text` cannot be the text of a note, or `name` no name.
        SyncError: the `cryptography` package is not there.
    """
    key = Verifier(name, ED25519, signatures.public_ed25519(secret))
    return parse(str(Note(text, (Line(name, key.id, signatures.sign_ed25519(secret, text.encode())),))))


def verify(note: Note, verifier: Verifier) -> str:
    """Return the text of the note if a line of this Ed25519 key verifies.

    Raises:
        NoteError: there is no such line, or it does not verify.
    """
    if verifier.algorithm != ED25519:
        raise NoteError("a cosignature is checked by sync.checkpoint")
    for line in note.of(verifier):
        try:
            signatures.verify_ed25519(verifier.public, note.text.encode(), line.signature)
        except SignatureInvalidError as error:
            # A line under a trusted key that fails is never passed over, whatever other lines say.
            raise NoteError(f"the signature of {verifier.name} does not verify") from error
        return note.text
    raise NoteError(f"no signature of {verifier.name}")


def _line(line: str) -> Line:
    if not line.startswith(_DASH):
        raise NoteError("a signature line starts with an em dash and a space")
    name, _, encoded = line[len(_DASH) :].partition(" ")
    data = _base64(encoded)
    if len(data) <= _ID_BYTES:
        raise NoteError("a signature line without a signature")
    return Line(_checked_name(name), data[:_ID_BYTES], data[_ID_BYTES:])


def _checked_name(name: str) -> str:
    if not name or "+" in name or any(char.isspace() for char in name):
        raise NoteError("a key's name is not empty and has no space and no plus")
    return name


def _base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("no base64") from error
    if base64.b64encode(data).decode() != text:
        raise NoteError("base64 in another spelling")
    return data
