"""Item keys: each subject's key travels wrapped for the office with every push, and is kept for the files that follow."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync import sealing
from sync.errors import CanonicalError, SealError
from sync.ops import from_base64url, text_lines

if TYPE_CHECKING:
    from server.intake.keys import KeyStore
    from server.intake.models import Wrap
    from server.intake.wire import WireWrap


@dataclass(frozen=True, slots=True)
class ItemKey:
    """An opened wrap: the key, and the wrap as it is kept."""

    of: str
    digest: str
    kid: str
    epk: bytes
    wrap: bytes
    key: bytes


def open_wrap(keys: KeyStore, device: str, sent: WireWrap) -> ItemKey | None:
    """Return the item key of a wrap as sent, or None where it is not for this office or was changed."""
    try:
        wrap = sealing.Wrap(sent.of, sent.kid, from_base64url(sent.epk), from_base64url(sent.wrap))
    except CanonicalError:
        return None
    key = _item_key(keys, device, wrap)
    return None if key is None else ItemKey(wrap.of, _digest(device, wrap), wrap.kid, wrap.epk, wrap.wrap, key)


def stored_item_key(keys: KeyStore, row: Wrap) -> bytes | None:
    """Return the item key of a wrap that was kept."""
    return _item_key(keys, row.device, sealing.Wrap(row.of, row.kid, row.epk, row.wrap))


def _item_key(keys: KeyStore, device: str, wrap: sealing.Wrap) -> bytes | None:
    if wrap.kid != keys.kid:
        return None
    digest = _digest(device, wrap)
    known = keys.item_keys.get(digest)
    if known is not None:
        return known
    try:
        key = sealing.unwrap_key(wrap, device, keys.intake_secret)
    except SealError:
        return None
    keys.item_keys.put(digest, key)
    return key


def _digest(device: str, wrap: sealing.Wrap) -> str:
    name = text_lines("fangcha/wrap-digest/1", device, wrap.of, wrap.kid, wrap.epk.hex(), wrap.wrap.hex())
    return hashlib.sha256(name.encode()).hexdigest()
