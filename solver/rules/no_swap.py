"""no-swap: two counties do not inspect each other, in one round or against the last L rounds.

Whole teams: sends[t, a] + sends[t', b] ≤ 1 (+ swap[r, {a, b}] where it is soft) for t in b and t' in a, t' of
the same or an earlier planned round; sends[t, a] ≤ 0 (+ swap) where b sent to a in the past.
Leaders of mixed teams: goes[r, a, b] + goes[r', b, a] ≤ 1 + swap[r, {a, b}].
"""

from collections import defaultdict

import numpy as np

from bianzu.solver.aux_columns import Aux
from bianzu.solver.data import Data
from bianzu.solver.flows import Flow, Flows, Way, add_leader_ways, list_senders, name_flow
from bianzu.solver.patterns import RowKey
from bianzu.solver.rows import Builder

__all__ = ["add_rows"]

_Linked = tuple[RowKey, list[Aux], Flow]
"""A row: its key, the columns that it counts once each, and the pair of counties."""


def add_rows(data: Data, builder: Builder) -> None:
    """Rows for whole teams, and for the leaders of mixed ones."""
    setting = data.rules.no_swap
    assert setting is not None
    if setting.mode == "allow":
        return
    flows = Flows(data)
    senders = list_senders(data, builder)
    ways = add_leader_ways(flows, builder, "no-swap", _list_ways(flows, setting.look_back))
    for item in range(len(data.rounds)):
        before = [item, *flows.planned_before(item, setting.look_back)]
        past = flows.past_before(item, setting.look_back, leaders=False)
        led = flows.past_before(item, setting.look_back, leaders=True)
        whole = [
            *_add(builder, "whole", _pair_teams(flows, senders, item, before), limit=1),
            *_add(builder, "past", _meet_past(flows, senders, item, past), limit=0),
        ]
        leaders = [
            *_add(builder, "leaders", _pair_ways(data, ways, item, before), limit=1),
            *_add(builder, "leaders-past", _return_past(data, ways, item, led), limit=0),
        ]
        if setting.mode == "avoid":
            _add_units(data, builder, "whole", item, whole)
        _add_units(data, builder, "leaders", item, leaders)


def _list_ways(flows: Flows, span: int) -> set[Way]:
    """Ways of leaders whose reverse is possible, or past, within the span."""
    data = flows.data
    possible = [
        {way for team in flows.teams(item, whole=False) for way in flows.list_ways(team)}
        for item in range(len(data.rounds))
    ]
    found: set[Way] = set()
    for item, here in enumerate(possible):
        for there in (item, *flows.planned_before(item, span)):
            back = {(a, b) for a, b in here if (b, a) in possible[there]}
            found.update((item, a, b) for a, b in back)
            found.update((there, b, a) for a, b in back)
        past = flows.past_before(item, span, leaders=True)
        found.update((item, a, b) for a, b in here if (b, a) in past)
    return found


def _pair_teams(
    flows: Flows, senders: dict[tuple[int, int], Aux], item: int, before: list[int]
) -> list[_Linked]:
    """Two whole teams that would go both ways; two of one round only once."""
    data, found = flows.data, list[_Linked]()
    others = [team for there in before for team in flows.teams(there, whole=True)]
    for team in flows.teams(item, whole=True):
        for county, host in flows.list_ways(team):
            for other in others:
                earlier = data.team_round[other] != item
                if county in flows.hosts(other) and (earlier or team < other):
                    key = name_flow(
                        data, county, host, team=data.teams[team].id, against=data.teams[other].id
                    )
                    found.append((key, [senders[team, county], senders[other, host]], (county, host)))
    return found


def _meet_past(
    flows: Flows, senders: dict[tuple[int, int], Aux], item: int, past: set[Flow]
) -> list[_Linked]:
    """A whole team that would answer a flow of the past."""
    return [
        (
            name_flow(flows.data, county, host, team=flows.data.teams[team].id),
            [senders[team, county]],
            (county, host),
        )
        for team in flows.teams(item, whole=True)
        for county, host in flows.list_ways(team)
        if (host, county) in past
    ]


def _pair_ways(data: Data, ways: dict[Way, Aux], item: int, before: list[int]) -> list[_Linked]:
    """Leaders who would go both ways; those of one round only once."""
    found = list[_Linked]()
    for there in before:
        for (mine, a, b), way in ways.items():
            back = ways.get((there, b, a))
            if mine == item and back is not None and (there != item or a < b):
                key = name_flow(data, a, b, round=data.rounds[item].id, earlier=data.rounds[there].id)
                found.append((key, [way, back], (a, b)))
    return found


def _return_past(data: Data, ways: dict[Way, Aux], item: int, past: set[Flow]) -> list[_Linked]:
    """Leaders who would answer a way of the past."""
    return [
        (name_flow(data, a, b, round=data.rounds[item].id), [way], (a, b))
        for (mine, a, b), way in ways.items()
        if mine == item and (b, a) in past
    ]


def _add(builder: Builder, clause: str, rows: list[_Linked], *, limit: int) -> list[tuple[int, Flow]]:
    """Add rows; each with its pair of counties."""
    limits = np.full(len(rows), limit, dtype=np.int64)
    group = builder.add_group("no-swap", clause, [key for key, _, _ in rows], limits, lambda _slot: None)
    for at, (_, columns, _) in enumerate(rows):
        for column in columns:
            column.rows.append(group.first + at)
            column.coefs.append(1)
    return [(group.first + at, pair) for at, (_, _, pair) in enumerate(rows)]


def _add_units(data: Data, builder: Builder, clause: str, item: int, rows: list[tuple[int, Flow]]) -> None:
    """One soft unit for each pair of counties, whichever of its rows is broken."""
    setting = data.rules.no_swap
    assert setting is not None
    of_pair: dict[Flow, list[tuple[int, int]]] = defaultdict(list)
    for row, (a, b) in rows:
        of_pair[min(a, b), max(a, b)].append((row, -1))
    counties = data.instance.counties
    for (a, b), entries in of_pair.items():
        name = {"round": data.rounds[item].id, "county": counties[a].id, "other": counties[b].id}
        builder.add_aux("soft", "no-swap", clause, name, 1, weight=setting.weight, entries=entries)
