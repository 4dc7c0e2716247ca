"""What a run does last: reads what moves once more, and makes sure that what is gone is gone.

Pages of one list are not one moment. Members, teams and memberships are read again, up to
`READINGS` times while they still differ, and with them the grants of whatever moved and of
whatever the two sweeps tell differently (`sql/model/rereads.sql`); an object that answered "gone"
counts as vanished only when the answers that named it, read again, name it no more. Must never
compare answers itself: `sql/model/moved.sql` and `gone_chains.sql` do.
"""

from __future__ import annotations

from dataclasses import replace

from sigma_audit.collect.desk import Desk, Key, Note
from sigma_audit.collect.phases import Crew
from sigma_audit.sigma.answers import GONE
from sigma_audit.snapshot.saving import Chain

READINGS = 4
_CONFIRMATIONS = 3  # a document, its folder and the folder above may all have gone
_PEOPLE, _WITHIN = ("members", "teams"), "team_members"
_STILL = "; other answers still name it"


async def close(desk: Desk, crew: Crew, *, goes_on: bool) -> None:
    """Read what moves again until two readings agree; settle what answered that it is gone.

    What a later reading adds (a new team, a new member) is asked for like everything else.
    `goes_on`: the run was interrupted, and a reading that it had begun is not begun anew.
    """
    await _confirm_gone(desk, crew)
    are_people_moving = True
    for _ in range(READINGS - 1):
        if are_people_moving:
            await _read_again(desk, crew, goes_on=goes_on)
            goes_on = False
        await crew.work("what moved: grants", await _keys(desk, "rereads"))
        await _confirm_gone(desk, crew)
        moving = {row["entity"] for row in await desk.relation("moved") if row["is_still_moving"]}
        if not moving:
            return
        are_people_moving = moving != {"grant"}


async def _read_again(desk: Desk, crew: Crew, *, goes_on: bool) -> None:
    """Read members, teams and memberships once more, all at once.

    A reading that an interrupted run has begun is this one: what it has asked is not asked again.
    """
    chains = await desk.chains((*_PEOPLE, _WITHIN))
    begun = max(chain.reading for chain in chains if chain.endpoint in _PEOPLE)
    ended = _ended(chains)
    reading = begun if goes_on and begun > 1 else begun + 1
    # A team that this reading shows for the first time is asked like everything that is open.
    known = {chain.parent_id: chain for chain in chains if chain.endpoint == _WITHIN}
    teams = [team for team, chain in sorted(known.items()) if chain.status != "vanished"]
    lists: list[Key] = [(name, "", reading) for name in _PEOPLE]
    keys = lists + [(_WITHIN, team, reading) for team in teams]
    await crew.work("what moved: people", [key for key in keys if key not in ended])
    await crew.until_nothing_is_open()


async def _confirm_gone(desk: Desk, crew: Crew) -> None:
    """Settle every chain that ended as gone: vanished, still listed, or there after all."""
    if not any(_says_gone(chain) for chain in await desk.chains(statuses=["failed"])):
        return
    for _ in range(_CONFIRMATIONS):
        keys = await _keys(desk, "confirming_chains")
        if not keys:
            break
        await crew.work("what is gone", keys)
        await crew.until_nothing_is_open()
    gone = await desk.relation("gone_chains")
    listed = [
        (str(row["endpoint"]), str(row["parent_id"]), int(row["reading"]) + 1)
        for row in gone
        if row["is_mentioned"] and row["reading"] <= _CONFIRMATIONS
    ]
    if listed:
        await crew.work("what is still listed", listed)
        gone = await desk.relation("gone_chains")
    verdicts = {(row["endpoint"], row["parent_id"], row["reading"]): row for row in gone}
    for chain in await desk.chains(statuses=["failed", "vanished"]):
        row = verdicts.get((chain.endpoint, chain.parent_id, chain.reading))
        if row is None:
            continue
        if row["is_confirmed"] and not row["is_mentioned"]:
            await desk.put(Note(replace(chain, status="vanished")))
        elif _STILL not in chain.detail:
            await desk.put(Note(replace(chain, status="failed", detail=chain.detail + _STILL)))


def _says_gone(chain: Chain) -> bool:
    return chain.status == "failed" and chain.http_status in GONE


async def say_as_whom(desk: Desk) -> None:
    """Write beside every "not allowed" which account type was not allowed."""
    chains = await desk.chains(statuses=["forbidden"])
    if not chains:
        return
    rows = await desk.relation("credential")
    account_type = next((row["account_type"] for row in rows), None) or "not visible to itself"
    said = f"the credential's account type is {account_type}"
    for chain in chains:
        if said not in chain.detail:
            await desk.put(Note(replace(chain, detail=f"{chain.detail}; {said}")))


async def _keys(desk: Desk, relation: str) -> list[Key]:
    return [
        (str(row["endpoint"]), str(row["parent_id"]), int(row["reading"]))
        for row in await desk.relation(relation)
    ]


def _ended(chains: list[Chain]) -> set[Key]:
    return {
        (chain.endpoint, chain.parent_id, chain.reading)
        for chain in chains
        if chain.status != "open"
    }
