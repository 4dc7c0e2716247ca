"""`access revoke` at the terminal: sets, what goes with them, and every form."""

from __future__ import annotations

import json
from pathlib import Path

from cli.conftest import Run
from sigma_audit.render.cells import visible


def test_on_the_terminal(run: Run, sealed: Path) -> None:
    words = ["access", "revoke", "ann@example.test", "General/=Sum/Q3", "--snapshot", str(sealed)]
    text = run(*words).stdout
    assert text.startswith("2 sets of 2 removals, and none smaller.")
    assert "1. Remove Ann Test from team Finance." in text
    assert "Nobody else loses anything" not in text.split("\n2. ")[0]
    document = json.loads(run(*words, "--format", "json").stdout)
    assert document["facts"]["set_count"] == 2
    assert {row["role"] for row in document["rows"]} == {"remove", "lose"}
    folded = json.loads(run(*words, "--format", "json", "--aggregate").stdout)["rows"]
    assert {"member_id", "inode_count", "gone_count"} <= folded[-1].keys()
    each = run(*words, "--expand").stdout
    losses = [row["sentence"] for row in document["rows"] if row["role"] == "lose"]
    assert len(losses) > 2
    assert all(visible(sentence) in each for sentence in losses)
    one = run(*words, "--sets", "1").stdout
    assert "the first 1 are told" in one
    without = run(*words, "--without-member-of", "Finance:ann@example.test")
    assert "One set of 1 removal, and none smaller." in without.stdout
    assert run(*words[:2], "bob@example.test", *words[3:], "--without-grant", "x").exit_code == 2
