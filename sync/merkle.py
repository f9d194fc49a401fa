"""The log's tree: RFC 6962 hashes, inclusion and consistency proofs, and the right edge that makes an append cheap.

Leaf hashes are SHA-256(0x00 ‖ leaf), inner ones SHA-256(0x01 ‖ left ‖ right). Verification follows RFC 9162 §2.1.3.2 and §2.1.4.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from sync.errors import ProofError

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf. Raises nothing."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node. Raises nothing."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The right edge of a tree: all that an append needs, O(log n) hashes.

    Attributes:
        size: how many leaves the tree has.
        hashes: roots of the full subtrees that make it up, largest first.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """Continue a tree of `size` leaves.

        Raises:
            ProofError: the number or the length of the hashes does not fit the size.
        """
        self.size = size
        self.hashes = list(hashes)
        if size < 0 or len(self.hashes) != size.bit_count():
            raise ProofError(f"{len(self.hashes)} hashes cannot be the edge of a tree of size {size}")
        _check_hashes(self.hashes)

    def append(self, hashed: bytes) -> int:
        """Add a leaf hash and return its index.

        Raises:
            ProofError: the hash is not 32 bytes long.
        """
        _check_hashes([hashed])
        index, size = self.size, self.size
        while size & 1:
            hashed = node_hash(self.hashes.pop(), hashed)
            size >>= 1
        self.hashes.append(hashed)
        self.size += 1
        return index

    def root(self) -> bytes:
        """Return the root; of no leaves it is the SHA-256 of nothing. Raises nothing."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in self.hashes[-2::-1]:
            root = node_hash(left, root)
        return root


class Tree:
    """A whole tree in memory, level by level, for proofs: verifiers, exports and tests use it, an append needs only a `Frontier`."""

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        """Build the tree of these leaf hashes.

        Raises:
            ProofError: a hash is not 32 bytes long.
        """
        self._levels: list[list[bytes]] = [[]]
        for hashed in leaf_hashes:
            self.append(hashed)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def append(self, hashed: bytes) -> int:
        """Add a leaf hash and return its index.

        Raises:
            ProofError: the hash is not 32 bytes long.
        """
        _check_hashes([hashed])
        level, row = 0, self._levels[0]
        row.append(hashed)
        while len(row) % 2 == 0:
            parent = node_hash(row[-2], row[-1])
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            row = self._levels[level]
            row.append(parent)
        return self.size - 1

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first `size` leaves, of all by default.

        Raises:
            ProofError: there are fewer leaves.
        """
        size = self._checked(self.size if size is None else size)
        return self._range(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the proof that leaf `index` is in the tree of the first `size` leaves.

        Raises:
            ProofError: there is no such leaf or tree.
        """
        size = self._checked(self.size if size is None else size)
        if not 0 <= index < size:
            raise ProofError(f"index {index} outside a tree of size {size}")
        proof, low, high = [], 0, size
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                proof.append(self._range(middle, high))
                high = middle
            else:
                proof.append(self._range(low, middle))
                low = middle
        return proof[::-1]

    def consistency(self, old_size: int, size: int | None = None) -> list[bytes]:
        """Return the proof that the first `old_size` leaves begin the tree of `size` leaves.

        Raises:
            ProofError: `old_size` is 0, or there are fewer leaves.
        """
        size = self._checked(self.size if size is None else size)
        if not 0 < old_size <= size:
            raise ProofError(f"no proof from size {old_size} to size {size}")
        proof, low, high, whole = [], 0, size, True
        while high != old_size:
            middle = low + _split(high - low)
            if old_size <= middle:
                proof.append(self._range(middle, high))
                high = middle
            else:
                proof.append(self._range(low, middle))
                low, whole = middle, False
        if not whole:
            proof.append(self._range(low, high))
        return proof[::-1]

    def _checked(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise ProofError(f"size {size} outside a tree of size {self.size}")
        return size

    def _range(self, low: int, high: int) -> bytes:
        """Return the hash of the leaves low…high-1; `low` is always a multiple of the next power of two."""
        edge = []
        while low < high:
            level = (high - low).bit_length() - 1
            edge.append(self._levels[level][low >> level])
            low += 1 << level
        root = edge.pop()
        while edge:
            root = node_hash(edge.pop(), root)
        return root


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root of these leaf hashes.

    Raises:
        ProofError: a hash is not 32 bytes long.
    """
    edge = Frontier()
    for hashed in leaf_hashes:
        edge.append(hashed)
    return edge.root()


def verify_inclusion(hashed: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf `hashed` stands at `index` of the tree of `size` leaves with this `root`.

    Raises:
        ProofError: it does not follow.
    """
    _check_hashes([hashed, root, *proof])
    if not 0 <= index < size:
        raise ProofError(f"index {index} outside a tree of size {size}")
    node, last, found = index, size - 1, hashed
    for sibling in proof:
        if last == 0:
            raise ProofError("the proof is too long")
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the proof is too short")
    if found != root:
        raise ProofError("the proof leads to another root")


def verify_consistency(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of `old_size` leaves with `old_root` begins the tree of `size` leaves with `root`.

    Raises:
        ProofError: it does not follow; also for `old_size` 0, which every tree would follow.
    """
    _check_hashes([old_root, root, *proof])
    if not 0 < old_size <= size:
        raise ProofError(f"no proof from size {old_size} to size {size}")
    if old_size == size:
        if proof or old_root != root:
            raise ProofError("two trees of one size")
        return
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not path:
        raise ProofError("the proof is too short")
    if _climb(old_size, size, path) != (old_root, root):
        raise ProofError("the proof leads to other roots")


def _climb(old_size: int, size: int, path: list[bytes]) -> tuple[bytes, bytes]:
    """Return the two roots that a consistency proof leads to (RFC 9162 §2.1.4.2)."""
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_found = found = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("the proof is too long")
        if node & 1 or node == last:
            old_found, found = node_hash(sibling, old_found), node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the proof is too short")
    return old_found, found


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(hashed) != HASH_BYTES for hashed in hashes):
        raise ProofError(f"a hash is not {HASH_BYTES} bytes long")
