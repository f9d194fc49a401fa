"""What travels and what is downloaded: bytes a visit, round trips, the phone's shell."""

from __future__ import annotations

import gzip
import json
import os
import re
import tempfile
from pathlib import Path

from bench import field
from bench.table import Figure
from server.settings import ROOT
from sync.client import Request, Response, wsgi_transport


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
        alone = _one(device, sent, fixture, 1)
        batch = _one(device, sent, fixture, 25) / 25
        app.extensions["fangcha_database"].engine.dispose()
    return [
        Figure("bytes per visit without photos, alone", alone, "B", 4_300),
        Figure("bytes per visit without photos, in a batch of 25", batch, "B", 3_800),
        Figure("round trips of an idle sync", idle, "", 1),
    ]


def _one(device: object, sent: list[int], fixture: dict[str, object], count: int) -> float:
    raise NotImplementedError


def shell() -> list[Figure]:
    """Weigh the built phone shell: what index.html loads, and the field chunk, gzip."""
    dist = ROOT / "pwa" / "dist"
    page = (dist / "index.html").read_text(encoding="utf-8")
    first = [dist / name.lstrip("/") for name in re.findall(r'(?:src|href)="([^"]+\.js)"', page)]
    field_chunks = sorted((dist / "assets").glob("field-*.js"))
    weight = sum(len(gzip.compress(path.read_bytes(), 9)) for path in {*first, *field_chunks})
    everything = sum(len(gzip.compress(path.read_bytes(), 9)) for path in (dist / "assets").glob("*.js"))
    return [
        Figure("phone shell JavaScript, gzip", weight / 1000, "kB", 60),
        Figure("all JavaScript, gzip", everything / 1000, "kB", note=f"{os.path.getsize(dist / 'sw.js') / 1000:.1f} kB service worker"),
    ]
