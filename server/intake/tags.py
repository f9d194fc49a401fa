"""Which household a subject is about; and the end of everything that was sent about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.intake import store
from server.intake.reading import keys_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def tag(session: Session, subject: str, household_id: str) -> None:
    """Note that `subject` is about a household, so that its keys can be destroyed with the household's."""
    store.set_household(session, subject, household_id)


def erase_household(session: Session, household_id: str) -> int:
    """Destroy the keys of every part and file about a household; return how many keys. It cannot be taken back.

    The keys go at once, not with the commit: their file has no part in the transaction. Envelopes, bodies and leaves stay.
    """
    names = store.key_names_of(session, household_id)
    keys_of(session).destroy(names)
    return len(names)
