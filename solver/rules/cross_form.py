"""cross-form: a whole-form team comes from one sending county, which the solver chooses.

Σ over p of county c: x[p, s] ≤ seats(s) · chosen[t, c];  Σ over c: chosen[t, c] ≤ 1
"""

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rows import Builder, Entries


def exclusions(data: Data) -> list[Exclusion]:
    """Nobody without a county joins a team that comes from one county."""
    stateless = (data.work_county < 0).astype(np.int64)
    none = np.zeros(data.n, dtype=np.int64)

    def units(slot: int) -> IntArray:
        return stateless if data.teams[data.slots[slot].team].cross_form == "whole" else none

    return [Exclusion("cross-form", None, "hard", units)]


def add_rows(data: Data, builder: Builder) -> None:
    """Link every seat of a whole-form team to the county chosen for it."""
    counties = [county.id for county in data.instance.counties]
    teams = [at for at, team in enumerate(data.teams) if team.cross_form == "whole"]
    slots = [slot for team in teams for slot in data.team_slots[team]]
    row_of = {slot: at * len(counties) for at, slot in enumerate(slots)}
    people = np.flatnonzero(data.work_county >= 0)

    def entries(slot: int) -> Entries:
        return people, row_of[slot] + data.work_county[people], np.ones(len(people), dtype=np.int64)

    keys = [
        {"team": data.teams[data.slots[slot].team].id, "county": county}
        for slot in slots
        for county in counties
    ]
    links = builder.add_group("cross-form", None, keys, np.zeros(len(keys), dtype=np.int64), entries, slots)
    team_keys = [{"team": data.teams[team].id} for team in teams]
    one = builder.add_group(
        "cross-form", "one-county", team_keys, np.ones(len(teams), dtype=np.int64), entries, ()
    )
    for at, team in enumerate(teams):
        for number, county in enumerate(counties):
            linked = [
                (links.first + row_of[slot] + number, -data.slots[slot].capacity)
                for slot in data.team_slots[team]
            ]
            key = {"team": data.teams[team].id, "county": county}
            builder.add_aux("count", "cross-form", None, key, 1, entries=[*linked, (one.first + at, 1)])
