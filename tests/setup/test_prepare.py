"""The set-up's sentences: each trouble has one, and it names what to do."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import prepare

OUTPUTS = {
    "needs the network": "ERROR: Could not find a version\nNewConnectionError: [Errno -3] Temporary failure in name resolution",
    "needs the network once": "npm error code ENOTFOUND\nnpm error network request failed, reason: getaddrinfo ENOTFOUND",
    "needs a C compiler": "  error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory",
    "not the one that was pinned": "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
    "the disk is full": "OSError: [Errno 28] No space left on device",
    "may not be written": "npm error code EACCES\nnpm error Permission denied",
    "package-lock.json are not": "npm error code EUSAGE\nnpm error\nnpm error package-lock.json are not in sync.\nnpm error usage",
    "TS2304: Cannot find": "error during build:\nsrc/a.ts(1,1): error TS2304: Cannot find name 'x'.\n    at run (file.js:1)\n}",
}


@pytest.mark.parametrize(("sentence", "output"), OUTPUTS.items())
def test_a_failed_command_is_explained_in_one_sentence(sentence: str, output: str) -> None:
    told = prepare.explain("Installing it", output)
    assert sentence in told
    assert "\n" not in told


def test_a_stamp_changes_when_a_file_changes() -> None:
    names = [prepare.ROOT / "requirements.txt"]
    first = prepare.digest(names)
    assert first == prepare.digest(names)
    assert first != prepare.digest(names, "3.12")
    assert first != prepare.digest([*names, prepare.ROOT / "Makefile"])


def test_the_build_depends_on_sources_and_settings_of_the_phone_app() -> None:
    names = {str(path.relative_to(prepare.PWA)) for path in prepare.phone_sources()}
    assert {"index.html", "vite.config.ts", "package.json", "src/main.tsx"} <= names
    assert not any(name.startswith(("node_modules", "dist")) for name in names)


def test_an_older_python_reads_the_sentence_that_it_is_too_old() -> None:
    source = Path(prepare.ROOT, "scripts", "run.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    older = "import sys, runpy; sys.version_info = (3, 9, 18); runpy.run_module('scripts.run', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", older], cwd=prepare.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Fangcha needs Python 3.11 or newer" in done.stderr
    assert "Traceback" not in done.stderr
