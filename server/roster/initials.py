"""Pinyin initials of a name, so that a phone without network finds people by two letters. The name itself is never altered."""

from __future__ import annotations

import unicodedata

from pypinyin import Style, pinyin

# Surnames that are read otherwise than the same character elsewhere; the library reads them as common words.
_SURNAMES = {
    "万俟": "mq", "尉迟": "yc", "单于": "cy", "长孙": "zs", "澹台": "tt",
    "单": "s", "曾": "z", "解": "x", "仇": "q", "区": "o", "查": "z", "朴": "p", "盖": "g", "缪": "m", "覃": "q", "种": "c",
    "隗": "w", "洗": "x", "乐": "y", "员": "y", "重": "c", "秘": "b", "折": "s", "翟": "z", "郇": "x", "逄": "p", "繁": "p",
    "阚": "k",
}  # fmt: skip


def initials(name: str) -> str:
    """Return the lower-case first letters of a name; a character without a reading stands for itself."""
    text = unicodedata.normalize("NFC", name)
    for length in (2, 1):
        known = _SURNAMES.get(text[:length])
        if known is not None and len(text) > length:
            return known + _letters(text[length:])
    return _letters(text)


def _letters(text: str) -> str:
    found = pinyin(text, style=Style.FIRST_LETTER)
    return "".join(reading[0] for reading in found).replace(" ", "").replace("·", "").lower()
