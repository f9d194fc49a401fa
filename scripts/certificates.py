"""A certificate authority of this one installation, good for private addresses only, and the server's certificate under it.

A phone that trusts this authority lets it speak for nobody else: its name constraints admit private networks, `.local` and this
machine's name. The key stays in DATA_DIR/keys.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_DAYS = 1825
LEAF_DAYS = 397  # what phones accept at most
RENEW_DAYS = 30
PRIVATE = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "127.0.0.0/8",
    "100.64.0.0/10",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
)


@dataclass(frozen=True)
class Certificates:
    """The files that the server and the phone need."""

    authority: Path
    certificate: Path
    key: Path


def ensure(folder: Path, host: str, addresses: Sequence[str], now: datetime) -> Certificates:
    """Return certificates for this machine's present name and addresses, making what is missing or too old."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = Certificates(folder / "ca.crt", folder / "server.crt", folder / "server.key")
    authority, secret = _authority(folder, host, now)
    names = [x509.DNSName(name) for name in dict.fromkeys([host, f"{host.removesuffix('.local')}.local", "localhost"])]
    numbers = [x509.IPAddress(ipaddress.ip_address(one)) for one in dict.fromkeys([*addresses, "127.0.0.1"])]
    if not _still_good(files.certificate, {*names, *numbers}, authority, now):
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = (
            _builder(f"Fangcha {host}", authority.subject, LEAF_DAYS, now)
            .public_key(key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([*names, *numbers]), critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(secret.public_key()), critical=False)
            .sign(secret, hashes.SHA256())
        )
        _write(files.key, _pem(key))
        _write(files.certificate, leaf.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM))
    return files


def _authority(folder: Path, host: str, now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    crt, key = folder / "ca.crt", folder / "ca.key"
    if crt.exists() and key.exists():
        found = x509.load_pem_x509_certificate(crt.read_bytes())
        secret = load_pem_private_key(key.read_bytes(), None)
        if isinstance(secret, ec.EllipticCurvePrivateKey) and found.not_valid_after_utc - now > timedelta(days=LEAF_DAYS):
            return found, secret
    secret = ec.generate_private_key(ec.SECP256R1())
    name = f"Fangcha local CA {now:%Y-%m-%d} {host}"[:64]
    permitted: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_network(net)) for net in PRIVATE]
    permitted += [x509.DNSName(one) for one in dict.fromkeys(("local", "localhost", host))]
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        _builder(name, None, CA_DAYS, now)
        .public_key(secret.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(secret.public_key()), critical=False)
        .sign(secret, hashes.SHA256())
    )
    _write(key, _pem(secret))
    _write(crt, made.public_bytes(Encoding.PEM))
    return made, secret


def _builder(name: str, issuer: x509.Name | None, days: int, now: datetime) -> x509.CertificateBuilder:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    # An hour back, because a phone's clock may be behind.
    start = now.astimezone(UTC) - timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
    )


def _still_good(path: Path, wanted: set[x509.GeneralName], authority: x509.Certificate, now: datetime) -> bool:
    if not path.exists():
        return False
    found = x509.load_pem_x509_certificate(path.read_bytes())
    names = set(found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    return found.issuer == authority.subject and wanted <= names and found.not_valid_after_utc - now > timedelta(days=RENEW_DAYS)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
