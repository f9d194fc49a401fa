"""The strict parser of checklist definitions.

A definition decides what is asked of people and what is kept about them, so nothing in it is guessed: an unknown member, a dangling
reference or a sensitive question outside the erasable part is refused when the file is loaded, never discovered at a door.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sync import canonical
from sync.checklist.expressions import WHITE, Expression, is_path, parse_condition
from sync.errors import CanonicalError, ChecklistError

MAX_BYTES = 1 << 19
MAX_PHOTOS = 20
LOCALES = ("zh-CN", "en")
PLACES = ("home", "apart", "after")
METHODS = ("look", "check", "compute", "ask")
SENSITIVE = ("health", "disability", "income", "property", "marriage", "minor")
KINDS = ("choice", "choices", "number", "money", "text", "date", "photo", "people")
NOT_ASKED = "not_asked"
_ID = re.compile("[a-z][a-z0-9-]{0,39}")
_KEY = re.compile("[a-z][a-z0-9_]{0,39}")
_VALUE = re.compile("[a-z0-9][a-z0-9_]{0,39}")
_FINDING = re.compile("[A-Z][A-Z0-9]{1,7}")
Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be tapped.

    Attributes:
        value: what is stored.  text: what is shown, by locale.  raises: finding codes.  exclusive: stands alone in `choices`.
    """

    value: str
    text: Text
    raises: tuple[str, ...] = ()
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One question; the attributes are the members of the file, with their defaults filled in (`docs/checklists.md` §1).

    `required_if` is None where nothing is owed; for a photo it is never None.
    """

    key: str
    kind: str
    text: Text
    hint: Text | None
    short: Text | None
    choices: tuple[Choice, ...]
    min: int | None
    max: int | None
    unit: Text | None
    roster: str | None
    visible_if: Expression | None
    required_if: Expression | None
    constraint: Expression | None
    constraint_text: Text | None
    shot: str | None
    photos_min: int
    store: str
    about: str | None
    summary: bool

    def choice(self, value: object) -> Choice | None:
        """Return the choice that stores `value`, or None. Raises nothing."""
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True, slots=True)
class Topic:
    """One screen of questions.

    Attributes:
        place: `home`, `apart` or `after`.  method: how to find out, or None.  repeated: asked once a member of the household.
    """

    key: str
    title: Text
    hint: Text | None
    place: str
    method: str | None
    repeated: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole checklist; `sha256` is of the file's bytes and pins it."""

    id: str
    version: int
    title: Text
    target: str
    topics: tuple[Topic, ...]
    sha256: str

    def walk(self) -> Iterator[tuple[Topic, Item]]:
        """Yield every item with its topic, in the order of the file."""
        for topic in self.topics:
            for item in topic.items:
                yield topic, item


