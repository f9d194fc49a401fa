"""The parent of every message schema: what is not named is refused."""

from __future__ import annotations

from flask import Flask, request
from marshmallow import RAISE, Schema, fields, validate

from server.core.problems import Problem
from sync import canonical
from sync.errors import CanonicalError

MAX_MESSAGE = 256 * 1024


class StrictSchema(Schema):
    """One message; unknown members are an error, because a misspelt one would be lost silently."""

    class Meta:
        unknown = RAISE


UUID_TEXT = validate.Regexp(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")


def uuid_field(*, required: bool = False) -> fields.String:
    """Return a field for a lower-case UUID."""
    return fields.String(validate=UUID_TEXT, required=required)


def refuse_odd_messages(app: Flask) -> None:
    """Read every message with the strict parser first: its texts then fit into any column, its depth and size are bounded."""

    @app.before_request
    def read_strictly() -> None:
        if not (request.is_json and request.path.startswith("/api/")):
            return
        request.max_content_length = MAX_MESSAGE
        data = request.get_data()
        try:
            if data:
                canonical.parse(data, max_bytes=MAX_MESSAGE)
        except CanonicalError:
            raise Problem("bad-request") from None
