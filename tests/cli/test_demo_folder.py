"""The demo's folder: an earlier demo is replaced, anything else is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sigma_audit.cli.demo import MARKER, prepare
from sigma_audit.errors import Refused, StorageError


def test_a_new_folder_is_made_and_marked(tmp_path: Path) -> None:
    prepare(tmp_path / "deep" / "demo")
    assert (tmp_path / "deep" / "demo" / MARKER).is_file()


def test_an_earlier_demo_is_replaced_and_nothing_else_of_the_folder(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "old.html").touch()
    (tmp_path / "notes.txt").touch()
    prepare(tmp_path)
    assert not (tmp_path / "reports").exists()
    assert (tmp_path / "notes.txt").exists()


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "mine.html").touch()
    with pytest.raises(Refused, match="not empty"):
        prepare(tmp_path)
    assert (tmp_path / "reports" / "mine.html").exists()
    assert not (tmp_path / MARKER).exists()


def test_a_file_is_refused_and_a_place_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused):
        prepare(tmp_path / "file")
    with pytest.raises(StorageError, match="cannot write"):
        prepare(tmp_path / "file" / "below")
