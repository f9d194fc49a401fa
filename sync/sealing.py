"""How texts and files lie on a phone and travel: AES-256-GCM under one key a subject, wrapped for the office (protocol §3).

In its own module beside `client.py`, because the server opens what phones seal, and because both need `cryptography`
(`docs/decisions/0001-sync-sealing-module.md`). Nonces and ephemeral secrets are passed in: chance belongs to the caller.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync import curves, signatures
from sync.errors import SealError, SignatureInvalidError
from sync.ops import MAX_TEXT_BYTES, text_lines

KEY_BYTES = 32
NONCE_BYTES = 12
OVERHEAD_BYTES = NONCE_BYTES + 16
SEGMENT_BYTES = 1 << 20
SEALED_SEGMENT_BYTES = SEGMENT_BYTES + OVERHEAD_BYTES
WRAP_BYTES = KEY_BYTES + OVERHEAD_BYTES
BODY = "body"
PART = "part"


@dataclass(frozen=True, slots=True)
class Wrap:
    """An item key as it travels to the office.

    Attributes:
        of: the subject, or the epoch where the subject is `-`.  kid: names the intake key.
        epk: the ephemeral point, 65 bytes.  wrap: nonce ‖ sealed key, 60 bytes.
    """

    of: str
    kid: str
    epk: bytes
    wrap: bytes


def seal_text(key: bytes, op_id: str, which: str, text: bytes, nonce: bytes) -> bytes:
    """Return the sealed body or part (`which`) of an op. Raises nothing."""
    return nonce + AESGCM(key).encrypt(nonce, zlib.compress(text, 9), _text_aad(op_id, which))


def open_text(key: bytes, op_id: str, which: str, sealed: bytes) -> bytes:
    """Return the bytes of a sealed body or part.

    Raises:
        SealError: `length`, `tag`, `deflate` or `too_large`.
    """
    deflated = _open(key, sealed, _text_aad(op_id, which))
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(deflated, MAX_TEXT_BYTES + 1)
    except zlib.error as error:
        raise SealError("deflate", str(error)) from error
    if len(text) > MAX_TEXT_BYTES:
        raise SealError("too_large", f"more than {MAX_TEXT_BYTES} bytes")
    if not inflater.eof or inflater.unused_data:
        raise SealError("deflate", "not exactly one stream")
    return text


def segment_count(size: int) -> int:
    """Return how many segments a file of `size` bytes has.

    Raises:
        SealError: `length`, where there is no byte to seal.
    """
    if size < 1:
        raise SealError("length", "an empty file is never sealed")
    return -(-size // SEGMENT_BYTES)


def sealed_size(size: int) -> int:
    """Return how long the sealed file of `size` plain bytes is.

    Raises:
        SealError: `length`, where there is no byte to seal.
    """
    return size + OVERHEAD_BYTES * segment_count(size)


def seal_file(key: bytes, data: bytes, nonces: Iterable[bytes]) -> bytes:
    """Return the sealed file; `nonces` gives one fresh nonce a segment.

    Raises:
        SealError: `length`, where there is no byte to seal.
    """
    count, digest = segment_count(len(data)), hashlib.sha256(data).hexdigest()
    source = iter(nonces)
    return b"".join(
        (nonce := next(source))
        + AESGCM(key).encrypt(nonce, data[at * SEGMENT_BYTES : (at + 1) * SEGMENT_BYTES], _file_aad(digest, at, count))
        for at in range(count)
    )


def open_segments(key: bytes, sha256: str, size: int, segments: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the plain segments of a sealed file of known hash and size, and check the hash of the whole at the end.

    `segments` yields the sealed segments one by one, so that a server never holds more than one. Nothing that was yielded may be
    used before the iterator has ended without an error.

    Raises:
        SealError: `length`, `tag` or `sha256`.
    """
    count, whole, found = segment_count(size), hashlib.sha256(), 0
    at = -1
    for at, sealed in enumerate(segments):
        if at >= count:
            raise SealError("length", "more segments than the size allows")
        plain = _open(key, sealed, _file_aad(sha256, at, count))
        whole.update(plain)
        found += len(plain)
        yield plain
    if at != count - 1 or found != size:
        raise SealError("length", f"{found} bytes, expected {size}")
    if whole.hexdigest() != sha256:
        raise SealError("sha256", "the file has another hash")


