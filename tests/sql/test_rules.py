"""Each rule of Sigma's access and each decision of ours, in a world of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from access_rules import RULES, Sealed
from sigma_audit.library import Library


def test_every_rule_has_its_world() -> None:
    named = {name.split("_")[0] for name in RULES}
    assert named == {f"r{n}" for n in range(1, 6)} | {f"d{n}" for n in range(1, 12)}


@pytest.mark.parametrize("rule", RULES)
def test_rule(rule: str, tmp_path: Path) -> None:
    library = Library()
    RULES[rule](lambda world: Sealed(world, tmp_path, library))
