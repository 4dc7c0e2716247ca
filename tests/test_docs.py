"""The README says what is so: its lists are generated, its commands are the ones that work."""

from __future__ import annotations

from pathlib import Path

from readme import README, generated

ROOT = Path(__file__).resolve().parents[1]


def test_the_generated_lists_are_up_to_date() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == generated(text), "run: python tests/readme.py"


def test_the_pictures_are_there() -> None:
    for line in README.read_text(encoding="utf-8").splitlines():
        if line.startswith("!["):
            assert (ROOT / line.partition("](")[2].rstrip(")")).is_file(), line


def test_every_folder_of_the_drawing_exists() -> None:
    rows = [
        line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("| `s")
    ]
    folders = [name for row in rows for name in row.split("|")[1].split("`")[1::2] if "/" in name]
    assert len(folders) > 8
    for name in folders:
        assert (ROOT / name).is_dir(), name
