"""What the phones are to see: one row for each (audience, kind, id), numbered in the order of commits.

A number drawn from a sequence or a clock would be visible before an older one that commits later, and a cursor would
pass over that row. So the numbers come from one counter row that is locked as the last act of a unit of work.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from server import ledger
from server.core.database import closing, take
from server.intake.models import FeedRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from server.core.access import Actor

PAGE_ROWS = 500
AUDIENCE = re.compile(r"(user:|team:)[0-9a-f-]{36}|area:[0-9]{2,12}|all")
CURSOR = re.compile(r"([1-9][0-9]{0,15})\.(0|[1-9][0-9]{0,15})\.([0-9a-f]{16})\.([0-9a-f]{32})", re.ASCII)
_STAGED = "fangcha_feed"
_LOOKUP = 200  # keys in one query: SQLite takes a limited number of parameters

RowKey = tuple[str, str, str]


def publish(session: Session, audience: str, kind: str, row_id: str, data: dict[str, Any] | None) -> None:
    """Put a row into pull for `audience`, or take it away with None. A row that says the same again is not sent again.

    Raises:
        ValueError: for an audience outside the grammar of the protocol.
    """
    if AUDIENCE.fullmatch(audience) is None:
        raise ValueError(f"no audience: {audience}")
    text = None if data is None else json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    staged: dict[RowKey, str | None] = session.info.setdefault(_STAGED, {})
    staged[audience, kind, row_id] = text  # the last word of a unit of work counts
    closing(session, "feed", _number_rows)


def _number_rows(session: Session) -> None:
    staged: dict[RowKey, str | None] = session.info.pop(_STAGED, {})
    take(session, "feed", 0)  # the lock first: whoever commits after us must compare with what we leave
    known = _known(session, staged.keys())
    changed = {key: text for key, text in staged.items() if known.get(key, None) != text}
    if not changed:
        return
    first = take(session, "feed", len(changed))
    rows = [
        {"audience": key[0], "kind": key[1], "id": key[2], "data": text, "rev": first + offset}
        for offset, (key, text) in enumerate(changed.items())
    ]
    table = FeedRow.__table__
    if not isinstance(table, Table):
        raise TypeError("feed is a table")
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    adding = dialect.insert(table)
    session.execute(
        adding.on_conflict_do_update(
            index_elements=["audience", "kind", "id"],
            set_={"data": adding.excluded.data, "rev": adding.excluded.rev},
        ),
        rows,
    )


def _known(session: Session, keys: Collection[RowKey]) -> dict[RowKey, str | None]:
    wanted = list(keys)
    found: dict[RowKey, str | None] = {}
    for start in range(0, len(wanted), _LOOKUP):
        rows = session.execute(
            select(FeedRow.audience, FeedRow.kind, FeedRow.id, FeedRow.data).where(
                tuple_(FeedRow.audience, FeedRow.kind, FeedRow.id).in_(wanted[start : start + _LOOKUP])
            )
        )
        found |= {(audience, kind, row_id): data for audience, kind, row_id, data in rows}
    return found


def is_published(session: Session, audience: str, kind: str, row_id: str) -> bool:
    """Tell whether `audience` sees this row at present."""
    return bool(_known(session, [(audience, kind, row_id)]))


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a phone stands: generation of the log, newest rev seen, and for which audiences."""

    generation: int
    rev: int
    audiences: str

    def sealed(self, secret: bytes) -> str:
        """Return the opaque text that a phone gives back."""
        plain = f"{self.generation}.{self.rev}.{self.audiences}"
        return f"{plain}.{_mac(secret, plain)}"

    @classmethod
    def read(cls, text: str, secret: bytes) -> Cursor | None:
        """Return the cursor in `text`, or None where this server did not make it."""
        found = CURSOR.fullmatch(text)
        if found is None:
            return None
        plain = text.rpartition(".")[0]
        if not hmac.compare_digest(_mac(secret, plain), found[4]):
            return None
        return cls(int(found[1]), int(found[2]), found[3])


def _mac(secret: bytes, plain: str) -> str:
    return hmac.new(secret, plain.encode(), hashlib.sha256).hexdigest()[:32]


def audiences_hash(audiences: Collection[str]) -> str:
    """Return what changes when somebody is granted or refused a circle."""
    return hashlib.sha256("\n".join(sorted(audiences)).encode()).hexdigest()[:16]


def page(session: Session, actor: Actor, text: str | None, secret: bytes, *, limit: int = PAGE_ROWS) -> dict[str, Any]:
    """Return the next rows for `actor` after the cursor `text`.

    A cursor of another generation, of other audiences or of nobody is no error: everything is sent again from the start.
    """
    generation = ledger.generation(session)
    circle = audiences_hash(actor.audiences)
    cursor = Cursor.read(text, secret) if text else None
    reset = cursor is None or (cursor.generation, cursor.audiences) != (generation, circle)
    since = 0 if cursor is None or reset else cursor.rev
    wanted = select(FeedRow).where(FeedRow.audience.in_(actor.audiences), FeedRow.rev > since)
    if reset:
        wanted = wanted.where(FeedRow.data.is_not(None))
    found = session.scalars(wanted.order_by(FeedRow.rev).limit(limit + 1)).all()
    more, found = len(found) > limit, found[:limit]
    newest = found[-1].rev if found else since
    return {
        "v": 1,
        "generation": generation,
        "cursor": Cursor(generation, newest, circle).sealed(secret),
        "more": more,
        "reset": reset,
        "rows": [
            {
                "kind": row.kind,
                "id": row.id,
                "rev": row.rev,
                "audience": row.audience,
                "data": None if row.data is None else json.loads(row.data),
            }
            for row in found
        ],
    }
