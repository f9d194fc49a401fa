"""The op: one immutable fact written by a device, its grammar, its hash, and the two texts that belong to it (protocol §2).

The hash covers a text of fifteen lines that anybody can rebuild with `printf … | sha256sum`, so no JSON is ever re-serialised.
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from sync import canonical
from sync.errors import CanonicalError, EnvelopeError

TAG = "fangcha/op/1"
EPOCH_STARTED = "epoch.started"
ZERO_HASH = "0" * 64
ZERO_EPOCH = "0" * 16
MAX_TEXT_BYTES = canonical.MAX_BYTES
MAX_INTEGER = canonical.MAX_SAFE
_RANDOM_BYTES = 10
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_HASH = "[0-9a-f]{64}"
_COUNT = "[1-9][0-9]{0,15}"
_DEC = "(?:0|[1-9][0-9]{0,15})"
_KIND = r"(?=[a-z.]{3,40}\n)[a-z]+(?:\.[a-z]+)+"
_GRAMMAR = {
    "device": _UUID,
    "epoch": "[0-9a-f]{16}",
    "seq": _COUNT,
    "op_id": "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "kind": _KIND,
    "schema": _COUNT,
    "scope": "(?:[A-Z0-9-]{4,32}|-)",
    "subject": f"(?:{_UUID}|-)",
    "base": f"(?:{_COUNT}:{_DEC}:{_HASH}|-)",
    "wall_ms": f"(?:-{_COUNT}|{_DEC})",
    "mono_ms": _DEC,
    "boot": "[0-9a-f]{8}",
    "body_sha256": _HASH,
    "prev": _HASH,
}
_INTEGERS = {"seq": 1, "schema": 1, "wall_ms": -MAX_INTEGER, "mono_ms": 0}
_TEXT = re.compile(TAG + "\n" + "".join(f"{grammar}\n" for grammar in _GRAMMAR.values()))
_FIELDS = {name: re.compile(f"{grammar}\n") for name, grammar in _GRAMMAR.items()}
_NONCE = re.compile("[A-Za-z0-9_-]{21}[AQgw]")


@dataclass(frozen=True, slots=True)
class Envelope:
    """The fourteen fields of an op besides its tag; `hash` is computed from them.

    Attributes:
        base: `generation:size:root` of the newest checkpoint seen, or `-`.
        wall_ms: the phone's clock, a claim.  mono_ms: its monotonic clock since `boot`.
        prev: the hash of the op before, 64 zeros before seq 1.
        hash: the op hash, 64 hex digits.

    Raises:
        EnvelopeError: a field is outside the grammar; `reason` is its name.
    """

    device: str
    epoch: str
    seq: int
    op_id: str
    kind: str
    schema: int
    scope: str
    subject: str
    base: str
    wall_ms: int
    mono_ms: int
    boot: str
    body_sha256: str
    prev: str
    hash: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hash", hashlib.sha256(self.text().encode()).hexdigest())

    def text(self) -> str:
        """Return the text that is hashed.

        Raises:
            EnvelopeError: a field is outside the grammar.
        """
        for name, least in _INTEGERS.items():
            value = getattr(self, name)
            # JSON's true is an int in Python: it must not pass for 1.
            if type(value) is not int or not least <= value <= MAX_INTEGER:
                raise EnvelopeError(name, repr(value))
        try:
            text = "\n".join((
                TAG, self.device, self.epoch, str(self.seq), self.op_id, self.kind, str(self.schema), self.scope, self.subject,
                self.base, str(self.wall_ms), str(self.mono_ms), self.boot, self.body_sha256, self.prev, "",
            ))  # fmt: skip
        except TypeError:
            raise self._fault() from None
        if _TEXT.fullmatch(text) is None:
            raise self._fault()
        if (self.seq == 1) != (self.prev == ZERO_HASH):
            raise EnvelopeError("prev", "zeros stand before seq 1 and nowhere else")
        return text

    def _fault(self) -> EnvelopeError:
        for name, grammar in _FIELDS.items():
            value = getattr(self, name)
            if not isinstance(value, (str, int)) or (isinstance(value, int) and name not in _INTEGERS):
                return EnvelopeError(name, repr(value))
            if grammar.fullmatch(f"{value}\n") is None:
                return EnvelopeError(name, repr(value)[:120])
        return EnvelopeError("text", "the fields do not make the fifteen lines")


def read_text(data: bytes) -> dict[str, Any]:
    """Return the object that a body or a part holds.

    Raises:
        CanonicalError: no strict JSON object within 64 kB, or (`nonce`) without its 128 random bits.
    """
    value = canonical.parse_object(data)
    nonce = value.get("nonce")
    if not isinstance(nonce, str) or _NONCE.fullmatch(nonce) is None:
        raise CanonicalError("nonce", "22 characters of base64url are wanted")
    return value


def read_texts(body: bytes, part: bytes | None) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the objects of a body and of the part that it names.

    Raises:
        CanonicalError: as `read_text`; `part_sha256` where body and part do not belong together.
    """
    read = read_text(body)
    named = read.get("part_sha256")
    if part is None:
        if named is not None:
            raise CanonicalError("part_sha256", "the body names a part that is not there")
        return read, None
    if named != hashlib.sha256(part).hexdigest():
        raise CanonicalError("part_sha256", "the body names another part")
    return read, read_text(part)


def visit_id(assignment: str, attempt: int) -> str:
    """Return the id of an assigned visit: UUIDv5 of the attempt in decimal under the assignment's UUID.

    Raises:
        ValueError: `assignment` is no UUID or `attempt` is below 1.
    """
    if attempt < 1:
        raise ValueError(f"attempt {attempt} is below 1")
    return str(uuid.uuid5(uuid.UUID(assignment), str(attempt)))


def uuid7(unix_ms: int, random: bytes) -> str:
    """Return a UUIDv7 of a time and ten random bytes; the time is for locality only and is never trusted.

    Raises:
        ValueError: not ten bytes, or a time outside 48 bits.
    """
    if len(random) != _RANDOM_BYTES or not 0 <= unix_ms < 1 << 48:
        raise ValueError("ten random bytes and a time of 48 bits are wanted")
    tail = bytearray(random)
    tail[0] = tail[0] & 0x0F | 0x70
    tail[2] = tail[2] & 0x3F | 0x80
    return str(uuid.UUID(bytes=unix_ms.to_bytes(6, "big") + bytes(tail)))


def base64url(data: bytes) -> str:
    """Return `data` in base64url without padding, as all binary inside JSON. Raises nothing."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: object) -> bytes:
    """Return the bytes of base64url without padding.

    Raises:
        CanonicalError: `base64url`, where `text` is anything but the one spelling of its bytes.
    """
    if not isinstance(text, str) or not text.isascii():
        raise CanonicalError("base64url", "a text is wanted")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise CanonicalError("base64url", str(error)) from error
    if base64url(data) != text:
        raise CanonicalError("base64url", "another spelling of the same bytes")
    return data


def text_lines(*fields: object) -> str:
    """Return *Lines* of the protocol: each field ended by one LF. Raises nothing."""
    return "".join(f"{entry}\n" for entry in fields)
