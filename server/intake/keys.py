"""Keys that open what the phones sent and that close what lies on this server's disk. All in DATA_DIR/keys, backed up apart.

- `intake.key`: the office's P-256 key; phones wrap their item keys for it.
- `master.key`: wraps the subject keys, and the MAC key of cursors comes from it.
- `subjects.sqlite`: one key for each (scope, subject). Destroying a household's keys erases its parts and photos in
  every backup at once, which is why they lie in a file of their own, written before the rows that need them commit.
"""

from __future__ import annotations

import base64
import hashlib
import os
import sqlite3
import threading
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from server.core.secret_files import load_or_make, random_32

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

NONCE = 12
KeyName = tuple[str, str]  # scope, and subject or epoch
Value = TypeVar("Value")


class KeyDestroyedError(Exception):
    """The key was destroyed on purpose: what it closed is erased."""


class Cache(Generic[Value]):
    """The most recently used entries, at most `size`, for many threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[object, Value] = OrderedDict()
        self._mutex = threading.Lock()

    def get(self, key: object) -> Value | None:
        """Return the entry of `key`."""
        with self._mutex:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: object, value: Value) -> None:
        """Keep `value`; the longest unused one goes."""
        with self._mutex:
            self._entries[key] = value
            self._entries.move_to_end(key)
            if len(self._entries) > self._size:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._mutex:
            self._entries.clear()


def close_with(key: AESGCM, data: bytes, aad: bytes) -> bytes:
    """Return nonce ‖ AES-256-GCM."""
    nonce = os.urandom(NONCE)
    return nonce + key.encrypt(nonce, data, aad)


def open_with(key: AESGCM, sealed: bytes, aad: bytes) -> bytes:
    """Undo `close_with`.

    Raises:
        InvalidTag: for another key, other bytes or another use.
    """
    if len(sealed) < NONCE:
        raise InvalidTag
    return key.decrypt(sealed[:NONCE], sealed[NONCE:], aad)


def rest_aad(use: str, name: str) -> bytes:
    """Return what binds a sealed thing on this disk to its use and name."""
    return f"fangcha/rest/1\n{use}\n{name}\n".encode()


class KeyStore:
    """The keys of one installation; one object a process, for all threads."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        private = load_der_private_key(load_or_make(folder / "intake.key", _fresh_p256), None)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise TypeError("keys/intake.key holds no P-256 key")
        self.intake_secret = private.private_numbers().private_value.to_bytes(32, "big")
        self.intake_spki = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.kid = hashlib.sha256(self.intake_spki).hexdigest()[:16]
        secret = load_or_make(folder / "master.key", random_32)
        self._master = AESGCM(secret)
        self.cursor_secret = HKDF(SHA256(), 32, None, b"fangcha/rest/1\ncursor\n").derive(secret)
        self.item_keys: Cache[bytes] = Cache(4096)
        self._subjects: Cache[AESGCM] = Cache(4096)
        self._file = folder / "subjects.sqlite"
        self._mutex = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._pid = self._seen = 0
        with self._database():
            pass  # a folder that cannot be written should stop the start, not the first push

    @property
    def public(self) -> dict[str, str]:
        """Return the public half as enrolment hands it out."""
        return {"kid": self.kid, "spki": base64.urlsafe_b64encode(self.intake_spki).rstrip(b"=").decode()}

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with self._mutex:
            if self._connection is None or self._pid != os.getpid():  # an SQLite handle must not cross a fork
                self._connection, self._pid = self._connect(), os.getpid()
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
            if version != self._seen:  # another process wrote: it may have destroyed a key that we still remember
                self._subjects.clear()
                self._seen = version
            yield self._connection

    def _connect(self) -> sqlite3.Connection:
        self._file.touch(mode=0o600, exist_ok=True)
        connection = sqlite3.connect(self._file, check_same_thread=False, isolation_level=None, timeout=30)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS subject_keys "
            "(scope TEXT NOT NULL, of TEXT NOT NULL, wrapped BLOB, PRIMARY KEY (scope, of)) WITHOUT ROWID"
        )
        return connection

    def subject_keys(self, names: Collection[KeyName]) -> dict[KeyName, AESGCM]:
        """Return the keys of `names`, making and saving those that do not exist yet; one fsync for all of them.

        A name whose key was destroyed is left out: what arrives late about an erased household is not kept readable.
        """
        with self._database() as connection:
            found = {name: self._known(connection, name) for name in names}
            absent = [name for name, key in found.items() if key is None]
            if absent:
                self._make(connection, absent)
                found |= {name: self._known(connection, name) for name in absent}
        return {name: key for name, key in found.items() if key is not None}

    def subject_key(self, name: KeyName) -> AESGCM:
        """Return an existing key.

        Raises:
            KeyDestroyedError: where it was destroyed or never made.
        """
        with self._database() as connection:
            key = self._known(connection, name)
        if key is None:
            raise KeyDestroyedError(f"{name[0]} {name[1]}")
        return key

    def _make(self, connection: sqlite3.Connection, names: list[KeyName]) -> None:
        rows = [(*name, close_with(self._master, os.urandom(32), _subject_aad(name))) for name in names]
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.executemany("INSERT OR IGNORE INTO subject_keys VALUES (?, ?, ?)", rows)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def _known(self, connection: sqlite3.Connection, name: KeyName) -> AESGCM | None:
        cached = self._subjects.get(name)
        if cached is not None:
            return cached
        row = connection.execute("SELECT wrapped FROM subject_keys WHERE scope = ? AND of = ?", name).fetchone()
        if row is None or row[0] is None:
            return None
        key = AESGCM(open_with(self._master, row[0], _subject_aad(name)))
        self._subjects.put(name, key)
        return key

    def destroy(self, names: Collection[KeyName]) -> None:
        """Destroy keys for good; what is closed with them can never be read again, here or in any backup of the data.

        The row stays without a key, so that a late push of the same subject does not bring it back to life.
        """
        with self._database() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO subject_keys VALUES (?, ?, NULL) ON CONFLICT DO UPDATE SET wrapped = NULL", list(names))
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._subjects.clear()


def _subject_aad(name: KeyName) -> bytes:
    return rest_aad("subject", f"{name[0]}/{name[1]}")


def _fresh_p256() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
