"""Writes `merkle.json`, `note.json` and `checkpoint.json` without importing `sync`: recursion straight from RFC 6962, texts from C2SP."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VECTORS = Path(__file__).parent.parent / "vectors"
# The leaves of the Certificate Transparency reference tests, whose eight roots are published.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
PUBLISHED = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1."""
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return sha(b"\0" + leaves[0])
    k = split(len(leaves))
    return sha(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    return [*path(m, leaves[:k]), root(leaves[k:])] if m < k else [*path(m - k, leaves[k:]), root(leaves[:k])]


def proof(m: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2."""
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*proof(m, leaves[:k], whole=whole), root(leaves[k:])]
    return [*proof(m - k, leaves[k:], whole=False), root(leaves[:k])]


def hexes(hashes: list[bytes]) -> list[str]:
    return [each.hex() for each in hashes]


def merkle_vectors() -> dict[str, Any]:
    leaves = [bytes.fromhex(leaf) for leaf in LEAVES]
    roots = [root(leaves[:n]).hex() for n in range(9)]
    if any(roots[n] != known for n, known in PUBLISHED.items()):
        raise SystemExit("the published roots do not come out")
    inclusion = [
        {"index": m, "size": n, "leaf_hash": sha(b"\0" + leaves[m]).hex(), "proof": hexes(path(m, leaves[:n])), "root": roots[n]}
        for n in range(1, 9) for m in range(n)
    ]  # fmt: skip
    consistency = [
        {"old_size": m, "size": n, "old_root": roots[m], "root": roots[n], "proof": hexes(proof(m, leaves[:n]))}
        for n in range(1, 9) for m in range(1, n + 1)
    ]  # fmt: skip
    good: dict[str, Any] = inclusion[20]
    grown: dict[str, Any] = consistency[23]
    leaf = '{"g":"350722-2026-RC","h":"%s","t":"op","v":1}' % sha(b"op").hex()
    return {
        "about": "RFC 6962; the leaves and roots of the Certificate Transparency reference tests. Hashes in hex.",
        "leaves": LEAVES,
        "roots": roots,
        "inclusion": inclusion,
        "bad_inclusion": [
            {"name": "another index", **good, "index": good["index"] ^ 1},
            {"name": "index beyond the size", **good, "index": good["size"]},
            {"name": "a hash left out", **good, "proof": good["proof"][:-1]},
            {"name": "a hash too many", **good, "proof": [*good["proof"], good["proof"][0]]},
            {"name": "hashes in another order", **good, "proof": good["proof"][::-1]},
            {"name": "another root", **good, "root": roots[3]},
            {"name": "a short hash", **good, "proof": [good["proof"][0][:62], *good["proof"][1:]]},
            {"name": "an empty root", **good, "root": ""},
            {"name": "a tree of no leaves", **good, "size": 0, "index": 0, "proof": []},
        ],
        "consistency": consistency,
        "bad_consistency": [
            {"name": "from nothing", **grown, "old_size": 0, "old_root": roots[0], "proof": []},
            {"name": "from nothing to nothing", "old_size": 0, "size": 0, "old_root": roots[0], "root": roots[0], "proof": []},
            {"name": "shrinking", **grown, "old_size": grown["size"] + 1},
            {"name": "a hash left out", **grown, "proof": grown["proof"][:-1]},
            {"name": "a hash too many", **grown, "proof": [*grown["proof"], grown["proof"][0]]},
            {"name": "no hashes", **grown, "proof": []},
            {"name": "another old root", **grown, "old_root": roots[1]},
            {"name": "another new root", **grown, "root": roots[1]},
            {"name": "two trees of one size", "old_size": 3, "size": 3, "old_root": roots[3], "root": roots[4], "proof": []},
            {"name": "one size with a proof", "old_size": 3, "size": 3, "old_root": roots[3], "root": roots[3], "proof": [roots[1]]},
            {"name": "a short hash", **grown, "old_root": grown["old_root"][:-2]},
        ],
        "receipt": {"leaf": leaf, "leaf_hash": sha(b"\0" + leaf.encode()).hex()},
    }


def secret(name: str) -> bytes:
    return sha(f"fangcha vector {name}".encode())


def public(name: str) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(secret(name)).public_key().public_bytes_raw()


def key_id(name: str, algorithm: int, key: bytes) -> bytes:
    return sha(name.encode() + b"\n" + bytes([algorithm]) + key)[:4]


def vkey(name: str, algorithm: int, key: bytes) -> str:
    return f"{name}+{key_id(name, algorithm, key).hex()}+{base64.b64encode(bytes([algorithm]) + key).decode()}"


def line(name: str, algorithm: int, key_name: str, signed: bytes, prefix: bytes = b"") -> str:
    signature = Ed25519PrivateKey.from_private_bytes(secret(key_name)).sign(signed)
    return f"\u2014 {name} {base64.b64encode(key_id(name, algorithm, public(key_name)) + prefix + signature).decode()}\n"


# The worked example of the specification itself.
SPEC_NOTE = (
    "This is an example message.\n\n"
    "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def note_vectors() -> dict[str, Any]:
    text = "村务公开栏\n第二行\n"
    name = "fangcha.example/g1"
    good = text + "\n" + line(name, 1, "log", text.encode())
    other = line("witness.example", 1, "witness", text.encode())
    body, _, sig = good.rpartition("\n\n")
    return {
        "about": "C2SP signed note. `verified`: the text that comes out. `refused`: with `vkey`, nothing comes out.",
        "keys": [{"name": name, "secret": secret("log").hex(), "vkey": vkey(name, 1, public("log"))},
                 {"name": "witness.example", "secret": secret("witness").hex(), "vkey": vkey("witness.example", 1, public("witness"))}],
        "verified": [
            {"name": "one line", "note": good, "vkey": vkey(name, 1, public("log")), "text": text},
            {"name": "a line of a stranger before it", "note": text + "\n" + other + sig, "vkey": vkey(name, 1, public("log")), "text": text},
            {"name": "the example of the specification", "note": SPEC_NOTE, "text": "This is an example message.\n",
             "vkey": "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"},
            {"name": "a blank line in the text", "note": "a\n\nb\n\n" + line(name, 1, "log", b"a\n\nb\n"), "vkey": vkey(name, 1, public("log")), "text": "a\n\nb\n"},
        ],
        "refused": [
            {"name": "another text", "note": good.replace("第二行", "第三行"), "vkey": vkey(name, 1, public("log"))},
            {"name": "nobody that is known", "note": text + "\n" + other, "vkey": vkey(name, 1, public("log"))},
            {"name": "no signature", "note": text, "vkey": vkey(name, 1, public("log"))},
            {"name": "no blank line", "note": text + sig, "vkey": vkey(name, 1, public("log"))},
            {"name": "a hyphen for the dash", "note": body + "\n\n" + sig.replace("\u2014", "-"), "vkey": vkey(name, 1, public("log"))},
            {"name": "no line feed at the end", "note": good[:-1], "vkey": vkey(name, 1, public("log"))},
            {"name": "a carriage return", "note": good.replace("第二行\n", "第二行\r\n"), "vkey": vkey(name, 1, public("log"))},
            {"name": "a known key whose line is wrong beside one that is right", "note": text + "\n" + line(name, 1, "log", b"else\n") + sig, "vkey": vkey(name, 1, public("log"))},
            {"name": "a line cut short", "note": body + "\n\n" + sig[:-9] + "\n", "vkey": vkey(name, 1, public("log"))},
        ],
        "bad_vkeys": [
            {"name": "an id that is not its own", "vkey": f"{name}+00000000+{base64.b64encode(bytes([1]) + public('log')).decode()}"},
            {"name": "an unknown algorithm", "vkey": vkey(name, 9, public("log"))},
            {"name": "a short key", "vkey": vkey(name, 1, public("log")[:31])},
            {"name": "a name with a space", "vkey": vkey("two words", 1, public("log"))},
            {"name": "no name", "vkey": vkey("", 1, public("log"))},
            {"name": "not three parts", "vkey": "fangcha.example"},
        ],
    }  # fmt: skip


def checkpoint_vectors() -> dict[str, Any]:
    origin, clock, unix_s = "fangcha.example/g1", "fangcha.example/clock", 1795478400
    tree = root([bytes.fromhex(leaf) for leaf in LEAVES])
    text = f"{origin}\n8\n{base64.b64encode(tree).decode()}\n"
    timed = f"cosignature/v1\ntime {unix_s}\n{text}".encode()
    signed = text + "\n" + line(origin, 1, "log", text.encode())
    whole = signed + line(clock, 4, "clock", timed, unix_s.to_bytes(8, "big"))
    bad = {
        "a size with a leading zero": text.replace("\n8\n", "\n08\n"),
        "a negative size": text.replace("\n8\n", "\n-8\n"),
        "a root of 31 bytes": f"{origin}\n8\n{base64.b64encode(tree[:31]).decode()}\n",
        "a root in base64url without padding": f"{origin}\n8\n{base64.urlsafe_b64encode(tree).decode().rstrip('=')}\n",
        "an extension line": text + "more\n",
        "no line feed at the end": text[:-1],
        "generation zero": text.replace("/g1", "/g0"),
        "no generation": text.replace("/g1", ""),
        "an origin with a space": text.replace("fangcha.example", "fang cha"),
    }
    return {
        "about": "C2SP tlog-checkpoint with cosignature/v1. `base` is field 10 of an op. `bad`: texts that are no checkpoint of ours.",
        "log": {"secret": secret("log").hex(), "vkey": vkey(origin, 1, public("log"))},
        "clock": {"name": clock, "secret": secret("clock").hex(), "vkey": vkey(clock, 4, public("clock"))},
        "good": {"origin": origin, "generation": 1, "size": 8, "root": tree.hex(), "base": f"1:8:{tree.hex()}", "text": text, "signed": signed,
                 "unix_s": unix_s, "cosigned": whole},
        "empty": {"origin": "fangcha.example/g12", "size": 0, "root": sha(b"").hex(), "base": f"12:0:{sha(b'').hex()}",
                  "text": f"fangcha.example/g12\n0\n{base64.b64encode(sha(b'')).decode()}\n"},
        "bad": [{"name": n, "text": t} for n, t in bad.items()],
        "bad_cosigned": [
            {"name": "another time", "cosigned": signed + line(clock, 4, "clock", timed, (unix_s + 1).to_bytes(8, "big"))},
            {"name": "signed without its time", "cosigned": signed + line(clock, 4, "clock", text.encode(), unix_s.to_bytes(8, "big"))},
            {"name": "nobody cosigned", "cosigned": signed},
        ],
    }  # fmt: skip


if __name__ == "__main__":
    for name, value in (("merkle", merkle_vectors()), ("note", note_vectors()), ("checkpoint", checkpoint_vectors())):
        (VECTORS / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
