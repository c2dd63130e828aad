"""floaters: specialists who serve teams beside their seats; two of them cover one unit of a skill's need.

With f[p, t] a service, g[p, t, k] one that counts for skill k, and h[t, k] the units covered, which
stand beside the members in the rows of skill-mix:
Σ over t of a round: f[p, t] ≤ min(m, d ÷ days per team);  Σ over k: g[p, t, k] ≤ c · f[p, t];
x[p, t] + f[p, t] ≤ 1;  2 · h[t, k] ≤ Σ over p: g[p, t, k].
Where a seat in an earlier planned round would be a repetition: f[p, t] + Σ over its teams there: x[p, ·] ≤ 1.
"""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from bianzu.models import Seat
from bianzu.solver.data import BoolArray, Data
from bianzu.solver.patterns import Place
from bianzu.solver.rows import Builder
from bianzu.solver.rules import (
    gates,
    interest,
    kin,
    pins,
    place,
    repeat_county,
    repeat_unit,
    service,
    system,
    unfit,
)
from bianzu.solver.rules.skill_mix import needs_of_team

__all__ = ["add_rows"]

_TESTED = {
    "gates": gates,
    "place": place,
    "service": service,
    "kin": kin,
    "interest": interest,
    "system": system,
    "repeat-unit": repeat_unit,
    "repeat-county": repeat_county,
    "unfit": unfit,
}
"""Rules whose reasons, of whatever hardness, bar a service."""


class _Service(NamedTuple):
    team: int
    person: int
    skills: tuple[str, ...]


