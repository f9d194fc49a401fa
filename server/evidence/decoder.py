"""The only code that decodes a picture: a program of its own, run as a script, with little memory, little time and no network use.

It reads a JPEG from standard input and writes the lengths of three blocks and the blocks: facts (JSON), review copy, thumbnail.
A fault in the decoder's C code ends this process and nothing else. It imports nothing of the server.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
import warnings

MEMORY = 512 * 1024 * 1024
CPU_S = 10
MAX_PIXELS = 50_000_000
COPIES = {"review": (1600, 82), "thumb": (320, 78)}
_ORIENTATION, _MODEL, _SOFTWARE, _EXIF, _TAKEN = 0x0112, 0x0110, 0x0131, 0x8769, 0x9003


def limit() -> None:
    """Bind this process before the first byte is read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def convert(data: bytes) -> tuple[dict[str, object], dict[str, bytes]]:
    """Return facts about a picture and its copies, upright and without any metadata."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - after the limits

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        # A phone's gain map makes it an MPO. Its first picture is the photograph; seek() is never called.
        exif = image.getexif()
        facts: dict[str, object] = {
            "width": image.width,
            "height": image.height,
            "mpo": image.format == "MPO",
            "orientation": _number(exif.get(_ORIENTATION)),
            "model": _text(exif.get(_MODEL)),
            "software": _text(exif.get(_SOFTWARE)),
            "taken": _text(exif.get_ifd(_EXIF).get(_TAKEN)),
        }
        longest = max(size for size, _ in COPIES.values())
        image.draft(None, (longest, longest))
        image.load()
        upright = ImageOps.exif_transpose(image)
    upright.info.clear()
    if upright.mode not in {"L", "RGB"}:
        upright = upright.convert("RGB")
    copies = {}
    for name, (side, quality) in COPIES.items():
        copy = upright.copy()
        copy.thumbnail((side, side), Image.Resampling.LANCZOS)
        target = io.BytesIO()
        copy.save(target, "JPEG", quality=quality, optimize=True)
        copies[name] = target.getvalue()
    return facts, copies


def _text(value: object) -> str | None:
    return value.strip("\0 ")[:60] if isinstance(value, str) and value.strip("\0 ") else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def main() -> int:
    """Run as a filter; 0 and three blocks, or 3 and one line that says what kind of failure it was."""
    limit()
    try:
        facts, copies = convert(sys.stdin.buffer.read())
    except BaseException as error:  # noqa: BLE001 - whatever happens here is an answer
        sys.stderr.write(type(error).__name__)
        return 3
    blocks = (json.dumps(facts).encode(), copies["review"], copies["thumb"])
    sys.stdout.buffer.write(struct.pack(">III", *(len(block) for block in blocks)) + b"".join(blocks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
