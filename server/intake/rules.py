"""Pure judgement of one op: is its body what the protocol promises for its kind? A wrong one is stored all the same.

The shapes are those that projections rely on, no more: what a phone of tomorrow adds is kept, and closed lists of codes
are the business of the floors above.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MB = 1 << 20
PHOTO_BYTES = 15 * MB
VOICE_BYTES = 2 * MB
MAX_MEDIA = 32
MIME_CHARACTERS = 80  # what its column holds: a longer one would keep the op, and every op behind it, from being stored

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MIME = re.compile(r"[a-z]+/[a-z0-9.+-]{1,60}(; ?[a-z0-9.,=+-]{1,60})?", re.ASCII)
_ROLE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_MAX_SAFE = 2**53 - 1

Check = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Media:
    """A file that an op commits to; `size` is of the plaintext, in bytes."""

    sha256: str
    size: int
    mime: str
    role: str


def size_cap(mime: str) -> int:
    """Return how many plaintext bytes a file of this type may have."""
    return VOICE_BYTES if mime.startswith("audio/") else PHOTO_BYTES


def _matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _integer(value: object) -> bool:
    return type(value) is int


def _count(value: object) -> bool:
    return type(value) is int and value >= 0


def _text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 200  # noqa: PLR2004 - codes and short reasons, never prose


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _target(value: object) -> bool:
    return isinstance(value, dict) and _text(value.get("kind")) and _text(value.get("id"))


def _checklist(value: object) -> bool:
    return isinstance(value, dict) and _text(value.get("id")) and _integer(value.get("version")) and sha256(value.get("sha256"))


def _hashes(value: object) -> bool:
    return isinstance(value, list) and all(sha256(one) for one in value)


def _fix(value: object) -> bool:
    if value is None:
        return True
    if not isinstance(value, dict) or not all(_integer(value.get(name)) for name in ("lat_e7", "lon_e7")):
        return False
    return all(value.get(name) is None or _integer(value[name]) for name in ("acc_cm", "alt_cm", "t_ms", "age_ms"))


def _answers(value: object) -> bool:
    return isinstance(value, dict)


sha256 = _matches(_SHA256)
_uuid = _matches(_UUID)

# A check whose name ends in `?` is for a member that may be absent.
SHAPES: dict[str, dict[str, Check]] = {
    "epoch.started": {},  # judged by `sync.chain`
    "visit.opened": {
        "assignment": _or_null(_uuid), "target": _target, "attempt": _count, "round": _count, "checklist": _checklist,
        "mode": _text, "leader": _or_null(_uuid), "partner": _or_null(_uuid), "partner_way?": _text, "fix?": _fix,
    },
    "photo.captured": {"shot": _text, "media": bool, "w?": _count, "h?": _count, "source?": _text, "covered?": _flag, "fix?": _fix},
    "photo.discarded": {"sha256": sha256, "reason?": _text},
    "voice.recorded": {"purpose": _text, "media": bool, "duration_ms?": _count, "fix?": _fix},
    "signature.given": {"who": _text, "way": _text, "evidence?": _hashes, "read_sha256?": _or_null(sha256), "fix?": _fix},
    "finding.recorded": {"code": _text, "certainty": _text, "item?": _or_null(_text), "evidence?": _hashes},
    "alarm.raised": {"alarm": _text, "target": _target, "fix?": _fix},
    "answers.given": {"checklist": _checklist, "answers": _answers},
    "visit.closed": {
        "attempt": _count, "round": _count, "result": _text, "arrived_ms": _or_null(_integer), "left_ms": _or_null(_integer),
        "op_count": _count, "digest": sha256, "digest_sig?": _or_null(_text), "supersedes?": _or_null(sha256), "fix?": _fix,
    },
}  # fmt: skip

SCHEMAS = frozenset({1})
NOT_YET = ("unknown_kind", "unknown_schema")  # reasons that a later version of this server may lift


# (member, may be absent, check), split once.
_MEMBERS = {
    kind: tuple((name.removesuffix("?"), name.endswith("?"), check) for name, check in shape.items()) for kind, shape in SHAPES.items()
}


def shape_fault(kind: str, body: dict[str, Any]) -> str | None:
    """Return the first member of `body` that is missing or of another shape than `kind` promises, or None."""
    for name, optional, check in _MEMBERS.get(kind, ()):
        if name in body:
            if not check(body[name]):
                return name
        elif not optional:
            return name
    return None


def fault_of(kind: str, schema: int, body: dict[str, Any], known_kinds: frozenset[str]) -> str | None:
    """Return why an op with a readable body goes into quarantine, or None."""
    if kind not in SHAPES and kind not in known_kinds:
        return "unknown_kind"
    if schema not in SCHEMAS:
        return "unknown_schema"
    return None if shape_fault(kind, body) is None else "bad_body"


def media_of(body: dict[str, Any]) -> tuple[list[Media], bool]:
    """Return the well-formed entries of `media`, of every kind alike, and whether the whole member is in good form."""
    named = body.get("media", [])
    if not isinstance(named, list):
        return [], False
    found = [media for entry in named[:MAX_MEDIA] if (media := _media(entry)) is not None]
    return found, len(found) == len(named)


def _media(entry: object) -> Media | None:
    if not isinstance(entry, dict):
        return None
    digest, size, mime, role = (entry.get(name) for name in ("sha256", "size", "mime", "role"))
    if type(size) is not int or not 0 < size <= _MAX_SAFE:
        return None
    for value, pattern in ((digest, _SHA256), (mime, _MIME), (role, _ROLE)):
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            return None
    if len(str(mime)) > MIME_CHARACTERS:
        return None
    return Media(str(digest), size, str(mime), str(role))
