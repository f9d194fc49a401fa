"""Resident numbers: checked by their check digit alone, shown masked, told apart by a keyed hash.

The first six digits are the code of the place and time of issue. Older people carry codes that no table holds any more, so
a number is never compared with today's divisions.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from server.core.secret_files import load_or_make, random_32

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_LONG = re.compile("[0-9]{17}[0-9X]")
_SHORT = re.compile("[0-9]{15}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
_NONCE = 12


def normalise(text: str) -> str | None:
    """Return a resident number in its written form, or None where the check digit or the length is wrong.

    The 15-digit numbers of before 2000 have no check digit and are taken as they are.
    """
    number = "".join(text.split()).translate(_FULL_WIDTH).upper()
    if _SHORT.fullmatch(number):
        return number
    if not _LONG.fullmatch(number):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number if _CHECK[total % 11] == number[17] else None


def mask(number: str) -> str:
    """Return what people may see of a number: its first and last four characters."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def widen(number: str) -> str:
    """Return the 18-character form, so that one person's old and new number match."""
    if len(number) != 15:  # noqa: PLR2004 - the length of the numbers before 2000
        return number
    long = f"{number[:6]}19{number[6:]}"
    total = sum(int(digit) * weight for digit, weight in zip(long, _WEIGHTS, strict=True))
    return long + _CHECK[total % 11]


def born_on(number: str) -> date | None:
    """Return the birthday that a number tells, or None where it tells none."""
    try:
        return date.fromisoformat(widen(number)[6:14])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class IdentityKeys:
    """What seals numbers and what matches them; both come from one secret file."""

    sealing: bytes
    matching: bytes

    @classmethod
    def load(cls, keys_dir: Path) -> IdentityKeys:
        """Read the secret of the roster, making it at the first start."""
        secret = load_or_make(keys_dir / "roster.key", random_32)
        sealing, matching = (_derive(secret, purpose) for purpose in (b"fangcha/roster/seal/1", b"fangcha/roster/match/1"))
        return cls(sealing, matching)

    def seal(self, number: str, member_id: str) -> bytes:
        """Encrypt a number for the row of one member; it cannot be moved to another row."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.sealing).encrypt(nonce, number.encode(), member_id.encode())

    def open(self, sealed: bytes, member_id: str) -> str | None:
        """Return the number of a member's row, or None where row and number do not belong together."""
        try:
            return AESGCM(self.sealing).decrypt(sealed[:_NONCE], sealed[_NONCE:], member_id.encode()).decode()
        except InvalidTag:
            return None

    def match(self, number: str) -> str:
        """Return the keyed hash by which equal numbers are found without opening any."""
        return hmac.new(self.matching, widen(number).encode(), hashlib.sha256).hexdigest()


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


def current() -> IdentityKeys:
    """Return the running application's keys of the roster."""
    found: IdentityKeys = current_app.extensions["fangcha_roster_keys"]
    return found
