"""Files on their way (tus 1.0.0): bytes to disk, flushed, then the offset to the database; never the other way round.

These are entry points: file work lies between their units of work, never inside one. A crash between flush and commit
leaves bytes beyond the offset, which the next request writes again.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import re
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from server import ledger
from server.core import jobs
from server.core.database import database, unit_of_work
from server.core.problems import Problem
from server.intake import blobs, projection, rules, sealed, store
from server.intake.models import Blob, Upload
from server.intake.reading import keys_of
from sync import sealing
from sync.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from server.intake.keys import KeyStore

log = logging.getLogger(__name__)

MAX_PATCH = 5 * 1024 * 1024
LIFE_MS = 7 * 24 * 3_600_000
OPEN_UPLOADS = 64  # of one device; the oldest beyond give way
DAY_MS = 24 * 3_600_000
ID = re.compile("[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The bytes that a phone offers: hash and size of the plaintext, length as sealed."""

    device: str
    sha256: str
    size: int
    sealed_size: int


@dataclass(frozen=True, slots=True)
class State:
    """An upload as its phone sees it; `stored` where the bytes have arrived for good."""

    id: str
    offset: int
    sealed_size: int
    expires_ms: int
    stored: bool = False


def create(folder: Path, wanted: Wanted, now_ms: int) -> State | None:
    """Open an upload for bytes that a stored op names; None where they are here already.

    Raises:
        Problem: `upload-not-named`, `too-large`, `bad-request`, `storage-full`.
    """
    with unit_of_work(write=True) as session:
        named = store.namings(session, wanted.device, wanted.sha256, wanted.size)
        if not named:
            raise Problem("upload-not-named")
        if wanted.size > max(rules.size_cap(one.mime) for one in named):
            raise Problem("too-large")
        if wanted.sealed_size != sealing.sealed_size(wanted.size):
            raise Problem("bad-request")
        if not _targets(session, wanted.sha256, wanted.size, named):
            return None
        state = State(secrets.token_hex(16), 0, wanted.sealed_size, now_ms + LIFE_MS)
        old = store.uploads_over(session, wanted.device, OPEN_UPLOADS - 1)
        session.execute(delete(Upload).where(Upload.id.in_(old)))
        session.add(
            Upload(
                id=state.id,
                device=wanted.device,
                sha256=wanted.sha256,
                size=wanted.size,
                sealed_size=wanted.sealed_size,
                offset=0,
                created_ms=now_ms,
                expires_ms=state.expires_ms,
            )
        )
        day = now_ms // DAY_MS
        jobs.enqueue(session, "intake.sweep", str(day), {}, due_ms=(day + 1) * DAY_MS)
    for upload_id in old:
        _path(folder, upload_id).unlink(missing_ok=True)
    with blobs.full_disk_is_a_problem():
        _path(folder, state.id).touch(mode=0o600)
    return state


def _path(folder: Path, upload_id: str) -> Path:
    if ID.fullmatch(upload_id) is None:
        raise Problem("upload-unknown")
    return folder / upload_id


def look(folder: Path, upload_id: str, device: str) -> State:
    """Return how far an upload has come.

    Raises:
        Problem: `upload-unknown`.
    """
    with unit_of_work() as session:
        row = store.upload(session, upload_id, device)
    if row is None or not _path(folder, upload_id).exists():
        raise Problem("upload-unknown")
    return State(row.id, row.offset, row.sealed_size, row.expires_ms)


