"""What the phone's camera sees: a real photograph, held in a hand that moves a little, so that no two frames agree."""

from __future__ import annotations

import io
import math
from pathlib import Path

from PIL import Image

from server.settings import ROOT

PHOTOGRAPHS = ROOT / "server" / "demo" / "photos"
WIDTH, HEIGHT = 960, 720
FRAMES = 240


def film(target: Path, photograph: str = "gate-1.jpg", frames: int = FRAMES) -> Path:
    """Write a motion JPEG for `--use-file-for-fake-video-capture` and return its path."""
    with Image.open(PHOTOGRAPHS / photograph) as opened:
        picture = opened.convert("RGB").resize((WIDTH + 96, HEIGHT + 96))
    with target.open("wb") as out:
        for number in range(frames):
            turn = 2 * math.pi * number / max(frames, 1)
            # Three turns one way and seven the other: the path does not cross itself at the same pixel.
            left, top = 48 + 47 * math.sin(3 * turn), 48 + 47 * math.cos(7 * turn)
            frame = picture.crop((round(left), round(top), round(left) + WIDTH, round(top) + HEIGHT))
            data = io.BytesIO()
            frame.save(data, "JPEG", quality=80)
            out.write(data.getvalue())
    return target
