"""Pictures and recordings of a visit. Inline only what we encoded ourselves; originals leave as downloads that no browser opens."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from server import intake, visits
from server.core.access import Policy, access, current_actor
from server.core.database import unit_of_work
from server.core.problems import Problem
from server.evidence import service
from server.evidence.service import MediaName
from server.intake.rules import sha256 as is_sha256

SANDBOX = "default-src 'none'; sandbox"

blp = Blueprint("evidence", __name__, url_prefix="/api/visits/<uuid:visit_id>", description="Pictures and recordings")


@blp.get("/photos/<sha256>/<any(review,thumb):copy>.jpg")
@access(Policy.OFFICE)
@blp.response(200, {"type": "string", "format": "binary"}, content_type="image/jpeg")
def read_photo(visit_id: Any, sha256: str, copy: str) -> Response:
    """Show a derived copy of a picture, upright and without metadata."""
    with unit_of_work() as session:
        name = MediaName(sha256, visits.scope_within(session, current_actor(), str(visit_id)), str(visit_id))
        data = service.read_copy(session, _named(name), copy)
    return _safe(Response(data, content_type="image/jpeg"), "private, max-age=3600")


@blp.get("/photos/<sha256>/original")
@access(Policy.ORIGINALS)
@blp.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
def read_original(visit_id: Any, sha256: str) -> Response:
    """Download the bytes as the phone sent them."""
    with unit_of_work() as session:
        scope = visits.scope_within(session, current_actor(), str(visit_id))
        data = intake.read_blob(session, _named(MediaName(sha256, scope, str(visit_id))).sha256, scope, str(visit_id))
    response = Response(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{sha256}.bin"'
    return _safe(response, "no-store")


@blp.get("/voices/<sha256>")
@access(Policy.OFFICE)
@blp.response(200, {"type": "string", "format": "binary"}, content_type="audio/webm")
def read_voice(visit_id: Any, sha256: str) -> Response:
    """Play or download a recording; it is never decoded here."""
    with unit_of_work() as session:
        scope = visits.scope_within(session, current_actor(), str(visit_id))
        data, media_type = service.read_recording(session, _named(MediaName(sha256, scope, str(visit_id))))
    response = Response(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{sha256[:12]}.{media_type.partition("/")[2]}"'
    return _safe(response, "private, max-age=3600")


def _named(name: MediaName) -> MediaName:
    if not is_sha256(name.sha256):
        raise Problem("not-found")
    return name


def _safe(response: Response, cache: str) -> Response:
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
