"""Ed25519 and P-256 signatures as bytes in, exception out."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sync.errors import SignatureInvalidError


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> None:
    """Check an Ed25519 signature.

    Raises:
        SignatureInvalidError: where it does not fit.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise SignatureInvalidError("the Ed25519 signature does not fit") from None


def sign_ed25519(secret: bytes, message: bytes) -> bytes:
    """Return the 64 bytes of an Ed25519 signature."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def public_ed25519(secret: bytes) -> bytes:
    """Return the 32 bytes of the public key."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
