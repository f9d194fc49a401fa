"""Use cases of checklists: publish a definition file, find versions, read a pinned one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import intake, ledger
from server.checklists.catalogue import CATALOGUE, DEFINITIONS, phone_extract
from server.checklists.models import ChecklistVersion
from server.core.problems import Problem
from sync.checklist import Definition, parse_definition

# A hash names its bytes for good, so that what was parsed once is never wrong; an installation has a few dozen.
_PARSED: dict[str, Definition] = {}


@dataclass(frozen=True, slots=True)
class Pinned:
    """What names a version for good."""

    id: str
    version: int
    sha256: str


def publish_definition(session: Session, data: bytes, *, now_ms: int) -> Pinned:
    """Publish a definition to all phones and in the log; the same bytes twice change nothing.

    Raises:
        ChecklistError: the file breaks a rule. Problem: `checklist-version-taken` for other bytes of a published version.
    """
    definition = parse_definition(data)
    pinned = Pinned(definition.id, definition.version, definition.sha256)
    if session.get(ChecklistVersion, pinned.sha256) is not None:
        return pinned
    taken = session.scalar(
        select(ChecklistVersion.sha256).where(ChecklistVersion.checklist_id == pinned.id, ChecklistVersion.version == pinned.version)
    )
    if taken is not None:
        raise Problem("checklist-version-taken")
    session.add(
        ChecklistVersion(
            sha256=pinned.sha256,
            checklist_id=pinned.id,
            version=pinned.version,
            target=definition.target,
            title=definition.title["zh-CN"],
            data=data,
            published_ms=now_ms,
        )
    )
    session.flush()
    ledger.append(session, "checklist", pinned.sha256, "-")
    row = {"id": pinned.id, "version": pinned.version, "sha256": pinned.sha256, "title": dict(definition.title)}
    intake.publish(session, "all", "checklist", f"{pinned.id}-{pinned.version}", row)
    return pinned


def publish_shipped(session: Session, *, now_ms: int, folder: Path = DEFINITIONS) -> list[Pinned]:
    """Publish every definition that comes with the program, and the phone's extract of the findings."""
    files = [path for path in sorted(folder.glob("*.json")) if path.name != CATALOGUE.name]
    found = [publish_definition(session, path.read_bytes(), now_ms=now_ms) for path in files]
    intake.publish(session, "all", "setting", "findings", phone_extract())
    return found


def newest(session: Session, checklist_id: str) -> Pinned:
    """Return the newest published version of a checklist.

    Raises:
        Problem: `not-found`.
    """
    row = session.scalars(
        select(ChecklistVersion).where(ChecklistVersion.checklist_id == checklist_id).order_by(ChecklistVersion.version.desc()).limit(1)
    ).first()
    if row is None:
        raise Problem("not-found")
    return Pinned(row.checklist_id, row.version, row.sha256)


def bytes_of(session: Session, sha256: str) -> bytes | None:
    """Return the bytes of a published definition, as /sync/v1/checklists gives them out."""
    row = session.get(ChecklistVersion, sha256)
    return None if row is None else row.data


def definition_of(session: Session, sha256: str) -> Definition | None:
    """Return a published definition, parsed; None for a hash that was never published here."""
    known = _PARSED.get(sha256)
    if known is None:
        data = bytes_of(session, sha256)
        if data is None:
            return None
        known = _PARSED[sha256] = parse_definition(data)
    return known
