"""Which county sends to which (section D): past flows, the county of a whole team, the ways of leaders."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from bianzu.models import HistoryRecord, Round
from bianzu.solver.aux_columns import Aux
from bianzu.solver.data import Data
from bianzu.solver.patterns import Pattern, Place
from bianzu.solver.rows import Builder

__all__ = ["Flow", "Flows", "Way", "add_leader_ways", "list_senders", "name_flow", "place_leaders"]

Flow = tuple[int, int]
"""Positions of a sending county and of a host county, two different ones."""

Way = tuple[int, int, int]
"""A planned round and a flow."""


class Flows:
    """Teams and counties as the rules from county to county see them.

    Attributes
    ----------
    whole
        Per team, whether it comes from one county.
    leader_slots
        Per team, its slots of leader seats; ``leads`` counts their seats.
    """

    def __init__(self, data: Data) -> None:
        self.data = data
        on = data.rules.cross_form is not None
        self.whole = [on and team.cross_form == "whole" for team in data.teams]
        self.leader_slots = [
            [slot for slot in slots if data.slots[slot].seat.role == "leader"] for slots in data.team_slots
        ]
        self.leads = [sum(data.slots[slot].capacity for slot in slots) for slots in self.leader_slots]

    def hosts(self, team: int) -> list[int]:
        """Host counties of a team."""
        return [self.data.county_at[county] for county in self.data.teams[team].host_counties]

    def teams(self, item: int, *, whole: bool) -> list[int]:
        """Whole or mixed teams of a planned round; mixed ones only with a leader seat."""
        return [
            team
            for team in np.flatnonzero(self.data.team_round == item).tolist()
            if self.whole[team] is whole and (whole or self.leads[team])
        ]

    def list_ways(self, team: int) -> Iterator[Flow]:
        """Flows that a team can be, or that its leaders can go."""
        for host in self.hosts(team):
            yield from ((county, host) for county in range(len(self.data.county_at)) if county != host)

    def planned_before(self, item: int, span: int) -> list[int]:
        """The planned ones of the last rounds before a planned round."""
        before = self.data.before(self.data.rounds[item], span)
        return [self.data.round_at[one.id] for one in before if one.status == "planned"]

    def past_before(self, item: int, span: int, *, leaders: bool) -> set[Flow]:
        """Flows of teams, or of leaders, in the past ones of the last rounds before a planned round."""
        known = self._of_leaders if leaders else self._of_teams
        before: Sequence[Round] = self.data.before(self.data.rounds[item], span)
        return {flow for one in before for flow in known.get(one.id, ())}

    def _send(self, record: HistoryRecord, counties: Collection[str]) -> Iterator[Flow]:
        """Flows from the work county of somebody on record."""
        home = int(self.data.work_county[self.data.person_at[record.person]])
        for county in counties:
            host = self.data.county_at[county]
            if home >= 0 and host != home:
                yield home, host

    @cached_property
    def _of_leaders(self) -> Mapping[str, set[Flow]]:
        found: dict[str, set[Flow]] = defaultdict(set)
        whole = {
            (team.round, team.id)
            for team, is_whole in zip(self.data.teams, self.whole, strict=True)
            if is_whole
        }
        for record in self.data.instance.history:
            # A planned team is among the records when a plan is looked back at (`Hindsight`).
            if record.role == "leader" and (record.round, record.team) not in whole:
                found[record.round].update(self._send(record, record.counties))
        return found

    @cached_property
    def _of_teams(self) -> Mapping[str, set[Flow]]:
        teams: dict[tuple[str, str], list[HistoryRecord]] = defaultdict(list)
        for record in self.data.instance.history:
            teams[record.round, record.team].append(record)
        found: dict[str, set[Flow]] = defaultdict(set)
        for (item, _), records in teams.items():
            homes = Counter(int(self.data.work_county[self.data.person_at[one.person]]) for one in records)
            home = next((county for county, count in homes.items() if 2 * count > len(records)), -1)
            hosts = {self.data.county_at[county] for one in records for county in one.counties}
            found[item].update((home, host) for host in hosts if home >= 0 and host != home)
        return found


def list_senders(data: Data, builder: Builder) -> dict[tuple[int, int], Aux]:
    """For every whole team and county, the aux column that says whether the team comes from it."""
    return {
        (item.team, data.county_at[item.key["county"]]): item
        for item in builder.aux
        if item.rule == "cross-form"
    }


def place_leaders(flows: Flows, builder: Builder, rows: Sequence[tuple[int, int]]) -> dict[int, Place]:
    """Where (team, county) rows, team by team, count people of the county on leader seats of the team."""
    data = flows.data
    people = [np.flatnonzero(data.work_county == county) for county in range(len(data.county_at))]
    first: dict[int, int] = {}
    counties: dict[int, list[int]] = defaultdict(list)
    for at, (team, county) in enumerate(rows):
        first.setdefault(team, at)
        counties[team].append(county)
    patterns: dict[tuple[int, ...], Pattern] = {}
    places: dict[int, Place] = {}
    for team, listed in counties.items():
        key = tuple(listed)
        if key not in patterns:
            every = np.concatenate([people[county] for county in listed])
            number = np.repeat(np.arange(len(listed)), [len(people[county]) for county in listed])
            patterns[key] = builder.pattern(every, number, np.ones_like(every), len(listed))
        for slot in flows.leader_slots[team]:
            places[slot] = patterns[key], first[team]
    return places


def add_leader_ways(flows: Flows, builder: Builder, rule: str, wanted: Collection[Way]) -> dict[Way, Aux]:
    """An aux column for every way that a rule asks about: 1 when some leader of a mixed team goes it.

    Σ over people of the county on leader seats of the team ≤ leader seats · way[r, county, host]
    """
    data = flows.data
    rows = [
        (team, county, host)
        for item in sorted({item for item, _, _ in wanted})
        for team in flows.teams(item, whole=False)
        for county, host in flows.list_ways(team)
        if (item, county, host) in wanted
    ]
    keys = [name_flow(data, county, host, team=data.teams[team].id) for team, county, host in rows]
    places = place_leaders(flows, builder, [(team, county) for team, county, _ in rows])
    limit = np.zeros(len(rows), dtype=np.int64)
    group = builder.add_group(rule, "sent", keys, limit, places.get, eager=True)
    entries: dict[Way, list[tuple[int, int]]] = defaultdict(list)
    for at, (team, county, host) in enumerate(rows):
        way = int(data.team_round[team]), county, host
        entries[way].append((group.first + at, -flows.leads[team]))
    found: dict[Way, Aux] = {}
    for way, listed in entries.items():
        name = name_flow(data, way[1], way[2], round=data.rounds[way[0]].id)
        at = builder.add_aux("count", rule, "way", name, 1, follows="rows", entries=listed)
        found[way] = builder.aux[at]
    return found


def name_flow(data: Data, county: int, host: int, **words: str) -> dict[str, str]:
    """Key of a row or column about a flow."""
    counties = data.instance.counties
    return {**words, "county": counties[county].id, "host": counties[host].id}
