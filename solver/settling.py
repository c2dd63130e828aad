"""The end of a search: integer programmes over every column that a better plan could use."""

from typing import Protocol

import numpy as np

from bianzu.solver.assembly import build_model
from bianzu.solver.columns import scatter
from bianzu.solver.costs import LEADER_SEATS, LOAD_TRAVEL, SOFT
from bianzu.solver.data import IntArray
from bianzu.solver.engines import Engine, Outcome, solve_programme
from bianzu.solver.evaluation import Evaluation, evaluate
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.parting import find_met
from bianzu.solver.programmes import find_useful_rows, restrict
from bianzu.solver.proof import Proof
from bianzu.solver.rules.fresh_pairs import Watched
from bianzu.solver.standing import Standing
from bianzu.solver.weighing import search_weights, soft_weight

__all__ = ["FEW_COLUMNS", "Searching", "may_settle", "search_blindly", "search_near", "settle"]

FEW_COLUMNS, _MANY_COLUMNS, _BLIND_COLUMNS = 3_000, 20_000, 60_000
"""One integer programme settles up to so many columns at once, or at the end."""
_WATCHINGS = 20


class Searching(Protocol):
    """What is used of a search: its settings, its incumbent and what is proven of it."""

    model: Model
    seed: int
    budget: int
    best: Evaluation | None
    ledger: Ledger

    @property
    def engine(self) -> Engine: ...

    @property
    def standing(self) -> Standing: ...

    def offer(self, keys: IntArray, level: int) -> bool: ...

    def take(self, found: Evaluation, level: int) -> bool: ...

    def tell(self, phase: str, level: int) -> None: ...


def settle(search: Searching, joint: Proof) -> bool:
    """One integer programme over every column a better plan could use: it finds it or proves none.

    Where its answer has people meet again whom no row counts (fresh-pairs between planned rounds), it is
    solved anew with rows for them: what it proves holds each time, and at last it counts all that matters.

    Returns
    -------
    bool
        Whether it came to an end; if not, the budget or the number of columns stood in the way.
    """
    model = search.model
    if search.best is None:
        return True
    value = _weigh(search.best, joint)
    above = any(search.best.levels[level] > pinned for level, pinned, _ in joint.pins)
    proven = search.standing.bounds[SOFT] == search.best.levels[SOFT]
    mixed = above or not (proven or soft_weight(model)[1])
    unproven = search.standing.bounds[:SOFT] != search.best.levels[:SOFT]
    if mixed or (unproven and model.n_columns <= FEW_COLUMNS):
        return _settle_levels(search)
    keys = _list_better(search, search.best, joint)
    if len(keys) > _MANY_COLUMNS:
        return False
    keys = np.union1d(keys, search.best.columns)
    wide, watched = model, set[Watched]()
    for _ in range(_WATCHINGS):
        search.tell("search", LOAD_TRAVEL)
        answer = _solve_within(search, wide, keys, joint)
        found = search.best.columns if answer.x is None else keys[answer.x[: len(keys)] > 0.5]
        search.offer(found, LOAD_TRAVEL)
        if answer.bound is not None:  # booked against the incumbent that is now
            _book_engine_bound(search, joint, int(np.ceil(answer.bound - 1e-3)), value)
        if answer.status != "optimal" or answer.x is None:
            return answer.status == "optimal"
        met = find_met(model, evaluate(model, found))
        if watched.issuperset(met):
            return True
        watched.update(met)
        wide = build_model(model.data.instance, search.seed, sorted(watched))
    return False


def may_settle(search: Searching, joint: Proof) -> bool:
    """Whether few enough columns are left for one integer programme over all of them, or there is no plan yet
    and so nothing to settle."""
    return search.best is None or len(_list_better(search, search.best, joint)) <= _MANY_COLUMNS


def _list_better(search: Searching, best: Evaluation, joint: Proof) -> IntArray:
    """Columns that a plan better than an incumbent can use."""
    return joint.columns_within(
        search.model, _weigh(best, joint) - 1, lambda: search.tell("relaxation", SOFT)
    )


def _weigh(found: Evaluation, joint: Proof) -> int:
    return sum(weight * found.levels[level] for level, weight in joint.weights)


def search_near(search: Searching, keys: IntArray, joint: Proof) -> bool:
    """The best plan of some columns, the levels above at their bounds; whether there is one."""
    search.tell("search", SOFT)
    answer = _solve_within(search, search.model, keys, joint)
    if answer.x is None:
        return False
    search.offer(keys[answer.x[: len(keys)] > 0.5], SOFT)
    return True


