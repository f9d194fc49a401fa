"""The server's own reading of the answers: what is missing, what cannot be, and whether a signature still covers them.

Everything found here is data for the reviewer. Nothing is refused for it: the phone has been to the door, we have not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from server.visits.state import AnswerSet, Signature, Verdict
from sync.checklist import Definition, evaluate, read_back, read_text
from sync.checklist.definition import LOCALES

# Without a meeting there is no form to judge; two results owe a picture: the closed door, and the place that was searched.
CLOSED_DOOR, SEARCHED_PLACE = "door", "extra"


def judge(
    definition: Definition | None,
    roster: Mapping[str, Any],
    answers: AnswerSet | None,
    shots: Mapping[str, int],
    result: str | None,
) -> Verdict:
    """Evaluate the form of a household that was met; of the other results only their photos."""
    if result is not None and result != "MET":
        return Verdict(photos_missing=_owed(result, shots))
    if definition is None or answers is None:
        return Verdict()
    found = evaluate(definition, roster, answers.all, shots)
    return Verdict(
        missing=tuple(found.required_missing),
        problems=tuple((problem.key, problem.code) for problem in found.problems),
        raised=tuple(found.raised),
        photos_missing=tuple(found.photos_missing),
        evaluated=True,
    )


def _owed(result: str, shots: Mapping[str, int]) -> tuple[str, ...]:
    if result == "ABSENT" and not shots.get(CLOSED_DOOR):
        return (CLOSED_DOOR,)
    if result == "NOT_FOUND" and not any(shots.values()):
        return (SEARCHED_PLACE,)
    return ()


def judge_signatures(
    signatures: Sequence[Signature],
    answers_after: Mapping[str, Sequence[AnswerSet]],
    definition: Definition,
    roster: Mapping[str, Any],
) -> tuple[Signature, ...]:
    """Compare what was read back with the answers: the first set after a signature is the one it was given for.

    A later set that reads otherwise voids it, unless the same person confirmed again.
    """
    texts: dict[str, tuple[str, ...]] = {}
    judged = []
    for signature in signatures:
        sets = answers_after.get(signature.op_hash, ())
        if signature.read_sha256 is None or not sets:  # nothing was read back, or nothing came after it
            judged.append(signature)
            continue
        for one in sets:
            if one.op_hash not in texts:
                texts[one.op_hash] = _texts(definition, roster, one)
        first, *later = (texts[one.op_hash] for one in sets)
        voided = signature.voided or ("edited" if any(text != first for text in later) else None)
        judged.append(replace(signature, voided=voided, text_matches=signature.read_sha256 in first))
    return tuple(judged)


def _texts(definition: Definition, roster: Mapping[str, Any], answers: AnswerSet) -> tuple[str, ...]:
    """Return the hashes of what a household hears, one for each language."""
    texts = (read_text(read_back(definition, roster, answers.all, locale)) for locale in LOCALES)
    return tuple(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts)
