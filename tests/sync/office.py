"""An office in memory that takes pushes and uploads as the protocol says: the other end for tests of the headless device.

It is built on `sync` alone, so that the device can be tested without the server, and it can be told to misbehave.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sync import canonical, chain, checkpoint, digest, merkle, note, ops, sealing, signatures
from sync.client import Request, Response
from sync.client.device import MEDIA_TYPE
from sync.errors import EnvelopeError, SealError

INTAKE = b"\7" * 32
LOG = b"\5" * 32
NOW_MS = 1_795_478_400_000


@dataclass
class StoredOp:
    """An op as the office keeps it."""

    envelope: ops.Envelope
    body: dict[str, Any] | None
    part: dict[str, Any] | None
    index: int
    forked: bool


@dataclass
class Office:
    """All that an office knows; `meddle` may change or drop any request or answer."""

    generation: int = 1
    spki: bytes = b""
    chains: dict[str, list[str]] = field(default_factory=dict)
    stored: dict[str, StoredOp] = field(default_factory=dict)
    leaves: list[bytes] = field(default_factory=list)
    keys: dict[str, bytes] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    meddle: Callable[[Request, Callable[[Request], Response]], Response] = lambda request, handle: handle(request)

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        return self.meddle(request, self.handle)

    def handle(self, request: Request) -> Response:
        routes = {
            ("POST", "/api/session"): self._sign_in,
            ("POST", "/api/devices"): self._enrol,
            ("POST", "/sync/v1/push"): self._push,
            ("POST", "/sync/v1/uploads"): self._create,
        }
        path = request.path.partition("?")[0]
        if (request.method, path) in routes:
            return routes[request.method, path](request)
        if path == "/sync/v1/pull":
            return self._pull(request)
        return self._upload(request, path.rpartition("/")[2])

    def _sign_in(self, request: Request) -> Response:
        if json.loads(request.body)["password"] != "right":
            return _json(403, {"code": "wrong-password"})
        return Response(201, {}, json.dumps({"user": {"id": "u"}}).encode(), ("fangcha=abc; HttpOnly; Path=/",))

    def _enrol(self, request: Request) -> Response:
        if request.headers.get("Cookie") != "fangcha=abc":
            return _json(401, {"code": "signed-out"})
        asked = json.loads(request.body)
        known, self.spki = bool(self.spki), ops.from_base64url(asked["spki"])
        spki = sealing.intake_spki(INTAKE)
        origin = checkpoint.origin("office.example", self.generation)
        vkey = note.Verifier(origin, note.ED25519, signatures.public_ed25519(LOG)).vkey
        answer = {
            "device": asked["device"], "token": "t2" if known else "t1", "generation": self.generation, "now_ms": NOW_MS,
            "intake_key": {"kid": sealing.kid_of(spki), "spki": ops.base64url(spki)}, "log": {"origin": origin, "vkey": vkey},
        }  # fmt: skip
        return _json(200 if known else 201, answer)

    def _push(self, request: Request) -> Response:
        frame = json.loads(gzip.decompress(request.body))
        for wrap in frame["wraps"]:
            made = sealing.Wrap(wrap["of"], wrap["kid"], ops.from_base64url(wrap["epk"]), ops.from_base64url(wrap["wrap"]))
            self.keys[wrap["of"]] = sealing.unwrap_key(made, frame["device"], INTAKE)
        known = self.chains.setdefault(frame["epoch"], [])
        try:
            opened = [self._open(frame["epoch"], sent) for sent in frame["ops"]]
            linked = chain.link(frame["device"], frame["epoch"], frame["first_seq"], frame["prev"], [each[0] for each in opened])
        except (SealError, EnvelopeError):
            return self._refuse(frame, "bad_hash")
        if ([frame["prev"]] + [op.hash for op in linked])[-1] != frame["head"]:
            return self._refuse(frame, "bad_hash")
        if frame["first_seq"] > len(known) + 1:
            return self._refuse(frame, "gap")
        last = frame["first_seq"] + len(linked) - 1
        signatures.verify_p256(
            self.spki, digest.head_text(frame["device"], frame["epoch"], last, frame["head"]), ops.from_base64url(frame["sig"])
        )
        forked = chain.forks_at(frame["first_seq"], known[frame["first_seq"] - 1 :], [op.hash for op in linked])
        results = [self._store(op, texts, known, forked) for op, (_, *texts) in zip(linked, opened, strict=True)]
        return self._answer(frame, results)

    def _open(self, epoch: str, sent: dict[str, Any]) -> tuple[dict[str, Any], Any, Any]:
        if sent.get("damaged"):
            return sent, None, None
        key = self.keys[epoch if sent["subject"] == "-" else sent["subject"]]
        body = sealing.open_text(key, sent["op_id"], "body", ops.from_base64url(sent["body"]))
        part = sealing.open_text(key, sent["op_id"], "part", ops.from_base64url(sent["part"])) if "part" in sent else None
        read = ops.read_texts(body, part)
        return {**sent, "body_sha256": hashlib.sha256(body).hexdigest()}, *read

    def _store(self, op: ops.Envelope, texts: list[Any], known: list[str], forked: int | None) -> dict[str, Any]:
        before = self.stored.get(op.hash)
        is_fork = forked is not None and op.seq >= forked
        if before is None:
            leaf = canonical.encode({"g": op.scope, "h": op.hash, "t": "op", "v": 1})
            self.leaves.append(leaf)
            before = StoredOp(op, texts[0], texts[1], len(self.leaves) - 1, is_fork)
            self.stored[op.hash] = before
            if not is_fork:
                known.append(op.hash)
            status = "fork" if is_fork else "quarantined" if texts[0] is None else "accepted"
        else:
            status = "fork" if before.forked else "duplicate"
        made = {"op_id": op.op_id, "status": status, "receipt": {"index": before.index, "leaf": self.leaves[before.index].decode()}}
        return made | ({"reason": "damaged"} if status == "quarantined" else {})

    def _refuse(self, frame: dict[str, Any], status: str) -> Response:
        return self._answer(frame, [{"op_id": sent["op_id"], "status": status} for sent in frame["ops"]])

    def _answer(self, frame: dict[str, Any], results: list[dict[str, Any]]) -> Response:
        known = self.chains[frame["epoch"]]
        root = merkle.root_of(merkle.leaf_hash(leaf) for leaf in self.leaves)
        stated = checkpoint.Checkpoint(checkpoint.origin("office.example", self.generation), len(self.leaves), root)
        head = {"epoch": frame["epoch"], "seq": len(known), "hash": known[-1] if known else ops.ZERO_HASH}
        answer = {
            "v": 1, "generation": self.generation, "now_ms": NOW_MS, "results": results, "head": head, "expected_seq": len(known) + 1,
            "checkpoint": checkpoint.sign(stated, LOG), "durable_upto": None, "blobs_missing": self.missing(), "hints": {"pause_s": 0},
        }  # fmt: skip
        if "pull" in frame:
            answer["pull"] = self._page(frame["pull"]["cursor"])
        return Response(200, {"content-type": MEDIA_TYPE, "content-encoding": "gzip"}, gzip.compress(json.dumps(answer).encode()))

    def named(self) -> dict[str, int]:
        found = {}
        for op in self.stored.values():
            for media in (op.body or {}).get("media", []):
                found[media["sha256"]] = media["size"]
        return found

    def missing(self) -> list[str]:
        return [name for name in self.named() if name not in self.blobs]

    def _pull(self, request: Request) -> Response:
        cursor = request.path.partition("cursor=")[2] or None
        return Response(200, {"content-type": MEDIA_TYPE}, json.dumps(self._page(cursor)).encode())

    def _page(self, cursor: str | None) -> dict[str, Any]:
        start = int(cursor or 0)
        rows = self.rows[start : start + 2]
        more = start + 2 < len(self.rows)
        return {"v": 1, "generation": 1, "cursor": str(start + len(rows)), "more": more, "reset": cursor is None, "rows": rows}

    def _create(self, request: Request) -> Response:
        metadata = dict(pair.split(" ") for pair in request.headers["Upload-Metadata"].split(","))
        name, size = (base64.b64decode(metadata[key]).decode() for key in ("sha256", "size"))
        if self.named().get(name) != int(size):
            return _json(403, {"code": "upload-not-named"})
        if name in self.blobs:
            return Response(200, {"fangcha-blob": "stored"}, b"")
        upload = f"u{len(self.uploads)}"
        self.uploads[upload] = {"name": name, "size": int(size), "length": int(request.headers["Upload-Length"]), "data": b""}
        taken = self._take(upload, request)
        return Response(201, {**taken.headers, "location": f"http://office.example/sync/v1/uploads/{upload}"}, b"")

    def _upload(self, request: Request, name: str) -> Response:
        upload = self.uploads.get(name)
        if upload is None:
            return _json(404, {"code": "upload-unknown"})
        if request.method == "HEAD":
            return Response(200, {"upload-offset": str(len(upload["data"]))}, b"")
        if int(request.headers["Upload-Offset"]) != len(upload["data"]):
            return _json(409, {"code": "upload-offset"})
        return self._take(name, request)

    def _take(self, name: str, request: Request) -> Response:
        upload = self.uploads[name]
        checksum = base64.b64decode(request.headers["Upload-Checksum"].removeprefix("sha256 "))
        if checksum != hashlib.sha256(request.body).digest():
            return Response(460, {}, b"")
        upload["data"] += request.body
        if len(upload["data"]) < upload["length"]:
            return Response(204, {"upload-offset": str(len(upload["data"]))}, b"")
        del self.uploads[name]
        for key in self.keys.values():
            try:
                self.blobs[upload["name"]] = sealing.open_file(key, upload["name"], upload["size"], upload["data"])
            except SealError:
                continue
            return Response(204, {"fangcha-blob": "stored", "upload-offset": str(upload["length"])}, b"")
        return _json(422, {"code": "blob-hash-mismatch"})


def _json(status: int, answer: dict[str, Any]) -> Response:
    return Response(status, {"content-type": "application/json"}, json.dumps(answer).encode())
