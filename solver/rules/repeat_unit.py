"""repeat-unit: nobody inspects a unit that they inspected earlier in the term.

x[p, s] = 0 when the history of the term shows p on a team that inspected a unit of the team.
"""

from collections import defaultdict

from bianzu.solver.data import Data
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rules.ties import count_per_team, units_of_team


def exclusions(data: Data) -> list[Exclusion]:
    """People who inspected the unit before."""
    setting = data.rules.repeat_unit
    assert setting is not None
    term = data.instance.term
    done: dict[str, set[int]] = defaultdict(set)
    for record in data.instance.history:
        if data.instance.round_by_id[record.round].term == term:
            for unit in record.units:
                done[unit].add(data.person_at[record.person])
    count = count_per_team(data, done)
    return [
        Exclusion(
            "repeat-unit",
            None,
            setting.hardness,
            lambda slot: count[data.slots[slot].team],
            units_of_team(data, done),
        )
    ]
