"""tenure: an unbroken run of a person at a post takes at most T months, each calendar month counted once.

For the shortest run of the post's rounds that ends with r and is too long: x[p, s] = 0 for whoever served in
all of it before r, where those rounds are past; else, for whoever served in the past ones,
x[p, t] + Σ over the teams at the post in its earlier planned rounds: x[p, ·] ≤ planned rounds of the run − 1
(+ waived[t, p, unit]).
"""

import numpy as np

from bianzu.solver.data import Data
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rows import Builder
from bianzu.solver.rules.posts import PostRows, Visit, list_visits
from bianzu.solver.rules.ties import count_per_team, units_of_team


def _find_run(visits: list[Visit], at: int, most: int) -> list[Visit]:
    """The visits before one, from it backwards, that make up the shortest run that is too long; with the
    visit itself in front. Empty where no run is."""
    months: frozenset[int] = frozenset()
    for first in range(at, -1, -1):
        months |= visits[first].months
        if len(months) > most:
            return visits[first : at + 1][::-1]
    return []


def _list_runs(data: Data) -> list[tuple[str, Visit, list[Visit], set[int]]]:
    """(unit, planned visit, the earlier visits of its run, who served in the past ones)."""
    setting = data.rules.tenure
    assert setting is not None
    found = []
    for unit, visits in list_visits(data).items():
        for at, visit in enumerate(visits):
            run = _find_run(visits, at, setting.t) if visit.planned else []
            if run:
                people = set(range(data.n))
                for earlier in run[1:]:
                    if not earlier.planned:
                        people &= earlier.people
                found.append((unit, visit, run[1:], people))
    return found


def exclusions(data: Data) -> list[Exclusion]:
    """People who have been at the post too long already, everybody where one round is too long."""
    setting = data.rules.tenure
    assert setting is not None
    tied: list[dict[str, set[int]]] = [{} for _ in data.rounds]
    for unit, visit, earlier, people in _list_runs(data):
        if not any(one.planned for one in earlier):
            tied[data.round_at[visit.item.id]][unit] = people
    count = count_per_team(data, tied)
    return [
        Exclusion(
            "tenure",
            None,
            setting.hardness,
            lambda slot: count(data.slots[slot].team),
            units_of_team(data, tied),
        )
    ]


def add_rows(data: Data, builder: Builder) -> None:
    """One waivable maximum per team, person and unit where planned rounds make up the run."""
    setting = data.rules.tenure
    assert setting is not None
    rows = PostRows(data, builder)
    blocks: list[tuple[int, str, list[int], int]] = []
    for unit, visit, earlier, able in _list_runs(data):
        planned = [one for one in earlier if one.planned]
        for team in visit.teams if planned else ():
            people = sorted(able)
            name = data.teams[team].id
            first = rows.add(
                np.array(people, dtype=np.int64),
                len(planned),
                lambda person, name=name, unit=unit: {"team": name, "person": person, "unit": unit},  # type: ignore[misc]
            )
            rows.count([team], 1)
            for one in planned:
                rows.count(one.teams, 1)
            blocks.append((team, unit, people, first))
    group = rows.close("tenure")
    if setting.hardness != "waivable" or "tenure" not in builder.book.rules:
        return
    for team, unit, people, first in blocks:
        for row, person in enumerate(people, start=group.first + first):
            builder.add_unit_waivers("tenure", team, person, unit, [row])
