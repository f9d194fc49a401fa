"""Files on their way (tus 1.0.0): bytes to disk, flushed, then the offset to the database; never the other way round.

These are entry points: file work lies between their units of work, never inside one. A crash between flush and commit
leaves bytes beyond the offset, which the next request writes again.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import logging
import os
import re
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from server import ledger
from server.core.database import unit_of_work
from server.core.problems import Problem
from server.intake import blobs, projection, rules, sealed, store
from server.intake.models import Blob, Upload, Wrap
from server.intake.reading import keys_of
from sync import sealing
from sync.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

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


def create(folder: Path, root: Path, wanted: Wanted, first: bytes, now_ms: int) -> State | None:
    """Open an upload for bytes that a stored op names; None where they are here already.

    A creation that brings the whole file is stored at once: no upload, no second file, no second flush.

    Raises:
        Problem: `upload-not-named`, `too-large`, `bad-request`, `storage-full`, `blob-hash-mismatch`.
    """
    demand = _demand(wanted)
    if not demand.named:
        raise Problem("upload-not-named")
    if wanted.size > max(rules.size_cap(one.mime) for one in demand.named):
        raise Problem("too-large")
    if wanted.sealed_size != sealing.sealed_size(wanted.size) or len(first) > wanted.sealed_size:
        raise Problem("bad-request")
    if not demand.targets:
        if not demand.here:  # thrown away everywhere: to say that it is stored would cost the phone its bytes
            raise Problem("upload-not-named")
        return None
    upload_id, expires_ms = secrets.token_hex(16), now_ms + LIFE_MS
    if len(first) == wanted.sealed_size:
        _store(root, io.BytesIO(first), demand, None, now_ms)
        return State(upload_id, len(first), len(first), expires_ms, stored=True)
    _open(folder, wanted, upload_id, now_ms)
    if not first:
        return State(upload_id, 0, wanted.sealed_size, expires_ms)
    return receive(folder, root, Chunk(upload_id, wanted.device, 0, first), now_ms)


def _open(folder: Path, wanted: Wanted, upload_id: str, now_ms: int) -> None:
    """Write the row of a new upload and make its file; the device's oldest ones give way."""
    with unit_of_work(write=True) as session:
        old = store.uploads_over(session, wanted.device, OPEN_UPLOADS - 1)
        if old:
            session.execute(delete(Upload).where(Upload.id.in_(old)))
        row = {"id": upload_id, "device": wanted.device, "sha256": wanted.sha256, "size": wanted.size, "sealed_size": wanted.sealed_size}
        store.add_rows(session, Upload, [row | {"offset": 0, "created_ms": now_ms, "expires_ms": now_ms + LIFE_MS}])
        day = now_ms // DAY_MS + 1
        store.add_job(session, "intake.sweep", str(day), {}, day * DAY_MS)
    for one in old:
        _path(folder, one).unlink(missing_ok=True)
    with blobs.full_disk_is_a_problem():
        _path(folder, upload_id).touch(mode=0o600)


@dataclass(frozen=True, slots=True)
class Demand:
    """Where a device named certain bytes, where they are still wanted, and the item keys that may open them."""

    wanted: Wanted
    named: list[store.Naming]
    here: list[store.Naming]
    targets: list[store.Naming]
    wraps: list[Wrap]
    keys: KeyStore


def _demand(wanted: Wanted) -> Demand:
    with unit_of_work() as session:
        named = store.namings(session, wanted.device, wanted.sha256, wanted.size)
        stored = store.stored_among(session, {(wanted.sha256, one.scope, one.of) for one in named})
        wraps = store.wraps_of(session, wanted.device, [one.of for one in named])
        keys = keys_of(session)
    here = [one for one in named if (wanted.sha256, one.scope, one.of) in stored]
    stale = [one for one in here if one.state == "missing"]
    if stale:  # named by one phone while another's bytes were being stored
        with unit_of_work(write=True) as session:
            for one in stale:
                store.mark_stored(session, wanted.sha256, one.scope, one.of, wanted.size)
    targets = [one for one in named if one not in here and one.state != "discarded"]
    return Demand(wanted, named, here, targets, wraps, keys)


def _path(folder: Path, upload_id: str) -> Path:
    if ID.fullmatch(upload_id) is None:
        raise Problem("upload-unknown")
    return folder / upload_id


def look(folder: Path, upload_id: str, device: str) -> State:
    """Return how far an upload has come.

    Raises:
        Problem: `upload-unknown`.
    """
    path = _path(folder, upload_id)
    with unit_of_work() as session:
        row = store.upload(session, upload_id, device)
    if row is None or not path.exists():
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


