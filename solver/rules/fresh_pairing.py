"""fresh-pairing: a county does not send to a county to which it sent within the last W rounds.

Whole teams: sends[t, a] + sends[t', a] ≤ 1 + waived[t, a, b] for t' of an earlier planned round, both in b;
sends[t, a] ≤ 0 + waived where the past has a → b already.
Leaders of mixed teams: a soft cost where the past has it; else Σ over leaders of a: x[p, t] + seats ·
goes[r', a, b] ≤ seats + again[t, a, b].
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from bianzu.solver.aux_columns import Aux
from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.flows import Flow, Flows, add_leader_ways, list_senders, name_flow, place_leaders
from bianzu.solver.rows import Builder

__all__ = ["add_rows", "exclusions"]


def _span(data: Data) -> int:
    """W, or by default 3 and at most the counties less 2."""
    setting = data.rules.fresh_pairing
    assert setting is not None
    return max(0, min(3, len(data.instance.counties) - 2)) if setting.w is None else setting.w


def exclusions(data: Data) -> list[Exclusion]:
    """The soft cost of a leader whose county led there in the past."""
    setting = data.rules.fresh_pairing
    assert setting is not None
    flows, size = Flows(data), len(data.county_at)
    span, none = _span(data), np.zeros(data.n, dtype=np.int64)
    led = [flows.past_before(item, span, leaders=True) for item in range(len(data.rounds))]
    at_home = data.work_county.clip(min=0)

    def units(slot: int) -> IntArray:
        team = data.slots[slot].team
        if flows.whole[team] or slot not in flows.leader_slots[team]:
            return none
        hosts = set(flows.hosts(team))
        used = [county for county, host in led[data.slot_round[slot]] if host in hosts]
        times = np.bincount(np.array(used, dtype=np.int64), minlength=size)
        return np.where(data.work_county >= 0, times[at_home], 0)

    return [Exclusion("fresh-pairing", "leaders", "soft", units, weight=setting.weight)]


def add_rows(data: Data, builder: Builder) -> None:
    """Rows for whole teams, and for leaders against earlier planned rounds."""
    flows = Flows(data)
    _add_teams(data, builder, flows)
    _add_leaders(data, builder, flows)


def _add_teams(data: Data, builder: Builder, flows: Flows) -> None:
    """Maxima of whole teams, each of which a waiver can lift."""
    senders, counties = list_senders(data, builder), [county.id for county in data.instance.counties]
    rows: dict[tuple[int, Flow], list[int]] = defaultdict(list)
    for item in range(len(data.rounds)):
        past = flows.past_before(item, _span(data), leaders=False)
        before = [
            team
            for there in flows.planned_before(item, _span(data))
            for team in flows.teams(there, whole=True)
        ]
        ways = [(team, flow) for team in flows.teams(item, whole=True) for flow in flows.list_ways(team)]
        again = [(team, flow) for team, flow in ways if flow in past]
        meeting = [
            (team, flow, other)
            for team, flow in ways
            if flow not in past
            for other in before
            if flow[1] in flows.hosts(other)
        ]
        keys = [name_flow(data, *flow, team=data.teams[team].id) for team, flow in again]
        group = builder.add_group(
            "fresh-pairing", "past", keys, np.zeros(len(again), dtype=np.int64), lambda _slot: None
        )
        for at, (team, flow) in enumerate(again):
            _count(builder, group.first + at, [(team, flow[0])], senders)
            rows[team, flow].append(group.first + at)
        keys = [
            name_flow(data, *flow, team=data.teams[team].id, against=data.teams[other].id)
            for team, flow, other in meeting
        ]
        group = builder.add_group(
            "fresh-pairing", "whole", keys, np.ones(len(meeting), dtype=np.int64), lambda _slot: None
        )
        for at, (team, flow, other) in enumerate(meeting):
            _count(builder, group.first + at, [(team, flow[0]), (other, flow[0])], senders)
            rows[team, flow].append(group.first + at)
    for (team, (county, host)), listed in rows.items():
        waiver = builder.book.first(
            "fresh-pairing",
            int(data.team_round[team]),
            team=data.teams[team].id,
            counties=(counties[county], counties[host]),
        )
        if waiver is not None:
            name = name_flow(data, county, host, team=data.teams[team].id)
            entries = [(row, -1) for row in listed]
            builder.add_aux("waive", "fresh-pairing", "whole", name, 1, waiver=waiver, entries=entries)


def _add_leaders(data: Data, builder: Builder, flows: Flows) -> None:
    """Soft rows of mixed teams against the ways of leaders in earlier planned rounds."""
    setting = data.rules.fresh_pairing
    assert setting is not None
    span = _span(data)
    before = [flows.planned_before(item, span) for item in range(len(data.rounds))]
    led = [flows.past_before(item, span, leaders=True) for item in range(len(data.rounds))]
    possible = [
        {way for team in flows.teams(item, whole=False) for way in flows.list_ways(team)}
        for item in range(len(data.rounds))
    ]
    rows = [
        (team, there, county, host)
        for item in range(len(data.rounds))
        for team in flows.teams(item, whole=False)
        for there in before[item]
        for county, host in flows.list_ways(team)
        if (county, host) in possible[there] and (county, host) not in led[item]
    ]
    wanted = {(there, county, host) for _, there, county, host in rows}
    ways = add_leader_ways(flows, builder, "fresh-pairing", wanted)
    keys = [
        name_flow(data, county, host, team=data.teams[team].id, earlier=data.rounds[there].id)
        for team, there, county, host in rows
    ]
    limit = np.array([flows.leads[team] for team, _, _, _ in rows], dtype=np.int64)
    places = place_leaders(flows, builder, [(team, county) for team, _, county, _ in rows])
    group = builder.add_group("fresh-pairing", "leaders", keys, limit, places.get)
    again: dict[tuple[int, int, int], list[tuple[int, int]]] = defaultdict(list)
    for row, (team, there, county, host) in enumerate(rows):
        column = ways[there, county, host]
        column.rows.append(group.first + row)
        column.coefs.append(flows.leads[team])
        again[team, county, host].append((group.first + row, -1))
    for (team, county, host), entries in again.items():
        name = name_flow(data, county, host, team=data.teams[team].id)
        upper = flows.leads[team]
        builder.add_aux(
            "soft", "fresh-pairing", "leaders", name, upper, weight=setting.weight, entries=entries
        )


def _count(
    builder: Builder,
    row: int,
    teams: Iterable[tuple[int, int]],
    senders: dict[tuple[int, int], Aux],
) -> None:
    """Count in a row whether some teams come from a county."""
    for team in teams:
        senders[team].rows.append(row)
        senders[team].coefs.append(1)