def parse_definition(data: bytes) -> Definition:
    """Return the definition that the file `data` holds.

    Raises:
        ChecklistError: the file breaks a rule of `docs/checklists.md`; `path` and `reason` say which and where.
    """
    try:
        source = canonical.parse_object(data, max_bytes=MAX_BYTES)
    except CanonicalError as error:
        raise ChecklistError("$", error.reason, str(error)) from error
    _members(source, "$", required=("id", "version", "title", "target", "topics"))
    topics = tuple(_topic(entry, f"topics[{n}]") for n, entry in enumerate(_list(source, "topics", "$")))
    definition = Definition(
        id=_match(source, "id", "$", _ID),
        version=_integer(source["version"], "$.version", least=1),
        title=_text(source["title"], "$.title"),
        target=_match(source, "target", "$", _KEY),
        topics=topics,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    _check_names(definition)
    _check_references(definition)
    return definition


def _topic(source: Any, path: str) -> Topic:
    _members(source, path, required=("key", "title", "place", "items"), optional=("hint", "method", "repeat"))
    place = _among(source, "place", path, PLACES)
    repeated = "repeat" in source
    if repeated:
        _among(source, "repeat", path, ("members",))
    items = tuple(_item(entry, f"{path}.items[{n}]", place, repeated=repeated) for n, entry in enumerate(_list(source, "items", path)))
    return Topic(
        key=_match(source, "key", path, _KEY),
        title=_text(source["title"], f"{path}.title"),
        hint=_optional_text(source, "hint", path),
        place=place,
        method=_among(source, "method", path, METHODS) if "method" in source else None,
        repeated=repeated,
        items=items,
    )


_ITEM_MEMBERS = (
    "hint", "short", "choices", "min", "max", "unit", "roster", "visible_if", "required_if", "constraint", "constraint_text",
    "photos", "store", "about", "summary",
)  # fmt: skip
_KINDS_OF_MEMBER = {
    "choices": ("choice", "choices", "number", "money", "date", "photo", "people"),
    "min": ("number", "money"),
    "max": ("number", "money"),
    "unit": ("number",),
    "roster": ("choice", "number", "money", "date"),
    "constraint": tuple(kind for kind in KINDS if kind != "photo"),
    "photos": ("photo",),
}


def _item(source: Any, path: str, place: str, *, repeated: bool) -> Item:
    _members(source, path, required=("key", "kind", "text"), optional=_ITEM_MEMBERS)
    kind = _among(source, "kind", path, KINDS)
    for name, kinds in _KINDS_OF_MEMBER.items():
        if name in source and kind not in kinds:
            raise ChecklistError(f"{path}.{name}", "not_for_kind", kind)
    for name, kinds in (("choices", ("choice", "choices")), ("photos", ("photo",))):
        if name not in source and kind in kinds:
            raise ChecklistError(f"{path}.{name}", "missing", kind)
    if ("constraint" in source) != ("constraint_text" in source):
        raise ChecklistError(f"{path}.constraint", "missing", "a constraint and its text belong together")
    shot, photos_min = _photos(source["photos"], f"{path}.photos") if kind == "photo" else (None, 0)
    low, high = _range(source, path)
    item = Item(
        key=_match(source, "key", path, _KEY),
        kind=kind,
        text=_text(source["text"], f"{path}.text"),
        hint=_optional_text(source, "hint", path),
        short=_optional_text(source, "short", path),
        choices=_choices(source, path, kind),
        min=low,
        max=high,
        unit=_optional_text(source, "unit", path),
        roster=_roster(source, path, repeated=repeated),
        visible_if=_condition(source, "visible_if", path),
        required_if=_required(source, path, kind),
        constraint=_condition(source, "constraint", path),
        constraint_text=_optional_text(source, "constraint_text", path),
        shot=shot,
        photos_min=photos_min,
        store=_among(source, "store", path, ("core", "part")) if "store" in source else "part",
        about=_among(source, "about", path, SENSITIVE) if "about" in source else None,
        summary=_true(source, "summary", path),
    )
    _check_privacy(item, path, place)
    return item


def _check_privacy(item: Item, path: str, place: str) -> None:
    """Refuse what would put a person's affairs where they cannot be erased, or would tell the household what was said apart."""
    if item.store == "core" and (item.about is not None or item.kind in ("text", "people")):
        raise ChecklistError(f"{path}.store", "must_be_part", item.about or item.kind)
    if item.summary and place != "home":
        raise ChecklistError(f"{path}.summary", "not_at_home", place)
    if item.summary and item.kind == "photo":
        raise ChecklistError(f"{path}.summary", "not_for_kind", item.kind)
    if place == "apart" and item.kind != "text" and item.choice(NOT_ASKED) is None:
        raise ChecklistError(f"{path}.choices", "not_asked", "somebody may stand by")


def _choices(source: dict[str, Any], path: str, kind: str) -> tuple[Choice, ...]:
    if "choices" not in source:
        return ()
    choices = []
    for n, entry in enumerate(_list(source, "choices", path)):
        at = f"{path}.choices[{n}]"
        _members(entry, at, required=("value", "text"), optional=("raises", "exclusive"))
        if "exclusive" in entry and kind != "choices":
            raise ChecklistError(f"{at}.exclusive", "not_for_kind", kind)
        raises = tuple(_list(entry, "raises", at)) if "raises" in entry else ()
        if not all(isinstance(code, str) and _FINDING.fullmatch(code) for code in raises):
            raise ChecklistError(f"{at}.raises", "form", "finding codes are wanted")
        choices.append(
            Choice(_match(entry, "value", at, _VALUE), _text(entry["text"], f"{at}.text"), raises, _true(entry, "exclusive", at))
        )
    _unique([choice.value for choice in choices], f"{path}.choices")
    return tuple(choices)


def _photos(source: Any, path: str) -> tuple[str, int]:
    _members(source, path, required=("shot", "min"))
    least = _integer(source["min"], f"{path}.min", least=1)
    if least > MAX_PHOTOS:
        raise ChecklistError(f"{path}.min", "range", f"more than {MAX_PHOTOS}")
    return _match(source, "shot", path, _KEY), least


def _range(source: dict[str, Any], path: str) -> tuple[int | None, int | None]:
    low = _integer(source["min"], f"{path}.min") if "min" in source else None
    high = _integer(source["max"], f"{path}.max") if "max" in source else None
    if low is not None and high is not None and low > high:
        raise ChecklistError(f"{path}.max", "range", "max below min")
    return low, high


def _roster(source: dict[str, Any], path: str, *, repeated: bool) -> str | None:
    if "roster" not in source:
        return None
    at = source["roster"]
    if not is_path(at):
        raise ChecklistError(f"{path}.roster", "path", repr(at))
    if str(at).startswith("members[]") and not repeated:
        raise ChecklistError(f"{path}.roster", "path", "members[] outside of a repeated topic")
    return str(at)


def _condition(source: dict[str, Any], name: str, path: str) -> Expression | None:
    return parse_condition(source[name], f"{path}.{name}") if name in source else None


def _required(source: dict[str, Any], path: str, kind: str) -> Expression | None:
    if "required_if" in source:
        return parse_condition(source["required_if"], f"{path}.required_if")
    return Expression("literal", (True,)) if kind == "photo" else None


def _check_names(definition: Definition) -> None:
    _unique([topic.key for topic in definition.topics], "topics")
    _unique([item.key for _, item in definition.walk()], "items")
    _unique([item.shot for _, item in definition.walk() if item.shot is not None], "photos.shot")


def _check_references(definition: Definition) -> None:
    everything = {item.key for _, item in definition.walk()}
    earlier: set[str] = set()
    for _, item in definition.walk():
        # Visibility may look back only: then one pass settles it, and no two questions can hide each other.
        for name, expression, known in (
            ("visible_if", item.visible_if, earlier),
            ("required_if", item.required_if, everything),
            ("constraint", item.constraint, everything),
        ):
            for key in expression.answers() if expression is not None else ():
                if key not in known:
                    raise ChecklistError(f"{item.key}.{name}", "dangling", key)
        earlier.add(item.key)


def _members(source: Any, path: str, *, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
    if not isinstance(source, dict):
        raise ChecklistError(path, "form", "an object is wanted")
    for name in required:
        if name not in source:
            raise ChecklistError(f"{path}.{name}", "missing")
    for name in source:
        if name not in required and name not in optional:
            raise ChecklistError(f"{path}.{name}", "unknown_member")


def _list(source: dict[str, Any], name: str, path: str) -> list[Any]:
    value = source[name]
    if not isinstance(value, list) or not value:
        raise ChecklistError(f"{path}.{name}", "form", "a list that is not empty is wanted")
    return value


def _text(source: Any, path: str) -> Text:
    _members(source, path, required=LOCALES)
    for locale in LOCALES:
        if not isinstance(source[locale], str) or not source[locale].strip(WHITE):
            raise ChecklistError(f"{path}.{locale}", "form", "a text that is not blank is wanted")
    return dict(source)


def _optional_text(source: dict[str, Any], name: str, path: str) -> Text | None:
    return _text(source[name], f"{path}.{name}") if name in source else None


def _match(source: dict[str, Any], name: str, path: str, grammar: re.Pattern[str]) -> str:
    value = source[name]
    if not isinstance(value, str) or not grammar.fullmatch(value):
        raise ChecklistError(f"{path}.{name}", "form", repr(value))
    return value


def _among(source: dict[str, Any], name: str, path: str, known: tuple[str, ...]) -> str:
    value = source[name]
    if not isinstance(value, str) or value not in known:
        raise ChecklistError(f"{path}.{name}", "form", repr(value))
    return value


def _true(source: dict[str, Any], name: str, path: str) -> bool:
    if name in source and not isinstance(source[name], bool):
        raise ChecklistError(f"{path}.{name}", "form", "true or false is wanted")
    return source.get(name) is True


def _integer(value: Any, path: str, *, least: int | None = None) -> int:
    if type(value) is not int or (least is not None and value < least):
        raise ChecklistError(path, "form", "an integer is wanted")
    return value


def _unique(names: list[str], path: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ChecklistError(path, "duplicate", name)
        seen.add(name)
