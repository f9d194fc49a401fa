"""Writes the vector files whose values are computed, without importing `sync`.

Two implementations that agree prove more than one that agrees with itself, so this file rebuilds every hash from the page
(`docs/protocol.md`) with hashlib and the `cryptography` package alone. Run it only to add cases: `python tests/sync/generate_vectors.py`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
import zlib
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VECTORS = Path(__file__).parent.parent / "vectors"
ZEROS = "0" * 64
DEVICE = "5b0c6f3e-9a41-4d7c-8f02-6c1de2a7b935"
EPOCH = "9f1c0a77d2e4b863"
ASSIGNMENT = "0d3f9c1e-7b52-4a86-b1c4-2f9e83d7a610"
MIB = 1 << 20


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def lines(*fields: object) -> bytes:
    return "".join(f"{field}\n" for field in fields).encode()


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def write(name: str, value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    (VECTORS / name).write_text(text + "\n", encoding="utf-8")


def op_text(op: dict[str, Any]) -> bytes:
    return lines(
        "fangcha/op/1", op["device"], op["epoch"], op["seq"], op["op_id"], op["kind"], op["schema"], op["scope"], op["subject"],
        op["base"], op["wall_ms"], op["mono_ms"], op["boot"], sha(op["body"].encode()), op["prev"],
    )  # fmt: skip


def op(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "device": DEVICE,
        "epoch": EPOCH,
        "seq": 2,
        "op_id": "019aafb2-c400-7a31-9c55-3f8e0d12a4b6",
        "kind": "visit.opened",
        "schema": 1,
        "scope": "350722-2026-RC",
        "subject": "3fcd1f9e-52f2-5f0f-9d4e-8d1a2f6b7c55",
        "base": f"1:4711:{sha(b'root')}",
        "wall_ms": 1795478400123,
        "mono_ms": 84211,
        "boot": "c0ffee01",
        "body": '{"nonce":"AAECAwQFBgcICQoLDA0ODw","mode":"assigned"}',
        "prev": sha(b"previous"),
    }
    made.update(changes)
    return made


def op_vectors() -> dict[str, Any]:
    start = '{"nonce":"EBESExQVFhcYGRobHB0eHw","prev_epoch":"0000000000000000","prev_seq":0,"prev_hash":"%s","reason":"enrolled"}' % ZEROS
    good = [
        ("an ordinary op", op()),
        ("the first op of a first epoch", op(seq=1, kind="epoch.started", scope="-", subject="-", base="-", prev=ZEROS, body=start)),
        ("a phone clock before 1970", op(wall_ms=-86400000)),
        ("a clock and a monotonic time of zero", op(wall_ms=0, mono_ms=0)),
        ("no campaign, no subject, no checkpoint seen", op(scope="-", subject="-", base="-")),
        ("the largest integers", op(seq=9007199254740991, wall_ms=9007199254740991, mono_ms=9007199254740991)),
        ("the smallest clock", op(wall_ms=-9007199254740991)),
        ("a checkpoint of an empty log", op(base=f"12:0:{sha(b'')}")),
        ("a kind of three words", op(kind="visit.partner.cosigned")),
        ("a kind of forty letters", op(kind="a" * 20 + "." + "b" * 19)),
        ("the shortest and the longest scope", op(scope="A-1Z")),
        ("the longest scope", op(scope="A" * 32)),
        ("a body with Chinese, an emoji, escapes and spaces", op(body='{ "nonce":"AAECAwQFBgcICQoLDA0ODw", "t":"𠀀屋檐 😀 \\u00e9\\n" }')),
        ("a later schema", op(schema=27)),
    ]  # fmt: skip
    bad = [
        ("seq zero", "seq", op(seq=0)),
        ("seq as text", "seq", op(seq="2")),
        ("seq as a boolean", "seq", op(seq=True)),
        ("seq with a fraction", "seq", op(seq=2.5)),
        ("seq beyond 2^53-1", "seq", op(seq=9007199254740992)),
        ("seq missing", "seq", op(seq=None)),
        ("device in upper case", "device", op(device=DEVICE.upper())),
        ("device with braces", "device", op(device="{" + DEVICE + "}")),
        ("epoch of 15 digits", "epoch", op(epoch=EPOCH[:15])),
        ("epoch in upper case", "epoch", op(epoch=EPOCH.upper())),
        ("op_id that is no UUIDv7", "op_id", op(op_id="0d3f9c1e-7b52-4a86-b1c4-2f9e83d7a610")),
        ("op_id of another variant", "op_id", op(op_id="019aafb2-c400-7a31-cc55-3f8e0d12a4b6")),
        ("kind of one word", "kind", op(kind="visit")),
        ("kind with a capital", "kind", op(kind="visit.Opened")),
        ("kind with an underscore", "kind", op(kind="visit.re_opened")),
        ("kind with an empty word", "kind", op(kind="visit..opened")),
        ("kind of 41 letters", "kind", op(kind="a" * 20 + "." + "b" * 20)),
        ("kind with a line feed at its end", "kind", op(kind="visit.opened\n")),
        ("schema zero", "schema", op(schema=0)),
        ("scope in lower case", "scope", op(scope="350722-2026-rc")),
        ("scope of three", "scope", op(scope="ABC")),
        ("scope of 33", "scope", op(scope="A" * 33)),
        ("scope null", "scope", op(scope=None)),
        ("subject in upper case", "subject", op(subject="3FCD1F9E-52F2-5F0F-9D4E-8D1A2F6B7C55")),
        ("subject empty", "subject", op(subject="")),
        ("base of generation zero", "base", op(base=f"0:1:{ZEROS}")),
        ("base with a leading zero", "base", op(base=f"1:01:{ZEROS}")),
        ("base without its root", "base", op(base="1:4711")),
        ("base with a root in base64", "base", op(base="1:4711:" + b64(hashlib.sha256(b"x").digest()))),
        ("wall_ms with a fraction", "wall_ms", op(wall_ms=1.5)),
        ("wall_ms below -(2^53-1)", "wall_ms", op(wall_ms=-9007199254740992)),
        ("mono_ms negative", "mono_ms", op(mono_ms=-1)),
        ("boot of seven digits", "boot", op(boot="c0ffee0")),
        ("prev in upper case", "prev", op(prev=sha(b"previous").upper())),
        ("prev of 63 digits", "prev", op(prev="0" * 63)),
        ("seq 1 that follows something", "prev", op(seq=1, kind="epoch.started", prev=sha(b"previous"))),
        ("seq 2 that follows nothing", "prev", op(prev=ZEROS)),
    ]  # fmt: skip
    bodies = [
        ("an object with its nonce", '{"nonce":"AAECAwQFBgcICQoLDA0ODw"}', None),
        ("spaces and line feeds are kept and hashed", ' {"nonce":"AAECAwQFBgcICQoLDA0ODw" ,\n"a":[1,-2,null,true]} ', None),
        ("an escaped pair of surrogates", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","t":"\\ud83d\\ude00"}', None),
        ("a number with a fraction", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","a":1.0}', "float"),
        ("a number with an exponent", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","a":1e3}', "float"),
        ("a number beyond 2^53-1", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","a":9007199254740992}', "unsafe_integer"),
        ("minus zero", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","a":-0}', "float"),
        ("the same key twice", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","a":1,"a":1}', "duplicate_key"),
        ("the same key twice, once escaped", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","a":1,"\\u0061":1}', "duplicate_key"),
        ("the same key twice, deep inside", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","m":[{"b":1,"b":2}]}', "duplicate_key"),
        ("U+0000 in a text", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","a":"x\\u0000"}', "nul"),
        ("U+0000 in a key", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","\\u0000":1}', "nul"),
        ("half a pair of surrogates", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","a":"\\ud83d"}', "lone_surrogate"),
        ("half a pair in a key", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","\\ude00":1}', "lone_surrogate"),
        ("NaN", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","a":NaN}', "not_json"),
        ("a list", '["nonce"]', "not_object"),
        ("nothing", "", "not_json"),
        ("a comma too many", '{"nonce":"AAECAwQFBgcICQoLDA0ODw",}', "not_json"),
        ("a byte order mark", '\ufeff{"nonce":"AAECAwQFBgcICQoLDA0ODw"}', "not_json"),
        ("no nonce", '{"a":1}', "nonce"),
        ("a nonce of 21 characters", '{"nonce":"AAECAwQFBgcICQoLDA0OD"}', "nonce"),
        ("a nonce whose last character carries stray bits", '{"nonce":"AAECAwQFBgcICQoLDA0ODx"}', "nonce"),
        ("a nonce in plain base64", '{"nonce":"AAECAwQFBgcICQoLDA0O//"}', "nonce"),
    ]  # fmt: skip
    visits = [(ASSIGNMENT, 1), (ASSIGNMENT, 2), (ASSIGNMENT, 10), ("ffffffff-ffff-4fff-bfff-ffffffffffff", 1)]
    return {
        "about": "docs/protocol.md §2. `text` is what is hashed. `bodies`: reason null = a body or part in good form (body or part text).",
        "cases": [
            {"name": name, "op": o, "body_sha256": sha(o["body"].encode()), "text": op_text(o).decode(), "hash": sha(op_text(o))}
            for name, o in good
        ],
        "malformed": [{"name": name, "field": field, "op": o} for name, field, o in bad],
        "bodies": [{"name": n, "text": t, "reason": r} for n, t, r in bodies],
        "too_large": {"limit_bytes": 65536, "prefix": '{"nonce":"AAECAwQFBgcICQoLDA0ODw","a":"', "suffix": '"}', "fill": "x"},
        "visit_ids": [{"assignment": a, "attempt": n, "visit_id": str(uuid.uuid5(uuid.UUID(a), str(n)))} for a, n in visits],
        "uuid7": [
            {"unix_ms": 1795478400123, "random": "a1b2c3d4e5f60718293a", "uuid": uuid7(1795478400123, "a1b2c3d4e5f60718293a")},
            {"unix_ms": 0, "random": "ffffffffffffffffffff", "uuid": uuid7(0, "ffffffffffffffffffff")},
            {"unix_ms": 281474976710655, "random": "00000000000000000000", "uuid": uuid7(281474976710655, "00000000000000000000")},
        ],
    }


def uuid7(unix_ms: int, random: str) -> str:
    """48 bits of time, then the ten random bytes with version and variant written over their top bits."""
    tail = bytearray(bytes.fromhex(random))
    tail[0] = tail[0] & 0x0F | 0x70
    tail[2] = tail[2] & 0x3F | 0x80
    return str(uuid.UUID(bytes=unix_ms.to_bytes(6, "big") + bytes(tail)))


def chained(epoch: str, first_seq: int, prev: str, bodies: list[tuple[str, str]], start_ms: int) -> list[dict[str, Any]]:
    made = []
    for offset, (kind, body) in enumerate(bodies):
        about_device = kind == "epoch.started"
        o = op(
            epoch=epoch,
            seq=first_seq + offset,
            op_id=uuid7(start_ms + 1000 * offset, f"{first_seq + offset:020x}"),
            kind=kind,
            scope="-" if about_device else "350722-2026-RC",
            subject="-" if about_device else str(uuid.uuid5(uuid.UUID(ASSIGNMENT), "1")),
            base="-",
            wall_ms=start_ms + 1000 * offset,
            mono_ms=500 + 1000 * offset,
            body=body,
            prev=prev,
        )
        prev = sha(op_text(o))
        made.append({**o, "hash": prev})
    return made


def chain_vectors() -> dict[str, Any]:
    nonce = '"nonce":"AAECAwQFBgcICQoLDA0ODw"'
    first = f'{{{nonce},"prev_epoch":"0000000000000000","prev_seq":0,"prev_hash":"{ZEROS}","reason":"enrolled"}}'
    main = chained(
        EPOCH, 1, ZEROS,
        [("epoch.started", first), ("visit.opened", f'{{{nonce},"mode":"assigned"}}'), ("photo.captured", f'{{{nonce},"shot":"door"}}'),
         ("answers.given", f'{{{nonce},"answers":{{}}}}'), ("visit.closed", f'{{{nonce},"result":"MET"}}')],
        1795478400000,
    )  # fmt: skip
    other = chained(EPOCH, 4, main[2]["hash"], [("alarm.raised", f'{{{nonce},"alarm":"fire"}}')], 1795478500000)
    tail = main[-1]
    follow = f'{{{nonce},"prev_epoch":"{EPOCH}","prev_seq":5,"prev_hash":"{tail["hash"]}","reason":"fork"}}'
    wrong = f'{{{nonce},"prev_epoch":"{EPOCH}","prev_seq":4,"prev_hash":"{tail["hash"]}","reason":"fork"}}'
    second = chained("00112233445566aa", 1, ZEROS, [("epoch.started", follow), ("visit.opened", f"{{{nonce}}}")], 1795478600000)
    return {
        "about": "One device. `broken`: ops must not be accepted as a chain after `after` (null = before seq 1); `reason` says why.",
        "device": DEVICE,
        "epochs": [
            {"epoch": EPOCH, "ops": main, "head": {"seq": 5, "hash": tail["hash"]}},
            {"epoch": "00112233445566aa", "ops": second, "head": {"seq": 2, "hash": second[-1]["hash"]}},
        ],
        "batches": [
            {"name": "the whole epoch", "epoch": EPOCH, "first_seq": 1, "prev": ZEROS, "seqs": [1, 2, 3, 4, 5], "head": tail["hash"]},
            {"name": "its tail", "epoch": EPOCH, "first_seq": 4, "prev": main[2]["hash"], "seqs": [4, 5], "head": tail["hash"]},
            {"name": "nothing new", "epoch": EPOCH, "first_seq": 6, "prev": tail["hash"], "seqs": [], "head": tail["hash"]},
        ],
        "broken": [
            {"name": "a seq left out", "reason": "seq", "after": {"epoch": EPOCH, "seq": 2, "hash": main[1]["hash"]}, "op": main[3]},
            {"name": "another previous hash", "reason": "prev", "after": {"epoch": EPOCH, "seq": 3, "hash": main[1]["hash"]}, "op": main[3]},
            {"name": "another epoch", "reason": "epoch", "after": {"epoch": "00112233445566aa", "seq": 3, "hash": main[2]["hash"]}, "op": main[3]},
            {"name": "an epoch that starts with a visit", "reason": "kind", "after": None,
             "op": chained(EPOCH, 1, ZEROS, [("visit.opened", f"{{{nonce}}}")], 1795478400000)[0]},
            {"name": "a chain that starts in its middle", "reason": "seq", "after": None, "op": main[1]},
            {"name": "an epoch started twice", "reason": "kind", "after": {"epoch": EPOCH, "seq": 3, "hash": main[2]["hash"]},
             "op": chained(EPOCH, 4, main[2]["hash"], [("epoch.started", first)], 1795478500000)[0]},
        ],
        "epoch_starts": [
            {"name": "the first of a device", "body": first, "known": [], "reason": None},
            {"name": "follows the head that is known", "body": follow, "known": [{"epoch": EPOCH, "seq": 5, "hash": tail["hash"]}], "reason": None},
            {"name": "follows an op that is known", "body": follow.replace('"prev_seq":5', '"prev_seq":3').replace(tail["hash"], main[2]["hash"]),
             "known": [{"epoch": EPOCH, "seq": 3, "hash": main[2]["hash"]}], "reason": None},
            {"name": "names a hash that is not at that place", "body": wrong, "known": [{"epoch": EPOCH, "seq": 4, "hash": main[3]["hash"]}], "reason": "prev_hash"},
            {"name": "a first epoch with a past", "body": first.replace('"prev_seq":0', '"prev_seq":1'), "known": [], "reason": "prev_seq"},
            {"name": "no reason given", "body": first.replace(',"reason":"enrolled"', ""), "known": [], "reason": "reason"},
        ],
        "fork": {
            "name": "two ops stand at seq 4",
            "first_seq": 4,
            "stored": [main[3]["hash"], main[4]["hash"]],
            "duplicate": {"sent": [main[3]["hash"], main[4]["hash"]], "forks_at": None},
            "forked": {"sent": [other[0]["hash"]], "forks_at": 4},
            "forked_later": {"sent": [main[3]["hash"], other[0]["hash"]], "forks_at": 5},
            "longer": {"sent": [main[3]["hash"], main[4]["hash"], other[0]["hash"]], "forks_at": None},
            "op": other[0],
        },
    }  # fmt: skip


def private_key(number: int) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(number, ec.SECP256R1())


def spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def raw_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def jwk(key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    point = raw_point(key)
    number = key.private_numbers().private_value.to_bytes(32, "big")
    return {"kty": "EC", "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:]), "d": b64(number)}


def sign(key: ec.EllipticCurvePrivateKey, data: bytes) -> str:
    der = key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    r, s = utils.decode_dss_signature(der)
    return b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


DEVICE_KEY = private_key(int(sha(b"fangcha vector device key"), 16) >> 1)
OFFICE_KEY = private_key(int(sha(b"fangcha vector office key"), 16) >> 1)
EPHEMERAL_KEY = private_key(int(sha(b"fangcha vector ephemeral key"), 16) >> 1)


def digest_vectors() -> dict[str, Any]:
    visit = str(uuid.uuid5(uuid.UUID(ASSIGNMENT), "1"))
    ops = [sha(f"op {n}".encode()) for n in range(8)]
    head = lines("fangcha/head/1", DEVICE, EPOCH, 9, ops[7])
    cases = []
    for name, attempt, round_no, result, hs in [
        ("a met household", 1, 1, "MET", ops),
        ("a visit still open", 1, 1, "-", ops[:3]),
        ("nobody at home, second attempt", 2, 1, "ABSENT", ops[:2]),
        ("a correction, second round", 1, 2, "MET", ops[6:]),
        ("no ops at all", 1, 1, "NOT_FOUND", []),
    ]:
        text = lines("fangcha/visit/1", visit, attempt, round_no, result, *hs)
        digest = sha(text)
        signed = lines("fangcha/visit-signature/1", digest)
        cases.append({"name": name, "visit_id": visit, "attempt": attempt, "round": round_no, "result": result, "hashes": hs,
                      "text": text.decode(), "digest": digest, "signed_text": signed.decode(), "sig": sign(DEVICE_KEY, signed)})  # fmt: skip
    good = sign(DEVICE_KEY, head)
    raw = base64.urlsafe_b64decode(good + "==")
    flipped = bytes([raw[0] ^ 1]) + raw[1:]
    bad = [
        ("one bit of r", b64(flipped)), ("r and s swapped", b64(raw[32:] + raw[:32])), ("63 bytes", b64(raw[:63])),
        ("zeros", b64(bytes(64))), ("another key", sign(OFFICE_KEY, head)), ("another text", cases[0]["sig"]), ("empty", ""),
    ]  # fmt: skip
    return {
        "about": "docs/protocol.md §2: head signature, visit digest, visit signature. Signatures by `device`; ECDSA is random elsewhere, so verify only.",
        "device": {"spki": b64(spki(DEVICE_KEY)), "jwk": jwk(DEVICE_KEY)},
        "head": {"device": DEVICE, "epoch": EPOCH, "seq": 9, "hash": ops[7], "text": head.decode(), "sig": good},
        "bad_head_signatures": [{"name": n, "sig": s} for n, s in bad],
        "visits": cases,
    }


def pattern(size: int) -> bytes:
    block = bytes((i * 31 + (i >> 8) * 7) & 0xFF for i in range(1 << 16))
    return (block * (size // len(block) + 1))[:size]


def seal_file(key: bytes, data: bytes, nonces: list[bytes]) -> bytes:
    count = max(1, -(-len(data) // MIB)) if data else 0
    digest = sha(data)
    out = b""
    for index in range(count):
        segment = data[index * MIB : (index + 1) * MIB]
        aad = lines("fangcha/file/1", digest, index, count)
        out += nonces[index] + AESGCM(key).encrypt(nonces[index], segment, aad)
    return out


def sealing_vectors() -> dict[str, Any]:
    key = hashlib.sha256(b"fangcha vector item key").digest()
    nonce = hashlib.sha256(b"fangcha vector nonce").digest()[:12]
    nonce_2 = hashlib.sha256(b"fangcha vector nonce 2").digest()[:12]
    op_id = "019aafb2-c400-7a31-9c55-3f8e0d12a4b6"
    texts = []
    for name, which, text in [
        ("a body", "body", '{"nonce":"AAECAwQFBgcICQoLDA0ODw","mode":"assigned"}'),
        ("a part with Chinese", "part", '{"nonce":"EBESExQVFhcYGRobHB0eHw","answers":{"note":"屋顶漏雨，𠀀家已报修"}}'),
    ]:
        deflated = zlib.compress(text.encode(), 9)
        aad = lines("fangcha/item/1", op_id, which)
        texts.append({"name": name, "key": b64(key), "nonce": b64(nonce), "op_id": op_id, "which": which, "text": text, "aad": aad.decode(),
                      "deflated": b64(deflated), "sealed": b64(nonce + AESGCM(key).encrypt(nonce, deflated, aad))})  # fmt: skip
    bomb = zlib.compress(b" " * 70000 + b"{}", 9)
    body_aad = lines("fangcha/item/1", op_id, "body")
    sealed = base64.urlsafe_b64decode(texts[0]["sealed"] + "==")
    bad_texts = [
        ("sealed as a part", texts[1]["sealed"], "tag"),
        ("one bit flipped", b64(sealed[:-1] + bytes([sealed[-1] ^ 1])), "tag"),
        ("cut short", b64(sealed[:27]), "length"),
        ("inflates beyond 64 kB", b64(nonce + AESGCM(key).encrypt(nonce, bomb, body_aad)), "too_large"),
        ("not deflated", b64(nonce + AESGCM(key).encrypt(nonce, b"{}", body_aad)), "deflate"),
        ("bytes after the deflate stream", b64(nonce + AESGCM(key).encrypt(nonce, zlib.compress(b"{}") + b"x", body_aad)), "deflate"),
        ("a deflate stream cut short", b64(nonce + AESGCM(key).encrypt(nonce, zlib.compress(b"{}" * 99)[:-3], body_aad)), "deflate"),
    ]  # fmt: skip
    small = pattern(300)
    large = pattern(MIB + 777)
    exact = pattern(MIB)
    files = []
    for name, data, nonces in [
        ("one short segment", small, [nonce]),
        ("two segments", large, [nonce, nonce_2]),
        ("exactly one segment", exact, [nonce]),
    ]:
        out = seal_file(key, data, nonces)
        entry = {"name": name, "key": b64(key), "nonces": [b64(n) for n in nonces], "size": len(data), "sha256": sha(data),
                 "sealed_size": len(out), "sealed_sha256": sha(out)}  # fmt: skip
        if len(out) < 1000:
            entry["sealed"] = b64(out)
        files.append(entry)
    kid = sha(spki(OFFICE_KEY))[:16]
    of = str(uuid.uuid5(uuid.UUID(ASSIGNMENT), "1"))
    wraps = []
    for name, subject in [("of a visit", of), ("of an epoch", EPOCH)]:
        info = lines("fangcha/wrap/1", DEVICE, subject, kid)
        shared = EPHEMERAL_KEY.exchange(ec.ECDH(), OFFICE_KEY.public_key())
        kek = HKDF(algorithm=hashes.SHA256(), length=32, salt=raw_point(EPHEMERAL_KEY), info=info).derive(shared)
        wraps.append({"name": name, "device": DEVICE, "of": subject, "kid": kid, "item_key": b64(key), "nonce": b64(nonce), "info": info.decode(),
                      "shared": b64(shared), "kek": b64(kek), "epk": b64(raw_point(EPHEMERAL_KEY)),
                      "wrap": b64(nonce + AESGCM(kek).encrypt(nonce, key, info))})  # fmt: skip
    return {
        "about": "docs/protocol.md §3. Deflate output differs between libraries: open `sealed`, and check your own by opening it again. "
        "File bytes: byte i of a block of 65536 is (31 i + 7 (i >> 8)) mod 256, the block repeated to `size`.",
        "segment_size": MIB,
        "office": {"spki": b64(spki(OFFICE_KEY)), "kid": kid, "jwk": jwk(OFFICE_KEY)},
        "ephemeral": {"jwk": jwk(EPHEMERAL_KEY)},
        "texts": texts,
        "bad_texts": [{"name": n, "key": b64(key), "op_id": op_id, "which": "body", "sealed": s, "reason": r} for n, s, r in bad_texts],
        "files": files,
        "wraps": wraps,
    }


if __name__ == "__main__":
    VECTORS.mkdir(exist_ok=True)
    write("op.json", op_vectors())
    write("chain.json", chain_vectors())
    write("digest.json", digest_vectors())
    write("sealing.json", sealing_vectors())
