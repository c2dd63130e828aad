"""The value of a set of columns at every level, from the rows and not from what an engine says."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bianzu.solver.aux_columns import Aux
from bianzu.solver.columns import Columns
from bianzu.solver.costs import SOFT
from bianzu.solver.counting import TeamCount, count_skills
from bianzu.solver.data import IntArray
from bianzu.solver.floating import Service, choose_services, set_services
from bianzu.solver.following import FOLLOWING
from bianzu.solver.model import Model

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
        Every aux column of kind short, waive or soft with positive units, and soft units that no row counts.
    counts
        Skill counts per team, members in the order of ``columns``.
    aux_x
        (a,) value of every aux column.
    services
        Whom floaters serve, the best for these columns unless given.
    """

    columns: IntArray
    slots: IntArray
    people: IntArray
    feasible: bool
    levels: tuple[int, ...]
    missing: tuple[Missing, ...]
    counts: tuple[TeamCount, ...]
    aux_x: IntArray
    services: tuple[Service, ...] = ()

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """(slot, person) of every chosen column."""
        return list(zip(self.slots.tolist(), self.people.tolist(), strict=True))


def evaluate(model: Model, keys: IntArray, services: tuple[Service, ...] | None = None) -> Evaluation:
    """Give every aux column its least value, waivers charged in the order of docs/format.md."""
    return _Evaluator(model, model.build_columns(np.sort(keys), ties=True), services).run()


class _Evaluator:
    def __init__(self, model: Model, columns: Columns, services: tuple[Service, ...] | None) -> None:
        self.model = model
        self.services = services
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
        for follows, read in FOLLOWING.items():
            aux = model.following[follows]
            if len(aux):
                self.x[aux] = read(model, self.columns, aux, self.x)
        services = self._set_floaters()
        counts = self._count_teams(services)
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
        total = self.columns.cost.sum(axis=1) + model.aux_cost @ self.x + model.constant
        unpriced = self._count_unpriced()
        total[SOFT] += sum(item.aux.weight * item.units for item in unpriced)
        missing = tuple(
            Missing(model.aux[at], int(self.x[at]))
            for at in np.flatnonzero(self.x > 0).tolist()
            if model.aux[at].kind in ("short", "waive", "soft")
        )
        return Evaluation(
            self.columns.keys,
            self.columns.slot,
            self.columns.person,
            feasible,
            tuple(int(value) for value in total),
            (*missing, *unpriced),
            counts,
            self.x,
            services,
        )

    def _count_unpriced(self) -> tuple[Missing, ...]:
        """Soft units that no row counts: people who meet again in a later planned round."""
        setting = self.model.data.rules.fresh_pairs
        if setting is None:
            return ()
        units = self.model.companies.count(self.columns.slot, self.columns.person)
        aux = Aux("soft", "fresh-pairs", "planned", {}, units, weight=setting.weight)
        return (Missing(aux, units),) if units else ()

    def _activity(self) -> NDArray[np.float64]:
        return self.model.activity(self.columns, self.ones, self.x.astype(float))

    def _set_floaters(self) -> tuple[Service, ...]:
        """Whom floaters serve: as given, or else what is best where skills are missing."""
        services = self.services
        if services is None:
            floating = len(self.model.following["services"]) > 0
            missing = floating and any(any(item.missing) for item in self._count_teams())
            services = choose_services(self.model, self.columns, self.x) if missing else ()
        self.allowed &= set_services(self.model, services, self.x)
        return services

    def _count_teams(self, services: tuple[Service, ...] = ()) -> tuple[TeamCount, ...]:
        data = self.model.data
        members: list[list[int]] = [[] for _ in data.teams]
        for slot, person in self.pairs:
            members[data.slots[slot].team].append(person)
        return tuple(count_skills(data, team, people, services) for team, people in enumerate(members))

    def _set_slacks(self, over: NDArray[np.float64], counts: tuple[TeamCount, ...]) -> None:
        model = self.model
        skill_left = {
            (model.data.teams[team].id, need.skill): missing
            for team, count in enumerate(counts)
            for need, missing in zip(count.needs, count.missing, strict=True)
        }
        row_left = {row: int(over[row]) for row in np.flatnonzero(over > 0.5).tolist()}
        for at in self._list_slacks(over):
            item = model.aux[at]
            rows = [row for row, coef in zip(item.rows, item.coefs, strict=True) if coef < 0]
            skill = (item.key["team"], item.key["skill"]) if item.follows == "skills" else None
            left = skill_left.get(skill, 0) if skill else max(row_left.get(row, 0) for row in rows)
            units = min(left, item.upper)
            if item.places is not None and item.places.isdisjoint(self.pairs):
                continue
            if item.waiver is not None:
                units = min(units, max(0, self.left[item.waiver]))
                self.left[item.waiver] -= units
            self.x[at] = units
            if skill:
                skill_left[skill] = left - units
            for row in rows if not skill else ():
                row_left[row] = row_left.get(row, 0) - units

    def _list_slacks(self, over: NDArray[np.float64]) -> list[int]:
        """Slack columns with something to measure, in the order in which they are charged."""
        model = self.model
        touched = np.zeros(model.n_aux, dtype=bool)
        touched[model.following["skills"]] = True
        touched[model.aux_entry[(over[model.aux_rows] > 0.5) & (model.aux_values < 0)]] = True
        chosen = np.flatnonzero(touched & model.is_slack)
        ordered: list[int] = chosen[np.argsort(model.charging_rank[chosen])].tolist()
        return ordered
