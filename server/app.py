"""Wiring only: settings in, application out. Registries are filled in floor order; nothing else joins the packages."""

from __future__ import annotations

import importlib
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from flask_smorest import Api
from werkzeug.middleware.proxy_fix import ProxyFix

from server import apidocs, health
from server.core import access, log, problems, schemas
from server.core.access import Policy
from server.core.clock import Clock
from server.core.database import attach
from server.settings import Settings

VERSION = "0.1.0"

# Floor order, lowest first. Each package may have `setup(app)`, which registers its blueprints, jobs and subscriptions.
FLOORS = (
    "ledger", "places", "accounts", "intake", "checklists", "roster", "campaigns", "visits", "evidence", "review",
)  # fmt: skip

CSP = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self'; script-src 'self'; "
    "worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def create_app(settings: Settings, clock: Clock | None = None) -> Flask:
    """Build the application.

    Raises:
        RuntimeError: where a view has no access policy.
    """
    app = Flask(__name__, static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        API_TITLE="Fangcha",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["fangcha_settings"] = settings
    app.extensions["fangcha_clock"] = clock or Clock()
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    log.configure()
    attach(app, settings.database_url)
    app.extensions["fangcha_api"] = Api(app)
    problems.register(app)
    schemas.refuse_odd_messages(app)
    for floor in FLOORS:
        setup = getattr(importlib.import_module(f"server.{floor}"), "setup", None)
        if setup is not None:
            setup(app)
    health.setup(app)
    apidocs.setup(app)
    _serve_site(app, settings)
    _set_headers(app, settings)
    access.require_policies(app)
    return app


def _serve_site(app: Flask, settings: Settings) -> None:
    root = Path(settings.pwa_dir)

    @app.get("/")
    @access.access(Policy.PUBLIC)
    def index() -> Response:
        return _page(root, "index.html", cache=False)

    @app.get("/<path:name>")
    @access.access(Policy.PUBLIC)
    def file(name: str) -> Response:
        return _page(root, name, cache=name.startswith("assets/"))


def _page(root: Path, name: str, *, cache: bool) -> Response:
    response = send_from_directory(root, name)
    # Hashed names never change; everything else must be asked for again, the service worker above all.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if cache else "no-cache"
    return response


def _set_headers(app: Flask, settings: Settings) -> None:
    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(self)"
        if settings.https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.path.startswith(("/api", "/sync")):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
