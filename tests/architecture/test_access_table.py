"""Every view and who may call it, as a committed table: a change of access is a change of this list."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask

from server.core.access import Policy, access, policy_of, require_policies

TABLE = Path(__file__).with_name("access_table.txt")


def lines(app: Flask) -> list[str]:
    found = []
    for rule in app.url_map.iter_rules():
        policy = policy_of(app.view_functions[rule.endpoint])
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        found += [f"{method:7}{rule.rule:70}{policy.name if policy else '?'}" for method in methods]
    return sorted(found)


def test_the_access_table_is_the_committed_one(app: Flask) -> None:
    """Write the new table with: FANGCHA_WRITE_TABLE=1 pytest tests/architecture."""
    present = "\n".join(lines(app)) + "\n"
    if os.environ.get("FANGCHA_WRITE_TABLE") == "1":
        TABLE.write_text(present, encoding="utf-8")
    assert present == TABLE.read_text(encoding="utf-8"), "the table of access has changed: see this test's docstring"


def test_a_view_without_a_policy_keeps_the_app_from_starting() -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/open", "open", lambda: "x")
    with pytest.raises(RuntimeError, match="open"):
        require_policies(bare)


def test_a_view_with_a_policy_lets_the_app_start() -> None:
    good = Flask("good", static_folder=None)
    good.add_url_rule("/open", "open", access(Policy.PUBLIC)(lambda: "x"))
    require_policies(good)
