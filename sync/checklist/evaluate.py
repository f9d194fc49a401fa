"""What a set of answers amounts to: what is asked, what is owed, what cannot be, and which findings it raises."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.canonical import utf16_order
from sync.checklist.definition import Choice, Definition, Item, Text, Topic
from sync.checklist.expressions import holds, is_empty

MAX_TEXT = 2000
MAX_NAME = 60
MAX_PEOPLE = 20
_DATE = re.compile("((?:19|20)[0-9]{2})-([0-9]{2})(?:-([0-9]{2}))?")
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that cannot stand: its key, `code` and, for a constraint, the text to show."""

    key: str
    code: str
    text: Text | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The verdict on a set of answers; every list is in the order of the file (`docs/checklists.md` §4)."""

    visible: list[str] = field(default_factory=list)
    required_missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    raised_by: dict[str, list[str]] = field(default_factory=dict)
    photos_missing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """One item as it is asked: of the household, or of one member."""

    topic: Topic
    item: Item
    member: Mapping[str, Any] | None

    @property
    def key(self) -> str:
        """The key of its answer."""
        return self._keyed(self.item.key)

    @property
    def shot(self) -> str:
        """The key under which its photos are counted."""
        return self._keyed(str(self.item.shot))

    def _keyed(self, name: str) -> str:
        return name if self.member is None else f"{name}@{self.member['id']}"


class Sheet:
    """Answers seen through a definition: the one place that knows members, hidden items and paths."""

    def __init__(self, definition: Definition, roster: Mapping[str, Any], answers: Answers) -> None:
        self._roster = roster
        self._answers = answers
        self._repeated = {item.key for topic, item in definition.walk() if topic.repeated}
        self._visible: set[str] = set()
        self.members = members_of(roster)
        self.places = [place for place in self._all(definition) if self._see(place)]

    def _all(self, definition: Definition) -> Iterator[Place]:
        for topic in definition.topics:
            for member in self.members if topic.repeated else [None]:
                for item in topic.items:
                    yield Place(topic, item, member)

    def _see(self, place: Place) -> bool:
        rule = place.item.visible_if
        if rule is not None and not holds(rule, self.at(place)):
            return False
        self._visible.add(place.key)
        return True

    def at(self, place: Place) -> _View:
        """Return the facts as the expressions of `place` see them."""
        return _View(self, place.member)

    def answer_of(self, place: Place) -> Any:
        """Return the answer of a visible place, or None."""
        return self.given(place.key)

    def given(self, key: str) -> Any:
        """Return the visible, not empty answer under a full key, or None."""
        value = self._answers.get(key) if key in self._visible else None
        return None if is_empty(value) else value

    def answer(self, key: str, member: Mapping[str, Any] | None) -> Any:
        """Return the answer of an item as seen from `member`, or from outside."""
        if key not in self._repeated:
            return self.given(key)
        if member is not None:
            return self.given(f"{key}@{member['id']}")
        answers = (self.given(f"{key}@{each['id']}") for each in self.members)
        return [answer for answer in answers if answer is not None]

    def look_up(self, path: str, member: Mapping[str, Any] | None) -> Any:
        """Return what stands at a roster path as seen from `member`, or from outside."""
        names = path.split(".")
        if names[0] != "members[]":
            return _walk(self._roster, names)
        if member is not None:
            return _walk(member, names[1:])
        found = (_walk(each, names[1:]) for each in self.members)
        return [value for value in found if value is not None]


class _View:
    """The facts of a sheet as one member's questions see them."""

    def __init__(self, sheet: Sheet, member: Mapping[str, Any] | None) -> None:
        self._sheet = sheet
        self._member = member

    def answer(self, key: str) -> Any:
        return self._sheet.answer(key, self._member)

    def roster(self, path: str) -> Any:
        return self._sheet.look_up(path, self._member)


