"""A planned round after the ones before it: who may sit where, and at what soft cost, given their seats."""

import copy

import numpy as np

from bianzu.models import HistoryRecord, Instance
from bianzu.solver.data import BoolArray, Data, IntArray
from bianzu.solver.evaluation import Evaluation
from bianzu.solver.exclusions import Exclusion, find_barred
from bianzu.solver.model import Model
from bianzu.solver.overrun import find_overrun
from bianzu.solver.rules import REGISTRY

__all__ = ["Hindsight"]

_LOOKING_BACK = ("repeat-unit", "repeat-county", "fresh-pairing", "tenure", "no-return", "succession")
"""Rules whose reasons rest on seats of earlier planned rounds; service-cap and rest ask all of them."""


class Hindsight:
    """Reasons for the seats of one planned round, the plan's earlier rounds taken as served."""

    def __init__(self, model: Model, plan: Evaluation, item: int) -> None:
        self.model = model
        self.seen = model.data
        self.again: list[Exclusion] = []
        self.overrun = find_overrun(model.data, model.book, plan, item)
        if item:
            self.seen = _look_back(model.data, plan, item)
            on = set(model.data.rules.on).intersection(_LOOKING_BACK)
            self.again = [
                clause
                for rule in REGISTRY
                if rule.exclusions is not None and rule.id in on
                for clause in rule.exclusions(self.seen)
            ]

    def find_allowed(self, slot: int) -> BoolArray:
        """(n,) people against whom nothing stands."""
        allowed: BoolArray = self.model.eligibility.allowed[slot] & ~self.overrun
        for clause in self.again:
            if clause.hardness in ("hard", "waivable"):
                allowed &= ~find_barred(self.seen, self.model.book, clause, slot)
        return allowed

    def soft_cost(self, slot: int) -> IntArray:
        """(n,) weighted soft reasons and duties."""
        again = {clause.rule for clause in self.again}
        cost = np.zeros(self.model.data.n, dtype=np.int64)
        for rule, weight, units in self.model.builder.soft_slot_costs:
            if rule not in again:
                cost += weight * units(slot)
        for clause in self.again:
            if clause.hardness == "soft":
                cost += clause.weight * clause.units(slot)
        return cost


def _look_back(data: Data, plan: Evaluation, item: int) -> Data:
    """The data with the planned rounds before one as past ones in which the plan's people served."""
    before = {one.id for one in data.rounds[:item]}
    records = list(data.instance.history)
    for slot, person in plan.pairs:
        place = data.slots[slot]
        team = data.teams[place.team]
        if team.round in before:
            records.append(
                HistoryRecord(
                    round=team.round,
                    team=team.id,
                    person=data.people[person].id,
                    role=place.seat.role,
                    counties=team.host_counties,
                    units=team.units,
                )
            )
    seen = copy.copy(data)
    seen.round_order = tuple(
        one.model_copy(update={"status": "past"}) if one.id in before else one for one in data.round_order
    )
    fields = {name: getattr(data.instance, name) for name in Instance.model_fields}
    seen.instance = Instance.model_construct(**{**fields, "history": tuple(records)})
    return seen
