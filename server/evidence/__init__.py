"""Safe decoding of pictures and derived copies; plausibility signals and duplicate search come here later."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def setup(app: Flask) -> None:
    """Listen for stored files, name the job, register the views."""
    from server import intake, visits  # noqa: PLC0415 - only an application needs these
    from server.core import jobs  # noqa: PLC0415
    from server.evidence import service  # noqa: PLC0415
    from server.evidence.routes import blp  # noqa: PLC0415

    intake.on_blob_stored(service.expect)
    jobs.register(service.JOB, service.derive)
    visits.copy_states_from(service.copy_states)
    app.extensions["fangcha_api"].register_blueprint(blp)
