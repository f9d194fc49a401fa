"""Sealed texts, files and keys: `sealing.json`, and laws."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from sync import sealing
from sync.errors import SealError
from tests.sync.generate_vectors import pattern
from tests.sync.vectors import b64d, load, named

VECTORS = load("sealing.json")
OFFICE = b64d(VECTORS["office"]["jwk"]["d"])
SPKI = b64d(VECTORS["office"]["spki"])
KEY = bytes(range(32))
OP = "019aafb2-c400-7a31-9c55-3f8e0d12a4b6"


@pytest.mark.parametrize("case", **named(VECTORS["texts"]))
def test_a_sealed_text_opens(case: dict[str, Any]) -> None:
    key, sealed = b64d(case["key"]), b64d(case["sealed"])
    assert sealing.open_text(key, case["op_id"], case["which"], sealed) == case["text"].encode()
    again = sealing.seal_text(key, case["op_id"], case["which"], case["text"].encode(), b64d(case["nonce"]))
    assert sealing.open_text(key, case["op_id"], case["which"], again) == case["text"].encode()


@pytest.mark.parametrize("case", **named(VECTORS["bad_texts"]))
def test_a_text_that_was_tampered_with_does_not_open(case: dict[str, Any]) -> None:
    with pytest.raises(SealError) as caught:
        sealing.open_text(b64d(case["key"]), case["op_id"], case["which"], b64d(case["sealed"]))
    assert caught.value.reason == case["reason"]


@pytest.mark.parametrize("case", **named(VECTORS["files"]))
def test_a_sealed_file_opens_and_seals_alike(case: dict[str, Any]) -> None:
    key, data = b64d(case["key"]), pattern(case["size"])
    sealed = sealing.seal_file(key, data, [b64d(nonce) for nonce in case["nonces"]])
    assert (len(sealed), hashlib.sha256(sealed).hexdigest()) == (case["sealed_size"], case["sealed_sha256"])
    assert sealing.sealed_size(case["size"]) == case["sealed_size"]
    assert sealing.open_file(key, case["sha256"], case["size"], sealed) == data


@pytest.mark.parametrize("case", **named(VECTORS["wraps"]))
def test_a_wrap_is_made_and_opened_as_the_page_says(case: dict[str, Any]) -> None:
    ephemeral = (int.from_bytes(b64d(VECTORS["ephemeral"]["jwk"]["d"]), "big") - 1).to_bytes(32, "big")
    wrap = sealing.wrap_key(b64d(case["item_key"]), case["device"], case["of"], SPKI, (ephemeral, b64d(case["nonce"])))
    assert wrap == sealing.Wrap(case["of"], case["kid"], b64d(case["epk"]), b64d(case["wrap"]))
    assert sealing.unwrap_key(wrap, case["device"], OFFICE) == b64d(case["item_key"])


def test_the_intake_key_is_named_by_its_public_half() -> None:
    assert sealing.intake_spki(OFFICE) == SPKI
    assert sealing.kid_of(SPKI) == VECTORS["office"]["kid"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"of": "00112233445566aa"}, "tag"),
        ({"kid": "0" * 16}, "tag"),
        ({"epk": b"\4" + bytes(64)}, "key"),
        ({"epk": b""}, "key"),
        ({"wrap": bytes(60)}, "tag"),
        ({"wrap": bytes(59)}, "length"),
    ],
)
def test_a_wrap_that_was_tampered_with_does_not_open(change: dict[str, Any], reason: str) -> None:
    wrap = sealing.wrap_key(KEY, "device", "of", SPKI, (bytes(31) + b"\7", bytes(12)))
    changed = {"of": wrap.of, "kid": wrap.kid, "epk": wrap.epk, "wrap": wrap.wrap, **change}
    with pytest.raises(SealError) as caught:
        sealing.unwrap_key(sealing.Wrap(**changed), "device", OFFICE)
    assert caught.value.reason == reason


@pytest.mark.parametrize("secret", [bytes(32), b"\xff" * 32, b"x"])
def test_a_number_outside_the_curve_is_no_intake_key(secret: bytes) -> None:
    with pytest.raises(SealError, match="key"):
        sealing.intake_spki(secret)


def test_random_bytes_make_an_intake_key() -> None:
    secret = sealing.new_intake_secret(b"\xff" * 32)
    assert sealing.unwrap_key(sealing.wrap_key(KEY, "d", "o", sealing.intake_spki(secret), (KEY, bytes(12))), "d", secret) == KEY
    with pytest.raises(SealError, match="key"):
        sealing.new_intake_secret(b"short")
    with pytest.raises(SealError, match="key"):
        sealing.wrap_key(KEY, "d", "o", b"no key", (KEY, bytes(12)))


@pytest.mark.parametrize("damage", ["cut", "longer", "swapped", "flipped", "first_only", "other_size", "other_hash"])
def test_a_file_that_was_tampered_with_does_not_open(damage: str) -> None:
    size = sealing.SEGMENT_BYTES * 2 + 5
    data = pattern(size)
    digest = hashlib.sha256(data).hexdigest()
    sealed = sealing.seal_file(KEY, data, [bytes([n]) * 12 for n in range(3)])
    step = sealing.SEALED_SEGMENT_BYTES
    variants = {
        "cut": (sealed[:-1], size, digest),
        "longer": (sealed + b"x", size, digest),
        "swapped": (sealed[step : 2 * step] + sealed[:step] + sealed[2 * step :], size, digest),
        "flipped": (sealed[:-1] + bytes([sealed[-1] ^ 1]), size, digest),
        "first_only": (sealed[:step], sealing.SEGMENT_BYTES, digest),
        "other_size": (sealed, size - 1, digest),
        "other_hash": (sealed, size, "0" * 64),
    }
    bytes_, size_, digest_ = variants[damage]
    with pytest.raises(SealError):
        sealing.open_file(KEY, digest_, size_, bytes_)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_file_of_fewer_or_more_segments_than_its_size_is_refused(count: int) -> None:
    data = pattern(sealing.SEGMENT_BYTES + 1)
    sealed = sealing.seal_file(KEY, data, [bytes(12), b"1" * 12])
    step = sealing.SEALED_SEGMENT_BYTES
    segments = [sealed[:step], sealed[step:], sealed[step:]][:count]
    with pytest.raises(SealError, match="length"):
        list(sealing.open_segments(KEY, hashlib.sha256(data).hexdigest(), len(data), segments))


def test_a_file_under_a_hash_that_is_not_its_own_is_refused_at_its_end() -> None:
    wrong = "ab" * 32
    sealed = sealing.NONCE_BYTES * b"\0" + AESGCM(KEY).encrypt(bytes(12), b"photo", f"fangcha/file/1\n{wrong}\n0\n1\n".encode())
    with pytest.raises(SealError, match="sha256"):
        sealing.open_file(KEY, wrong, 5, sealed)


def test_an_empty_file_is_never_sealed() -> None:
    with pytest.raises(SealError, match="length"):
        sealing.seal_file(KEY, b"", [])


@given(st.binary(max_size=300), st.binary(min_size=12, max_size=12), st.sampled_from(["body", "part"]))
def test_any_text_comes_back(text: bytes, nonce: bytes, which: str) -> None:
    assert sealing.open_text(KEY, OP, which, sealing.seal_text(KEY, OP, which, text, nonce)) == text


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(1, 255))
def test_a_flipped_byte_is_noticed(text: bytes, place: int, mask: int) -> None:
    sealed = bytearray(sealing.seal_text(KEY, OP, "body", text, bytes(12)))
    sealed[place % len(sealed)] ^= mask
    with pytest.raises(SealError):
        sealing.open_text(KEY, OP, "body", bytes(sealed))
