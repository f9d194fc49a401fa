"""What the two READMEs tell a newcomer to type is there, says the same in both languages, and names files that exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(readme: Path) -> list[str]:
    return [line for block in BLOCK.findall(readme.read_text(encoding="utf-8")) for line in block.splitlines() if line]


def make_targets(readme: Path) -> set[str]:
    return set(re.findall(r"\bmake ([a-z-]+)", readme.read_text(encoding="utf-8")))


def test_both_languages_give_the_same_commands() -> None:
    assert commands(READMES[0]) == commands(READMES[1])
    assert make_targets(READMES[0]) == make_targets(READMES[1])


def test_the_two_commands_are_run_and_test() -> None:
    assert commands(READMES[0])[:2] == ["make run", "make test"]


@pytest.mark.parametrize("target", sorted(make_targets(READMES[0])))
def test_make_knows_every_target_that_is_named(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_other_command_is_one_that_only_a_cable_needs() -> None:
    rest = [line for line in commands(READMES[0]) if not line.startswith("make ")]
    assert rest == ["adb reverse tcp:8080 tcp:8080"]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_linked_file_exists(readme: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", readme.read_text(encoding="utf-8"))
    missing = [link for link in links if not link.startswith("http") and not (ROOT / link).exists()]
    assert missing == []


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_folder_of_the_map_exists(readme: Path) -> None:
    folders = re.findall(r"^\| `([a-z]+)/` \|", readme.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(folders) >= 8
    assert [name for name in folders if not (ROOT / name).is_dir()] == []


def test_ci_runs_the_second_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    doing = [line for line in lines if line and not line.startswith("#")]
    assert doing == ["set -e", 'cd "$(dirname "$0")/.."', "exec make test"]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
