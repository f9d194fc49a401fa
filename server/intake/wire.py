"""The form of a push on the wire: bounded inflating, bounded JSON, and the members of the frame.

Only the frame is judged here. An op outside the grammar is the batch's fault, not the request's: see `opening`.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import dataclass
from typing import Any, NoReturn

from server.core.problems import Problem

MEDIA_TYPE = "application/vnd.fangcha.sync+json"
MAX_SENT = 256 * 1024
MAX_INFLATED = 8 * 1024 * 1024
MAX_OPS = 500
MAX_WRAPS = 600
WRAPS_OF_ONE = 4  # a phone that lost its storage makes a second key; nobody needs many
MAX_SAFE = 2**53 - 1

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_EPOCH = re.compile(r"[0-9a-f]{16}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class WireWrap:
    """An item key wrapped for the office, as sent."""

    of: str
    kid: str
    epk: str
    wrap: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A push in good form; its ops are not judged yet."""

    device: str
    epoch: str
    first_seq: int
    prev: str
    head: str
    sig: str | None
    sent_wall_ms: int
    wraps: tuple[WireWrap, ...]
    ops: list[dict[str, Any]]
    pull: bool
    cursor: str | None


def inflate(sent: bytes, encoding: str) -> bytes:
    """Return the JSON bytes of a push.

    Raises:
        Problem: `too-large` beyond the limits, `unsupported-media` or `push-malformed` for what is no gzip.
    """
    if len(sent) > MAX_SENT:
        raise Problem("too-large")
    if encoding in {"", "identity"}:
        return sent
    if encoding != "gzip":
        raise Problem("unsupported-media")
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        data = stream.decompress(sent, MAX_INFLATED + 1)
    except zlib.error:
        raise Problem("push-malformed") from None
    if len(data) > MAX_INFLATED:
        raise Problem("too-large")
    if not stream.eof or stream.unused_data:
        raise Problem("push-malformed")
    return data


def parse(data: bytes) -> Frame:
    """Return the frame of a push.

    Raises:
        Problem: `push-malformed`, or `too-large` for more ops than a push may hold.
    """
    try:
        found = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Problem("push-malformed") from None
    if not isinstance(found, dict) or found.get("v") != 1:
        raise Problem("push-malformed")
    ops = found.get("ops")
    if not isinstance(ops, list) or not all(isinstance(op, dict) for op in ops):
        raise Problem("push-malformed")
    if len(ops) > MAX_OPS:
        raise Problem("too-large")
    pull = found.get("pull")
    cursor = pull.get("cursor") if isinstance(pull, dict) else None
    return Frame(
        device=_text(found, "device", _UUID),
        epoch=_text(found, "epoch", _EPOCH),
        first_seq=_integer(found, "first_seq", least=1),
        prev=_text(found, "prev", _HASH),
        head=_text(found, "head", _HASH),
        sig=_sig(found.get("sig")),
        sent_wall_ms=_integer(found, "sent_wall_ms", least=-MAX_SAFE),
        wraps=_wraps(found.get("wraps", [])),
        ops=ops,
        pull=isinstance(pull, dict),
        cursor=cursor if isinstance(cursor, str) else None,
    )


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("no JSON")


def _text(found: dict[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = found.get(name)
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise Problem("push-malformed", member=name)
    return value


def _integer(found: dict[str, Any], name: str, *, least: int) -> int:
    value = found.get(name)
    if type(value) is not int or not least <= value <= MAX_SAFE:
        raise Problem("push-malformed", member=name)
    return value


def _sig(value: object) -> str | None:
    if value is None or (isinstance(value, str) and len(value) <= 128):  # noqa: PLR2004 - 86 characters where it is one
        return value
    raise Problem("push-malformed", member="sig")


def _wraps(sent: object) -> tuple[WireWrap, ...]:
    if not isinstance(sent, list) or len(sent) > MAX_WRAPS:
        raise Problem("push-malformed", member="wraps")
    found: list[WireWrap] = []
    count: dict[str, int] = {}
    for entry in sent:
        if not isinstance(entry, dict):
            raise Problem("push-malformed", member="wraps")
        wrap = WireWrap(*(_short_text(entry.get(name)) for name in ("of", "kid", "epk", "wrap")))
        count[wrap.of] = count.get(wrap.of, 0) + 1
        named = _UUID.fullmatch(wrap.of) or _EPOCH.fullmatch(wrap.of)
        if named and count[wrap.of] <= WRAPS_OF_ONE:
            found.append(wrap)
    return tuple(found)


def _short_text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 200:  # noqa: PLR2004 - an ephemeral point has 87 characters
        raise Problem("push-malformed", member="wraps")
    return value


def pack(answer: dict[str, Any], *, accepts_gzip: bool) -> tuple[bytes, dict[str, str]]:
    """Return the bytes of an answer and their headers; long ones are compressed, because the link is thin.

    Receipts are hashes, which hardly shrink: they get the cheapest effort, pulled rows the ordinary one.
    """
    data = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    if accepts_gzip and len(data) > 700:  # noqa: PLR2004 - about where gzip begins to win
        effort = 6 if answer.get("rows") or answer.get("pull") else 1
        return gzip.compress(data, effort, mtime=0), {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return data, {}
