"""Posts, shared by tenure, no-return, succession and presence: inspected units with their rounds; rows
over them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from bianzu.models import Round
from bianzu.solver.data import Data, IntArray
from bianzu.solver.patterns import Keys, Place, RowKey
from bianzu.solver.rows import Builder, Group

__all__ = ["Entries", "PostRows", "Visit", "list_visits", "merge_entries"]

Entries = dict[int, list[tuple[IntArray, IntArray, IntArray]]]
"""By team, in parallel: people, the rows in which they count on any of its seats, and the coefficients."""


@dataclass(frozen=True)
class Visit:
    """One round of a post.

    Attributes
    ----------
    months
        Calendar months that its teams at the post touch, counted from year 0.
    people
        Who served there, when the round is past.
    teams
        The teams there, when it is planned.
    """

    item: Round
    months: frozenset[int]
    people: frozenset[int]
    teams: tuple[int, ...]

    @property
    def planned(self) -> bool:
        """Whether it is still open who serves."""
        return self.item.status == "planned"


def list_visits(data: Data) -> dict[str, list[Visit]]:
    """By inspected unit of the planned teams, its rounds in the city's order."""
    teams: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    people: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for at, team in enumerate(data.teams):
        for unit in team.units:
            teams[unit][team.round].append(at)
    for record in data.instance.history:
        for unit in record.units:
            if unit in teams:
                people[unit][record.round].add(data.person_at[record.person])
    rounds = {item.id: item for item in data.round_order}
    return {
        unit: [
            _visit(data, rounds[name], here[name], people[unit][name])
            for name in sorted({*here, *people[unit]}, key=data.order.__getitem__)
        ]
        for unit, here in teams.items()
    }


def _visit(data: Data, item: Round, teams: list[int], people: set[int]) -> Visit:
    spans = [data.team_days[at] for at in teams] if teams else [(item.start, item.end)]
    months = frozenset(
        month for first, last in spans for month in range(_count_months(first), _count_months(last) + 1)
    )
    return Visit(item, months, frozenset(people), tuple(teams))


def _count_months(day: date) -> int:
    return day.year * 12 + day.month


def merge_entries(builder: Builder, entries: Entries) -> dict[int, Place]:
    """The coefficients of people on the seats of each team, as one pattern a team."""
    places: dict[int, Place] = {}
    for team, parts in entries.items():
        people = np.concatenate([part[0] for part in parts])
        rows = np.concatenate([part[1] for part in parts])
        coefs = np.concatenate([part[2] for part in parts])
        if len(rows):
            first = int(rows.min())
            length = int(rows.max()) - first + 1
            places[team] = builder.pattern(people, rows - first, coefs, length), first
    return places


class PostRows:
    """Rows over people on the teams at a post, block by block: one row for each person of a block."""

    def __init__(self, data: Data, builder: Builder) -> None:
        self.data = data
        self.builder = builder
        self.people: list[IntArray] = []
        self.firsts: list[int] = []
        self.limits: list[IntArray] = []
        self.keys: list[Callable[[str], RowKey]] = []
        self.entries: Entries = defaultdict(list)
        self.n_rows = 0

    def add(self, people: IntArray, limit: int, key: Callable[[str], RowKey]) -> int:
        """Add a block; ``key`` gives the row's key from the person's id. Returns its first row, from 0."""
        first = self.n_rows
        self.people.append(people)
        self.firsts.append(first)
        self.limits.append(np.full(len(people), limit, dtype=np.int64))
        self.keys.append(key)
        self.n_rows += len(people)
        return first

    def count(self, teams: Iterable[int], coef: int) -> None:
        """Coefficients of the last block's people on every seat of some teams."""
        people, rows = self.people[-1], self.firsts[-1] + np.arange(len(self.people[-1]))
        for team in teams:
            self.entries[team].append((people, rows, np.full_like(people, coef)))

    def close(self, rule: str) -> Group:
        """Add the group."""
        places = merge_entries(self.builder, self.entries)
        limit = np.concatenate([np.zeros(0, dtype=np.int64), *self.limits])
        keys = Keys(self.n_rows, self._key)
        slots = self.data.slots
        return self.builder.add_group(rule, None, keys, limit, lambda slot: places.get(slots[slot].team))

    def _key(self, row: int) -> RowKey:
        block = bisect_right(self.firsts, row) - 1
        return self.keys[block](self.data.people[self.people[block][row - self.firsts[block]]].id)
