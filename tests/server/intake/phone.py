"""A phone for intake's tests: it writes a good chain by default, and anything else when told to."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import uuid
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from server.accounts.models import Device, LoginSession, Organisation, User, UserRole
from server.accounts.service import digest
from server.core.clock import FixedClock
from server.core.database import Database
from server.intake.wire import MEDIA_TYPE
from sync import ops, sealing, signatures
from sync.digest import head_text

ORG = "7e8a0d1c-0000-4000-8000-000000000001"
SCOPE = "350923-2026-RC"
CHECKLIST = {"id": "household-short", "version": 1, "sha256": "c" * 64}


def database_of(app: Flask) -> Database:
    found: Database = app.extensions["fangcha_database"]
    return found


def make_user(app: Flask, role: str = "inspector") -> str:
    user_id = str(uuid.uuid4())
    with database_of(app).unit_of_work(write=True) as session:
        if session.get(Organisation, ORG) is None:
            session.add(Organisation(id=ORG, name="屏南县民政局", tier="county", division_code="350923000000", reports_to=None))
            session.flush()
        login = f"p{user_id[:8]}"
        session.add(User(id=user_id, login=login, name="陈文斌", org_id=ORG, password_hash="-", active=True, created_ms=0))
        session.flush()
        session.add(UserRole(user_id=user_id, role=role))
    return user_id


def open_session(app: Flask, user_id: str) -> str:
    """Return the cookie header of a live session."""
    secret = os.urandom(8).hex()
    with database_of(app).unit_of_work(write=True) as session:
        row = LoginSession(id=digest(secret), user_id=user_id, created_ms=0, seen_ms=0, expires_ms=2**53)
        session.add(row)
    return f"fangcha={secret}"


@dataclass
class Phone:
    """One account on one browser profile."""

    app: Flask
    user_id: str
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    epoch: str = field(default_factory=lambda: os.urandom(8).hex())
    token: str = field(default_factory=lambda: os.urandom(16).hex())
    secret: bytes = field(default_factory=lambda: os.urandom(32))
    item_keys: dict[str, bytes] = field(default_factory=dict)
    wraps: dict[str, sealing.Wrap] = field(default_factory=dict)
    written: list[dict[str, Any]] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    acknowledged: int = 0

    def __post_init__(self) -> None:
        spki = signatures.public_p256(self.secret)
        row = Device(id=self.device, user_id=self.user_id, spki=spki, label="", token_hash=digest(self.token), enrolled_ms=0, seen_ms=0)
        with database_of(self.app).unit_of_work(write=True) as session:
            session.add(row)
        if not self.written:
            self.start_epoch()

    @property
    def now_ms(self) -> int:
        clock: FixedClock = self.app.extensions["fangcha_clock"]
        return clock.now_ms()

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Fangcha-Device {self.token}"}

    def start_epoch(self, prev: tuple[str, int, str] = (ops.ZERO_EPOCH, 0, ops.ZERO_HASH), reason: str = "enrolled") -> None:
        body = {"prev_epoch": prev[0], "prev_seq": prev[1], "prev_hash": prev[2], "reason": reason}
        self.write("epoch.started", body, subject="-", scope="-")

    def item_key(self, of: str) -> bytes:
        if of not in self.item_keys:
            self.item_keys[of] = os.urandom(32)
            keys = self.app.extensions["fangcha_keys"]
            self.wraps[of] = sealing.wrap_key(self.item_keys[of], self.device, of, keys.intake_spki, (os.urandom(32), os.urandom(12)))
        return self.item_keys[of]

    def write(
        self,
        kind: str,
        body: dict[str, Any] | bytes,
        *,
        subject: str,
        part: dict[str, Any] | bytes | None = None,
        scope: str = SCOPE,
        schema: int = 1,
        op_id: str | None = None,
    ) -> str:
        """Append an op to the chain; return its hash."""
        op_id = op_id or ops.uuid7(self.now_ms, os.urandom(10))
        part_bytes = None if part is None else part if isinstance(part, bytes) else text(part)
        if isinstance(body, dict):
            named = {} if part_bytes is None else {"part_sha256": hashlib.sha256(part_bytes).hexdigest()}
            body = text(body | named)
        key = self.item_key(self.epoch if subject == "-" else subject)
        sent: dict[str, Any] = {
            "op_id": op_id, "kind": kind, "schema": schema, "scope": scope, "subject": subject, "base": "-",
            "wall_ms": self.now_ms, "mono_ms": 1000 * len(self.written), "boot": "c0ffee01",
            "body": ops.base64url(sealing.seal_text(key, op_id, "body", body, os.urandom(12))),
        }  # fmt: skip
        if part_bytes is not None:
            sent["part"] = ops.base64url(sealing.seal_text(key, op_id, "part", part_bytes, os.urandom(12)))
        return self.append(sent, hashlib.sha256(body).hexdigest())

    def append(self, sent: dict[str, Any], body_sha256: str) -> str:
        op = ops.Envelope(
            self.device, self.epoch, len(self.written) + 1, sent["op_id"], sent["kind"], sent["schema"], sent["scope"], sent["subject"],
            sent["base"], sent["wall_ms"], sent["mono_ms"], sent["boot"], body_sha256, self.prev_of(len(self.written) + 1),
        )  # fmt: skip
        self.written.append(sent)
        self.hashes.append(op.hash)
        return op.hash

    def prev_of(self, seq: int) -> str:
        return ops.ZERO_HASH if seq == 1 else self.hashes[seq - 2]

    def visit(self, visit_id: str | None = None, *, photos: list[bytes] | None = None) -> str:
        """Write a small whole visit; return its id."""
        visit_id = visit_id or str(uuid.uuid4())
        target = {"kind": "household", "id": str(uuid.uuid4())}
        opened = {
            "assignment": None, "target": target, "attempt": 1, "round": 1, "checklist": CHECKLIST, "mode": "adhoc",
            "leader": self.user_id, "partner": None, "partner_way": "alone", "alone_reason": "ill", "fix": None,
        }  # fmt: skip
        self.write("visit.opened", opened, subject=visit_id)
        for photo in photos or []:
            self.photo(visit_id, photo)
        self.write(
            "answers.given",
            {"checklist": CHECKLIST, "answers": {"lives_here": "yes"}},
            subject=visit_id,
            part={"answers": {"note": "屋顶漏雨"}},
        )
        closed = {
            "attempt": 1, "round": 1, "result": "MET", "arrived_ms": self.now_ms, "left_ms": self.now_ms, "op_count": 2,
            "digest": "d" * 64, "digest_sig": None, "supersedes": None, "fix": None,
        }  # fmt: skip
        self.write("visit.closed", closed, subject=visit_id)
        return visit_id

    def photo(self, visit_id: str, data: bytes, mime: str = "image/jpeg") -> str:
        media = [{"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "mime": mime, "role": "photo"}]
        self.write(
            "photo.captured", {"shot": "door", "media": media, "w": 4, "h": 3, "source": "camera", "covered": False}, subject=visit_id
        )
        return str(media[0]["sha256"])

    def frame(self, first: int, last: int, **changes: Any) -> dict[str, Any]:
        """Return the push of the ops from seq `first` to `last`."""
        chosen = self.written[first - 1 : last]
        head = self.hashes[last - 1] if chosen else self.prev_of(first)
        wanted = {self.epoch if sent["subject"] == "-" else sent["subject"] for sent in chosen}
        made = {
            "v": 1, "device": self.device, "epoch": self.epoch, "first_seq": first, "prev": self.prev_of(first), "head": head,
            "sig": ops.base64url(signatures.sign_p256(self.secret, head_text(self.device, self.epoch, first + len(chosen) - 1, head))),
            "sent_wall_ms": self.now_ms, "wraps": [wire(self.wraps[of]) for of in sorted(wanted) if of in self.wraps], "ops": chosen,
        }  # fmt: skip
        return made | changes

    def send(self, frame: dict[str, Any] | bytes, *, cookie: str | None = None, packed: bool = True) -> TestResponse:
        data = frame if isinstance(frame, bytes) else json.dumps(frame).encode()
        headers = dict(self.auth)
        if packed:
            data, headers["Content-Encoding"] = gzip.compress(data, 1), "gzip"
        if cookie is not None:
            headers["Cookie"] = cookie
        client = self.app.test_client(use_cookies=False)
        return client.post("/sync/v1/push", data=data, headers=headers, content_type=MEDIA_TYPE)

    def push(self, first: int | None = None, last: int | None = None, **changes: Any) -> dict[str, Any]:
        """Push what was not acknowledged, or a range; return the answer."""
        start = self.acknowledged + 1 if first is None else first
        end = len(self.written) if last is None else last
        response = self.send(self.frame(start, end, **changes))
        assert response.status_code == 200, response.get_data(as_text=True)
        assert response.mimetype == MEDIA_TYPE
        answer: dict[str, Any] = json.loads(response.data)
        self.acknowledged = max(self.acknowledged, answer["expected_seq"] - 1)
        return answer

    def clone(self) -> Phone:
        """Return what a copy of this browser profile would be."""
        copy = object.__new__(Phone)
        copy.__dict__.update(self.__dict__)
        copy.written, copy.hashes = list(self.written), list(self.hashes)
        return copy

    def sealed(self, of: str, data: bytes) -> bytes:
        return sealing.seal_file(self.item_key(of), data, iter(lambda: os.urandom(12), None))

    def create(self, data: bytes, of: str, body: bytes | None = None, **changes: str) -> TestResponse:
        """Open an upload for `data`."""
        digest_text = hashlib.sha256(data).hexdigest()
        headers = self.auth | {
            "Tus-Resumable": "1.0.0", "Upload-Length": str(sealing.sealed_size(len(data))),
            "Upload-Metadata": f"sha256 {b64(digest_text.encode())},size {b64(str(len(data)).encode())}",
        }  # fmt: skip
        headers |= {name.replace("_", "-"): value for name, value in changes.items()}
        client = self.app.test_client(use_cookies=False)
        if body is None:
            return client.post("/sync/v1/uploads", headers=headers)
        return client.post("/sync/v1/uploads", headers=headers, data=body, content_type="application/offset+octet-stream")

    def patch(self, location: str, offset: int, data: bytes, **changes: str) -> TestResponse:
        headers = self.auth | {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset)}
        headers["Upload-Checksum"] = f"sha256 {b64(hashlib.sha256(data).digest())}"
        headers |= {name.replace("_", "-"): value for name, value in changes.items()}
        return self.app.test_client(use_cookies=False).patch(
            location, headers=headers, data=data, content_type="application/offset+octet-stream"
        )

    def head(self, location: str) -> TestResponse:
        return self.app.test_client(use_cookies=False).head(location, headers=self.auth | {"Tus-Resumable": "1.0.0"})

    def upload(self, data: bytes, of: str) -> TestResponse:
        """Send a whole file; return the last answer."""
        made = self.create(data, of)
        if made.status_code == 200:
            return made
        assert made.status_code == 201, made.get_data(as_text=True)
        return self.patch(made.headers["Location"], 0, self.sealed(of, data))


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def text(members: dict[str, Any]) -> bytes:
    nonce = base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()
    return json.dumps({"nonce": nonce} | members, ensure_ascii=False).encode()


def wire(wrap: sealing.Wrap) -> dict[str, str]:
    return {"of": wrap.of, "kid": wrap.kid, "epk": ops.base64url(wrap.epk), "wrap": ops.base64url(wrap.wrap)}


def statuses(answer: dict[str, Any]) -> list[str]:
    return [result["status"] for result in answer["results"]]


def reasons(answer: dict[str, Any]) -> list[str | None]:
    return [result.get("reason") for result in answer["results"]]
