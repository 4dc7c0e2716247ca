"""Few heaps for all threads, where the C library has many; elsewhere nothing happens."""

from __future__ import annotations

import ctypes
import platform
from typing import Any

import pytest

from sigma_audit.snapshot import arenas


def test_it_is_asked_of_glibc_and_of_no_other() -> None:
    assert arenas.share() is (platform.libc_ver()[0] == "glibc")


@pytest.mark.parametrize("error", [AttributeError, OSError, TypeError])
def test_a_machine_without_it_goes_on(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: Any) -> None:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert arenas.share() is False
