"""The headless device: it enrols, pushes, uploads and pulls, and takes every answer of the protocol the way a phone does."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from sync import canonical, checkpoint, note, ops, signatures
from sync.chain import Head
from sync.client import uploads
from sync.client.journal import Clock, Journal, Random
from sync.client.state import OutOp, State
from sync.client.transport import Request, Response, Transport
from sync.client.visits import Visit, visit_id_of, write_visit
from sync.errors import ClientError

MEDIA_TYPE = "application/vnd.fangcha.sync+json"
MAX_OPS = 500
MAX_BYTES = 200_000
BUSY_TRIES = 20
KEPT = ("accepted", "duplicate", "quarantined", "fork")
Pause = Callable[[float], None]


def no_pause(_seconds: float) -> None:
    """Wait for nothing: tests must not sleep."""


class Device:
    """One account on one (imagined) browser profile.

    Attributes:
        state: all that survives a restart; give it to a new `Device` to play one.
        journal: the writer of the outbox.
        now_ms: the server's time in its newest answer.
        round_trips: how many requests were sent.
    """

    def __init__(self, state: State, transport: Transport, clock: Clock, random: Random, pause: Pause = no_pause) -> None:
        self.state = state
        self.journal = Journal(state, clock, random)
        self.now_ms = 0
        self.round_trips = 0
        self._transport = transport
        self._clock = clock
        self._random = random
        self._pause = pause
        self._limit = MAX_OPS

    # Accounts

    def sign_in(self, login: str, password: str) -> dict[str, Any]:
        """Open a session and return the user.

        Raises:
            ClientError: the server refuses.
        """
        answer = self._json("POST", "/api/session", {"login": login, "password": password})
        user: dict[str, Any] = answer["user"]
        return user

    def enrol(self, label: str) -> None:
        """Make this a device of the signed-in person; again it only gets a new token.

        Raises:
            ClientError: the server refuses.
        """
        state = self.state
        fresh = not state.device
        spki = self.journal.new_device() if fresh else signatures.public_p256(state.secret)
        answer = self._json("POST", "/api/devices", {"device": state.device, "spki": ops.base64url(spki), "label": label})
        state.token, state.generation, self.now_ms = answer["token"], answer["generation"], answer["now_ms"]
        state.kid, state.spki = answer["intake_key"]["kid"], ops.from_base64url(answer["intake_key"]["spki"])
        state.origin, state.vkey = answer["log"]["origin"], answer["log"]["vkey"]
        if not state.epoch:
            self.journal.new_epoch("enrolled")

    # Writing

    def visit(self, visit: Visit) -> str:
        """Write a whole visit into the outbox and return its id.

        Raises:
            ClientError: the device is not enrolled yet.
        """
        now = self._clock()
        return write_visit(self.journal, visit, visit_id_of(visit.assignment, now, self._random(10)), now)

    # Sending

    def drain(self, failures: int = 20) -> None:
        """Push and upload until the server has everything; a cut connection is taken up again, at most `failures` times.

        Raises:
            ClientError: the server refuses, or the connection failed too often.
        """
        while True:
            try:
                while next(self.state.pending(), None) is not None:
                    self.push()
                self.upload()
            except (ConnectionError, TimeoutError) as error:
                failures -= 1
                if failures < 0:
                    raise ClientError("the connection failed too often") from error
                continue
            if next(self.state.pending(), None) is None and not self.state.missing_files():
                return

    def push(self, *, pull: bool = False) -> dict[str, Any]:
        """Send one batch (an empty one where nothing waits) and apply the answer.

        Raises:
            ClientError: the server refuses, or its answer is none.
            ConnectionError, TimeoutError: from the transport; nothing was changed.
        """
        batch = self._batch()
        sent = gzip.compress(json.dumps(self._frame(batch, pull=pull), ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)
        headers = {**self.device_headers(), "Content-Type": MEDIA_TYPE, "Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
        response = self.send(Request("POST", "/sync/v1/push", headers, sent))
        if response.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and len(batch) > 1:
            self._limit = len(batch) // 2
            return self.push(pull=pull)
        if response.status != HTTPStatus.OK or not response.headers.get("content-type", "").startswith(MEDIA_TYPE):
            raise ClientError(f"push: {response.problem()}")
        answer: dict[str, Any] = json.loads(response.inflated())
        self._apply(answer, batch)
        return answer

    def _batch(self) -> list[OutOp]:
        """The oldest ops without a receipt, of one epoch, in their order, up to the limits."""
        first = next(self.state.pending(), None)
        if first is None:
            return []
        batch: list[OutOp] = []
        size = 0
        for op in self.state.ops[self.state.ops.index(first) :]:
            size += op.size()
            if op.epoch != first.epoch or len(batch) == self._limit or (batch and size > MAX_BYTES):
                break
            batch.append(op)
        return batch

    def _frame(self, batch: list[OutOp], *, pull: bool) -> dict[str, Any]:
        state = self.state
        epoch, prev = (batch[0].epoch, batch[0].prev) if batch else (state.epoch, state.head)
        last = Head(epoch, batch[-1].seq, batch[-1].hash) if batch else Head(epoch, state.seq, state.head)
        names = dict.fromkeys(op.epoch if op.subject == "-" else op.subject for op in batch)
        wraps = [state.keys[of].wrap for of in names]
        return {
            "v": 1, "device": state.device, "epoch": epoch, "first_seq": batch[0].seq if batch else state.seq + 1, "prev": prev,
            "head": last.hash, "sig": self.journal.sign_head(last), "sent_wall_ms": self._clock(),
            "wraps": [{"of": w.of, "kid": w.kid, "epk": ops.base64url(w.epk), "wrap": ops.base64url(w.wrap)} for w in wraps],
            "ops": [op.wire() for op in batch],
            **({"pull": {"cursor": state.cursor}} if pull else {}),
        }  # fmt: skip

    def _apply(self, answer: dict[str, Any], batch: list[OutOp]) -> None:
        state = self.state
        self.now_ms = answer["now_ms"]
        by_id = {op.op_id: op for op in batch}
        statuses = set()
        for result in answer["results"]:
            op = by_id.get(result["op_id"])
            statuses.add(result["status"])
            if op is not None and result["status"] in KEPT:
                self._keep(op, result)
        self._see(answer.get("checkpoint"))
        rewound = self._rewind(answer)
        if "gap" in statuses and not rewound:
            raise ClientError(f"the server expects seq {answer['expected_seq']}, which this device never wrote")
        if "pull" in answer:
            self._apply_page(answer["pull"])
        if "bad_hash" in statuses:
            self._halve(batch)
        elif "fork" in statuses and state.epoch == batch[0].epoch:
            self.journal.new_epoch("fork")
        else:
            self._limit = MAX_OPS

    def _keep(self, op: OutOp, result: Mapping[str, Any]) -> None:
        receipt = result["receipt"]
        expected = canonical.encode({"g": op.scope, "h": op.hash, "t": "op", "v": 1}).decode()
        if receipt["leaf"] != expected:
            raise ClientError(f"the receipt of {op.op_id} is for another op")
        op.status, op.reason, op.receipt = result["status"], result.get("reason"), dict(receipt)

    def _halve(self, batch: list[OutOp]) -> None:
        """The server cannot open or hash what was sent: find the one op, send it as damaged, go on in a new epoch."""
        if len(batch) > 1:
            self._limit = len(batch) // 2
        elif batch[0].body is None:
            raise ClientError(f"the server refuses {batch[0].op_id} even as damaged")
        else:
            batch[0].body = batch[0].part = None
            if self.state.epoch == batch[0].epoch:
                self.journal.new_epoch("damaged")

    def _rewind(self, answer: Mapping[str, Any]) -> int:
        """A server restored from backup knows less than it once confirmed: return how much of that must be sent again."""
        head, kept = answer["head"], [op for op in self.state.ops if op.receipt is not None and op.status != "fork"]
        lost = [op for op in kept if op.epoch == head["epoch"] and op.seq > head["seq"]]
        if answer["generation"] != self.state.generation:
            self.state.generation = answer["generation"]
            lost = kept  # older epochs may be lost too; what the server has, it answers with `duplicate`
        for op in lost:
            op.receipt = op.status = None
        for name in answer["blobs_missing"]:
            file = self.state.files.get(name)
            if file is not None and file.sealed is not None:
                file.stored = False
        return len(lost)

    def _see(self, signed: str | None) -> None:
        if signed is None:
            return
        verifier = note.Verifier.parse(self.state.vkey)
        # After a restore the log has a new origin and key name; only enrolling again makes this device trust it.
        if signed.startswith(f"{verifier.name}\n"):
            self.state.base = checkpoint.verify(signed, verifier).base

    # Files

    def upload(self, chunk_bytes: int = uploads.CHUNK_BYTES) -> None:
        """Upload every file that the server does not hold, in chunks.

        Raises:
            ClientError: the server refuses.
            ConnectionError, TimeoutError: from the transport; the next call goes on where the server stands.
        """
        for file in self.state.missing_files():
            uploads.upload_file(self, file, chunk_bytes)

    # Pull

    def pull(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Pull until nothing is left and return all rows known, by kind and id; needs a session.

        Raises:
            ClientError: the server refuses.
        """
        more = True
        while more:
            cursor = "" if self.state.cursor is None else f"?cursor={quote(self.state.cursor, safe='')}"
            more = self._apply_page(self._json("GET", f"/sync/v1/pull{cursor}", None))
        return self.state.rows

    def _apply_page(self, page: Mapping[str, Any]) -> bool:
        rows = self.state.rows
        if page["reset"]:
            rows.clear()
        for row in page["rows"]:
            place = (row["kind"], row["id"])
            if row["data"] is None:
                rows.pop(place, None)
            else:
                rows[place] = row["data"]
        self.state.cursor = page["cursor"]
        return bool(page["more"])

    # HTTP

    def device_headers(self) -> dict[str, str]:
        """Return the headers by which the server knows this device. Raises nothing."""
        return {"Authorization": f"Fangcha-Device {self.state.token}", **self._cookie()}

    def _cookie(self) -> dict[str, str]:
        pairs = "; ".join(f"{name}={value}" for name, value in self.state.cookies.items())
        return {"Cookie": pairs} if pairs else {}

    def send(self, request: Request) -> Response:
        """Send a request; a busy server is asked again after the time that it names.

        Raises:
            ClientError: it stays busy.
            ConnectionError, TimeoutError: from the transport.
        """
        for _ in range(BUSY_TRIES):
            self.round_trips += 1
            response = self._transport(request)
            for line in response.cookies:
                name, _, value = line.partition(";")[0].partition("=")
                self.state.cookies[name.strip()] = value
            wait_s = response.headers.get("retry-after")
            if response.status not in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS) or wait_s is None:
                return response
            self._pause(float(wait_s))
        raise ClientError(f"the server stays busy: {response.problem()}")

    def _json(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        headers = {"X-Fangcha": "1", "Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip", **self._cookie()}
        data = b""
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body, ensure_ascii=False).encode()
        response = self.send(Request(method, path, headers, data))
        if response.status not in (HTTPStatus.OK, HTTPStatus.CREATED):
            raise ClientError(f"{method} {path}: {response.problem()}")
        return json.loads(response.inflated())
