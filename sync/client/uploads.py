"""Files by tus 1.0.0: create, append in chunks, take up where the server stands."""

from __future__ import annotations

import base64
import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sync.client.state import OutFile
from sync.client.transport import Request, Response
from sync.errors import ClientError

if TYPE_CHECKING:
    from sync.client.device import Device

CHUNK_BYTES = 1 << 20
_OFFSET_TYPE = "application/offset+octet-stream"
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY)
_CHECKSUM_MISMATCH = 460
_TRIES = 10


def upload_file(device: Device, file: OutFile, chunk_bytes: int) -> None:
    """Bring one file to the server.

    Raises:
        ClientError: the server refuses, or does not come to an end.
        ConnectionError, TimeoutError: from the transport.
    """
    if file.sealed is None:
        raise ClientError(f"the server lost {file.sha256} and its bytes are no longer here")
    for _ in range(_TRIES):
        offset = _look(device, file) if file.upload else _create(device, file, chunk_bytes)
        while offset is not None and not file.stored:
            offset = _append(device, file, offset, chunk_bytes)
        if file.stored:
            file.sealed = file.upload = None
        if file.stored or file.refused is not None:
            return
    raise ClientError(f"the upload of {file.sha256} does not come to an end")


def _create(device: Device, file: OutFile, chunk_bytes: int) -> int | None:
    """Open the upload, with the first chunk in it."""
    sealed = file.sealed or b""
    chunk = sealed[:chunk_bytes]
    metadata = f"sha256 {_b64(file.sha256)},size {_b64(str(file.size))}"
    headers = {"Upload-Length": str(len(sealed)), "Upload-Metadata": metadata, **_chunk_headers(chunk)}
    response = _send(device, Request("POST", "/sync/v1/uploads", headers, chunk))
    if response.status == HTTPStatus.OK and _is_stored(response, file):
        return None
    if response.status == HTTPStatus.CREATED:
        file.upload = urlsplit(response.headers["location"]).path
        return None if _is_stored(response, file) else _offset(response)
    _check_refusal(response, file)
    return None


def _look(device: Device, file: OutFile) -> int | None:
    """Ask how far the upload has come."""
    response = _send(device, Request("HEAD", str(file.upload), {}))
    if response.status in (HTTPStatus.OK, HTTPStatus.NO_CONTENT):
        return None if _is_stored(response, file) else _offset(response)
    _check_refusal(response, file)
    return None


def _append(device: Device, file: OutFile, offset: int, chunk_bytes: int) -> int | None:
    chunk = (file.sealed or b"")[offset : offset + chunk_bytes]
    headers = {"Upload-Offset": str(offset), **_chunk_headers(chunk)}
    response = _send(device, Request("PATCH", str(file.upload), headers, chunk))
    if response.status == HTTPStatus.NO_CONTENT:
        return None if _is_stored(response, file) else _offset(response)
    if response.status in (HTTPStatus.CONFLICT, _CHECKSUM_MISMATCH):
        return None  # the next round asks where the server stands
    _check_refusal(response, file)
    return None


def _check_refusal(response: Response, file: OutFile) -> None:
    """An upload that expired, or was thrown away with a wrong hash, begins again; a file that no op names is put aside."""
    if response.status in _GONE and file.upload is not None:
        file.upload = None
    elif response.status == HTTPStatus.FORBIDDEN:
        # Its op may have rotted and travelled as `damaged`: the text went on, the photo must not stop the queue.
        file.refused = response.problem()
    else:
        raise ClientError(f"upload of {file.sha256}: {response.problem()}")


def _send(device: Device, request: Request) -> Response:
    headers = {**device.device_headers(), "Tus-Resumable": "1.0.0", **request.headers}
    return device.send(Request(request.method, request.path, headers, request.body))


def _is_stored(response: Response, file: OutFile) -> bool:
    file.stored = response.headers.get("fangcha-blob") == "stored"
    return file.stored


def _offset(response: Response) -> int:
    return int(response.headers["upload-offset"])


def _chunk_headers(chunk: bytes) -> dict[str, str]:
    return {"Content-Type": _OFFSET_TYPE, "Upload-Checksum": f"sha256 {base64.b64encode(hashlib.sha256(chunk).digest()).decode()}"}


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
