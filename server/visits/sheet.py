"""The answered form, topic by topic, each answer beside what the register said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.visits.state import AnswerSet, Json
from server.visits.words import Words, value_words
from sync.checklist import Definition, Item, Topic, confirmable
from sync.checklist.definition import LOCALES


@dataclass(frozen=True, slots=True)
class _Form:
    """What every answer is read against."""

    definition: Definition
    register: Json
    names: Mapping[str, str]
    notes: Mapping[str, str]


def topics_of(definition: Definition | None, register: Json, answers: AnswerSet | None) -> list[dict[str, Any]]:
    """Return the topics that have answers, in the order of the form; what the form does not know comes last."""
    if answers is None:
        return []
    given = answers.all
    if definition is None:
        return [_unknown(given)] if given else []
    form = _Form(definition, register, names_of(register), answers.notes)
    found = []
    seen: set[str] = set()
    for topic in definition.topics:
        rows = []
        for key, item, member in places_of(topic, register, given):
            seen.add(key)
            if key in given:
                rows.append(_answer(form, item, key, given[key], member))
        if rows:
            found.append({"key": topic.key, "words": dict(topic.title), "place": topic.place, "answers": rows})
    rest = {key: value for key, value in given.items() if key not in seen}
    return [*found, _unknown(rest)] if rest else found


def places_of(topic: Topic, register: Json, given: Mapping[str, Any]) -> Iterator[tuple[str, Item, str | None]]:
    """Yield key, item and member of every place of a topic; members whom only the answers know are kept."""
    if not topic.repeated:
        yield from ((item.key, item, None) for item in topic.items)
        return
    registered = [str(member["id"]) for member in register.get("members", []) if isinstance(member, dict) and "id" in member]
    keys = {item.key for item in topic.items}
    told = [key.partition("@")[2] for key in given if "@" in key and key.partition("@")[0] in keys]
    for member in dict.fromkeys([*registered, *told]):
        yield from ((f"{item.key}@{member}", item, member) for item in topic.items)


def names_of(register: Json) -> dict[str, str]:
    """Return the names of the registered members by id."""
    members = register.get("members", [])
    return {str(one["id"]): str(one.get("name", "")) for one in members if isinstance(one, dict) and "id" in one}


def _answer(form: _Form, item: Item, key: str, value: Any, member: str | None) -> dict[str, Any]:
    registered = confirmable(form.definition, form.register, key)
    return {
        "key": key,
        "words": dict(item.text),
        "short": dict(item.short) if item.short is not None else None,
        "member": None if member is None else form.names.get(member, member),
        "value": value,
        "value_words": value_words(item, value, form.names),
        "registered": registered,
        "registered_words": value_words(item, registered, form.names),
        "differs": registered is not None and registered != value,
        "note": form.notes.get(key),
    }


def _unknown(rest: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers that the pinned form does not explain: kept and shown under their keys."""
    return {
        "key": "other",
        "words": {"zh-CN": "其他", "en": "Other"},
        "place": "home",
        "answers": [
            {"key": key, "words": dict.fromkeys(LOCALES, key), "short": None, "member": None, "value": value, "value_words": None,
             "registered": None, "registered_words": None, "differs": False, "note": None}
            for key, value in rest.items()
        ],
    }  # fmt: skip


def wording_of_missing(definition: Definition | None, register: Json, keys: Sequence[str]) -> list[Words]:
    """Return the questions that were owed and not answered, in words."""
    if definition is None:
        return []
    items = {item.key: item for _, item in definition.walk()}
    names = names_of(register)
    found = []
    for key in keys:
        name, _, member = key.partition("@")
        if name in items:
            whose = f"{names.get(member, member)}：" if member else ""
            found.append({locale: whose + items[name].text[locale] for locale in LOCALES})
    return found
