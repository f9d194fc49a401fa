"""Writing ops and files into a device's outbox: chained, hashed and sealed at once, as a phone does at the shutter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from sync import digest, ops, sealing, signatures
from sync.chain import Head
from sync.client.state import Keyring, OutFile, OutOp, State
from sync.errors import ClientError

Clock = Callable[[], int]
Random = Callable[[int], bytes]
_FIRST_PREV = {"prev_epoch": ops.ZERO_EPOCH, "prev_seq": 0, "prev_hash": ops.ZERO_HASH}


class Journal:
    """The one writer of a `State`; `clock` gives UTC milliseconds, `random(n)` gives n bytes."""

    def __init__(self, state: State, clock: Clock, random: Random) -> None:
        self.state = state
        self._clock = clock
        self._random = random
        self._started_ms = clock()
        self._boot = random(4).hex()

    def new_device(self) -> bytes:
        """Give the state a device id and a key, and return the key's public half (SPKI).

        Raises:
            ClientError: it has them already.
        """
        if self.state.device:
            raise ClientError("the device has its id and its key already")
        raw = bytearray(self._random(16))
        raw[6], raw[8] = raw[6] & 0x0F | 0x40, raw[8] & 0x3F | 0x80
        text = raw.hex()
        self.state.device = "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
        self.state.secret = self._random(32)
        return signatures.public_p256(self.state.secret)

    def new_epoch(self, reason: str) -> OutOp:
        """Start a new epoch behind the present head; nothing is carried over but its name.

        Raises:
            ClientError: the device is not enrolled yet.
        """
        state = self.state
        before = {"prev_epoch": state.epoch, "prev_seq": state.seq, "prev_hash": state.head} if state.epoch else _FIRST_PREV
        state.epoch, state.seq, state.head = self._random(8).hex(), 0, ops.ZERO_HASH
        return self.write(ops.EPOCH_STARTED, "-", "-", {**before, "reason": reason})

    def write(self, kind: str, scope: str, subject: str, body: Mapping[str, Any], part: Mapping[str, Any] | None = None) -> OutOp:
        """Append one op and return it; nonces and `part_sha256` are added here.

        Raises:
            ClientError: the device is not enrolled yet.
            EnvelopeError: a field is outside the grammar.
        """
        state = self.state
        op_id = ops.uuid7(max(0, self._clock()), self._random(10))
        of = state.epoch if subject == "-" else subject
        key = self.key_of(of)
        part_text = None if part is None else self._text(part)
        body_text = self._text(body if part_text is None else {**body, "part_sha256": hashlib.sha256(part_text).hexdigest()})
        now = self._clock()
        envelope = ops.Envelope(
            state.device, state.epoch, state.seq + 1, op_id, kind, 1, scope, subject, state.base, now,
            max(0, now - self._started_ms), self._boot, hashlib.sha256(body_text).hexdigest(), state.head,
        )  # fmt: skip
        op = OutOp(
            state.epoch, envelope.seq, op_id, kind, scope, subject, state.base, now, envelope.mono_ms, self._boot,
            envelope.body_sha256, state.head, envelope.hash,
            sealing.seal_text(key, op_id, sealing.BODY, body_text, self._random(sealing.NONCE_BYTES)),
            None if part_text is None else sealing.seal_text(key, op_id, sealing.PART, part_text, self._random(sealing.NONCE_BYTES)),
        )  # fmt: skip
        state.ops.append(op)
        state.seq, state.head = op.seq, op.hash
        if subject != "-":
            state.visits.setdefault(subject, []).append(op.hash)
        return op

    def add_file(self, subject: str, data: bytes, mime: str, role: str) -> dict[str, Any]:
        """Seal a file under the key of its subject and return its `media` entry.

        Raises:
            SealError: the file is empty.
        """
        name = hashlib.sha256(data).hexdigest()
        nonces = (self._random(sealing.NONCE_BYTES) for _ in range(sealing.segment_count(len(data))))
        if name not in self.state.files:
            sealed = sealing.seal_file(self.key_of(subject), data, nonces)
            self.state.files[name] = OutFile(name, len(data), mime, subject, sealed)
        return {"sha256": name, "size": len(data), "mime": mime, "role": role}

    def close_visit(self, scope: str, subject: str, outcome: Mapping[str, Any], remark: str | None = None) -> OutOp:
        """Write `visit.closed` over all ops of the visit since the last one; `outcome` has every member but digest and signature.

        Raises:
            KeyError: `outcome` lacks attempt, round or result.
        """
        state = self.state
        covered = state.visits.get(subject, [])
        attempt, round_no, result = outcome["attempt"], outcome["round"], outcome["result"]
        found = digest.visit_digest(subject, attempt, round_no, result, covered)
        signature = signatures.sign_p256(state.secret, digest.visit_signature_text(found))
        body = {
            **outcome, "op_count": len(covered), "digest": found, "digest_sig": ops.base64url(signature),
            "supersedes": state.closed.get(subject),
        }  # fmt: skip
        op = self.write("visit.closed", scope, subject, body, None if remark is None else {"remark": remark})
        state.visits[subject], state.closed[subject] = [], op.hash
        return op

    def key_of(self, of: str) -> bytes:
        """Return the item key of a subject or an epoch, making and wrapping it at its first use.

        Raises:
            ClientError: the device is not enrolled yet.
        """
        known = self.state.keys.get(of)
        if known is None:
            if not self.state.spki:
                raise ClientError("the device is not enrolled: it does not know the office's key")
            key = self._random(sealing.KEY_BYTES)
            secrets = (self._random(sealing.KEY_BYTES), self._random(sealing.NONCE_BYTES))
            known = Keyring(key, sealing.wrap_key(key, self.state.device, of, self.state.spki, secrets))
            self.state.keys[of] = known
        return known.key

    def sign_head(self, head: Head) -> str:
        """Return the device's signature over a head. Raises nothing."""
        text = digest.head_text(self.state.device, head.epoch, head.seq, head.hash)
        return ops.base64url(signatures.sign_p256(self.state.secret, text))

    def _text(self, value: Mapping[str, Any]) -> bytes:
        nonce = ops.base64url(self._random(16))
        data = json.dumps({"nonce": nonce, **value}, ensure_ascii=False, separators=(",", ":")).encode()
        # What this device would not read itself it must not send: the office would have to quarantine it.
        ops.read_text(data)
        return data
