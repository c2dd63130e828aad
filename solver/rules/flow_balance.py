"""flow-balance: in every round a county sends as many whole teams as it receives, give or take d.

|Σ other host counties · sends[t, a] − Σ over teams hosted by a and b ≠ a: sends[t, b]| ≤ d (+ waived);
sends[t, a] ≤ Σ over people of a: x[p, t], so that only a team with members counts.
"""

import numpy as np

from bianzu.solver.aux_columns import Aux
from bianzu.solver.data import Data
from bianzu.solver.flows import Flows, list_senders
from bianzu.solver.patterns import Keys, Place, RowKey
from bianzu.solver.rows import Builder

__all__ = ["add_rows"]


def add_rows(data: Data, builder: Builder) -> None:
    """Two rows a county and round, and one a team and county."""
    setting = data.rules.flow_balance
    assert setting is not None
    flows, senders = Flows(data), list_senders(data, builder)
    _man(data, builder, flows, senders)
    counties = data.instance.counties
    for item in range(len(data.rounds)):
        teams = flows.teams(item, whole=True)
        most = sum(len(flows.hosts(team)) for team in teams)
        keys = [{"round": data.rounds[item].id, "county": county.id} for county in counties]
        limit = np.full(len(keys), setting.d, dtype=np.int64)
        for clause, sign in (("sent", 1), ("received", -1)) if teams else ():
            group = builder.add_group("flow-balance", clause, keys, limit, lambda _slot: None, eager=True)
            for team in teams:
                hosts = flows.hosts(team)
                for county in range(len(counties)):
                    others = [host for host in hosts if host != county]
                    column = senders[team, county]
                    column.rows += [group.first + at for at in (county, *others) if others]
                    column.coefs += [sign * len(others), *(-sign for _ in others)] if others else []
            for at, name in enumerate(counties):
                builder.add_slack(
                    group,
                    at,
                    setting.hardness,
                    0,
                    most,
                    minimum=False,
                    counties=(name.id,),
                    item=item,
                )


def _man(data: Data, builder: Builder, flows: Flows, senders: dict[tuple[int, int], Aux]) -> None:
    """A whole team comes from a county only with somebody of it."""
    teams = [team for team in range(len(data.teams)) if flows.whole[team]]
    if not teams:
        return
    size, first = len(data.county_at), {team: at for at, team in enumerate(teams)}
    people = np.flatnonzero(data.work_county >= 0)
    pattern = builder.pattern(people, data.work_county[people], np.full_like(people, -1), size)

    def place(slot: int) -> Place | None:
        at = first.get(data.slots[slot].team)
        return None if at is None else (pattern, at * size)

    def key(at: int) -> RowKey:
        county = data.instance.counties[at % size].id
        return {"team": data.teams[teams[at // size]].id, "county": county}

    keys = Keys(len(teams) * size, key)
    group = builder.add_group(
        "flow-balance", "manned", keys, np.zeros(len(keys), dtype=np.int64), place, eager=True
    )
    for (team, county), column in senders.items():
        column.rows.append(group.first + first[team] * size + county)
        column.coefs.append(1)