def open_file(key: bytes, sha256: str, size: int, sealed: bytes) -> bytes:
    """Return the plain bytes of a sealed file.

    Raises:
        SealError: `length`, `tag` or `sha256`.
    """
    if len(sealed) != sealed_size(size):
        raise SealError("length", f"{len(sealed)} bytes, expected {sealed_size(size)}")
    starts = range(0, len(sealed), SEALED_SEGMENT_BYTES)
    return b"".join(open_segments(key, sha256, size, (sealed[at : at + SEALED_SEGMENT_BYTES] for at in starts)))


def kid_of(spki: bytes) -> str:
    """Return the short name of an intake key. Raises nothing."""
    return hashlib.sha256(spki).hexdigest()[:16]


def wrap_key(item_key: bytes, device: str, of: str, office_spki: bytes, secrets: tuple[bytes, bytes]) -> Wrap:
    """Return `item_key` wrapped for the office; `secrets` = 32 random bytes for the ephemeral key, and a nonce.

    Raises:
        SealError: `key`, where the office key is none.
    """
    ephemeral, nonce = _secret(secrets[0]), secrets[1]
    numbers = ephemeral.public_key().public_numbers()
    epk = b"\4" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
    kid = kid_of(office_spki)
    info = text_lines("fangcha/wrap/1", device, of, kid).encode()
    kek = _derive(ephemeral, _public(_point(office_spki)), epk, info)
    return Wrap(of, kid, epk, nonce + AESGCM(kek).encrypt(nonce, item_key, info))


def unwrap_key(wrap: Wrap, device: str, office_secret: bytes) -> bytes:
    """Return the item key of a wrap; `office_secret` is the intake key's scalar in 32 bytes, and must be the one that `kid` names.

    Raises:
        SealError: `key`, `length` or `tag`.
    """
    if len(wrap.wrap) != WRAP_BYTES:
        raise SealError("length", f"a wrap has {WRAP_BYTES} bytes")
    info = text_lines("fangcha/wrap/1", device, wrap.of, wrap.kid).encode()
    kek = _derive(_scalar(office_secret), _public(wrap.epk), wrap.epk, info)
    return _open(kek, wrap.wrap, info)


def new_intake_secret(random: bytes) -> bytes:
    """Return the scalar of an intake key made of 32 random bytes.

    Raises:
        SealError: `key`, where there are not 32 bytes.
    """
    return _secret(random).private_numbers().private_value.to_bytes(KEY_BYTES, "big")


def intake_spki(office_secret: bytes) -> bytes:
    """Return the SPKI DER of an intake key's scalar.

    Raises:
        SealError: `key`, where it is no scalar of the curve.
    """
    numbers = _scalar(office_secret).public_key().public_numbers()
    return signatures.spki_of(b"\4" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big"))


def _open(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    if len(sealed) < OVERHEAD_BYTES:
        raise SealError("length", "shorter than a nonce and a tag")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except InvalidTag as error:
        raise SealError("tag", "other bytes, another key or another place") from error


def _derive(own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(own.exchange(ec.ECDH(), other))


def _secret(random: bytes) -> ec.EllipticCurvePrivateKey:
    if len(random) != KEY_BYTES:
        raise SealError("key", f"{KEY_BYTES} random bytes are wanted")
    return ec.derive_private_key(int.from_bytes(random, "big") % (curves.N - 1) + 1, ec.SECP256R1())


def _scalar(secret: bytes) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(secret, "big")
    if len(secret) != KEY_BYTES or not 0 < number < curves.N:
        raise SealError("key", "no scalar of P-256")
    return ec.derive_private_key(number, ec.SECP256R1())


def _point(spki: bytes) -> bytes:
    try:
        return signatures.point_of(spki)
    except SignatureInvalidError as error:
        raise SealError("key", str(error)) from error


def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise SealError("key", "no point of P-256") from error


def _text_aad(op_id: str, which: str) -> bytes:
    return text_lines("fangcha/item/1", op_id, which).encode()


def _file_aad(sha256: str, index: int, count: int) -> bytes:
    return text_lines("fangcha/file/1", sha256, index, count).encode()