def add_rows(data: Data, builder: Builder) -> None:
    """A column per service that is allowed and of use; skill-mix adds what is covered."""
    setting, mix = data.rules.floaters, data.rules.skill_mix
    assert setting is not None
    if mix is None:
        return
    services = _list_services(data)
    people = list(dict.fromkeys((int(data.team_round[item.team]), item.person) for item in services))
    cap = min(setting.m, setting.d // setting.days_per_team)
    caps = builder.add_group(
        "floaters",
        "cap",
        [{"round": data.rounds[item].id, "person": data.people[person].id} for item, person in people],
        np.full(len(people), cap, dtype=np.int64),
        lambda _slot: None,
        eager=True,
    )
    cap_row = {served: caps.first + at for at, served in enumerate(people)}
    keys = [{"team": data.teams[item.team].id, "person": data.people[item.person].id} for item in services]
    teams = np.array([item.team for item in services], dtype=np.int64)
    ones = np.ones(len(services), dtype=np.int64)
    nobody = builder.add_group(
        "floaters", "skills", keys, 0 * ones, lambda _slot: None, team=teams, eager=True
    )
    places = _place_members(builder, services)
    members = builder.add_group(
        "floaters",
        "member",
        keys,
        ones,
        lambda slot: places.get(data.slots[slot].team),
        team=teams,
        eager=True,
    )
    asked = [(at, need.skill) for at, team in enumerate(data.teams) for need in needs_of_team(data, team)]
    half = builder.add_group(
        "floaters",
        "half",
        [{"team": data.teams[team].id, "skill": skill} for team, skill in asked],
        np.zeros(len(asked), dtype=np.int64),
        lambda _slot: None,
        team=np.array([team for team, _ in asked], dtype=np.int64),
        eager=True,
    )
    half_row = {item: half.first + at for at, item in enumerate(asked)}
    again = _add_repetitions(data, builder, services)
    for at, item in enumerate(services):
        cap_at = cap_row[int(data.team_round[item.team]), item.person]
        entries = [(cap_at, 1), (nobody.first + at, -mix.c), (members.first + at, 1)]
        entries += [(row, 1) for row in again[item.team, item.person]]
        builder.add_aux(
            "count", "floaters", "service", keys[at], 1, follows="services", entries=entries, as_seat=True
        )
        for skill in item.skills:
            entries = [(nobody.first + at, 1), (half_row[item.team, skill], -1)]
            builder.add_aux(
                "count",
                "floaters",
                "skill",
                {**keys[at], "skill": skill},
                1,
                follows="services",
                entries=entries,
            )


def _place_members(builder: Builder, services: list[_Service]) -> dict[int, Place]:
    """Per team, the rows that keep its members from serving it; services come team by team."""
    people: dict[int, list[int]] = defaultdict(list)
    first: dict[int, int] = {}
    for at, item in enumerate(services):
        first.setdefault(item.team, at)
        people[item.team].append(item.person)
    return {
        team: (
            builder.pattern(
                np.array(listed, dtype=np.int64),
                np.arange(len(listed), dtype=np.int64),
                np.ones(len(listed), dtype=np.int64),
                len(listed),
            ),
            first[team],
        )
        for team, listed in people.items()
    }


def _add_repetitions(
    data: Data, builder: Builder, services: list[_Service]
) -> dict[tuple[int, int], list[int]]:
    """Rows against seats in earlier planned rounds, by team and person; of teams that repeat anything."""
    rows: list[tuple[int, int, int]] = []
    repeated = {team: _find_repeated(data, team) for team in {item.team for item in services}}
    for item in services:
        rounds = sorted(set(data.team_round[repeated[item.team]].tolist()))
        rows += [(item.team, item.person, there) for there in rounds]
    counted: dict[int, list[tuple[int, int]]] = defaultdict(list)
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, (team, person, there) in enumerate(rows):
        for other in repeated[team]:
            if data.team_round[other] == there:
                counted[other].append((person, at))
    places = {}
    for other, listed in counted.items():
        people, at_rows = (np.array(part, dtype=np.int64) for part in zip(*listed, strict=True))
        places[other] = builder.pattern(people, at_rows, np.ones_like(people), len(rows)), 0
    keys = [
        {"team": data.teams[team].id, "person": data.people[person].id, "earlier": data.rounds[there].id}
        for team, person, there in rows
    ]
    group = builder.add_group(
        "floaters",
        "again",
        keys,
        np.ones(len(rows), dtype=np.int64),
        lambda slot: places.get(data.slots[slot].team),
        team=np.array([team for team, _, _ in rows], dtype=np.int64),
    )
    for at, (team, person, _) in enumerate(rows):
        found[team, person].append(group.first + at)
    return found


def _find_repeated(data: Data, team: int) -> list[int]:
    """Teams of earlier planned rounds where a seat bars a service, by repeat-unit or repeat-county."""
    units, county = data.rules.repeat_unit, data.rules.repeat_county
    this = data.rounds[data.team_round[team]]
    near = data.before(this, 0 if county is None else county.g_others)
    found = []
    for other in np.flatnonzero(data.team_round < data.team_round[team]).tolist():
        there = data.rounds[data.team_round[other]]
        inspected = set(data.teams[team].units).intersection(data.teams[other].units)
        seen = units is not None and there.term == data.instance.term and inspected
        if seen or (there in near and bool((data.host[team] & data.host[other]).any())):
            found.append(other)
    return found


def _list_services(data: Data) -> list[_Service]:
    """Services that nothing bars and that count for some skill, team by team."""
    able = _find_able(data) & _find_floaters(data)
    found: list[_Service] = []
    for at, team in enumerate(data.teams):
        needs = needs_of_team(data, team)
        for person in np.flatnonzero(able[at]).tolist():
            skills = tuple(need.skill for need in needs if data.holders(need.skill, need.level)[person])
            if skills:
                found.append(_Service(at, person, skills))
    return found


def _find_floaters(data: Data) -> BoolArray:
    """(n,) the source set's people, or those with a specialist pool."""
    setting = data.rules.floaters
    assert setting is not None
    if setting.source_set is None:
        return np.array(["specialist" in person.pools for person in data.people], dtype=bool)
    floaters = np.zeros(data.n, dtype=bool)
    floaters[[data.person_at[member] for member in data.instance.source_sets[setting.source_set]]] = True
    return floaters


def _find_able(data: Data) -> BoolArray:
    """(t, n) people whom nothing bars: every team is given a member's seat and no other."""
    known = data.instance
    teams = tuple(
        team.model_copy(update={"seats": (Seat(id=team.id, role="member", origin="any"),)})
        for team in known.teams
    )
    orders = tuple(pin for pin in known.pins if pin.seat is None)
    alone = Data(known.model_copy(update={"teams": teams, "pins": orders, "waivers": ()}))
    on = set(data.rules.on)
    tests = [item for rule, module in _TESTED.items() if rule in on for item in module.exclusions(alone)]
    tests = [item for item in (*tests, *pins.exclusions(alone)) if item.hardness != "off"]
    able = np.ones((len(data.teams), data.n), dtype=bool)
    for team in range(len(data.teams)):
        for item in tests:
            able[team] &= item.units(team) == 0
    return able
