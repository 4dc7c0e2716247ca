"""A long job says what, how many and how long to go; one line a phase where nobody watches."""

from __future__ import annotations

import pytest

from sigma_audit.cli.progress import Progress


def test_off_a_terminal_a_phase_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("before: ")
    progress.phase("grants of objects", 1200)
    progress.step(1000)
    progress.step(200)
    progress.done()
    progress.done()
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert shown.err.startswith("before: grants of objects: 1,200 in ")


def test_a_new_phase_ends_the_one_before(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    progress.phase("lists", 1)
    progress.phase("grants", 2)
    assert capsys.readouterr().err.startswith("lists: 0 in ")


def test_the_bar_says_what_how_many_and_how_long_to_go() -> None:
    progress = Progress()
    progress.phase("grants", 400)
    progress.step(100)
    assert progress.line(took=3.0) == "grants [#####...............] 100 of 400, 9 s to go"
    progress.step(300)
    assert progress.line(took=3.0) == "grants [####################] 400 of 400"
