"""The value of a set of columns at every level, from the rows and not from what an engine says."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bianzu.solver.counting import TeamCount, count_skills
from bianzu.solver.data import IntArray
from bianzu.solver.model import Model
from bianzu.solver.rows import Aux

__all__ = ["Evaluation", "Missing", "evaluate"]


@dataclass(frozen=True)
class Missing:
    """Units over a row: softly, waived, or short."""

    aux: Aux
    units: int


@dataclass(frozen=True)
class Evaluation:
    """A plan in numbers.

    Attributes
    ----------
    columns
        Chosen (person, slot) columns.
    feasible
        Whether no row is violated beyond what its aux columns may take.
    levels
        Objective of each level.
    missing
        Every aux column of kind short, waive or soft with positive units.
    counts
        Skill counts per team, members in the order of ``columns``.
    x
        The full point, aux columns included.
    """

    columns: IntArray
    feasible: bool
    levels: tuple[int, ...]
    missing: tuple[Missing, ...]
    counts: tuple[TeamCount, ...]
    x: IntArray


def evaluate(model: Model, columns: IntArray) -> Evaluation:
    """Give every aux column its least value, waivers charged in the order of docs/format.md."""
    return _Evaluator(model, np.sort(columns)).run()


class _Evaluator:
    def __init__(self, model: Model, columns: IntArray) -> None:
        self.model = model
        self.columns = columns
        self.x = np.zeros(model.n_vars, dtype=np.int64)
        self.x[columns] = 1
        self.left = [waiver.amount for waiver in model.book.waivers]
        for column in columns.tolist():
            pair = (int(model.col_person[column]), int(model.col_slot[column]))
            for waiver, units in model.eligibility.charges.get(pair, {}).items():
                self.left[waiver] -= units

    def run(self) -> Evaluation:
        model = self.model
        counts = self._count_teams()
        self._set_service()
        over = self._over_rows()
        self._set_linked()
        self._set_slacks(over, counts)
        activity = model.activity(self.x)
        feasible = bool(
            np.all(activity <= model.row_upper + 0.5)
            and np.all(activity >= model.row_lower - 0.5)
            and min(self.left, default=0) >= 0
        )
        levels = tuple(int(value) for value in model.cost @ self.x + model.constant)
        missing = tuple(
            Missing(item, int(self.x[at]))
            for at, item in enumerate(model.aux, start=model.n_columns)
            if self.x[at] > 0 and item.kind != "count"
        )
        return Evaluation(self.columns, feasible, levels, missing, counts, self.x)

    def _count_teams(self) -> tuple[TeamCount, ...]:
        model = self.model
        members: list[list[int]] = [[] for _ in model.data.teams]
        for column in self.columns.tolist():
            members[model.data.slots[model.col_slot[column]].team].append(int(model.col_person[column]))
        return tuple(count_skills(model.data, team, people) for team, people in enumerate(members))

    def _set_service(self) -> None:
        serving = {self.model.data.people[p].id for p in self.model.col_person[self.columns].tolist()}
        for at, item in enumerate(self.model.aux, start=self.model.n_columns):
            if item.rule == "one-seat" and item.key["person"] in serving:
                self.x[at] = 1

    def _over_rows(self) -> NDArray[np.float64]:
        return self.model.activity(self.x) - self.model.row_upper

    def _set_linked(self) -> None:
        """Aux columns that mirror a decision: pairs that meet, counties that whole teams come from."""
        model, data = self.model, self.model.data
        people: dict[str, set[str]] = defaultdict(set)
        counties: dict[str, set[str]] = defaultdict(set)
        for column in self.columns.tolist():
            team = data.teams[data.slots[model.col_slot[column]].team].id
            person = data.people[model.col_person[column]]
            people[team].add(person.id)
            counties[team].add(person.work_county or "")
        met: set[tuple[str, str]] = set()
        for at, item in enumerate(model.aux, start=model.n_columns):
            if item.rule == "together":
                pair = (item.key["person"], item.key["other"])
                if pair not in met and people[item.key["team"]].issuperset(pair):
                    self.x[at] = 1
                    met.add(pair)
            elif item.rule == "cross-form":
                self.x[at] = item.key["county"] in counties[item.key["team"]]

    def _set_slacks(self, over: NDArray[np.float64], counts: tuple[TeamCount, ...]) -> None:
        model = self.model
        skill_left = {
            (model.data.teams[team].id, need.skill): missing
            for team, count in enumerate(counts)
            for need, missing in zip(count.needs, count.missing, strict=True)
        }
        row_left = {row: int(value) for row, value in enumerate(over.tolist()) if value > 0.5}
        for at, item in self._in_charging_order():
            if item.rule == "seats":
                row = item.rows[0]
                self.x[at] = int(model.row_lower[row] - (model.row_upper[row] + over[row]))
                continue
            is_skill = item.rule == "skill-mix"
            key = (item.key.get("team", ""), item.key.get("skill", "")) if is_skill else item.rows[0]
            book: dict = skill_left if is_skill else row_left  # type: ignore[type-arg]
            units = min(book.get(key, 0), item.upper)
            if item.waiver is not None:
                units = min(units, max(0, self.left[item.waiver]))
                self.left[item.waiver] -= units
            self.x[at] = units
            book[key] = book.get(key, 0) - units

    def _in_charging_order(self) -> list[tuple[int, Aux]]:
        """Slack columns: maxima before minima, then as the instance orders its teams."""
        model = self.model
        shortable = {row for item in model.aux if item.kind == "short" for row in item.rows}
        slacks = [
            (at, item)
            for at, item in enumerate(model.aux, start=model.n_columns)
            if item.kind in ("short", "waive", "soft")
        ]

        def rank(entry: tuple[int, Aux]) -> tuple[bool, int, int]:
            at, item = entry
            team = model.data.team_at.get(item.key.get("team", ""), -1)
            return item.rows[0] in shortable, team, at

        return sorted(slacks, key=rank)
