"""Every error that leaves the server, from one catalogue, as RFC 9457 problem+json.

A client shows its own words for `code`; `title` is for people who read logs. Nothing of an exception's text leaves.
"""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, json, request
from werkzeug.exceptions import HTTPException

CATALOGUE: dict[str, tuple[int, str]] = {
    # core
    "internal": (500, "Something went wrong on the server; nothing was changed"),
    "not-found": (404, "There is nothing here, or it is not yours to see"),
    "method-not-allowed": (405, "This address does not take that method"),
    "bad-request": (400, "The request has not the expected form"),
    "invalid-fields": (422, "Some fields are missing or wrong"),
    "too-large": (413, "The request is larger than allowed"),
    "unsupported-media": (415, "This media type is not taken here"),
    "busy": (503, "The server is busy; try again in a moment"),
    "cross-site": (403, "The request came from another site"),
    # accounts
    "signed-out": (401, "Sign in first"),
    "forbidden": (403, "Your role does not allow this"),
    "wrong-login": (401, "Login or password is wrong"),
    "too-many-tries": (429, "Too many tries; wait a little"),
    "demo-off": (404, "There is no demonstration here"),
    "device-unknown": (401, "The device token is not valid"),
    "device-taken": (409, "This device id belongs to another key or account"),
    # intake
    "push-malformed": (400, "The push has not the form of the protocol"),
    "device-quota": (429, "This device was revoked and has handed in all that it may"),
    "tus-version": (412, "Only version 1.0.0 of the upload protocol is spoken here"),
    "upload-not-named": (403, "No stored record of this device names these bytes"),
    "upload-unknown": (404, "There is no such upload"),
    "upload-offset": (409, "The upload stands at another offset"),
    "upload-checksum": (460, "The chunk does not match its checksum"),
    "blob-hash-mismatch": (422, "The bytes do not hash to their name"),
    "storage-full": (507, "The server's storage is full"),
    # domain
    "photo-not-ready": (404, "The photo is still being prepared"),
    "photo-unreadable": (404, "The photo could not be read as a picture"),
    "already-taken": (409, "Somebody has taken this already"),
    "checklist-version-taken": (409, "This version was published with other bytes; publish a new version"),
    "division-out-of-frame": (422, "This division is not one that may be visited"),
    "bad-identity-number": (422, "The check digit of a resident number is wrong"),
}


class Problem(Exception):
    """An expected refusal: `code` from the catalogue, `params` for the client's sentence."""

    def __init__(self, code: str, *, headers: dict[str, str] | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.status, self.title = CATALOGUE[code]
        self.params = params
        self.headers = headers or {}


def request_id() -> str:
    """Return this request's id, the only thing that a client learns of an internal error."""
    if not has_request_context():
        return "-"
    if "request_id" not in g:
        g.request_id = uuid.uuid4().hex[:12]
    return str(g.request_id)


def render(code: str, params: dict[str, object] | None = None, errors: list[dict[str, str]] | None = None) -> Response:
    """Return the problem document for `code`."""
    status, title = CATALOGUE[code]
    body: dict[str, Any] = {"type": f"/problems/{code}", "title": title, "status": status, "code": code}
    if params:
        body["params"] = params
    if errors:
        body["errors"] = errors
    body["request_id"] = request_id()
    response = Response(json.dumps(body), status=status, content_type="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response


BY_STATUS = {400: "bad-request", 401: "signed-out", 403: "forbidden", 404: "not-found", 405: "method-not-allowed",
             413: "too-large", 415: "unsupported-media", 429: "too-many-tries", 503: "busy"}  # fmt: skip


def register(app: Flask) -> None:
    """Turn every exception of the app into a problem document."""

    @app.errorhandler(Problem)
    def expected(problem: Problem) -> Response:
        response = render(problem.code, problem.params)
        response.headers.update(problem.headers)
        return response

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
        if status == HTTPStatus.UNPROCESSABLE_ENTITY:
            return render("invalid-fields", errors=_field_errors(error))
        if status < HTTPStatus.BAD_REQUEST:
            return Response(status=status, headers=dict(error.get_headers()))
        otherwise = "internal" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "bad-request"
        response = render(BY_STATUS.get(status, otherwise))
        response.status_code = status
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        current_app.logger.error("request.failed", exc_info=error, extra={"request_id": request_id(), "path": request.path})
        return render("internal")


def _field_errors(error: HTTPException) -> list[dict[str, str]]:
    """Flatten marshmallow's nested messages into JSON pointers, without echoing the values sent."""
    messages = getattr(error, "data", {}).get("messages", {})
    found: list[dict[str, str]] = []

    def walk(node: object, pointer: str) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                walk(value, f"{pointer}/{key}")
        else:
            found.append({"pointer": pointer, "code": "invalid"})

    walk(messages, "")
    return found[:50]