def _solve_within(search: Searching, model: Model, keys: IntArray, joint: Proof) -> Outcome:
    """The best plan of some columns, the levels above at their bounds."""
    columns = model.build_columns(keys)
    complete = all(pinned == model.constant[level] for level, pinned, _ in joint.pins)
    aux = np.flatnonzero((model.aux_cost[:SOFT] == 0).all(axis=0)) if complete else np.arange(model.n_aux)
    pins = () if complete else tuple((level, pinned) for level, pinned, _ in joint.pins)
    programme = restrict(
        model,
        columns,
        aux,
        find_useful_rows(model, columns, aux),
        weights=joint.weights,
        pins=pins,
        integer=True,
    )
    light = len(columns) <= _MANY_COLUMNS
    return solve_programme(
        programme,
        search.engine if light else "highs",
        work=10 * search.budget if light else search.budget,
        seed=search.seed,
        hint=_recall_incumbent(search, model, keys, aux) if light else None,
    )


def _recall_incumbent(search: Searching, model: Model, keys: IntArray, aux: IntArray) -> FloatArray | None:
    """The incumbent as a point over sorted columns and some aux columns, ``None`` if others are in it.

    An engine that knows it leaves out what cannot be better: it is done in a sixth of the time.
    """
    if search.best is None or not np.isin(search.best.columns, keys).all():
        return None
    found = evaluate(model, search.best.columns)
    return np.concatenate([np.isin(keys, found.columns), found.aux_x[aux]]).astype(float)


def _settle_levels(search: Searching) -> bool:
    """One integer programme over all columns a level, the earlier ones held; small instances only."""
    model = search.model
    keys = np.flatnonzero(model.eligibility.allowed.ravel())
    if len(keys) > FEW_COLUMNS:
        return False
    columns, aux = model.build_columns(keys), np.arange(model.n_aux)
    rows = find_useful_rows(model, columns, aux)
    levels = (*model.short_levels, SOFT, LOAD_TRAVEL)
    for level in levels:
        assert search.best is not None
        search.tell("search", level)
        if search.standing.bounds[level] == search.best.levels[level]:
            continue
        programme = restrict(
            model,
            columns,
            aux,
            rows,
            weights=((level, 1),),
            pins=tuple((pin, search.best.levels[pin]) for pin in levels if pin < level),
            integer=True,
        )
        answer = solve_programme(programme, search.engine, work=10 * search.budget, seed=search.seed)
        if answer.x is not None:
            search.offer(columns.keys[answer.x[: len(columns)] > 0.5], level)
        if answer.bound is not None:
            bound = int(np.ceil(answer.bound - 1e-3)) + int(model.constant[level])
            search.ledger.note_search(
                level, search.best.levels[:level], min(bound, search.best.levels[level])
            )
        if answer.status != "optimal":
            return False
    return True


def _book_engine_bound(search: Searching, joint: Proof, bound: int, known: int) -> None:
    """What the engine proves: no plan is below its bound, or below the plan that bounded the columns.

    Either the soft level is proven, or the weight keeps the levels strictly apart (`soft_weight`): no load
    makes up for a soft unit.
    """
    assert search.best is not None
    constant = sum(weight * int(search.model.constant[level]) for level, weight in joint.weights)
    least = min(bound + constant, known)
    top = joint.weights[0][1]
    soft, load = search.best.levels[SOFT], search.best.levels[LOAD_TRAVEL]
    held = search.best.levels[:SOFT]
    if least >= top * soft + load:
        search.ledger.note_search(SOFT, held, soft)
    search.ledger.note_search(LOAD_TRAVEL, (*held, soft), max(0, min(load, least - top * soft)))


def search_blindly(search: Searching) -> None:
    """Without a relaxation, or any plan: one integer programme over as many columns as it can bear."""
    model = search.model
    keys = np.flatnonzero(model.eligibility.allowed.ravel())
    if len(keys) > _BLIND_COLUMNS:
        keys = keys[np.sort(np.argsort(scatter(keys), kind="stable")[:_BLIND_COLUMNS])]
    columns = model.build_columns(keys)
    aux = np.arange(model.n_aux)
    programme = restrict(
        model,
        columns,
        aux,
        find_useful_rows(model, columns, aux),
        weights=search_weights(((SOFT, soft_weight(model)[0]), (LOAD_TRAVEL, 1))),
        integer=True,
    )
    answer = solve_programme(programme, "cp-sat", work=3 * search.budget, seed=search.seed)
    if answer.x is not None:
        search.offer(columns.keys[answer.x[: len(columns)] > 0.5], LEADER_SEATS)
