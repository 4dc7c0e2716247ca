"""Not known is a value, down to the row of a report and the cell of a CSV."""

from __future__ import annotations

from pathlib import Path

from soak.unread import cases, company, run

SLICE = (("account_types", "failed"), ("team_members", "forbidden"), ("workbook_embeds", "failed"))


def test_no_error_becomes_an_empty_list(tmp_path: Path) -> None:
    """A slice of `tests/soak/unread.py`, which lets every endpoint fail in both ways."""
    world = company()
    parents = dict(cases(world))
    assert len(parents) == 35, "every question that the widest plan and --with ask"
    seen = run([(endpoint, parents[endpoint], status) for endpoint, status in SLICE], tmp_path)
    assert [(one.endpoint, one.problems) for one in seen] == [(name, ()) for name, _ in SLICE]
    assert all(one.questions >= 15 and one.rows > 100 for one in seen)
