"""The application as gunicorn and `flask` find it: settings from the environment, command groups attached."""

from __future__ import annotations

import os
import sys

from server import cli
from server.app import create_app
from server.settings import Settings, SettingsError

os.umask(0o077)  # the database holds names and answers: nobody else on this machine may read what we write
try:
    app = create_app(Settings.from_env())
except SettingsError as error:
    sys.exit(f"The settings cannot be used: {error}.")
cli.register(app)
