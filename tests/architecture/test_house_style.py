"""House rules that a linter does not know: short files, no emoji, Chinese typography in the dictionaries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES, MOST_TEST_LINES = 400, 500
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u26ff\u2700-\u27bf\U0001f1e6-\U0001f1ff\ufe0f]")
HAN = "\u4e00-\u9fff\u3400-\u4dbf"
STRING = re.compile(r"""'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`""")
GENERATED = ("pwa/src/api/schema.d.ts", "pwa/src/ui/icon-names.ts")


def sources(*patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            inside = path.relative_to(ROOT).as_posix()
            if "node_modules" not in inside and not inside.startswith(("pwa/dist", ".venv", "var")):
                yield path


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_stay_short() -> None:
    code = sources("sync/**/*.py", "server/**/*.py", "scripts/**/*.py", "bench/**/*.py", "pwa/src/**/*.ts", "pwa/src/**/*.tsx")
    long = {
        path.relative_to(ROOT).as_posix(): lines_of(path)
        for path in code
        if lines_of(path) > MOST_LINES and path.relative_to(ROOT).as_posix() not in GENERATED
        and "i18n" not in path.parts  # a dictionary is a list of words
        and "render" not in path.parts  # scene descriptions
        and path.name != "contract.ts"  # types and their meaning, nothing to take apart
    }  # fmt: skip
    assert not long


def test_test_files_stay_short() -> None:
    tests = sources("tests/**/*.py", "pwa/test/**/*.ts", "pwa/test/**/*.tsx")
    assert not {path.name: lines_of(path) for path in tests if lines_of(path) > MOST_TEST_LINES}


def dictionary_strings(locale: str) -> list[tuple[str, str]]:
    found = []
    for path in sources(f"pwa/src/i18n/{locale}/*.ts"):
        for line in path.read_text(encoding="utf-8").splitlines():
            code = line.split("//", 1)[0] if not re.search(r"['\"`].*//", line) else line
            found += [(path.name, next(g for g in m.groups() if g is not None)) for m in STRING.finditer(code)]
    return found


def test_no_interface_string_has_an_emoji() -> None:
    files = sources("pwa/src/**/*.ts", "pwa/src/**/*.tsx", "pwa/index.html", "server/**/*.json")
    assert not [path.name for path in files if EMOJI.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ("half-width comma or stop beside a Chinese character", rf"[{HAN}][,;!?]|[,;!?][{HAN}]"),
        ("half-width brackets around Chinese", rf"\([{HAN}]|[{HAN}]\)"),
        ("a space typed between Chinese and a figure", rf"[{HAN}] \d|\d [{HAN}]"),
        ("full-width figures or letters", r"[０-９Ａ-Ｚａ-ｚ]"),
        ("three stops for an ellipsis", r"\.\.\."),
    ],
)
def test_chinese_strings_are_set_as_chinese(rule: str, pattern: str) -> None:
    wrong = [(name, text) for name, text in dictionary_strings("zh-CN") if re.search(pattern, text)]
    assert not wrong, rule


def test_both_languages_have_words_at_all() -> None:
    assert len(dictionary_strings("zh-CN")) > 100
    assert len(dictionary_strings("en")) > 100
