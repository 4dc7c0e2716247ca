"""Slugs and UUIDs, exact to the last of 128 bits (Appendix B of the reference)."""

from __future__ import annotations

import random
import uuid

import duckdb
import pytest

from sigma_audit.library import Library

# Pairs that Sigma itself has given.
KNOWN = {
    "49HFLTr6xytgrPly3PFsNC": "8891fd40-5470-4ff2-a74f-6e61ee44d3fc",
    "1UGFyEQCHqwPfQoAec3xJ9": "3ee61405-3be2-4000-ba72-60d36757b95b",
    "5LqGLu14qUnqh3cN6wRJBd": "bd6b86e8-cd4a-4b25-ab65-f258c2a68a8f",
    "Ptyl1jrKEO18RDX9y1d4P": "1b47afdb-db4e-4a2c-9fa4-fc1332f4a097",
    "4JRFW1HThPI1K3YTjouXI7": "9bbbe3b0-c0c8-4fac-b6f1-8dfebfe74f8b",
}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def base62(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 62)
        text = DIGITS[digit] + text
    return text or "0"


def decoded(refs: list[str]) -> dict[str, tuple[str, str]]:
    """Each ref's canonical id and form, by the SQL."""
    connection = duckdb.connect()
    connection.execute("create table inode_refs as select unnest(?::varchar[]) as ref", [refs])
    rows = connection.execute(Library().query("model", "inode_ids").sql).fetchall()
    assert len(rows) == len(refs)
    return {ref: (inode_id, form) for ref, inode_id, form in rows}


def test_sigmas_own_pairs() -> None:
    assert decoded(list(KNOWN)) == {ref: (inode_id, "slug") for ref, inode_id in KNOWN.items()}


def test_every_bit_counts() -> None:
    dice = random.Random(62)
    numbers = {1 << bit for bit in range(128)} | {(1 << bit) - 1 for bit in range(129)}
    numbers |= {62**power + offset for power in range(21) for offset in (-1, 0, 1)}
    numbers |= {dice.getrandbits(128) for _ in range(20_000)}
    expected = {base62(n): (str(uuid.UUID(int=n)), "slug") for n in numbers}
    assert decoded(list(expected)) == expected


@pytest.mark.parametrize("number", [2**128, 2**128 + 1, 483 * 62**20 + 62**20 - 1, 62**22 - 1])
def test_what_is_not_below_two_to_the_128_is_no_slug(number: int) -> None:
    ref = base62(number)
    assert len(ref) == 22
    assert decoded([ref]) == {ref: (ref, "raw")}


def test_uuids_in_any_case_and_anything_else_as_it_is() -> None:
    upper = "8891FD40-5470-4FF2-A74F-6E61EE44D3FC"
    member = "CPbEdA26abcdefghijklmnopqrstu"
    assert decoded([upper, upper.replace("-", ""), member, "a-b", "ä", "inode-49HFL"]) == {
        upper: (upper.lower(), "uuid"),
        upper.replace("-", ""): (upper.lower(), "uuid"),
        member: (member, "raw"),
        "a-b": ("a-b", "raw"),
        "ä": ("ä", "raw"),
        "inode-49HFL": ("inode-49HFL", "raw"),
    }
