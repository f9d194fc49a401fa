"""The Merkle tree of RFC 6962 / RFC 9162: root, inclusion and consistency proofs, and the right edge of a growing tree.

All functions take leaf hashes (32 bytes), not leaves, so that a log of millions is held as 32 bytes each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sync.errors import ProofError

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return SHA-256(0x00 ‖ data), 32 bytes (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 ‖ left ‖ right), 32 bytes (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The full subtrees on the right edge of a tree, largest first: enough to append and to state the root.

    Attributes:
        size: number of leaves.
        hashes: one hash for every bit set in `size`, from the highest bit down.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Take up a tree where it was left.

        Raises:
            ProofError: where the hashes do not fit the size.
        """
        if size < 0 or len(hashes) != size.bit_count() or any(len(one) != HASH_BYTES for one in hashes):
            raise ProofError(f"{len(hashes)} hashes are no right edge of a tree of {size} leaves")
        self.size = size
        self.hashes = list(hashes)

    def append(self, hashed: bytes) -> None:
        """Add a leaf hash.

        Raises:
            ProofError: where it is not 32 bytes long.
        """
        _check_hash(hashed)
        full = self.size
        while full & 1:
            hashed = node_hash(self.hashes.pop(), hashed)
            full >>= 1
        self.hashes.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        if not self.hashes:
            return EMPTY_ROOT
        found = self.hashes[-1]
        for one in reversed(self.hashes[:-1]):
            found = node_hash(one, found)
        return found


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes; of none, SHA-256 of nothing.

    Raises:
        ProofError: where a hash is not 32 bytes long.
    """
    edge = Frontier()
    for one in hashes:
        edge.append(one)
    return edge.root()


def inclusion_proof(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of leaf `index`, nearest sibling first (RFC 9162 §2.1.3.1).

    Raises:
        ProofError: where there is no such leaf.
    """
    if not 0 <= index < len(hashes):
        raise ProofError(f"index {index} outside a tree of {len(hashes)} leaves")
    path: list[bytes] = []
    low, high = 0, len(hashes)
    while high - low > 1:
        split = low + _split(high - low)
        if index < split:
            path.append(root(hashes[split:high]))
            high = split
        else:
            path.append(root(hashes[low:split]))
            low = split
    return path[::-1]


def verify_inclusion(hashed: bytes, index: int, size: int, proof: Sequence[bytes], stated_root: bytes) -> None:
    """Check that a leaf hash stands at `index` of the tree (RFC 9162 §2.1.3.2).

    Raises:
        ProofError: where it does not, or the proof has not the right length.
    """
    if not 0 <= index < size:
        raise ProofError(f"index {index} outside a tree of {size} leaves")
    for one in (hashed, stated_root, *proof):
        _check_hash(one)
    place, last, found = index, size - 1, hashed
    for one in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            found = node_hash(one, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, one)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofError("the proof is too short")
    if found != stated_root:
        raise ProofError("the leaf is not in the tree of this root")


def consistency_proof(hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the tree of the first `old_size` leaves is a beginning of this one (RFC 9162 §2.1.4.1).

    Raises:
        ProofError: for an old size of 0 or beyond the tree.
    """
    if not 0 < old_size <= len(hashes):
        raise ProofError(f"no consistency proof from {old_size} to {len(hashes)} leaves")

    def sub(low: int, high: int, size: int, *, whole: bool) -> list[bytes]:
        if size == high - low:
            return [] if whole else [root(hashes[low:high])]
        split = _split(high - low)
        if size <= split:
            return [*sub(low, low + split, size, whole=whole), root(hashes[low + split : high])]
        return [*sub(low + split, high, size - split, whole=False), root(hashes[low : low + split])]

    return sub(0, len(hashes), old_size, whole=True)


def verify_consistency(old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the older tree is a beginning of the newer one (RFC 9162 §2.1.4.2).

    Raises:
        ProofError: where it is not, where the proof has not the right length, or for an old size of 0.
    """
    if not 0 < old_size <= new_size:
        raise ProofError(f"no consistency proof from {old_size} to {new_size} leaves")
    for one in (old_root, new_root, *proof):
        _check_hash(one)
    if old_size == new_size:
        if proof or old_root != new_root:
            raise ProofError("two roots of one size")
        return
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        raise ProofError("the proof is too short")
    if _climb(old_size, new_size, path) != (old_root, new_root):
        raise ProofError("the older tree is no beginning of the newer one")


def _climb(old_size: int, new_size: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return both roots that a consistency path leads to."""
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_found = new_found = path[0]
    for one in path[1:]:
        if last == 0:
            raise ProofError("the proof is too long")
        if place & 1 or place == last:
            old_found, new_found = node_hash(one, old_found), node_hash(one, new_found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new_found = node_hash(new_found, one)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ProofError("the proof is too short")
    return old_found, new_found


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _check_hash(one: bytes) -> None:
    if len(one) != HASH_BYTES:
        raise ProofError(f"a hash of {len(one)} bytes")
