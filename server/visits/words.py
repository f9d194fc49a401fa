"""Answers in words, in both languages, as the pinned checklist says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.checklist import Item
from sync.checklist.definition import LOCALES

_JOIN = {"zh-CN": "、", "en": ", "}
_FEN = 100
_YEAR = 4  # figures

Words = dict[str, str]


def value_words(item: Item, value: Any, names: Mapping[str, str]) -> Words | None:
    """Return a value as people say it, or None where it says itself (a text) or is no answer of the item."""
    if value is None:
        return None
    picked = [choice for choice in item.choices if choice.value in (value if isinstance(value, list) else [value])]
    if picked:
        return {locale: _JOIN[locale].join(choice.text[locale] for choice in picked) for locale in LOCALES}
    if item.kind == "people" and isinstance(value, list):
        said = [names.get(one, one) for one in value if isinstance(one, str)]
        return {locale: _JOIN[locale].join(said) for locale in LOCALES}
    if item.kind == "money" and type(value) is int:
        return money_words(value)
    if item.kind == "number" and type(value) is int:
        return _number_words(item, value)
    if item.kind == "date" and isinstance(value, str):
        return date_words(value)
    return None


def money_words(fen: int) -> Words:
    """Return an amount: 1,280元."""
    yuan, rest = divmod(abs(fen), _FEN)
    figures = ("-" if fen < 0 else "") + f"{yuan:,}" + (f".{rest:02}" if rest else "")
    return {"zh-CN": f"{figures}元", "en": f"{figures} yuan"}


def date_words(day: str) -> Words:
    """Return a day: 2026年11月10日."""
    units = ("年", "月", "日")
    parts = day.split("-")
    chinese = "".join(f"{int(part)}{unit}" for part, unit in zip(parts, units, strict=False)) if _digits(parts) else day
    return {"zh-CN": chinese, "en": day}


def _digits(parts: list[str]) -> bool:
    # A superscript two is a digit to isdigit() and no number to int(); nor is a year of five thousand figures.
    return all(part.isascii() and part.isdigit() and len(part) <= _YEAR for part in parts)


def _number_words(item: Item, value: int) -> Words:
    if item.unit is None:
        return {locale: str(value) for locale in LOCALES}
    return {"zh-CN": f"{value}{item.unit['zh-CN']}", "en": f"{value} {item.unit['en']}"}
