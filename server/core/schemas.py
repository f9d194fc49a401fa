"""The parent of every message schema: what is not named is refused."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate


class StrictSchema(Schema):
    """One message; unknown members are an error, because a misspelt one would be lost silently."""

    class Meta:
        unknown = RAISE


UUID_TEXT = validate.Regexp(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")


def uuid_field(*, required: bool = False) -> fields.String:
    """Return a field for a lower-case UUID."""
    return fields.String(validate=UUID_TEXT, required=required)
