"""The demonstration's photos: one file serves many visits, each time cut and lit a little differently, so that no two bytes agree."""

from __future__ import annotations

import io
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from server.demo.roster import SEED

FOLDER = Path(__file__).with_name("photos")
LONG_EDGE = 1600
# Which photos serve for a shot of the form; the album names what is seen, the form what is asked for.
LIKE = {
    "door": ("door", "house", "gate", "yard"),
    "badge": ("badge",),
    "room": ("room", "kitchen", "bed"),
    "damage": ("damage", "roof", "wall"),
    "passbook": ("passbook", "sms"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as a camera would have given it."""

    data: bytes
    w: int
    h: int


class Album:
    """Hands out photos by shot, going round, never the same file twice in one visit."""

    def __init__(self, folder: Path = FOLDER) -> None:
        index = folder / "index.json"
        self.files: dict[str, list[Path]] = defaultdict(list)
        for entry in json.loads(index.read_text(encoding="utf-8")) if index.exists() else []:
            path = folder / entry["file"]
            if path.exists():
                self.files[entry["shot"]].append(path)
        self._round: dict[str, int] = defaultdict(int)

    def take(self, shot: str, visit: int, used: set[Path]) -> Picture | None:
        """Return a photo for a shot of a visit, or None where there is none left."""
        files = [path for like in LIKE.get(shot, (shot,)) for path in self.files.get(like, [])]
        for _ in files:
            path = files[self._round[shot] % len(files)]
            self._round[shot] += 1
            if path not in used:
                used.add(path)
                return develop(path, random.Random(SEED * 13 + visit * 101 + len(used)))
        return None


@cache
def _decoded(path: Path) -> Image.Image:
    with Image.open(path) as opened:
        image = opened.convert("RGB")
    image.thumbnail((LONG_EDGE, LONG_EDGE))
    return image


def develop(path: Path, chance: random.Random) -> Picture:
    """Return one file cut, lit and encoded a little differently."""
    whole = _decoded(path)
    w, h = whole.size
    left, top, right, bottom = (chance.uniform(0, 0.035) for _ in range(4))
    light = chance.uniform(0.93, 1.07)
    image = whole.crop((int(w * left), int(h * top), int(w * (1 - right)), int(h * (1 - bottom))))
    image = image.point([min(255, round(value * light)) for value in range(256)] * 3)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=chance.randint(76, 84))
    return Picture(out.getvalue(), image.width, image.height)
