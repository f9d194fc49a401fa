"""Runs the decoder on one picture and reads what it left, from the safe side of a pipe."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.evidence.headers import Header, RefusedImageError, read_jpeg

DECODER = Path(__file__).with_name("decoder.py")
WALL_S = 30
_HEAD = struct.calcsize(">III")


@dataclass(frozen=True, slots=True)
class Copies:
    """What may be shown of a picture, and what its file told."""

    header: Header
    facts: dict[str, Any]
    review: bytes
    thumb: bytes


def make_copies(data: bytes, decoder: Path = DECODER) -> Copies:
    """Return the copies of a picture.

    Raises:
        RefusedImageError: the header's codes, `undecodable`, or `decoder-died` where a limit or a fault ended it.
    """
    header = read_jpeg(data)
    facts, review, thumb = decode(data, decoder)
    return Copies(header, facts, review, thumb)


def decode(data: bytes, decoder: Path = DECODER) -> tuple[dict[str, Any], bytes, bytes]:
    """Return facts, review copy and thumbnail as the decoder makes them, whatever the header says.

    Raises:
        RefusedImageError: `undecodable` or `decoder-died`.
    """
    command = [sys.executable, "-I", "-B", str(decoder)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=WALL_S, check=False, env={})  # noqa: S603 - our own script
    except subprocess.TimeoutExpired:
        raise RefusedImageError("decoder-died") from None
    if done.returncode == 3:  # noqa: PLR2004 - the decoder's own word for a picture that it cannot read
        raise RefusedImageError("undecodable")
    if done.returncode != 0 or len(done.stdout) < _HEAD:
        raise RefusedImageError("decoder-died")
    lengths = struct.unpack(">III", done.stdout[:_HEAD])
    if sum(lengths) != len(done.stdout) - _HEAD:
        raise RefusedImageError("decoder-died")
    first, second, _ = lengths
    body = done.stdout[_HEAD:]
    return json.loads(body[:first]), body[first : first + second], body[first + second :]
