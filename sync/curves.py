"""Signature checks with the standard library alone, for an auditor without packages: ECDSA P-256 and Ed25519, verify only.

Slow (milliseconds) and not constant in time, which does no harm where nothing is secret. `sync.signatures` prefers `cryptography`.
"""

from __future__ import annotations

import hashlib

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    1,
)
_INFINITY = (1, 1, 0)
Point = tuple[int, int, int]


def on_p256(x: int, y: int) -> bool:
    """Return whether (x, y) is a point of P-256. Raises nothing."""
    return 0 <= x < _P and 0 <= y < _P and (y * y - (x * x * x - 3 * x + _B)) % _P == 0


def p256_verifies(x: int, y: int, data: bytes, r: int, s: int) -> bool:
    """Return whether (r, s) is the ECDSA-SHA256 signature of `data` under the point (x, y). Raises nothing."""
    if not (0 < r < N and 0 < s < N and on_p256(x, y)):
        return False
    inverse = pow(s, -1, N)
    e = int.from_bytes(hashlib.sha256(data).digest(), "big")
    total = _both(e * inverse % N, r * inverse % N, (x, y, 1))
    if total[2] == 0:
        return False
    # x is reduced mod p first and mod n second: a difference taken mod p would let a forged r = x - n pass.
    return total[0] * pow(total[2], -2, _P) % _P % N == r


def _both(u1: int, u2: int, key: Point) -> Point:
    """u1·G + u2·key in one walk over the bits."""
    table = (_INFINITY, _G, key, _add(_G, key))
    total = _INFINITY
    for bit in range(max(u1.bit_length(), u2.bit_length()) - 1, -1, -1):
        total = _double(total)
        pick = (u1 >> bit & 1) | (u2 >> bit & 1) << 1
        if pick:
            total = _add(total, table[pick])
    return total


def _double(point: Point) -> Point:
    x, y, z = point
    if z == 0 or y == 0:
        return _INFINITY
    yy = y * y % _P
    s = 4 * x * yy % _P
    zz = z * z % _P
    m = 3 * (x - zz) * (x + zz) % _P
    x3 = (m * m - 2 * s) % _P
    return x3, (m * (s - x3) - 8 * yy * yy) % _P, 2 * y * z % _P


def _add(a: Point, b: Point) -> Point:
    if a[2] == 0:
        return b
    if b[2] == 0:
        return a
    z1, z2 = a[2] * a[2] % _P, b[2] * b[2] % _P
    u1, u2 = a[0] * z2 % _P, b[0] * z1 % _P
    s1, s2 = a[1] * z2 * b[2] % _P, b[1] * z1 * a[2] % _P
    if u1 == u2:
        return _double(a) if s1 == s2 else _INFINITY
    h, r = (u2 - u1) % _P, (s2 - s1) % _P
    hh = h * h % _P
    hhh, v = h * hh % _P, u1 * hh % _P
    x3 = (r * r - hhh - 2 * v) % _P
    return x3, (r * (v - x3) - s1 * hhh) % _P, h * a[2] * b[2] % _P


_Q = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _Q) % _Q
_ROOT = pow(2, (_Q - 1) // 4, _Q)
Extended = tuple[int, int, int, int]


def decode_ed25519(public: bytes) -> Extended | None:
    """Return the point of a public key in its one canonical spelling, or None. Raises nothing."""
    number = int.from_bytes(public, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if len(public) != 32 or y >= _Q:  # noqa: PLR2004 - bytes of a key
        return None
    u, v = (y * y - 1) % _Q, (_D * y * y + 1) % _Q
    x = u * pow(v, 3, _Q) * pow(u * pow(v, 7, _Q), (_Q - 5) // 8, _Q) % _Q
    if v * x * x % _Q == -u % _Q:
        x = x * _ROOT % _Q
    if v * x * x % _Q != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _Q - x
    return x, y, 1, x * y % _Q


def ed25519_verifies(public: bytes, data: bytes, signature: bytes) -> bool:
    """Return whether `signature` is the Ed25519 signature of `data` (RFC 8032, cofactorless). Raises nothing."""
    key = decode_ed25519(public)
    if key is None or len(signature) != 64:  # noqa: PLR2004 - bytes of a signature
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= _L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + data).digest(), "little") % _L
    minus = (-key[0] % _Q, key[1], 1, -key[3] % _Q)
    return _encode(_sum(_times(s, _BASE), _times(k, minus))) == signature[:32]


def _sum(a: Extended, b: Extended) -> Extended:
    p, q = (a[1] - a[0]) * (b[1] - b[0]) % _Q, (a[1] + a[0]) * (b[1] + b[0]) % _Q
    r, s = 2 * _D * a[3] * b[3] % _Q, 2 * a[2] * b[2] % _Q
    e, f, g, h = q - p, s - r, s + r, q + p
    return e * f % _Q, g * h % _Q, f * g % _Q, e * h % _Q


def _times(number: int, point: Extended) -> Extended:
    total: Extended = (0, 1, 1, 0)
    for bit in range(number.bit_length() - 1, -1, -1):
        total = _sum(total, total)
        if number >> bit & 1:
            total = _sum(total, point)
    return total


def _encode(point: Extended) -> bytes:
    inverse = pow(point[2], -1, _Q)
    x, y = point[0] * inverse % _Q, point[1] * inverse % _Q
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _base() -> Extended:
    decoded = decode_ed25519((4 * pow(5, -1, _Q) % _Q).to_bytes(32, "little"))
    if decoded is None:
        raise RuntimeError("the base point is on the curve")
    return decoded


_BASE = _base()
