"""What the floors above read: the ops of a subject in log order, opened parts, stored files."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag

from server.core.problems import Problem
from server.intake import blobs, store
from server.intake.keys import KeyDestroyedError, KeyStore, open_with, rest_aad

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from server.intake.models import OpPart


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredOp:
    """One op as it is stored: the envelope, the bytes that the phone wrote, and the server's verdict."""

    hash: str
    op_id: str
    device: str
    epoch: str
    branch: str
    seq: int
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
    author: str
    courier: str | None
    received_ms: int
    skew_ms: int
    signed: bool
    status: str  # accepted, quarantined, fork
    reason: str | None
    position: int  # index in the log
    body: bytes | None  # None where it was damaged or erased
    part: bytes | None  # None where there is none, or it was erased

    @property
    def counted(self) -> bool:
        """Tell whether projections count this op; the others are kept and shown."""
        return self.status == "accepted"

    def body_json(self) -> dict[str, Any]:
        """Return the body's members; nothing where there is no readable body."""
        return _object(self.body)

    def part_json(self) -> dict[str, Any]:
        """Return the part's members; nothing where there is no readable part."""
        return _object(self.part)


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """A file that an op of the subject names."""

    op_hash: str
    sha256: str
    size: int
    mime: str
    role: str
    scope: str
    device: str
    state: str  # missing, stored, discarded


_COPIED = tuple(
    name for name in StoredOp.__slots__ if name not in {"position", "body", "part"}
)  # what the row and the result share by name


def keys_of(session: Session) -> KeyStore:
    """Return the keys of the installation that this session belongs to."""
    found: KeyStore = session.info["fangcha_keys"]
    return found


def ops_of(session: Session, subject: str) -> list[StoredOp]:
    """Return every op about `subject` in log order, whatever its status; projections count those with `.counted`.

    An op that came again under the same id with the same body (a phone that started its chain anew) appears once.
    """
    keys = keys_of(session)
    seen: set[tuple[str, str]] = set()
    found: list[StoredOp] = []
    for row in store.ops_of(session, subject):
        name = (row.op.op_id, row.op.body_sha256)
        if row.op.status == "accepted":
            if name in seen:
                continue
            seen.add(name)
        values = {column: getattr(row.op, column) for column in _COPIED}
        part = None if row.part is None else open_part(keys, row.part)
        found.append(StoredOp(**values, position=row.position, body=row.body, part=part))
    return found


def media_of(session: Session, subject: str) -> list[StoredMedia]:
    """Return the files that ops about `subject` name, and whether their bytes are here."""
    return [
        StoredMedia(row.op_hash, row.sha256, row.size, row.mime, row.role, row.scope, row.device, row.state)
        for row in store.media_of(session, subject)
    ]


def open_part(keys: KeyStore, row: OpPart) -> bytes | None:
    """Return the part's bytes, or None where its key was destroyed."""
    try:
        wrapper = keys.subject_key((row.scope, row.of))
    except KeyDestroyedError:
        return None
    data_key = open_with(wrapper, row.wrapped_key, rest_aad("part-key", row.op_hash))
    return open_with(blobs.cipher(data_key), row.sealed, rest_aad("part", row.op_hash))


def read_part(session: Session, op_hash: str) -> bytes | None:
    """Return the part of one op, or None where there is none or it was erased."""
    row = store.part(session, op_hash)
    return None if row is None else open_part(keys_of(session), row)


def read_blob(session: Session, sha256: str, scope: str, subject: str) -> bytes:
    """Return the plaintext of a stored file.

    Raises:
        Problem: `not-found` where the bytes are not stored, or were erased.
    """
    row = store.blob(session, sha256, scope, subject)
    if row is None:
        raise Problem("not-found")
    folder = session.info["fangcha_blobs"]
    try:
        return blobs.read(folder, keys_of(session), row)
    except KeyDestroyedError:
        raise Problem("not-found") from None
    except (FileNotFoundError, InvalidTag):
        log.exception("blob.damaged", extra={"status": sha256[:12]})
        raise Problem("not-found") from None


def _object(data: bytes | None) -> dict[str, Any]:
    if data is None:
        return {}
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
