"""Lets a run's threads share what each of them has freed, where the C library keeps it apart.

A run works in threads that come and go; glibc keeps a heap for each, up to eight a core, and gives
little of it back. Must never be needed: without it a run takes more memory and says the same.
"""

from __future__ import annotations

import ctypes

_ARENA_MAX = -8  # M_ARENA_MAX of malloc.h
FEW = 2


def share() -> bool:
    """Have at most FEW heaps from here on; whether there is such a C library."""
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, FEW))
    except (AttributeError, OSError, TypeError):
        return False
