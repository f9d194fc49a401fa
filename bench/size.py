"""What travels and what is downloaded: bytes a visit, round trips, the phone's shell."""

from __future__ import annotations

import gzip
import json
import os
import re
import tempfile
import uuid
from pathlib import Path
from typing import Any

from bench import field
from bench.table import Figure
from server.settings import ROOT
from sync.client import Device, Request, Response, wsgi_transport


def measure() -> list[Figure]:
    """Return the figures."""
    return [*visits(), *shell()]


def visits() -> list[Figure]:
    """Push visits shaped like the committed fixture; count gzipped bytes and requests."""
    with tempfile.TemporaryDirectory() as folder:
        app = field.app_on(f"sqlite:///{folder}/x.sqlite", Path(folder))
        login = field.add_inspectors(app, 1)[0]
        plain = wsgi_transport(app.test_client())
        sent: list[int] = []

        def counted(request: Request) -> Response:
            if request.path == "/sync/v1/push":
                sent.append(len(request.body))
            return plain(request)

        device = field.new_device(login, counted)
        device.push()
        idle_before = device.round_trips
        device.push(pull=True)
        idle = device.round_trips - idle_before
        fixture = json.loads((ROOT / "tests" / "vectors" / "visit.json").read_text(encoding="utf-8"))
        alone = _bytes(device, sent, fixture, 1)
        batch = _bytes(device, sent, fixture, 25)
        app.extensions["fangcha_database"].engine.dispose()
    return [
        Figure("bytes per visit without photos, alone", alone, "B", 4_300),
        Figure("bytes per visit without photos, in a batch of 25", batch, "B", 3_800),
        Figure("round trips of an idle sync", idle, "", 1),
    ]


def _bytes(device: Device, sent: list[int], fixture: dict[str, Any], count: int) -> float:
    """Write the fixture's visit `count` times and return the gzipped bytes of a push, a visit."""
    sent.clear()
    for _ in range(count):
        subject = str(uuid.uuid4())
        for op in fixture["ops"]:
            body, part = json.loads(op["body"]), json.loads(op["part"]) if op["part"] else None
            for text in (body, part or {}):
                text.pop("nonce", None)
                text.pop("part_sha256", None)
            for file in body.get("media", []):
                file["sha256"] = os.urandom(32).hex()
            device.journal.write(op["kind"], op["scope"], subject, body, part)
    while next(device.state.pending(), None) is not None:
        device.push()
    return sum(sent) / count


def shell() -> list[Figure]:
    """Weigh what the phone needs for the field route in Chinese: index.html's scripts and what they import, gzip."""
    dist = ROOT / "pwa" / "dist"
    page = (dist / "index.html").read_text(encoding="utf-8")
    start = re.findall(r'(?:src|href)="/?(assets/[^"]+\.js)"', page)
    field_room = [path.relative_to(dist).as_posix() for path in (dist / "assets").glob("field-*.js") if _has_chinese(path)]
    wanted = _with_imports(dist, [*start, *field_room])
    every = {path.relative_to(dist).as_posix() for path in (dist / "assets").glob("*.js")}
    return [
        Figure("phone shell JavaScript, gzip", _weigh(dist, wanted) / 1000, "kB", 60),
        Figure("the other chunks, gzip", _weigh(dist, every - wanted) / 1000, "kB", 120, note="office and gallery among them"),
    ]


def _has_chinese(path: Path) -> bool:
    return re.search("[\u4e00-\u9fff]", path.read_text(encoding="utf-8")) is not None


def _with_imports(dist: Path, names: list[str]) -> set[str]:
    """Return the chunks and all that they import at once (not what they fetch later)."""
    found: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        code = (dist / name).read_text(encoding="utf-8")
        todo += [f"assets/{one}" for one in re.findall(r'(?:from|import)\s*"\./([^"]+\.js)"', code)]
    return found


def _weigh(dist: Path, names: set[str]) -> int:
    return sum(len(gzip.compress((dist / name).read_bytes(), 9)) for name in names)
