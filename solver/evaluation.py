"""The value of a set of columns at every level, from the rows and not from what an engine says."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bianzu.solver.counting import TeamCount, count_skills
from bianzu.solver.data import IntArray
from bianzu.solver.model import Columns, Model
from bianzu.solver.rows import Aux
from bianzu.solver.rules.balance import field_values

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
        (k,) chosen columns' numbers, sorted.
    slots, people
        (k,) what they are made of.
    feasible
        Whether no row is violated beyond what its aux columns may take.
    levels
        Objective of each level.
    missing
        Every aux column of kind short, waive or soft with positive units.
    counts
        Skill counts per team, members in the order of ``columns``.
    aux_x
        (a,) value of every aux column.
    """

    columns: IntArray
    slots: IntArray
    people: IntArray
    feasible: bool
    levels: tuple[int, ...]
    missing: tuple[Missing, ...]
    counts: tuple[TeamCount, ...]
    aux_x: IntArray

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """(slot, person) of every chosen column."""
        return list(zip(self.slots.tolist(), self.people.tolist(), strict=True))


def evaluate(model: Model, keys: IntArray) -> Evaluation:
    """Give every aux column its least value, waivers charged in the order of docs/format.md."""
    return _Evaluator(model, model.build_columns(np.sort(keys), ties=True)).run()


class _Evaluator:
    def __init__(self, model: Model, columns: Columns) -> None:
        self.model = model
        self.columns = columns
        self.pairs = list(zip(columns.slot.tolist(), columns.person.tolist(), strict=True))
        self.ones = np.ones(len(columns))
        self.x = np.zeros(model.n_aux, dtype=np.int64)
        self.left = [waiver.amount for waiver in model.book.waivers]
        self.allowed = True
        for slot, person in self.pairs:
            self.allowed &= bool(model.eligibility.allowed[slot, person])
            for waiver, units in model.eligibility.charges.get((person, slot), {}).items():
                self.left[waiver] -= units
        for person in set(columns.person.tolist()):
            for waiver, units in model.eligibility.service_charges.get(person, {}).items():
                self.left[waiver] -= units

    def run(self) -> Evaluation:
        model = self.model
        counts = self._count_teams()
        self._set_empty_seats()
        self._set_linked()
        over = self._activity() - model.row_upper
        self._set_slacks(over, counts)
        activity = self._activity()
        feasible = bool(
            self.allowed
            and np.all(activity <= model.row_upper + 0.5)
            and np.all(activity >= model.row_lower - 0.5)
            and np.all(self.x >= 0)
            and min(self.left, default=0) >= 0
        )
        levels = tuple(
            int(value) for value in self.columns.cost.sum(axis=1) + model.aux_cost @ self.x + model.constant
        )
        missing = tuple(
            Missing(item, int(self.x[at]))
            for at, item in enumerate(model.aux)
            if self.x[at] > 0 and item.kind in ("short", "waive", "soft")
        )
        return Evaluation(
            self.columns.keys,
            self.columns.slot,
            self.columns.person,
            feasible,
            levels,
            missing,
            counts,
            self.x,
        )

    def _activity(self) -> NDArray[np.float64]:
        return self.model.activity(self.columns, self.ones, self.x.astype(float))

    def _count_teams(self) -> tuple[TeamCount, ...]:
        data = self.model.data
        members: list[list[int]] = [[] for _ in data.teams]
        for slot, person in self.pairs:
            members[data.slots[slot].team].append(person)
        return tuple(count_skills(data, team, people) for team, people in enumerate(members))

    def _set_empty_seats(self) -> None:
        """The aux columns of seats stand in the order of the slots."""
        data = self.model.data
        filled = np.bincount(self.columns.slot, minlength=len(data.slots))
        empty = np.array([slot.capacity for slot in data.slots], dtype=np.int64) - filled
        seats = [at for at, item in enumerate(self.model.aux) if item.rule == "seats"]
        self.x[seats] = empty

    def _set_linked(self) -> None:
        """Aux columns that mirror a decision: who serves, pairs that meet, counties of whole teams, sums."""
        data = self.model.data
        people: dict[str, set[str]] = defaultdict(set)
        counties: dict[str, set[str]] = defaultdict(set)
        serving: set[str] = set()
        for slot, person_at in self.pairs:
            team = data.teams[data.slots[slot].team].id
            person = data.people[person_at]
            serving.add(person.id)
            people[team].add(person.id)
            counties[team].add(person.work_county or "")
        met: set[tuple[str, str]] = set()
        for at, item in enumerate(self.model.aux):
            if item.kind != "count":
                continue
            match item.rule:
                case "one-seat":
                    self.x[at] = item.key["person"] in serving
                case "together":
                    pair = (item.key["person"], item.key["other"])
                    if pair not in met and people[item.key["team"]].issuperset(pair):
                        self.x[at] = 1
                        met.add(pair)
                case "cross-form":
                    self.x[at] = item.key["county"] in counties[item.key["team"]]
                case "balance":
                    self.x[at] = self._extreme_sum(item)

    def _extreme_sum(self, item: Aux) -> int:
        """Highest or lowest team sum of a balance field."""
        data = self.model.data
        values = field_values(data, item.key["field"])
        sums = np.zeros(len(data.teams), dtype=np.int64)
        for slot, person in self.pairs:
            sums[data.slots[slot].team] += values[person]
        return int(sums.max() if item.clause == "high" else sums.min())

    def _set_slacks(self, over: NDArray[np.float64], counts: tuple[TeamCount, ...]) -> None:
        model = self.model
        skill_left = {
            (model.data.teams[team].id, need.skill): missing
            for team, count in enumerate(counts)
            for need, missing in zip(count.needs, count.missing, strict=True)
        }
        row_left = {row: int(value) for row, value in enumerate(over.tolist()) if value > 0.5}
        for at, item in self._in_charging_order():
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
            for at, item in enumerate(model.aux)
            if item.kind in ("short", "waive", "soft") and item.rule != "seats"
        ]

        def rank(entry: tuple[int, Aux]) -> tuple[bool, int, int]:
            at, item = entry
            team = model.data.team_at.get(item.key.get("team", ""), -1)
            return item.rows[0] in shortable, team, at

        return sorted(slacks, key=rank)
