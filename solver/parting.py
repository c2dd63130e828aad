"""Keeps people apart who meet in two planned rounds of a plan (fresh-pairs).

The model has no rows for all such pairs; a wider one, with rows for those that met, is searched around them.
"""

from dataclasses import replace
from typing import Protocol

import numpy as np

from bianzu.solver.assembly import build_model
from bianzu.solver.costs import SOFT
from bianzu.solver.data import IntArray
from bianzu.solver.engines import Engine
from bianzu.solver.evaluation import Evaluation, evaluate
from bianzu.solver.model import Model
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.proof import Proof
from bianzu.solver.rules.fresh_pairs import Watched

__all__ = ["find_met", "part"]

_MOST = 60
"""Neighbourhoods for so many pairs."""
_RELATED = 2
_PARTINGS = 4
"""So often people who met twice in a plan are kept apart."""
_MANY_COLUMNS = 30_000
"""With more columns near the bound, only those of the neighbourhoods are looked at."""
_WORK = 1.0
"""Limit of one neighbourhood, in deterministic seconds of CP-SAT."""


class Parting(Protocol):
    """What is used of a search."""

    model: Model
    seed: int
    best: Evaluation | None

    @property
    def engine(self) -> Engine: ...

    @property
    def enough(self) -> bool: ...

    def offer(self, keys: IntArray, level: int) -> bool: ...

    def tell(self, phase: str, level: int) -> None: ...


def find_met(model: Model, plan: Evaluation) -> list[Watched]:
    """Pairs of a plan that no row of the model counts."""
    if model.data.rules.fresh_pairs is None:
        return []
    return [
        (item, clause, code)
        for item, codes in enumerate(model.companies.find_planned(plan.slots, plan.people))
        for clause, pairs in zip(("pair", "leader"), codes, strict=True)
        for code in pairs.tolist()
    ]


def part(search: Parting, joint: Proof, around: IntArray) -> None:
    """Keep apart those who meet in two planned rounds, as long as that makes a better plan.

    Parameters
    ----------
    around
        Columns worth looking at where too many are near the bound.
    """
    watched: set[Watched] = set()
    for _ in range(_PARTINGS):
        plan = search.best
        met = [] if plan is None or search.enough else find_met(search.model, plan)
        if plan is None or watched.issuperset(met):
            return
        watched.update(met)
        value = sum(weight * plan.levels[level] for level, weight in joint.weights)
        near = joint.columns_within(search.model, value - 1, lambda: search.tell("relaxation", SOFT))
        keys = near if len(near) <= _MANY_COLUMNS else around
        if not search.offer(_part(search, plan, sorted(watched), keys, joint), SOFT):
            return


def _part(
    search: Parting, plan: Evaluation, watched: list[Watched], keys: IntArray, proof: Proof
) -> IntArray:
    """Columns of a plan in which fewer watched pairs meet, or of the same one."""
    model = search.model
    wide = build_model(model.data.instance, search.seed, watched)
    duals = np.concatenate([proof.duals, np.zeros(wide.n_rows - model.n_rows, dtype=np.int64)])
    space = Neighbourhoods(
        wide,
        wide.build_columns(np.union1d(keys, plan.columns)),
        replace(proof, duals=duals),
        seed=search.seed,
        effort=_WORK,
        engine=search.engine,
    )
    space.load(plan.columns, evaluate(wide, plan.columns).aux_x)
    teams = {
        (int(model.data.slot_round[slot]), person): model.data.slots[slot].team for slot, person in plan.pairs
    }
    tried: set[int] = set()
    for item, _, code in find_met(model, plan)[:_MOST]:
        person = code // model.data.n
        for there in (item, *model.companies.planned[item]):
            team = teams.get((there, person))
            if team is None or team in tried:
                continue
            tried.add(team)
            search.tell("search", SOFT)
            if space.lost <= 0.5:
                return space.keys
            loss = space.losses.excess
            others = np.lexsort((-loss, -space.losses.related(team)))
            others = others[others != team][:_RELATED]
            space.improve([team, *others.tolist()])
    return space.keys