def _finish(folder: Path, root: Path, upload_id: str, device: str, now_ms: int) -> None:
    """Store an upload whose last byte has come; bytes that are not what they claim to be are thrown away."""
    with unit_of_work() as session:
        row = store.upload(session, upload_id, device)
    if row is None:
        raise Problem("upload-unknown")
    path = _path(folder, upload_id)
    try:
        with path.open("rb") as source:
            _store(root, source, _demand(Wanted(device, row.sha256, row.size, row.sealed_size)), upload_id, now_ms)
    except Problem as problem:
        if problem.code == "blob-hash-mismatch":
            _forget(folder, upload_id)
        raise  # anything else, a full disk above all: the bytes stay, the phone asks again
    path.unlink(missing_ok=True)


def _store(root: Path, source: BinaryIO, demand: Demand, upload_id: str | None, now_ms: int) -> None:
    """Open, check, seal again, place; then the rows and the news.

    Raises:
        Problem: `blob-hash-mismatch`, `storage-full`.
    """
    try:
        placed = _place_all(root, source, demand)
    except SealError as error:
        log.warning("upload.mismatch", extra={"device": demand.wanted.device, "reason": error.reason})
        raise Problem("blob-hash-mismatch") from error
    kept = _write_rows(demand, placed, upload_id, now_ms)
    # Only now is it known that a row points elsewhere. After an exception nothing is: the commit may have gone through
    # before the connection broke, so the file stays, and the sweep looks at it tomorrow.
    for _, done in placed:
        if done not in kept:
            blobs.remove(root, done.file)


def _place_all(root: Path, source: BinaryIO, demand: Demand) -> list[tuple[store.Naming, blobs.Placed]]:
    """Place the bytes once for every scope and subject that wants them.

    Raises:
        SealError: where the bytes are not what they claim to be.
        Problem: `storage-full`.
    """
    sha256, size = demand.wanted.sha256, demand.wanted.size
    item_keys = [key for wrap in demand.wraps if (key := sealed.stored_item_key(demand.keys, wrap)) is not None]
    wrappers = demand.keys.subject_keys({(one.scope, one.of) for one in demand.targets})
    item_key = blobs.find_key(source, item_keys, sha256, size)
    placed: list[tuple[store.Naming, blobs.Placed]] = []
    try:
        for one in demand.targets:
            wrapper = wrappers.get((one.scope, one.of))
            if wrapper is None:
                continue  # the household was erased; its late photo is not kept
            segments = sealing.open_segments(item_key, sha256, size, blobs.as_sent(source))
            placed.append((one, blobs.place(root, segments, wrapper, (sha256, one.scope, one.of))))
    except BaseException:
        for _, done in placed:
            blobs.remove(root, done.file)
        raise
    return placed


def _write_rows(demand: Demand, placed: list[tuple[store.Naming, blobs.Placed]], upload_id: str | None, now_ms: int) -> list[blobs.Placed]:
    """Write the rows and tell the floors above, together if they can take it; return whose file the rows point at."""
    for told_at_once in (True, False):
        try:
            with unit_of_work(write=True) as session:
                won = _add_blobs(session, demand, placed, now_ms)
                if upload_id is not None:
                    session.execute(delete(Upload).where(Upload.id == upload_id))
                tell = projection.tell_of_blob if told_at_once else projection.expect_blob_news
                for one, _ in won:
                    tell(session, demand.wanted.sha256, one.scope, one.of, now_ms)
            return [done for _, done in won]
        except Exception:
            if not told_at_once:
                raise
            log.exception("blob.news-failed", extra={"device": demand.wanted.device})
    raise RuntimeError("unreachable: the second try returns or raises")


def _add_blobs(
    session: Session, demand: Demand, placed: list[tuple[store.Naming, blobs.Placed]], now_ms: int
) -> list[tuple[store.Naming, blobs.Placed]]:
    won = []
    wanted = demand.wanted
    for one, done in placed:
        values = {
            "sha256": wanted.sha256, "scope": one.scope, "of": one.of, "size": wanted.size, "mime": one.mime,
            "wrapped_key": done.wrapped_key, "file": done.file, "stored_ms": now_ms,
        }  # fmt: skip
        if store.add_if_new(session, Blob, values):
            won.append((one, done))
            ledger.append(session, "blob", wanted.sha256, one.scope)
        elif store.blob_file(session, wanted.sha256, one.scope, one.of) == done.file:
            won.append((one, done))  # a first try that was committed and not confirmed
        store.mark_stored(session, wanted.sha256, one.scope, one.of, wanted.size)
    return won
