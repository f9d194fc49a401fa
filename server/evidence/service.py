"""Looking at stored files: a job for each, copies sealed beside the original, and the states that the office is shown."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import intake
from server.core import jobs
from server.core.database import Database
from server.core.problems import Problem
from server.evidence.copies import Copies, make_copies
from server.evidence.headers import RefusedImageError, sniff_recording
from server.evidence.models import MediaCheck, MediaCopy
from server.intake import blobs
from server.intake.keys import KeyDestroyedError, KeyStore
from server.intake.models import Blob
from server.intake.reading import keys_of

JOB = "evidence.derive"
READY, UNREADABLE = "ready", "unreadable"
RECORDING_BYTES = 2 * 1024 * 1024
COPIES = ("review", "thumb")


@dataclass(frozen=True, slots=True)
class MediaName:
    """A stored file: its hash, and the scope and subject whose key closes it."""

    sha256: str
    scope: str
    of: str


def expect(session: Session, sha256: str, scope: str, subject: str, now_ms: int) -> None:
    """Ask for a look at a file that has just been stored."""
    args = {"sha256": sha256, "scope": scope, "of": subject}
    jobs.enqueue(session, JOB, f"{sha256}:{subject}", args, due_ms=now_ms)


def derive(database: Database, args: dict[str, Any], now_ms: int) -> None:
    """Look at one file and leave its copies; decoding and disk work happen outside of every transaction.

    Doing it twice changes nothing.
    """
    name = MediaName(args["sha256"], args["scope"], args["of"])
    with database.unit_of_work() as session:
        if session.get(MediaCheck, (name.sha256, name.scope, name.of)) is not None:
            return
        row = session.get(Blob, (name.sha256, name.scope, name.of))
        try:
            data = intake.read_blob(session, name.sha256, name.scope, name.of)
        except Problem:
            return  # erased meanwhile
        is_recording = row is not None and row.mime.startswith("audio/")
        keys, folder = keys_of(session), _folder(session)
    check, made = _look_at_recording(data) if is_recording else _look_at_picture(data)
    copies = [] if made is None else _place(keys, folder, name, made)
    if copies is None:
        return  # erased while we looked: nothing of it may be kept
    with database.unit_of_work(write=True) as session:
        if session.get(MediaCheck, (name.sha256, name.scope, name.of)) is None:
            empty = {"reason": None, "media_type": None, "width": None, "height": None, "trailing": 0, "facts": "{}"}
            session.add(MediaCheck(sha256=name.sha256, scope=name.scope, of=name.of, checked_ms=now_ms, **(empty | check)))
            session.add_all(copies)
            return
    for copy in copies:  # somebody else was quicker
        blobs.remove(folder, copy.file)


def _look_at_recording(data: bytes) -> tuple[dict[str, Any], Copies | None]:
    kind = sniff_recording(data)
    if kind is None or len(data) > RECORDING_BYTES:
        return {"state": UNREADABLE, "reason": "not-a-recording" if kind is None else "too-large"}, None
    return {"state": READY, "media_type": kind}, None


def _look_at_picture(data: bytes) -> tuple[dict[str, Any], Copies | None]:
    try:
        made = make_copies(data)
    except RefusedImageError as refusal:
        return {"state": UNREADABLE, "reason": refusal.code}, None
    told = {
        "state": READY,
        "media_type": "image/jpeg",
        "width": made.header.width,
        "height": made.header.height,
        "trailing": made.header.trailing,
        "facts": json.dumps(made.facts, ensure_ascii=False),
    }
    return told, made


def _place(keys: KeyStore, folder: Path, name: MediaName, made: Copies) -> list[MediaCopy] | None:
    """Seal the copies under the subject's key into their folder; None where that key was destroyed."""
    wrapper = keys.subject_keys([(name.scope, name.of)]).get((name.scope, name.of))
    if wrapper is None:
        return None
    placed = []
    for copy, data in (("review", made.review), ("thumb", made.thumb)):
        sha256 = hashlib.sha256(data).hexdigest()
        file = blobs.place(folder, _segments(data), wrapper, (sha256, name.scope, name.of))
        placed.append(
            MediaCopy(
                of_sha256=name.sha256,
                scope=name.scope,
                of=name.of,
                copy=copy,
                sha256=sha256,
                size=len(data),
                file=file.file,
                wrapped_key=file.wrapped_key,
            )
        )
    return placed


def _segments(data: bytes, step: int = 1 << 20) -> list[bytes]:
    return [data[start : start + step] for start in range(0, len(data), step)]


def _folder(session: Session) -> Path:
    """Return the folder of copies: beside the blobs, because the blobs' own sweep knows the originals only."""
    blobs_dir: Path = session.info["fangcha_blobs"]
    folder = blobs_dir.with_name("copies")
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def copy_states(session: Session, visit_id: str, sha256s: list[str]) -> dict[str, str]:
    """Return which files of a visit were looked at: ready or unreadable."""
    rows = session.execute(select(MediaCheck.sha256, MediaCheck.state).where(MediaCheck.of == visit_id, MediaCheck.sha256.in_(sha256s)))
    return {row.sha256: row.state for row in rows}


def read_copy(session: Session, name: MediaName, copy: str) -> bytes:
    """Return a derived copy.

    Raises:
        Problem: `photo-not-ready`, `photo-unreadable`, or `not-found` where it was erased.
    """
    check = session.get(MediaCheck, (name.sha256, name.scope, name.of))
    if check is None:
        raise Problem("photo-not-ready")
    row = session.get(MediaCopy, (name.sha256, name.scope, name.of, copy))
    if row is None:
        raise Problem("photo-unreadable")
    sealed = Blob(sha256=row.sha256, scope=row.scope, of=row.of, size=row.size, file=row.file, wrapped_key=row.wrapped_key)
    try:
        return blobs.read(_folder(session), keys_of(session), sealed)
    except (KeyDestroyedError, FileNotFoundError, InvalidTag):
        raise Problem("not-found") from None


def read_recording(session: Session, name: MediaName) -> tuple[bytes, str]:
    """Return a recording and the type that its first bytes show.

    Raises:
        Problem: `photo-not-ready` before the look, `photo-unreadable` for what is no recording, `not-found`.
    """
    check = session.get(MediaCheck, (name.sha256, name.scope, name.of))
    if check is None:
        raise Problem("photo-not-ready")
    if check.state != READY or check.media_type is None or not check.media_type.startswith("audio/"):
        raise Problem("photo-unreadable")
    return intake.read_blob(session, name.sha256, name.scope, name.of), check.media_type
