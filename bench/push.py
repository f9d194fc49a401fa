"""Push: Python CPU per op, parse to commit, with projection counted apart."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import databases, field
from bench.table import Figure
from server.intake import projection, service
from sync.client import Request, Response, wsgi_transport

VISITS = 60


class Meter:
    """CPU seconds spent in pushes and, inside them, in projection."""

    def __init__(self) -> None:
        self.push_s = 0.0
        self.project_s = 0.0
        self.pushes = 0

    @contextmanager
    def projecting(self) -> Iterator[None]:
        """Count the projection of a push apart, while open."""
        whole = projection.project_all

        def counted(*args: Any, **kwargs: Any) -> Any:
            began = time.process_time()
            try:
                return whole(*args, **kwargs)
            finally:
                self.project_s += time.process_time() - began

        projection.project_all = counted
        service.projection.project_all = counted
        try:
            yield
        finally:
            projection.project_all = whole
            service.projection.project_all = whole


def measure() -> list[Figure]:
    """Push the same visits at batch 1 and batch 50 on both databases."""
    figures = []
    with tempfile.TemporaryDirectory() as folder, databases.both(Path(folder)) as found:
        for name, url, bar in found:
            app = field.app_on(url, Path(folder) / name)
            logins = field.add_inspectors(app, 2)
            for batch, login in zip((1, 50), logins, strict=True):
                meter, ops = run(app, login, batch)
                each = (meter.push_s - meter.project_s) / ops * 1e6
                project = meter.project_s / ops * 1e6
                held = bar if batch == 50 else None
                figures.append(Figure(f"push, {name}, batch {batch}: CPU per op", each, "µs", held, note=f"projection {project:.0f} µs"))
            app.extensions["fangcha_database"].engine.dispose()
    return figures


def run(app: Any, login: str, batch: int) -> tuple[Meter, int]:
    """Push `VISITS` visits in batches; return the CPU used and the number of ops."""
    meter = Meter()
    plain = wsgi_transport(app.test_client())

    def metered(request: Request) -> Response:
        if request.path != "/sync/v1/push":
            return plain(request)
        began = time.process_time()
        try:
            return plain(request)
        finally:
            meter.push_s += time.process_time() - began
            meter.pushes += 1

    device = field.new_device(login, metered)
    for _ in range(VISITS if batch > 1 else VISITS // 4):
        device.visit(field.visit(photos=4, photo_bytes=1_000))
    device._limit = batch  # noqa: SLF001 - the client halves it on 413; the bench sets it
    ops = sum(1 for _ in device.state.pending())
    with meter.projecting():
        while next(device.state.pending(), None) is not None:
            device.push()
    return meter, ops