@contextmanager
def _locked(folder: Path, upload_id: str) -> Iterator[int]:
    """Hold the upload's file: requests for one upload go one after the other, in all processes of this machine."""
    try:
        handle = os.open(_path(folder, upload_id), os.O_RDWR)
    except FileNotFoundError:
        raise Problem("upload-unknown") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next bytes of an upload."""

    upload_id: str
    device: str
    offset: int
    data: bytes


def digest(data: bytes) -> bytes:
    """Return the checksum of a chunk."""
    return hashlib.sha256(data).digest()


def receive(folder: Path, root: Path, chunk: Chunk, now_ms: int) -> State:
    """Take the next bytes; with the last ones the file is opened, checked and stored.

    Raises:
        Problem: `upload-unknown`, `upload-offset`, `too-large`, `storage-full`, `blob-hash-mismatch`.
    """
    upload_id, offset, data = chunk.upload_id, chunk.offset, chunk.data
    with _locked(folder, upload_id) as handle:
        state = look(folder, upload_id, chunk.device)
        if state.offset != offset:
            raise Problem("upload-offset", headers={"Upload-Offset": str(state.offset)}, offset=state.offset)
        end = offset + len(data)
        if end > state.sealed_size:
            raise Problem("too-large")
        expires_ms = now_ms + LIFE_MS
        if data:
            with blobs.full_disk_is_a_problem():
                _write_at(handle, data, offset)
                os.fsync(handle)
            with unit_of_work(write=True) as session:
                session.execute(update(Upload).where(Upload.id == upload_id).values(offset=end, expires_ms=expires_ms))
        if end == state.sealed_size:
            _finish(folder, root, upload_id, chunk.device, now_ms)
            return State(upload_id, end, end, expires_ms, stored=True)
        return State(upload_id, end, state.sealed_size, expires_ms)


def _write_at(handle: int, data: bytes, offset: int) -> None:
    rest = memoryview(data)
    while rest:
        written = os.pwrite(handle, rest, offset)
        rest, offset = rest[written:], offset + written


def give_up(folder: Path, upload_id: str, device: str) -> None:
    """End an upload at its phone's wish.

    Raises:
        Problem: `upload-unknown`.
    """
    look(folder, upload_id, device)
    _forget(folder, upload_id)


def _forget(folder: Path, upload_id: str) -> None:
    with unit_of_work(write=True) as session:
        session.execute(delete(Upload).where(Upload.id == upload_id))
    _path(folder, upload_id).unlink(missing_ok=True)


def _targets(session: Session, sha256: str, size: int, named: Sequence[store.Naming]) -> list[store.Naming]:
    """Return the namings whose bytes are not here; notes for the others that they are."""
    stored = store.stored_among(session, {(sha256, one.scope, one.of) for one in named})
    for one in named:
        if one.state == "missing" and (sha256, one.scope, one.of) in stored:
            store.mark_stored(session, sha256, one.scope, one.of, size)
    return [one for one in named if (sha256, one.scope, one.of) not in stored and one.state != "discarded"]


def _finish(folder: Path, root: Path, upload_id: str, device: str, now_ms: int) -> None:
    """Open, check, seal again, place, and write the rows."""
    with unit_of_work(write=True) as session:
        row = store.upload(session, upload_id, device)
        if row is None:
            raise Problem("upload-unknown")
        named = store.namings(session, device, row.sha256, row.size)
        targets = _targets(session, row.sha256, row.size, named)
        wraps = store.wraps_of(session, device, [one.of for one in named])
        keys = keys_of(session)
    item_keys = [key for wrap in wraps if (key := sealed.stored_item_key(keys, wrap)) is not None]
    try:
        placed = _place_all(folder, root, row, keys, item_keys, targets)
    except SealError as error:
        log.warning("upload.mismatch", extra={"device": device, "reason": error.reason})
        _forget(folder, upload_id)
        raise Problem("blob-hash-mismatch") from error
    stored = _write_rows(root, row, placed, now_ms)
    _path(folder, upload_id).unlink(missing_ok=True)
    for one in stored:
        projection.tell_of_blob(database(), row.sha256, one.scope, one.of, now_ms)


def _place_all(
    folder: Path, root: Path, row: Upload, keys: KeyStore, item_keys: list[bytes], targets: list[store.Naming]
) -> list[tuple[store.Naming, blobs.Placed]]:
    """Store the bytes once for every scope and subject that names them.

    Raises:
        SealError: where the bytes are not what they claim to be.
        Problem: `storage-full`; what came stays, the phone tries again.
    """
    wrappers = keys.subject_keys({(one.scope, one.of) for one in targets})
    placed: list[tuple[store.Naming, blobs.Placed]] = []
    with _path(folder, row.id).open("rb") as source:
        item_key = blobs.find_key(source, item_keys, row.sha256, row.size)
        try:
            for one in targets:
                wrapper = wrappers.get((one.scope, one.of))
                if wrapper is None:
                    continue  # the household was erased; its late photo is not kept
                segments = sealing.open_segments(item_key, row.sha256, row.size, blobs.as_sent(source))
                placed.append((one, blobs.place(root, segments, wrapper, (row.sha256, one.scope, one.of))))
        except BaseException:
            for _, done in placed:
                blobs.remove(root, done.file)
            raise
    return placed


def _write_rows(root: Path, row: Upload, placed: list[tuple[store.Naming, blobs.Placed]], now_ms: int) -> list[store.Naming]:
    """Write the rows of what was placed, and take away the file of whoever came second; return what is new."""
    won: list[tuple[store.Naming, blobs.Placed]] = []
    try:
        with unit_of_work(write=True) as session:
            for one, done in placed:
                values = {
                    "sha256": row.sha256, "scope": one.scope, "of": one.of, "size": row.size, "mime": one.mime,
                    "wrapped_key": done.wrapped_key, "file": done.file, "stored_ms": now_ms,
                }  # fmt: skip
                if store.add_if_new(session, Blob, values):
                    won.append((one, done))
                    ledger.append(session, "blob", row.sha256, one.scope)
                    # The job is there before the news is told, so that a crash in between loses no news.
                    projection.expect_blob_news(session, row.sha256, one.scope, one.of, now_ms)
                store.mark_stored(session, row.sha256, one.scope, one.of, row.size)
            session.execute(delete(Upload).where(Upload.id == row.id))
    except BaseException:
        for _, done in placed:
            blobs.remove(root, done.file)
        raise
    for _, done in placed:
        if all(done is not winner for _, winner in won):
            blobs.remove(root, done.file)
    return [one for one, _ in won]
