"""Candidates with what they cost and are worth, and an assignment over them: what neighbourhoods work on."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bianzu.solver.columns import Columns, Weights
from bianzu.solver.costs import SOFT
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.narrowing import narrow
from bianzu.solver.programmes import find_useful_rows
from bianzu.solver.proof import DUAL_SCALE, Proof
from bianzu.solver.weighing import search_weights

__all__ = ["Assignment", "Candidates", "price_candidates"]

_OF_TEAMS = ("seats", "cross-form", "no-swap", "fresh-pairing", "flow-balance")
"""Rules whose rows on people speak of single teams: a step decides them anew."""


@dataclass(frozen=True)
class Assignment:
    """The candidates ``x`` (k,) that are taken, and the values ``aux_x`` (a,) of the aux columns."""

    x: BoolArray
    aux_x: FloatArray


@dataclass(frozen=True)
class Candidates:
    """Columns worth looking at, in the rows of a model that they can matter to.

    Attributes
    ----------
    model, columns
        The narrowed model and its columns (k).
    local
        New numbers of the rows that aux columns name, -1 where the model has none any more.
    proof, duals
        What prices people, rows and teams, and its prices of the model's rows in units of 1 / DUAL_SCALE.
    weights
        Weights of all levels.
    cost, worth
        (k,) weighted costs, and the same with what each person is worth elsewhere.
    aux_cost
        (a,) weighted costs of the aux columns.
    settled
        (a,) seats that nobody can take: they stay empty.
    short
        (a,) aux columns that stand for what is missing or waived, besides these.
    """

    model: Model
    columns: Columns
    local: IntArray
    proof: Proof
    duals: IntArray
    weights: Weights
    cost: IntArray
    worth: IntArray
    aux_cost: IntArray
    settled: BoolArray
    short: BoolArray

    @property
    def soft_weight(self) -> int:
        """What one unit of the soft level weighs."""
        return dict(self.weights)[SOFT]

    @property
    def team_of_slot(self) -> IntArray:
        """(s,) team of each slot."""
        return self.model.data.slot_team

    @cached_property
    def team(self) -> IntArray:
        """(k,) team of each candidate."""
        return np.asarray(self.team_of_slot[self.columns.slot])

    @cached_property
    def reduced(self) -> FloatArray:
        """(k,) cost against the prices, in units of 1 / DUAL_SCALE."""
        columns = self.columns
        paid = np.bincount(
            self.columns.entry,
            weights=(columns.values * self.duals[columns.rows]).astype(float),
            minlength=len(columns),
        )
        return (self.cost * DUAL_SCALE - self.proof.best[columns.service]).astype(float) - paid

    def leave_empty(self) -> Assignment:
        """The assignment in which nobody sits anywhere."""
        aux_x = np.zeros(self.model.n_aux)
        aux_x[self.model.seat_aux] = [slot.capacity for slot in self.model.data.slots]
        return Assignment(np.zeros(len(self.columns), dtype=bool), aux_x)

    def evaluate(self, held: Assignment) -> int:
        """Weighted objective of an assignment without constants."""
        aux_x = np.rint(held.aux_x).astype(np.int64)
        return int(self.cost[held.x].sum()) + int(self.aux_cost @ aux_x)

    @cached_property
    def bound(self) -> int:
        """What the proof says of the weighted objective, in the same terms."""
        model, proof = self.model, self.proof
        constant = sum(weight * int(model.constant[level]) for level, weight in proof.weights)
        pinned = sum(
            dict(self.weights)[level] * (value - int(model.constant[level])) for level, value, _ in proof.pins
        )
        return proof.bound(model) + pinned - constant

    def measure(self, held: Assignment) -> FloatArray:
        """(r,) activity of the rows."""
        taken = self.columns.pick(held.x)
        return self.model.activity(taken, np.ones(len(taken)), held.aux_x)

    def overrun(self, held: Assignment) -> FloatArray:
        """(r,) how far an assignment is beyond the limits of the rows."""
        activity = self.measure(held)
        over = np.maximum(activity - self.model.row_upper, self.model.row_lower - activity)
        return np.asarray(np.maximum(over, 0), dtype=float)


def price_candidates(model: Model, columns: Columns, proof: Proof) -> Candidates:
    """Columns of a model with costs and worth, by the weights and prices of a proof."""
    weights = search_weights(proof.weights)
    cost = columns.weigh(weights)
    kept = proof.duals != 0
    kept[find_useful_rows(model, columns, np.arange(model.n_aux))] = True
    part, narrowed, local = narrow(model, columns, kept)
    settled = np.zeros(model.n_aux, dtype=bool)
    settled[model.seat_aux[~model.eligibility.allowed.any(axis=1)]] = True
    short = (model.aux_cost[:SOFT] > 0).any(axis=0) & ~settled
    return Candidates(
        model=part,
        columns=narrowed,
        local=local,
        proof=proof,
        duals=proof.duals[kept],
        weights=weights,
        cost=cost,
        worth=_list_worth(model, columns, cost, proof),
        aux_cost=model.weigh_aux(weights),
        settled=settled,
        short=np.asarray(short, dtype=bool),
    )


def _list_worth(model: Model, columns: Columns, cost: IntArray, proof: Proof) -> IntArray:
    """(k,) cost of each candidate with what its person and its unit are worth elsewhere."""
    coupling = model.mark(lambda group: group.eager and group.rule not in _OF_TEAMS)
    prices = np.where(coupling, proof.duals, 0)
    paid = np.zeros(len(columns), dtype=np.int64)
    np.add.at(paid, columns.entry, columns.values * prices[columns.rows])
    # The person's one seat is no row of the proof: what the person is worth at best elsewhere stands in.
    return cost - paid // DUAL_SCALE - proof.best[columns.service] // DUAL_SCALE
