"""cross-form: a whole-form team comes from one sending county, which the solver chooses.

Σ over p of county c: x[p, s] ≤ seats(s) · chosen[t, c];  Σ over c: chosen[t, c] ≤ 1;
Σ over p without a county: x[p, t] ≤ 0. These are rows and no exclusion: a maximum removes no candidate.
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.rows import Builder, Entries


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
    row_of_team = {team: at for at, team in enumerate(teams)}
    stateless = np.flatnonzero(data.work_county < 0)

    def without_county(slot: int) -> Entries:
        row = row_of_team[data.slots[slot].team]
        return stateless, np.full(len(stateless), row), np.ones(len(stateless), dtype=np.int64)

    none = np.zeros(len(teams), dtype=np.int64)
    builder.add_group("cross-form", "no-county", team_keys, none, without_county, slots)
    for at, team in enumerate(teams):
        for number, county in enumerate(counties):
            linked = [
                (links.first + row_of[slot] + number, -data.slots[slot].capacity)
                for slot in data.team_slots[team]
            ]
            key = {"team": data.teams[team].id, "county": county}
            builder.add_aux("count", "cross-form", None, key, 1, entries=[*linked, (one.first + at, 1)])
