"""What a file says it is, read byte by byte before any decoder sees it.

A JPEG's frame header tells its size: a picture of 400 megapixels in four megabytes is refused here, not in memory. What
lies behind the end of the picture (an appended archive, a gain map) is counted and told to the reviewer, never opened.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_PIXELS = 50_000_000
MAX_SIDE = 12_000
GREY, COLOUR = 1, 3
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset(range(0xD0, 0xD8)) | {0x01}  # restart marks and TEM carry no length
_PRECISION = 8
_FRAME_LENGTH = 8


class RefusedImageError(Exception):
    """The bytes are not a picture that may be decoded; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Header:
    """What the frame header promises, and how many bytes follow the picture's end."""

    width: int
    height: int
    components: int
    progressive: bool
    trailing: int


def read_jpeg(data: bytes) -> Header:
    """Return the header of a JPEG that may be decoded.

    Raises:
        RefusedImageError: `not-jpeg`, `no-frame`, `truncated`, `too-many-pixels`, `odd-components` or `odd-precision`.
    """
    if not data.startswith(b"\xff\xd8\xff"):
        raise RefusedImageError("not-jpeg")
    frame: tuple[int, bytes] | None = None
    place = 2
    while True:
        marker, place = _next_marker(data, place)
        if marker == _EOI:
            break
        if marker in _BARE:
            continue
        end = place + int.from_bytes(data[place : place + 2])
        if end > len(data) or end < place + 2:
            raise RefusedImageError("truncated")
        if marker in _FRAMES and frame is None:
            frame = (marker, data[place:end])
            _check_frame(frame[1])
        place = _after_scan(data, end) if marker == _SOS else end
    if frame is None:
        raise RefusedImageError("no-frame")
    kind, segment = frame
    height, width = int.from_bytes(segment[3:5]), int.from_bytes(segment[5:7])
    return Header(width, height, segment[7], kind in {0xC2, 0xC6, 0xCA, 0xCE}, len(data) - place)


def _check_frame(segment: bytes) -> None:
    if len(segment) < _FRAME_LENGTH:
        raise RefusedImageError("truncated")
    if segment[2] != _PRECISION:
        raise RefusedImageError("odd-precision")
    height, width, components = int.from_bytes(segment[3:5]), int.from_bytes(segment[5:7]), segment[7]
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_PIXELS):
        raise RefusedImageError("too-many-pixels")
    if components not in {GREY, COLOUR}:
        raise RefusedImageError("odd-components")


def _next_marker(data: bytes, place: int) -> tuple[int, int]:
    """Return the marker at `place` and where its segment begins; fill bytes before it are allowed."""
    if place >= len(data) or data[place] != 0xFF:  # noqa: PLR2004 - what every marker begins with
        raise RefusedImageError("truncated")
    while place < len(data) and data[place] == 0xFF:  # noqa: PLR2004
        place += 1
    if place >= len(data) or data[place] == 0:
        raise RefusedImageError("truncated")
    return data[place], place + 1


def _after_scan(data: bytes, place: int) -> int:
    """Return where the coded data of a scan ends: at the next marker that is no restart mark."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise RefusedImageError("truncated")
        following = data[place + 1]
        if following == 0xFF:  # noqa: PLR2004 - a fill byte
            place += 1
        elif following == 0 or following in _BARE:
            place += 2
        else:
            return place


def sniff_recording(data: bytes) -> str | None:
    """Return the media type that a recording's first bytes show, or None where it is none that we take; never decoded."""
    if data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64]:
        return "audio/webm"
    if data.startswith(b"OggS") and b"OpusHead" in data[:96]:
        return "audio/ogg"
    if data[4:8] == b"ftyp" and data[8:12] in {b"M4A ", b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"dash"}:
        return "audio/mp4"
    return None