def members_of(roster: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the members of a household row that have an id, in its order. Raises nothing."""
    members = roster.get("members")
    if not isinstance(members, list):
        return []
    return [member for member in members if isinstance(member, dict) and isinstance(member.get("id"), str)]


def _walk(value: Any, names: list[str]) -> Any:
    for name in names:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def evaluate(definition: Definition, roster: Mapping[str, Any], answers: Answers, photos: Mapping[str, int] | None = None) -> Evaluation:
    """Judge `answers` of a target whose row is `roster`; `photos` counts the shots taken. Raises nothing."""
    sheet = Sheet(definition, roster, answers)
    result = Evaluation()
    for place in sheet.places:
        result.visible.append(place.key)
        _judge(place, sheet, photos or {}, result)
    result.problems.extend(Problem(key, "unknown_key", None) for key in _unknown(definition, sheet, answers))
    return result


def _judge(place: Place, sheet: Sheet, photos: Mapping[str, int], result: Evaluation) -> None:
    item, answer, facts = place.item, sheet.answer_of(place), sheet.at(place)
    if answer is None:
        if item.required_if is not None and holds(item.required_if, facts):
            if item.kind != "photo":
                result.required_missing.append(place.key)
            elif photos.get(place.shot, 0) < item.photos_min:
                result.photos_missing.append(place.shot)
        return
    code = fault(item, answer)
    if code is not None:
        result.problems.append(Problem(place.key, code, None))
        return
    stands_instead = item.kind not in ("choice", "choices") and item.choice(answer) is not None
    if item.constraint is not None and not stands_instead and not holds(item.constraint, facts):
        result.problems.append(Problem(place.key, "constraint", item.constraint_text))
    for finding in dict.fromkeys(code for choice in chosen(item, answer) for code in choice.raises):
        if finding not in result.raised_by:
            result.raised.append(finding)
        result.raised_by.setdefault(finding, []).append(place.key)


def _unknown(definition: Definition, sheet: Sheet, answers: Answers) -> list[str]:
    known: set[str] = set()
    for topic, item in definition.walk():
        known.update([f"{item.key}@{member['id']}" for member in sheet.members] if topic.repeated else [item.key])
    return sorted(set(answers) - known, key=utf16_order)


def chosen(item: Item, answer: Any) -> list[Choice]:
    """Return the choices that a valid answer holds, in the order of the file. Raises nothing."""
    values = answer if isinstance(answer, list) else [answer]
    return [choice for choice in item.choices if choice.value in values]


def fault(item: Item, answer: Any) -> str | None:
    """Return why `answer` is no valid answer of `item` (`kind`, `choice`, `exclusive`, `range`), or None. Raises nothing."""
    if item.kind == "choices":
        return _fault_of_choices(item, answer)
    if item.kind == "text":
        return None if isinstance(answer, str) and _units(answer) <= MAX_TEXT else "kind"
    if item.kind == "people" and isinstance(answer, list):
        return _fault_of_people(answer)
    if item.kind in ("number", "money") and type(answer) is int:
        inside = (item.min is None or answer >= item.min) and (item.max is None or answer <= item.max)
        return None if inside else "range"
    if item.kind == "date" and is_date(answer):
        return None
    if not isinstance(answer, str) or not item.choices:
        return "kind"
    return None if item.choice(answer) is not None else "choice"


def _fault_of_choices(item: Item, answer: Any) -> str | None:
    if not isinstance(answer, list) or not all(isinstance(value, str) for value in answer) or len(set(answer)) != len(answer):
        return "kind"
    if any(item.choice(value) is None for value in answer):
        return "choice"
    alone = len(answer) == 1
    return None if alone or not any(choice.exclusive for choice in chosen(item, answer)) else "exclusive"


def _fault_of_people(answer: list[Any]) -> str | None:
    named = all(isinstance(name, str) and not is_empty(name) and _units(name) <= MAX_NAME for name in answer)
    return None if named and len(answer) <= MAX_PEOPLE and len(set(answer)) == len(answer) else "kind"


def is_date(value: object) -> bool:
    """Return whether `value` is `YYYY-MM-DD` or `YYYY-MM` and such a day or month exists. Raises nothing."""
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return False
    try:
        datetime.date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return False
    return True


def _units(text: str) -> int:
    """The length as JavaScript counts it; half a pair counts one there, so it must here."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def confirmable(definition: Definition, roster: Mapping[str, Any], key: str) -> Any:
    """Return the roster's value that 与登记一致 would put down under `key`, or None where there is nothing to confirm. Raises nothing."""
    sheet = Sheet(definition, roster, {})
    name, _, member_id = key.partition("@")
    for topic, item in definition.walk():
        if item.key != name or item.roster is None or topic.repeated != bool(member_id):
            continue
        member = next((each for each in sheet.members if each["id"] == member_id), None)
        if topic.repeated and member is None:
            return None
        value = sheet.look_up(item.roster, member)
        if isinstance(value, bool):
            value = "yes" if value else "no"
        return None if is_empty(value) or fault(item, value) is not None else value
    return None


def split_answers(definition: Definition, roster: Mapping[str, Any], answers: Answers) -> dict[str, dict[str, Any]]:
    """Return the visible answers as `{"core": …, "part": …}`, by where the definition stores them. Raises nothing."""
    sheet = Sheet(definition, roster, answers)
    stored: dict[str, dict[str, Any]] = {"core": {}, "part": {}}
    for place in sheet.places:
        answer = sheet.answer_of(place)
        if answer is not None:
            stored[place.item.store][place.key] = answer
    return stored
