"""Configuration: environment → one frozen object, checked once, no secret with a default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MAX_PORT = 65_535
ROOT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A variable of the environment cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between installations."""

    data_dir: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8080
    site: str = "fangcha.local"
    demo: bool = False
    https: bool = False
    pwa_dir: Path = ROOT / "pwa" / "dist"
    max_upload_bytes: int = 24 * 1024 * 1024
    secure_url: str | None = None
    hotline: str | None = None
    office_phone: str | None = None
    proxies: int = 0

    @property
    def loopback(self) -> bool:
        """Tell whether the server is bound to this machine only."""
        return self.host in LOOPBACK

    @property
    def demo_buttons(self) -> bool:
        """Tell whether one-tap sign-in exists: a demonstration, and nobody else can reach it."""
        # Behind a proxy an address of this machine is everybody's.
        return self.demo and self.loopback and not (self.https or self.proxies)

    @property
    def keys_dir(self) -> Path:
        """Return the folder of keys; it is backed up apart from the data."""
        return self.data_dir / "keys"

    @property
    def blobs_dir(self) -> Path:
        """Return the folder of stored files."""
        return self.data_dir / "blobs"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment.

        Raises:
            SettingsError: for the first value that cannot be used.
        """
        env = os.environ if env is None else env
        data_dir = Path(env.get("DATA_DIR") or ROOT / "var").resolve()
        try:
            port = int(env.get("PORT") or 8080)
            proxies = int(env.get("PROXIES") or 0)
        except ValueError:
            raise SettingsError("PORT and PROXIES must be whole numbers") from None
        if not 0 < port <= MAX_PORT:
            raise SettingsError("PORT must lie between 1 and 65535")
        host = env.get("HOST") or "127.0.0.1"
        demo = env.get("DEMO", "")
        if demo not in {"", "0", "1"}:
            raise SettingsError("DEMO must be 0 or 1")
        return cls(
            data_dir=data_dir,
            database_url=_database_url(env.get("DATABASE_URL"), data_dir),
            host=host,
            port=port,
            site=env.get("SITE") or "fangcha.local",
            demo=demo == "1" or (demo == "" and host in LOOPBACK and env.get("PRODUCTION") != "1"),
            https=env.get("HTTPS") == "1",
            pwa_dir=Path(env.get("PWA_DIR") or ROOT / "pwa" / "dist").resolve(),
            secure_url=env.get("SECURE_URL") or None,
            hotline=env.get("HOTLINE") or None,
            office_phone=env.get("OFFICE_PHONE") or None,
            proxies=proxies,
        )


def _database_url(given: str | None, data_dir: Path) -> str:
    if not given:
        return f"sqlite:///{data_dir / 'fangcha.sqlite'}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    if given.startswith(("sqlite:///", "postgresql+psycopg://")):
        return given
    raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://")
