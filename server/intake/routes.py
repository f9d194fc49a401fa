"""The phone's side of the wire: push, pull, checklists by hash, uploads. Thin: parse, call, answer."""

from __future__ import annotations

import base64
import binascii
import threading
from contextlib import contextmanager
from email.utils import formatdate
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import RequestEntityTooLarge

from server.core.access import Policy, access, current_actor, current_device, session_actor
from server.core.app_state import now_ms
from server.core.database import database, unit_of_work
from server.core.problems import Problem
from server.intake import feed, registry, service, uploads, wire
from server.intake.rules import PHOTO_BYTES
from server.intake.rules import sha256 as is_sha256
from sync import sealing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.intake.keys import KeyStore

blp = Blueprint("intake", __name__, url_prefix="/sync/v1")

TUS = "1.0.0"
OFFSET_TYPE = "application/offset+octet-stream"
UPLOADS_AT_ONCE = 20  # of 32 threads: a push must always find one
_UPLOADING = threading.BoundedSemaphore(UPLOADS_AT_ONCE)


def _keys() -> KeyStore:
    found: KeyStore = current_app.extensions["fangcha_keys"]
    return found


def _folders() -> tuple[Path, Path]:
    found: tuple[Path, Path] = current_app.extensions["fangcha_folders"]
    return found


def _packed(answer: dict[str, object]) -> Response:
    accepts = "gzip" in request.headers.get("Accept-Encoding", "")
    data, headers = wire.pack(answer, accepts_gzip=accepts)
    return Response(data, headers=headers, content_type=wire.MEDIA_TYPE)


