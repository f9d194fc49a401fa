"""Push, pull, receipts, quarantine, uploads, stored files. Stores first and understands second; knows nothing above it.

For the floors above: register in `setup(app)` with `on_op`, `on_blob_stored`, `serve_bytes`; read with `ops_of`, `media_of`,
`read_part`, `read_blob`; put rows into pull with `publish`; tell which household a visit is about with `tag`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.intake.feed import publish
from server.intake.reading import StoredMedia, StoredOp, media_of, ops_of, read_blob, read_part
from server.intake.registry import on_blob_stored, on_op, serve_bytes
from server.intake.tags import erase_household, tag

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "StoredMedia",
    "StoredOp",
    "erase_household",
    "media_of",
    "on_blob_stored",
    "on_op",
    "ops_of",
    "publish",
    "read_blob",
    "read_part",
    "serve_bytes",
    "setup",
    "tag",
]


def setup(app: Flask) -> None:
    """Load the keys, make the folders, register the views and the jobs."""
    from server.intake import jobs  # noqa: PLC0415 - only an application needs these
    from server.intake.keys import KeyStore  # noqa: PLC0415
    from server.intake.routes import blp  # noqa: PLC0415

    settings = app.extensions["fangcha_settings"]
    keys = KeyStore(settings.keys_dir)
    uploads_dir, blobs_dir = settings.data_dir / "uploads", settings.blobs_dir
    for folder in (uploads_dir, blobs_dir):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.extensions["fangcha_keys"] = keys
    app.extensions["fangcha_intake_key"] = keys.public
    app.extensions["fangcha_folders"] = (uploads_dir, blobs_dir)
    # Sessions carry what jobs and services need, so that neither asks for an application.
    app.extensions["fangcha_database"].sessions.configure(
        info={"fangcha_keys": keys, "fangcha_blobs": blobs_dir, "fangcha_uploads": uploads_dir}
    )
    app.register_blueprint(blp)
    jobs.register()
