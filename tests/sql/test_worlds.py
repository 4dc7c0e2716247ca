"""Every question over a seeded slice of all small worlds, and over random ones; counts asserted.

`python tests/soak/worlds.py` takes all of them; its last result lies beside it.
"""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import small_worlds
from exactness import (
    compare_everything,
    compare_gaps,
    compare_matrix,
    compare_revocations,
    organisation,
)
from sigma_audit.library import Library
from sql.test_weights import compare_latent, compare_redundant, compare_weights


def test_a_slice_of_all_small_worlds(tmp_path: Path) -> None:
    step = 701
    chosen = list(islice(small_worlds.worlds(), 0, None, step))
    assert small_worlds.number() == 1_021_605
    assert len(chosen) == -(-small_worlds.number() // step) == 1_458
    world, *_ = small_worlds.base()
    together = small_worlds.Together(world.seal(tmp_path), world, chosen, Library())
    facts = together.facts
    with together.snapshot as snapshot:
        reasons, accesses = compare_matrix(facts, snapshot)
        assert reasons > 25_000
        assert accesses > 15_000
        assert compare_weights(facts, snapshot) > 4_000
        assert compare_redundant(facts, snapshot) > 1_000
        assert compare_latent(facts, snapshot) > 1_000
        assert compare_revocations(facts, snapshot, random.Random(1), 10) == 10


def test_random_worlds_of_every_sort(tmp_path: Path) -> None:
    counts = compare_everything(organisation(1, 60), tmp_path, random.Random(1), 15)
    assert counts["revocations"] == counts["reasons alone"] == 15
    assert counts["accesses"] > 300
    assert counts["weights"] > 100
    assert min(counts["redundant grants"], counts["latent grants"], counts["suppositions"]) > 1


def test_what_is_called_known_is_so_whatever_was_not_read(tmp_path: Path) -> None:
    counts = compare_gaps(organisation(2, 3), tmp_path, random.Random(2), 5)
    assert counts["gaps"] == 5
    assert counts["known"] > 20
    assert counts["at_least"] > 5
