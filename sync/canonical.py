"""The only JSON that is hashed here: RFC 8785 without floats, and the strict parser that goes with it.

Floats are left out because two languages print them differently and evidence needs none: coordinates, money and times are integers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any, NoReturn

from sync.errors import CanonicalError

MAX_BYTES = 1 << 16
MAX_SAFE = 2**53 - 1
_MAX_DEPTH = 64
_SURROGATE = re.compile("[\ud800-\udfff]")
_ASCII_KEY = re.compile("[\x20-\x7e]*", re.ASCII)


def utf16_order(text: str) -> bytes:
    """Return a sort key that puts texts in the order of their UTF-16 units, as RFC 8785 and JavaScript do.

    Raises:
        UnicodeEncodeError: `text` holds a lone surrogate.
    """
    return text.encode("utf-16-be")


def encode(value: object) -> bytes:
    """Return the canonical bytes of `value`: objects, lists, texts, integers within 2^53-1, booleans and null.

    Raises:
        CanonicalError: `value` holds anything else (`float`, `unsafe_integer`, `nul`, `lone_surrogate`, `type`, `depth`).
    """
    out: list[str] = []
    _encode(value, out, 0)
    return "".join(out).encode()


def _encode(value: object, out: list[str], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise CanonicalError("depth", f"nested deeper than {_MAX_DEPTH}")
    if isinstance(value, str):
        out.append(encode_basestring(_checked_text(value)))
    elif value is None or isinstance(value, bool):
        out.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, int):
        out.append(str(_checked_integer(value)))
    elif isinstance(value, Mapping):
        _encode_object(value, out, depth)
    elif isinstance(value, (list, tuple)):
        out.append("[")
        for position, entry in enumerate(value):
            if position:
                out.append(",")
            _encode(entry, out, depth + 1)
        out.append("]")
    else:
        raise CanonicalError("float" if isinstance(value, float) else "type", f"{type(value).__name__} has no canonical form")


def _encode_object(value: Mapping[Any, object], out: list[str], depth: int) -> None:
    for key in value:
        if not isinstance(key, str):
            raise CanonicalError("type", "a key is no text")
        _checked_text(key)
    plain = all(_ASCII_KEY.fullmatch(key) for key in value)
    out.append("{")
    for position, key in enumerate(sorted(value) if plain else sorted(value, key=utf16_order)):
        out.append(("," if position else "") + encode_basestring(key) + ":")
        _encode(value[key], out, depth + 1)
    out.append("}")


def parse(data: bytes, *, max_bytes: int = MAX_BYTES) -> Any:
    """Return the JSON value that `data` holds, refusing whatever two readers could understand differently.

    Raises:
        CanonicalError: with `reason` `too_large`, `not_utf8`, `not_json`, `duplicate_key`, `float`, `unsafe_integer`, `nul`,
            `lone_surrogate` or `depth`.
    """
    if len(data) > max_bytes:
        raise CanonicalError("too_large", f"{len(data)} bytes, at most {max_bytes}")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise CanonicalError("not_utf8", str(error)) from error
    try:
        value = _DECODER.decode(text)
    except RecursionError as error:
        raise CanonicalError("depth", "nested too deeply") from error
    except json.JSONDecodeError as error:
        raise CanonicalError("not_json", str(error)) from error
    # Only an escape can bring in U+0000 or half a pair: raw ones are neither UTF-8 nor JSON. Few brackets cannot nest deeply.
    if "\\u" in text or text.count("[") + text.count("{") > _MAX_DEPTH:
        _check_inside(value)
    return value


def parse_object(data: bytes, *, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """Return the JSON object that `data` holds.

    Raises:
        CanonicalError: as `parse`, and `not_object`.
    """
    value = parse(data, max_bytes=max_bytes)
    if not isinstance(value, dict):
        raise CanonicalError("not_object", type(value).__name__)
    return value


def parse_canonical(data: bytes, *, max_bytes: int = MAX_BYTES) -> Any:
    """Return the value of `data`, which must be exactly its canonical bytes.

    Raises:
        CanonicalError: as `parse`, and `not_canonical`.
    """
    value = parse(data, max_bytes=max_bytes)
    if encode(value) != data:
        raise CanonicalError("not_canonical", "the bytes are not the canonical form of their value")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise CanonicalError("duplicate_key", "a key stands twice in one object")
    return made


def _integer(digits: str) -> int:
    # The length is looked at first: int() of a hundred thousand digits is a way to keep a server busy.
    if len(digits) > 17:  # noqa: PLR2004 - 16 digits and a sign
        raise CanonicalError("unsafe_integer", f"{len(digits)} digits")
    if digits == "-0":
        raise CanonicalError("float", "minus zero is no integer")
    return _checked_integer(int(digits))


def _refuse_float(digits: str) -> NoReturn:
    raise CanonicalError("float", digits[:40])


def _refuse_constant(name: str) -> NoReturn:
    raise CanonicalError("not_json", name)


# Built once: `json.loads` would build one for every text that it is given hooks for.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_refuse_float, parse_int=_integer, parse_constant=_refuse_constant)


def _checked_integer(value: int) -> int:
    if not -MAX_SAFE <= value <= MAX_SAFE:
        raise CanonicalError("unsafe_integer", "outside 2^53-1")
    return value


def _checked_text(text: str) -> str:
    if "\0" in text:
        raise CanonicalError("nul", "U+0000 in a text")
    if not text.isascii() and _SURROGATE.search(text):
        raise CanonicalError("lone_surrogate", "half a pair of surrogates in a text")
    return text


def _check_inside(value: object) -> None:
    """Check texts and depth without recursion: what was parsed may nest deeper than the caller's stack has room."""
    waiting = [(value, 0)]
    while waiting:
        found, depth = waiting.pop()
        if depth > _MAX_DEPTH:
            raise CanonicalError("depth", f"nested deeper than {_MAX_DEPTH}")
        if isinstance(found, str):
            _checked_text(found)
        elif isinstance(found, dict):
            for key in found:
                _checked_text(key)
            waiting.extend((entry, depth + 1) for entry in found.values())
        elif isinstance(found, list):
            waiting.extend((entry, depth + 1) for entry in found)
