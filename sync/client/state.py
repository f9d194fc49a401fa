"""What a headless device remembers. It can be pickled or handed to a second `Device`: that is a restart of the phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sync.ops import ZERO_HASH, base64url
from sync.sealing import Wrap


@dataclass(slots=True)
class OutOp:
    """An op in the outbox; `body` and `part` are sealed, None where they were lost (then it travels as `damaged`)."""

    epoch: str
    seq: int
    op_id: str
    kind: str
    scope: str
    subject: str
    base: str
    wall_ms: int
    mono_ms: int
    boot: str
    body_sha256: str
    prev: str
    hash: str
    body: bytes | None
    part: bytes | None
    status: str | None = None
    reason: str | None = None
    receipt: dict[str, Any] | None = None

    def wire(self) -> dict[str, Any]:
        """Return the op as a push carries it. Raises nothing."""
        sent = {
            "op_id": self.op_id, "kind": self.kind, "schema": 1, "scope": self.scope, "subject": self.subject, "base": self.base,
            "wall_ms": self.wall_ms, "mono_ms": self.mono_ms, "boot": self.boot,
        }  # fmt: skip
        if self.body is None:
            return {**sent, "damaged": True, "body_sha256": self.body_sha256}
        if self.part is None:
            return {**sent, "body": base64url(self.body)}
        return {**sent, "body": base64url(self.body), "part": base64url(self.part)}

    def size(self) -> int:
        """Return about how many bytes the op adds to a compressed push. Raises nothing."""
        return 120 + len(self.body or b"") + len(self.part or b"")


@dataclass(slots=True)
class OutFile:
    """A sealed file; `sealed` is dropped as soon as the server holds the bytes.

    Attributes:
        upload: where its upload goes on.  refused: the code with which the server refused it; the bytes stay here for a person to see to.
    """

    sha256: str
    size: int
    mime: str
    of: str
    sealed: bytes | None
    upload: str | None = None
    stored: bool = False
    refused: str | None = None


@dataclass(slots=True)
class Keyring:
    """The key of one subject, and that key wrapped for the office."""

    key: bytes
    wrap: Wrap


@dataclass(slots=True)
class State:
    """Everything that survives a restart.

    Attributes:
        secret: the device's P-256 secret, 32 bytes.  token: what enrolment gave.
        spki, kid: the office's intake key.  origin, vkey: the log.
        epoch, seq, head: where the chain stands.  base: the newest checkpoint seen.
        visits: by subject, the hashes since its last `visit.closed`.  closed: by subject, the hash of that op.
        cookies: of the session, if one is open.
    """

    device: str = ""
    secret: bytes = b""
    token: str = ""
    spki: bytes = b""
    kid: str = ""
    generation: int = 0
    origin: str = ""
    vkey: str = ""
    epoch: str = ""
    seq: int = 0
    head: str = ZERO_HASH
    base: str = "-"
    ops: list[OutOp] = field(default_factory=list)
    files: dict[str, OutFile] = field(default_factory=dict)
    keys: dict[str, Keyring] = field(default_factory=dict)
    visits: dict[str, list[str]] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    cursor: str | None = None
    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def pending(self) -> Iterator[OutOp]:
        """Yield the ops without a receipt, oldest first. Raises nothing."""
        return (op for op in self.ops if op.receipt is None)

    def missing_files(self) -> list[OutFile]:
        """Return the files that the server does not hold yet and has not refused. Raises nothing."""
        return [file for file in self.files.values() if not file.stored and file.refused is None]
