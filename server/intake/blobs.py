"""Stored files: aa/bb/<sha256>.<chance> below DATA_DIR/blobs, sealed under a data key of their own.

A file is written under a temporary name, flushed, renamed, and its folder flushed, all outside any transaction; then the
row is written. Two uploads of the same bytes write two files of different names: the second row is refused by its
primary key and its file is deleted, so no row ever points at bytes closed under another row's key.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.core.problems import Problem
from server.core.secret_files import sync_folder
from server.intake.keys import close_with, open_with, rest_aad
from sync import sealing
from sync.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from server.intake.keys import KeyStore
    from server.intake.models import Blob

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextlib.contextmanager
def full_disk_is_a_problem() -> Iterator[None]:
    """Turn a full disk into the answer that makes a phone wait.

    Raises:
        Problem: `storage-full`.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Problem("storage-full", headers={"Retry-After": "600"}) from error
        raise


def cipher(key: bytes) -> AESGCM:
    """Return the cipher of a data key."""
    return AESGCM(key)


@dataclass(frozen=True, slots=True)
class Placed:
    """A sealed file in its final place, and its wrapped key."""

    file: str
    wrapped_key: bytes


def as_sent(source: BinaryIO) -> Iterator[bytes]:
    """Yield the sealed segments of a file as its phone sent it."""
    source.seek(0)
    while segment := source.read(sealing.SEALED_SEGMENT_BYTES):
        yield segment


def find_key(source: BinaryIO, item_keys: Iterable[bytes], sha256: str, size: int) -> bytes:
    """Return the item key that opens the first segment.

    Raises:
        SealError: where none does.
    """
    for key in item_keys:
        try:
            next(sealing.open_segments(key, sha256, size, as_sent(source)))
        except SealError:
            continue
        return key
    raise SealError("tag", "no item key of the naming records opens the file")


def place(root: Path, source: Iterable[bytes], wrapper: AESGCM, name: tuple[str, str, str]) -> Placed:
    """Seal `source` under a fresh key and put it into its place.

    Raises:
        Problem: `storage-full`.
        SealError: from `source`, at the latest with its end; then nothing is left behind.
    """
    sha256, scope, of = name
    data_key = os.urandom(32)
    closer = AESGCM(data_key)
    file = f"{sha256[:2]}/{sha256[2:4]}/{sha256}.{secrets.token_hex(6)}"
    final = root / file
    temporary = final.with_name(f".{final.name}")
    with full_disk_is_a_problem():
        changed = _make_folder(root, final.parent)
        try:
            with temporary.open("xb") as target:
                for index, segment in enumerate(source):
                    target.write(close_with(closer, segment, _segment_aad(sha256, index)))
                target.flush()
                os.fsync(target.fileno())
            temporary.rename(final)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        for folder in changed:
            sync_folder(folder)
    return Placed(file, close_with(wrapper, data_key, rest_aad("blob-key", "/".join((sha256, scope, of)))))


def _make_folder(root: Path, folder: Path) -> list[Path]:
    """Make aa/bb; return the folders that have a new name in them and must be flushed."""
    changed = [folder]
    for parent, child in ((folder.parent, folder), (root, folder.parent)):
        if not child.is_dir():
            changed.append(parent)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return changed


def _segment_aad(sha256: str, index: int) -> bytes:
    # Whether the last segment is there is told by the hash of the whole, which every reading checks.
    return rest_aad("blob", f"{sha256}/{index}")


def remove(root: Path, file: str) -> None:
    """Delete a file that no row points at."""
    (root / file).unlink(missing_ok=True)


def read(root: Path, keys: KeyStore, row: Blob) -> bytes:
    """Return the plaintext of a stored file.

    Raises:
        KeyDestroyedError, FileNotFoundError, InvalidTag: where the bytes are erased, gone or damaged.
    """
    wrapper = keys.subject_key((row.scope, row.of))
    opener = AESGCM(open_with(wrapper, row.wrapped_key, rest_aad("blob-key", "/".join((row.sha256, row.scope, row.of)))))
    with (root / row.file).open("rb") as source:
        data = b"".join(open_with(opener, segment, _segment_aad(row.sha256, index)) for index, segment in enumerate(as_sent(source)))
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise InvalidTag
    return data
