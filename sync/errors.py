"""The error tree of `sync`: one sentence each, grouped by who must react.

Every `verify_*`, `parse_*` and `open_*` of this package raises one of these; none of them answers False. `reason` is a short stable
word for code and for vectors; the message is for people.
"""

from __future__ import annotations


class SyncError(Exception):
    """Base of all errors of this package, never raised itself."""


class ReasonedError(SyncError):
    """An error that carries `reason`, a short stable word, beside its message."""

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(f"{reason}: {message}" if message else reason)
        self.reason = reason


# The writer of the bytes must react.


class CanonicalError(ReasonedError):
    """Bytes or a value are outside the strict JSON that this protocol hashes."""


class EnvelopeError(ReasonedError):
    """A field of an op's envelope is outside the grammar; `reason` is the field's name."""


class ChecklistError(SyncError):
    """A checklist definition is refused; `path` says where, `reason` why."""

    def __init__(self, path: str, reason: str, message: str = "") -> None:
        super().__init__(f"{path}: {reason}" + (f" ({message})" if message else ""))
        self.path = path
        self.reason = reason


# The reader must distrust what was received.


class BrokenChainError(ReasonedError):
    """An op does not follow the one before it."""


class SignatureInvalidError(SyncError):
    """A signature does not belong to this text and this key."""


class ProofError(SyncError):
    """A Merkle proof or a hash in it does not lead to the root."""


class NoteError(SyncError):
    """A signed note or a verifier key is malformed, or no trusted line verifies."""


class CheckpointError(SyncError):
    """The text of a checkpoint is malformed or belongs to another log."""


class SealError(ReasonedError):
    """A sealed text, file or key cannot be opened."""


# The caller of the headless device must react.


class ClientError(SyncError):
    """The server gave an answer that the headless device cannot go on with."""
