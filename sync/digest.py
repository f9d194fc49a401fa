"""The texts that a device signs: its head, and the digest of a visit (protocol §2)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sync.ops import text_lines

OPEN = "-"
RESULTS = ("MET", "ABSENT", "REFUSED", "MOVED", "DECEASED", "INSTITUTION", "NOT_FOUND", "UNSAFE")


def head_text(device: str, epoch: str, seq: int, head_hash: str) -> bytes:
    """Return what the device signs once a push. Raises nothing."""
    return text_lines("fangcha/head/1", device, epoch, seq, head_hash).encode()


def visit_text(visit: str, attempt: int, round_no: int, result: str, hashes: Sequence[str]) -> bytes:
    """Return the text whose SHA-256 is the visit digest; `result` is `-` while the visit is open. Raises nothing."""
    return text_lines("fangcha/visit/1", visit, attempt, round_no, result, *hashes).encode()


def visit_digest(visit: str, attempt: int, round_no: int, result: str, hashes: Sequence[str]) -> str:
    """Return the digest over the visit's ops since its previous `visit.closed`, in chain order, without the op that carries it.

    Raises nothing.
    """
    return hashlib.sha256(visit_text(visit, attempt, round_no, result, hashes)).hexdigest()


def visit_signature_text(digest: str) -> bytes:
    """Return what the signature in `visit.closed` covers. Raises nothing."""
    return text_lines("fangcha/visit-signature/1", digest).encode()
