"""The cause of a change of access is right when undoing it undoes the change."""

from __future__ import annotations

from pathlib import Path

import pytest

from history.cases import Case, drawn_cases, still_there
from history.combined import draw

SEEDS = (*range(24), 10016)  # the last: two changes, each of which would have been enough


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    return drawn_cases(tmp_path_factory.mktemp("draws"), SEEDS)


def test_every_change_of_access_has_a_cause(cases: dict[str, Case]) -> None:
    assert len(cases) > 80
    assert sum(len(case.causes) > 1 for case in cases.values()) >= 5
    for case in cases.values():
        assert case.causes, case.rows


def test_undoing_the_causes_undoes_the_rows(cases: dict[str, Case], tmp_path: Path) -> None:
    for case, row in still_there(tmp_path, cases):
        told = [cause["sentence"] for cause in case.causes]
        pytest.fail(f"{draw(case.seed)}: {row['sentence']}, in spite of {told}")