@contextmanager
def _full_database_is_a_problem() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        full = getattr(error.orig, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(error.orig, "sqlstate", "") == "53100"
        if full:
            raise Problem("storage-full", headers={"Retry-After": "600"}) from error
        raise


def _body(limit: int) -> bytes:
    """Read the request's body, at most `limit` bytes of it.

    Raises:
        Problem: `too-large`.
    """
    request.max_content_length = limit
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise Problem("too-large") from None


@blp.post("/push")
@access(Policy.DEVICE)
def push() -> Response:
    """Take ops from a phone; answer with receipts."""
    device = current_device()
    sent = _body(wire.MAX_SENT)
    if request.mimetype != wire.MEDIA_TYPE:
        raise Problem("unsupported-media")
    frame = wire.parse(wire.inflate(sent, request.headers.get("Content-Encoding", "")))
    if frame.device != device.device:
        raise Problem("push-malformed", member="device")
    with _full_database_is_a_problem():
        return _packed(service.push(database(), _keys(), frame, service.Caller(device, session_actor()), now_ms()))


@blp.get("/pull")
@access(Policy.ANYONE_SIGNED_IN)
def pull() -> Response:
    """Give a phone what changed for its person."""
    actor = current_actor()
    with unit_of_work() as session:
        return _packed(feed.page(session, actor, request.args.get("cursor"), _keys().cursor_secret))


@blp.get("/checklists/<sha256>")
@access(Policy.ANYONE_SIGNED_IN)
def checklist(sha256: str) -> Response:
    """Give the bytes of a checklist definition by their hash."""
    source = registry.byte_source("checklist")
    data = None
    if source is not None and is_sha256(sha256):
        with unit_of_work() as session:
            data = source(session, sha256)
    if data is None:
        raise Problem("not-found")
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return Response(data, headers=headers, content_type="application/json")


def _tus(status: int, headers: dict[str, str] | None = None) -> Response:
    response = Response(status=status, headers={"Tus-Resumable": TUS, "Cache-Control": "no-store", **(headers or {})})
    response.headers.pop("Content-Type", None)
    return response


def _state(state: uploads.State, status: int, **headers: str) -> Response:
    made = {"Upload-Offset": str(state.offset), "Upload-Expires": formatdate(state.expires_ms / 1000, usegmt=True)}
    if state.stored:
        made = {"Upload-Offset": str(state.offset), "Fangcha-Blob": "stored"}
    return _tus(status, made | {name.replace("_", "-"): value for name, value in headers.items()})


def _check_version() -> None:
    if request.headers.get("Tus-Resumable", TUS) != TUS:
        raise Problem("tus-version", headers={"Tus-Version": TUS})


@contextmanager
def _turn() -> Iterator[None]:
    if not _UPLOADING.acquire(blocking=False):
        raise Problem("busy", headers={"Retry-After": "2"})
    try:
        yield
    finally:
        _UPLOADING.release()


@blp.route("/uploads", methods=["OPTIONS"], provide_automatic_options=False)
@blp.route("/uploads/<upload_id>", methods=["OPTIONS"], provide_automatic_options=False)
@access(Policy.PUBLIC)
def upload_options(upload_id: str = "") -> Response:
    """Tell what this upload server can do."""
    return _tus(204, {
        "Tus-Version": TUS,
        "Tus-Extension": "creation,creation-with-upload,checksum,expiration,termination",
        "Tus-Checksum-Algorithm": "sha256",
        "Tus-Max-Size": str(sealing.sealed_size(PHOTO_BYTES)),
    })  # fmt: skip


@blp.post("/uploads")
@access(Policy.DEVICE)
def upload_create() -> Response:
    """Open an upload for a file that a stored op names."""
    _check_version()
    device = current_device()
    wanted = _wanted(device.device)
    folder, root = _folders()
    with _turn(), _full_database_is_a_problem():
        first = _chunk() if request.mimetype == OFFSET_TYPE else b""
        state = uploads.create(folder, root, wanted, first, now_ms())
    if state is None:
        return _tus(200, {"Fangcha-Blob": "stored"})
    return _state(state, 201, Location=f"/sync/v1/uploads/{state.id}")


@blp.route("/uploads/<upload_id>", methods=["HEAD"], provide_automatic_options=False)
@access(Policy.DEVICE)
def upload_look(upload_id: str) -> Response:
    """Tell how far an upload has come."""
    _check_version()
    folder, root = _folders()
    device = current_device().device
    state = uploads.look(folder, upload_id, device)
    if state.offset == state.sealed_size:  # all bytes are here, but the last request ended before they were stored
        with _turn():
            state = uploads.receive(folder, root, uploads.Chunk(upload_id, device, state.offset, b""), now_ms())
    return _state(state, 200, Upload_Length=str(state.sealed_size))


@blp.patch("/uploads/<upload_id>")
@access(Policy.DEVICE)
def upload_append(upload_id: str) -> Response:
    """Take the next bytes of a file."""
    _check_version()
    if request.mimetype != OFFSET_TYPE:
        raise Problem("unsupported-media")
    offset = _number("Upload-Offset")
    folder, root = _folders()
    with _turn(), _full_database_is_a_problem():
        chunk = uploads.Chunk(upload_id, current_device().device, offset, _chunk())
        return _state(uploads.receive(folder, root, chunk, now_ms()), 204)


@blp.delete("/uploads/<upload_id>")
@access(Policy.DEVICE)
def upload_end(upload_id: str) -> Response:
    """Forget an upload."""
    _check_version()
    uploads.give_up(_folders()[0], upload_id, current_device().device)
    return _tus(204)


def _number(name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 12):  # noqa: PLR2004 - a terabyte
        raise Problem("bad-request")
    return int(text)


def _chunk() -> bytes:
    """Read a chunk and compare it with its checksum.

    Raises:
        Problem: `too-large`, `bad-request` for another algorithm, `upload-checksum`.
    """
    data = _body(uploads.MAX_PATCH)
    named = request.headers.get("Upload-Checksum")
    if named is not None:
        algorithm, _, digest = named.partition(" ")
        if algorithm != "sha256":
            raise Problem("bad-request")
        if _base64(digest) != uploads.digest(data):
            raise Problem("upload-checksum")
    return data


def _wanted(device: str) -> uploads.Wanted:
    told: dict[str, str] = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, value = pair.strip().partition(" ")
        told[name] = _base64(value.strip()).decode("ascii", "replace")
    sha256, size = told.get("sha256", ""), told.get("size", "")
    if not is_sha256(sha256) or not (size.isascii() and size.isdigit() and 0 < len(size) <= 10):  # noqa: PLR2004
        raise Problem("bad-request")
    return uploads.Wanted(device, sha256, int(size), _number("Upload-Length"))


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Problem("bad-request") from None
