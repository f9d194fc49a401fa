"""P-256 and Ed25519 signatures: with the `cryptography` package if it is there, otherwise with the standard library (verify only).

Phones sign with P-256, because old browsers have no Ed25519; the log signs with Ed25519, because the C2SP note formats want it.
A signature is r‖s in 64 bytes; a phone's public key is SPKI DER, of which P-256 has exactly one spelling.
"""

from __future__ import annotations

from sync import curves
from sync.errors import SignatureInvalidError, SyncError

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
except ImportError:  # an auditor's bare Python
    FAST = False
else:
    FAST = True

SIGNATURE_BYTES = 64
_SPKI_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
_POINT_BYTES = 65


def point_of(spki: bytes) -> bytes:
    """Return the uncompressed point (65 bytes) of a P-256 public key in SPKI DER.

    Raises:
        SignatureInvalidError: another kind of key, another spelling, or a point that is not on the curve.
    """
    point = spki[len(_SPKI_HEAD) :]
    if not spki.startswith(_SPKI_HEAD):
        raise SignatureInvalidError("the key is no P-256 key in SPKI DER")
    _coordinates(point)
    return point


def spki_of(point: bytes) -> bytes:
    """Return the SPKI DER of an uncompressed P-256 point.

    Raises:
        SignatureInvalidError: the point is not on the curve.
    """
    _coordinates(point)
    return _SPKI_HEAD + point


def _coordinates(point: bytes) -> tuple[int, int]:
    if len(point) != _POINT_BYTES or point[0] != 4:  # noqa: PLR2004 - 4 marks an uncompressed point
        raise SignatureInvalidError("the key is no uncompressed point")
    x, y = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:], "big")
    if not curves.on_p256(x, y):
        raise SignatureInvalidError("the key is not on the curve")
    return x, y


def verify_p256(spki: bytes, data: bytes, signature: bytes) -> None:
    """Check an ECDSA P-256 SHA-256 signature r‖s.

    Raises:
        SignatureInvalidError: it is not this key's signature of `data`.
    """
    x, y = _coordinates(point_of(spki))
    if len(signature) != SIGNATURE_BYTES:
        raise SignatureInvalidError(f"a signature has {SIGNATURE_BYTES} bytes")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (_fast_p256(x, y, data, r, s) if FAST else curves.p256_verifies(x, y, data, r, s)):
        raise SignatureInvalidError("not this key's signature of this text")


def _fast_p256(x: int, y: int, data: bytes, r: int, s: int) -> bool:
    if not (r and s):
        return False
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    try:
        key.verify(utils.encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def verify_ed25519(public: bytes, data: bytes, signature: bytes) -> None:
    """Check an Ed25519 signature under a raw public key of 32 bytes.

    Raises:
        SignatureInvalidError: it is not this key's signature of `data`, or the key has not its canonical spelling.
    """
    # The same strictness for both ways: OpenSSL alone would also take a key spelled differently.
    if curves.decode_ed25519(public) is None:
        raise SignatureInvalidError("no Ed25519 key")
    if not (_fast_ed25519(public, data, signature) if FAST else curves.ed25519_verifies(public, data, signature)):
        raise SignatureInvalidError("not this key's signature of this text")


def _fast_ed25519(public: bytes, data: bytes, signature: bytes) -> bool:
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def public_p256(secret: bytes) -> bytes:
    """Return the SPKI DER of a P-256 secret of 32 bytes.

    Raises:
        SyncError: the `cryptography` package is not there.
    """
    numbers = _p256_secret(secret).public_key().public_numbers()
    return spki_of(b"\4" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big"))


def sign_p256(secret: bytes, data: bytes) -> bytes:
    """Return the ECDSA P-256 SHA-256 signature r‖s of `data`, deterministic (RFC 6979).

    Raises:
        SyncError: the `cryptography` package is not there.
    """
    der = _p256_secret(secret).sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    r, s = utils.decode_dss_signature(der)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _p256_secret(secret: bytes) -> ec.EllipticCurvePrivateKey:
    _need_package()
    # Any 32 random bytes make a key: the bias of the reduction is below 2^-32.
    return ec.derive_private_key(int.from_bytes(secret, "big") % (curves.N - 1) + 1, ec.SECP256R1())


def public_ed25519(secret: bytes) -> bytes:
    """Return the raw public key of an Ed25519 secret of 32 bytes.

    Raises:
        SyncError: the `cryptography` package is not there.
    """
    _need_package()
    return ed25519.Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def sign_ed25519(secret: bytes, data: bytes) -> bytes:
    """Return the Ed25519 signature of `data`.

    Raises:
        SyncError: the `cryptography` package is not there.
    """
    _need_package()
    return ed25519.Ed25519PrivateKey.from_private_bytes(secret).sign(data)


def _need_package() -> None:
    if not FAST:
        raise SyncError("signing needs the cryptography package; verifying does not")
