"""Keeps people apart who meet in two planned rounds of a plan (fresh-pairs).

The model has no rows for all such pairs; a wider one, with rows for those that met, is searched around them.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bianzu.solver.assembly import build_model
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


def part(
    model: Model,
    plan: Evaluation,
    watched: list[Watched],
    keys: IntArray,
    proof: Proof,
    *,
    seed: int,
    effort: float,
    engine: Engine,
    tick: Callable[[], None],
) -> IntArray:
    """Columns of a plan in which fewer watched pairs meet, or of the same one.

    Parameters
    ----------
    keys
        Columns worth looking at.
    """
    wide = build_model(model.data.instance, seed, watched)
    duals = np.concatenate([proof.duals, np.zeros(wide.n_rows - model.n_rows, dtype=np.int64)])
    space = Neighbourhoods(
        wide,
        wide.build_columns(np.union1d(keys, plan.columns)),
        replace(proof, duals=duals),
        seed=seed,
        effort=effort,
        engine=engine,
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
            tick()
            if space.lost <= 0.5:
                return space.keys
            loss = space.losses.excess
            others = np.lexsort((-loss, -space.losses.related(team)))
            others = others[others != team][:_RELATED]
            space.improve([team, *others.tolist()])
    return space.keys
