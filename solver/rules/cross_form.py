"""cross-form: a whole-form team comes from one sending county, which the solver chooses.

Σ over p of county c: x[p, s] ≤ seats(s) · chosen[t, c];  Σ over c: chosen[t, c] ≤ 1;
Σ over p without a county: x[p, t] ≤ 0. These are rows and no exclusion: a maximum removes no candidate.
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.patterns import Place
from bianzu.solver.rows import Builder


def add_rows(data: Data, builder: Builder) -> None:
    """Link every seat of a whole-form team to the county chosen for it."""
    counties = [county.id for county in data.instance.counties]
    teams = [at for at, team in enumerate(data.teams) if team.cross_form == "whole"]
    if not teams:
        return
    slots = [slot for team in teams for slot in data.team_slots[team]]
    row_of = {slot: at * len(counties) for at, slot in enumerate(slots)}
    row_of_team = {team: at for at, team in enumerate(teams)}
    people = np.flatnonzero(data.work_county >= 0)
    pattern = builder.pattern(people, data.work_county[people], np.ones_like(people), len(counties))
    stateless = builder.mask_pattern(data.work_county < 0, 1)

    def linked(slot: int) -> Place | None:
        return (pattern, row_of[slot]) if slot in row_of else None

    def without_county(slot: int) -> Place | None:
        team = data.slots[slot].team
        return (stateless, row_of_team[team]) if team in row_of_team else None

    keys = [
        {
            "team": data.teams[data.slots[slot].team].id,
            "seat": data.slots[slot].seat_ids[0],
            "county": county,
        }
        for slot in slots
        for county in counties
    ]
    links = builder.add_group(
        "cross-form", None, keys, np.zeros(len(keys), dtype=np.int64), linked, eager=True
    )
    team_keys = [{"team": data.teams[team].id} for team in teams]
    ones = np.ones(len(teams), dtype=np.int64)
    one = builder.add_group("cross-form", "one-county", team_keys, ones, lambda _slot: None, eager=True)
    builder.add_group("cross-form", "no-county", team_keys, 0 * ones, without_county, eager=True)
    for at, team in enumerate(teams):
        for number, county in enumerate(counties):
            entries = [
                (links.first + row_of[slot] + number, -data.slots[slot].capacity)
                for slot in data.team_slots[team]
            ]
            key = {"team": data.teams[team].id, "county": county}
            builder.add_aux(
                "count", "cross-form", None, key, 1, follows="county", entries=[*entries, (one.first + at, 1)]
            )
