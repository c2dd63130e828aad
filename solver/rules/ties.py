"""Ties of people to units, shared by the rules kin and interest."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bianzu.models import Relation
from bianzu.solver.data import Data, IntArray

__all__ = ["Tie", "count_per_team", "find_ties", "spread_counts", "units_of_team"]


@dataclass(frozen=True)
class Tie:
    """A relation of a person (position) to somebody in a unit (id)."""

    person: int
    unit: str
    relation: Relation
    leading: bool


def find_ties(data: Data) -> Iterator[Tie]:
    """Every tie to a unit; relations between people count both ways."""
    leads: dict[str, set[str]] = defaultdict(set)
    for unit in data.instance.units:
        for member in unit.leading_group:
            if member.person is not None:
                leads[member.person].add(unit.id)
    for relation in data.instance.relations:
        if relation.other_unit is not None:
            person = data.person_at[relation.person]
            yield Tie(person, relation.other_unit, relation, relation.other_is_leader)
        elif relation.other_person is not None:
            for one, other in (
                (relation.person, relation.other_person),
                (relation.other_person, relation.person),
            ):
                for unit_id in {data.instance.person_by_id[other].work_unit, *leads[other]}:
                    yield Tie(data.person_at[one], unit_id, relation, unit_id in leads[other])


Tied = Mapping[str, set[int]] | Sequence[Mapping[str, set[int]]]
"""People (positions) by unit; one such table, or one for each planned round."""


def _of_round(tied: Tied, item: int) -> Mapping[str, set[int]]:
    return tied if isinstance(tied, Mapping) else tied[item]


def units_of_team(data: Data, tied: Tied) -> Callable[[int, int], tuple[str | None, ...]]:
    """(person, slot) -> inspected units that the person is tied to."""

    def subjects(person: int, slot: int) -> tuple[str | None, ...]:
        team = data.teams[data.slots[slot].team]
        mine = _of_round(tied, int(data.slot_round[slot]))
        return tuple(unit for unit in team.units if person in mine.get(unit, ()))

    return subjects


def count_per_team(data: Data, tied: Tied) -> Callable[[int], IntArray]:
    """team -> (n,) number of its units that each person is tied to."""
    own = []
    for at, team in enumerate(data.teams):
        mine = _of_round(tied, int(data.team_round[at]))
        people = [sorted(mine[unit]) for unit in team.units if mine.get(unit)]
        own.append(np.array([one for group in people for one in group], dtype=np.int64))
    return spread_counts(data, own)


def spread_counts(data: Data, own: Sequence[IntArray]) -> Callable[[int], IntArray]:
    """team -> (n,) how often each person is listed for it; a whole table would outgrow the memory."""
    nobody = np.zeros(data.n, dtype=np.int64)
    nobody.flags.writeable = False

    def count(team: int) -> IntArray:
        people = own[team]
        return np.bincount(people, minlength=data.n) if len(people) else nobody

    return count
