"""What is read back to the household before it signs: one fact a line, only what was said and seen together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.checklist.definition import Definition, Item
from sync.checklist.evaluate import Answers, Place, Sheet, chosen, fault
from sync.checklist.expressions import WHITE

CHINESE = "zh-CN"
_FEN = 100
_SPACES = str.maketrans(dict.fromkeys(WHITE, " "))


def read_back(definition: Definition, roster: Mapping[str, Any], answers: Answers, locale: str) -> list[str]:
    """Return the lines that are shown, read aloud and signed, in `locale` (`zh-CN` or `en`).

    Raises:
        KeyError: `locale` is neither.
    """
    sheet = Sheet(definition, roster, answers)
    lines = []
    for place in sheet.places:
        item, answer = place.item, sheet.answer_of(place)
        if place.topic.place != "home" or not item.summary or answer is None or fault(item, answer) is not None:
            continue
        label = (item.short or item.text)[locale]
        value = _value(item, answer, sheet, locale)
        lines.append(_line(place, label, value, locale))
    return lines


def read_text(lines: list[str]) -> str:
    """Return the text whose SHA-256 is `read_sha256`: every line ended by one LF. Raises nothing."""
    return "".join(f"{line}\n" for line in lines)


def _line(place: Place, label: str, value: str, locale: str) -> str:
    comma, colon = ("，", "：") if locale == CHINESE else (", ", ": ")
    whose = "" if place.member is None else str(place.member.get("name", place.member["id"])) + comma
    return f"{whose}{label}{colon}{value}"


def _value(item: Item, answer: Any, sheet: Sheet, locale: str) -> str:
    comma = "、" if locale == CHINESE else ", "
    picked = chosen(item, answer) if item.kind != "text" else []
    if picked:
        return comma.join(choice.text[locale] for choice in picked)
    if item.kind == "people":
        names = {member["id"]: str(member.get("name", member["id"])) for member in sheet.members}
        return comma.join(names.get(person, person) for person in answer)
    if item.kind == "number":
        return _number(item, answer, locale)
    if item.kind == "money":
        return _money(answer, locale)
    if item.kind == "date":
        return _date(answer, locale)
    return " ".join(word for word in answer.translate(_SPACES).split(" ") if word)


def _number(item: Item, answer: int, locale: str) -> str:
    if item.unit is None:
        return str(answer)
    return f"{answer}{item.unit[locale]}" if locale == CHINESE else f"{answer} {item.unit[locale]}"


def _money(fen: int, locale: str) -> str:
    yuan, rest = divmod(abs(fen), _FEN)
    figures = ("-" if fen < 0 else "") + (f"{yuan}.{rest:02}" if rest else str(yuan))
    return f"{figures}元" if locale == CHINESE else f"{figures} yuan"


def _date(date: str, locale: str) -> str:
    if locale != CHINESE:
        return date
    units = ("年", "月", "日")
    return "".join(f"{int(figures)}{unit}" for figures, unit in zip(date.split("-"), units, strict=False))
