"""Digests and signatures: `digest.json`, and both ways of verifying held against each other."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import curves, digest, signatures
from sync.errors import SignatureInvalidError, SyncError
from tests.sync.vectors import b64d, load, named

VECTORS = load("digest.json")
SPKI = b64d(VECTORS["device"]["spki"])
BOTH = pytest.mark.parametrize("fast", [True, False], ids=["cryptography", "standard-library"])
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 2**252 + 27742317777372353535851937790883648493
DATA = b"a text"


@BOTH
@pytest.mark.parametrize("case", **named(VECTORS["visits"]))
def test_a_visit_digest_and_its_signature_hold(case: dict[str, Any], fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "FAST", fast)
    args = (case["visit_id"], case["attempt"], case["round"], case["result"], case["hashes"])
    assert digest.visit_text(*args).decode() == case["text"]
    assert digest.visit_digest(*args) == case["digest"]
    assert digest.visit_signature_text(case["digest"]).decode() == case["signed_text"]
    signatures.verify_p256(SPKI, case["signed_text"].encode(), b64d(case["sig"]))


@BOTH
def test_a_head_signature_holds(fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "FAST", fast)
    head = VECTORS["head"]
    text = digest.head_text(head["device"], head["epoch"], head["seq"], head["hash"])
    assert text.decode() == head["text"]
    signatures.verify_p256(SPKI, text, b64d(head["sig"]))


@BOTH
@pytest.mark.parametrize("case", **named(VECTORS["bad_head_signatures"]))
def test_a_wrong_head_signature_is_refused(case: dict[str, Any], fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "FAST", fast)
    with pytest.raises(SignatureInvalidError):
        signatures.verify_p256(SPKI, VECTORS["head"]["text"].encode(), b64d(case["sig"]))


@pytest.mark.parametrize(
    "spki", [b"", SPKI[:-1], SPKI + b"\0", b"\x31" + SPKI[1:], SPKI[:-1] + bytes([SPKI[-1] ^ 1]), SPKI[:26] + b"\2" + SPKI[27:]]
)
def test_another_kind_of_key_is_refused(spki: bytes) -> None:
    with pytest.raises(SignatureInvalidError):
        signatures.point_of(spki)


def test_a_point_has_one_spelling_as_a_key() -> None:
    assert signatures.spki_of(signatures.point_of(SPKI)) == SPKI
    with pytest.raises(SignatureInvalidError):
        signatures.spki_of(b"\4" + bytes(64))


def verdicts(check: str, *args: bytes) -> set[bool]:
    """What the two ways of verifying say; a set of one means that they agree."""
    found = set()
    for fast in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(signatures, "FAST", fast)
            try:
                getattr(signatures, check)(*args)
                found.add(True)
            except SignatureInvalidError:
                found.add(False)
    return found


@settings(max_examples=40)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.integers(0, 63), st.integers(1, 255))
def test_both_ways_agree_on_p256(secret: bytes, data: bytes, place: int, mask: int) -> None:
    spki, signature = signatures.public_p256(secret), bytearray(signatures.sign_p256(secret, data))
    assert verdicts("verify_p256", spki, data, bytes(signature)) == {True}
    assert verdicts("verify_p256", spki, data + b"x", bytes(signature)) == {False}
    signature[place] ^= mask
    assert verdicts("verify_p256", spki, data, bytes(signature)) == {False}


@settings(max_examples=30)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.integers(0, 63), st.integers(1, 255))
def test_both_ways_agree_on_ed25519(secret: bytes, data: bytes, place: int, mask: int) -> None:
    public, signature = signatures.public_ed25519(secret), bytearray(signatures.sign_ed25519(secret, data))
    assert verdicts("verify_ed25519", public, data, bytes(signature)) == {True}
    assert verdicts("verify_ed25519", public, data + b"x", bytes(signature)) == {False}
    signature[place] ^= mask
    assert verdicts("verify_ed25519", public, data, bytes(signature)) == {False}


def point_at(x: int) -> tuple[int, int, int] | None:
    square = (x**3 - 3 * x + curves._B) % P
    y = pow(square, (P + 1) // 4, P)
    return (x, y, 1) if y * y % P == square else None


def key_for(point: tuple[int, int, int], r: int, s: int) -> bytes:
    """The key under which (r, s) recovers `point` for DATA: r⁻¹ (s·R − e·G)."""
    e = int.from_bytes(hashlib.sha256(DATA).digest(), "big")
    inverse = pow(r, -1, curves.N)
    x, y, z = curves._both(-e * inverse % curves.N, s * inverse % curves.N, point)
    x, y = x * pow(z, -2, P) % P, y * pow(z, -3, P) % P
    return signatures.spki_of(b"\4" + x.to_bytes(32, "big") + y.to_bytes(32, "big"))


def test_both_ways_take_a_point_whose_x_lies_beyond_the_order() -> None:
    point = next(found for x in range(curves.N + 1, P) if (found := point_at(x)))
    r, s = point[0] - curves.N, 7
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    assert verdicts("verify_p256", key_for(point, r, s), DATA, signature) == {True}


def test_both_ways_refuse_a_point_that_fits_only_modulo_the_field() -> None:
    point = next(found for x in range(5, 500) if (found := point_at(x)))
    r, s = point[0] + P - curves.N, 7
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    assert verdicts("verify_p256", key_for(point, r, s), DATA, signature) == {False}


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (curves.N, 1), (1, curves.N), (curves.N + 1, 1), (2**256 - 1, 2**256 - 1)])
def test_both_ways_refuse_numbers_outside_the_order(r: int, s: int) -> None:
    assert verdicts("verify_p256", SPKI, DATA, r.to_bytes(32, "big") + s.to_bytes(32, "big")) == {False}


@pytest.mark.parametrize(
    "public",
    [b"", bytes(31), b"\xff" * 32, (2**255 - 19).to_bytes(32, "little"), (1 | 1 << 255).to_bytes(32, "little"), (2).to_bytes(32, "little")],
)
def test_both_ways_refuse_what_is_no_ed25519_key(public: bytes) -> None:
    assert verdicts("verify_ed25519", public, DATA, bytes(64)) == {False}


def test_both_ways_refuse_an_ed25519_signature_made_longer_by_the_order() -> None:
    secret = bytes(range(32))
    signature = signatures.sign_ed25519(secret, DATA)
    s = int.from_bytes(signature[32:], "little") + ORDER
    assert verdicts("verify_ed25519", signatures.public_ed25519(secret), DATA, signature[:32] + s.to_bytes(32, "little")) == {False}
    assert verdicts("verify_ed25519", signatures.public_ed25519(secret), DATA, signature[:63]) == {False}


@pytest.mark.parametrize("call", ["sign_p256", "sign_ed25519"])
def test_signing_says_which_package_it_needs(call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "FAST", False)
    with pytest.raises(SyncError, match="cryptography"):
        getattr(signatures, call)(bytes(32), DATA)


BARE = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in sys.stdlib_module_names and name.split(".")[0] != "sync":
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
import sync.errors, sync.canonical, sync.ops, sync.chain, sync.digest, sync.merkle, sync.curves, sync.note, sync.checkpoint, sync.checklist
from sync import signatures
assert not signatures.FAST
signatures.verify_p256(bytes.fromhex(sys.argv[1]), sys.argv[2].encode(), bytes.fromhex(sys.argv[3]))
print("verified")
"""


def test_an_auditor_needs_nothing_but_python() -> None:
    head = VECTORS["head"]
    command = [sys.executable, "-S", "-c", BARE, SPKI.hex(), head["text"], b64d(head["sig"]).hex()]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.returncode) == ("verified\n", 0), done.stderr
