"""From the relaxation to a plan: level by level, each proven or given up within the budget, then pinned.

A complete plan proves the first four levels by itself (they cannot be negative). So the search first looks
for one with the soft level as its objective; only when that fails does it work through the shortage levels.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from bianzu.models import LEVEL_NAMES
from bianzu.solver.construction import construct
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import solve_programme
from bianzu.solver.evaluation import Evaluation, evaluate
from bianzu.solver.model import LEADER_SEATS, LOAD_TRAVEL, SOFT, TIE_BREAK, WAIVERS, Model
from bianzu.solver.relaxation import Face, FloatArray, Relaxed, pick_first, relax, restrict, scatter

__all__ = ["DEFAULT_BUDGET", "Report", "Search"]

DEFAULT_BUDGET = 10
"""Work units of one integer programme: deterministic seconds of CP-SAT, hundreds of nodes of HiGHS."""

_WHOLE = 1e-6
_TIE_WORK = 2
_NEAR = (12, 48)
"""Columns per seat in the first and second integer programmes."""
_FIXED_PERCENT = (100, 60, 30)
_SMALL = 3000
"""Up to so many columns CP-SAT proves optima fastest; beyond, HiGHS."""

Report = Callable[[str, int | None, "Search"], None]
"""Called with a phase, a level and the search whenever something is worth telling."""


@dataclass
class Search:
    """One run over the levels; ``best`` and ``bounds`` can be read at any time.

    Attributes
    ----------
    budget
        Work units of each integer programme (see `DEFAULT_BUDGET`).
    exhausted
        Whether some integer programme ended by the budget.
    last_feasible
        Whether the last integer programme had a plan.
    given
        Values of the earlier levels that each bound presumes.
    """

    model: Model
    seed: int
    budget: int
    report: Report = lambda _phase, _level, _search: None
    best: Evaluation | None = None
    bounds: list[int | None] = field(default_factory=lambda: [None] * len(LEVEL_NAMES))
    given: list[tuple[int, ...]] = field(default_factory=lambda: [()] * len(LEVEL_NAMES))
    exhausted: bool = False
    last_feasible: bool = False

    def run(self) -> None:
        """Work through the levels."""
        self.report("relaxation", SOFT, self)
        self.offer(np.zeros(0, dtype=np.int64), LEADER_SEATS)
        self.offer(construct(self.model), LEADER_SEATS)
        face = self._find_complete()
        if face is None:
            face = self._settle_shortages()
            if face is None:
                return
        face = self._settle(LOAD_TRAVEL, face)
        self.report("polish", TIE_BREAK, self)
        self._settle_ties(face)

    def offer(self, columns: IntArray, level: int) -> bool:
        """Take a set of columns as incumbent when it is legal and better."""
        found = evaluate(self.model, columns)
        if not found.feasible or (self.best is not None and found.levels >= self.best.levels):
            return False
        self.best = found
        self.report("search", level, self)
        return True

    # -- levels

    def _find_complete(self) -> Face | None:
        """Look for a plan without shortages and waivers; settles the soft level on the way."""
        model = self.model
        alive = (model.cost[: WAIVERS + 1] == 0).all(axis=0)
        face = Face(alive)
        relaxed = self._relax(SOFT, face)
        if relaxed.status != "optimal":
            return None
        self._branch(SOFT, face, relaxed)
        if self.best is None or any(self.best.levels[: WAIVERS + 1]):
            return None
        for level in range(WAIVERS + 1):
            self.bounds[level] = 0
            self.given[level] = (0,) * level
        return self._pin(SOFT, face, relaxed)

    def _settle_shortages(self) -> Face | None:
        """Levels one and two; ``None`` when there is no plan.

        First all their bounds, each with the earlier levels held at theirs. A plan that meets every one of
        them proves them all at once; if the search for it fails, they are settled one after the other.
        """
        face = Face(np.ones(self.model.n_vars, dtype=bool))
        for level in range(WAIVERS + 1):
            relaxed = self._relax(level, face)
            bound = self.bounds[level]
            if relaxed.status != "optimal" or bound is None:
                return self._settle_one_by_one()
            face = Face(face.alive & (relaxed.floor <= bound), (*face.pins, (level, bound)))
        relaxed = self._relax(SOFT, face)
        if relaxed.status == "optimal":
            self._branch(SOFT, face, relaxed)
        if self.best is None or not self._on_face(SOFT):
            self.bounds[SOFT] = None
            return self._settle_one_by_one()
        return self._pin(SOFT, face, relaxed)

    def _settle_one_by_one(self) -> Face | None:
        face = Face(np.ones(self.model.n_vars, dtype=bool))
        for level in range(SOFT + 1):
            face = self._settle(level, face)
            if self.best is None:
                return None
        return face

    def _settle(self, level: int, face: Face) -> Face:
        """Bound a level, search until a plan meets the bound or the budget is spent, and pin it."""
        self.report("relaxation", level, self)
        relaxed = self._relax(level, face)
        if (
            self.best is None
            or self.bounds[level] is None
            or self.best.levels[level] > (self.bounds[level] or 0)
        ):
            self._branch(level, face, relaxed)
        return face if self.best is None else self._pin(level, face, relaxed)

    def _relax(self, level: int, face: Face) -> Relaxed:
        relaxed = relax(self.model, face, level, heartbeat=lambda: self.report("relaxation", level, self))
        if relaxed.status == "optimal":
            self.bounds[level] = relaxed.bound if level > WAIVERS else max(0, relaxed.bound)
            held = dict(face.pins)
            self.given[level] = tuple(held.get(earlier, 0) for earlier in range(level))
        return relaxed

    def valid_bounds(self) -> list[int | None]:
        """Bounds that hold for the incumbent: a level's bound presumes what the earlier levels reached.

        Units of shortage and of waivers cannot be negative, so 0 always holds for them.
        """
        reached = () if self.best is None else self.best.levels
        valid = [
            bound if self.given[level] == reached[:level] else None for level, bound in enumerate(self.bounds)
        ]
        return [*((bound or 0) for bound in valid[: WAIVERS + 1]), *valid[WAIVERS + 1 :]]

    @property
    def proven(self) -> bool:
        """Whether the incumbent meets the bounds of levels one to four."""
        return self.best is not None and all(
            bound is not None and bound >= value
            for bound, value in zip(self.valid_bounds()[:TIE_BREAK], self.best.levels, strict=False)
        )

    def _pin(self, level: int, face: Face, relaxed: Relaxed) -> Face:
        assert self.best is not None
        value = self.best.levels[level]
        alive = face.alive & (relaxed.floor <= value)
        alive[np.flatnonzero(self.best.x)] = True
        return Face(alive, (*face.pins, (level, value)))

    # -- integer plans

    def _branch(self, level: int, face: Face, relaxed: Relaxed) -> None:
        """Integer programmes over ever more columns until a plan meets the bound."""
        for core, fixed in self._steps(level, face, relaxed):
            self.report("search", level, self)
            engine_bound = self._try_core(level, face, core, fixed)
            if fixed is None and engine_bound is not None:
                self._raise_bound(level, face, relaxed, core, engine_bound)
            if self._met(level):
                return

    def _steps(
        self, level: int, face: Face, relaxed: Relaxed
    ) -> Iterator[tuple[BoolArray, BoolArray | None]]:
        """Cores to try, each with the columns to fix.

        First each slot's best few columns, with all, most, or few of the relaxation's whole seats fixed until
        that allows a plan; then without fixing; then a few more; last every column that a plan better than
        the incumbent could use, which settles the level.
        """
        small = int(face.alive[: self.model.n_columns].sum()) <= _SMALL
        near = face.alive if small else self._best_columns(level, face, relaxed, _NEAR[0])
        whole = np.flatnonzero(relaxed.x[: self.model.n_columns] > 1 - _WHOLE)
        seats = int(self.model.data.team_size.sum())
        for percent in _FIXED_PERCENT[: 1 if small else None]:
            if 3 * len(whole) * percent < 30 * seats:
                break
            fixed = np.zeros(self.model.n_vars, dtype=bool)
            fixed[whole[scatter(whole) % 100 < percent]] = True
            yield near, fixed
            if self.last_feasible:
                break
        yield near, None
        if small:
            return
        yield self._best_columns(level, face, relaxed, _NEAR[1]), None
        limit = self.best_value(level) if self._on_face(level) else relaxed.bound + 1
        yield near | face.alive & (relaxed.floor < limit), None

    def _best_columns(self, level: int, face: Face, relaxed: Relaxed, per_seat: int) -> BoolArray:
        """The relaxation's columns and each slot's of least floor, ties by the cost of the next level."""
        model = self.model
        columns = np.flatnonzero(face.alive[: model.n_columns])
        following = model.cost[min(level + 1, LOAD_TRAVEL), columns]
        room = np.array([per_seat * slot.capacity for slot in model.data.slots], dtype=np.int64)
        ranks = (scatter(columns), following, relaxed.floor[columns])
        chosen = relaxed.x > 0
        chosen[columns[pick_first(model.col_slot[columns], ranks, room)]] = True
        return chosen

    def _raise_bound(
        self, level: int, face: Face, relaxed: Relaxed, core: BoolArray, engine_bound: int
    ) -> None:
        """A plan either stays in the core, where the engine's bound holds, or pays some outer floor."""
        outside = face.alive & ~core
        outside[self.model.n_columns :] = False
        least = int(relaxed.floor[outside].min()) if outside.any() else engine_bound
        self.bounds[level] = max(self.bounds[level] or 0, min(engine_bound, least))

    def _met(self, level: int) -> bool:
        bound = self.bounds[level]
        return self._on_face(level) and bound is not None and self.best_value(level) <= bound

    def _on_face(self, level: int) -> bool:
        """Whether the incumbent keeps the values of the earlier levels that the level's bound presumes."""
        return self.best is not None and all(
            value <= held for value, held in zip(self.best.levels, self.given[level], strict=False)
        )

    def best_value(self, level: int) -> int:
        """Objective of the incumbent at a level."""
        assert self.best is not None
        return self.best.levels[level]

    def _try_core(
        self,
        level: int,
        face: Face,
        core: BoolArray,
        fixed: BoolArray | None,
        work: int | None = None,
    ) -> int | None:
        """One integer programme; its plan becomes the incumbent when it is better.

        Returns the engine's bound of the core, constant included, ``None`` when it has none.
        """
        model = self.model
        chosen = core.copy()
        if self.best is not None and fixed is None:
            chosen |= self.best.x > 0
        chosen[model.n_columns :] = face.alive[model.n_columns :]
        members = np.flatnonzero(chosen)
        programme = restrict(
            model,
            face,
            model.cost[level],
            members,
            self._useful_rows(members),
            integer=True,
            fixed=fixed,
        )
        use_cp_sat = fixed is not None or work is not None or len(members) <= _SMALL
        self.last_feasible = False
        answer = solve_programme(
            programme,
            "cp-sat" if use_cp_sat else "highs",
            work=self.budget if work is None else work,
            seed=self.seed,
            hint=self._hint(face, members) if fixed is None and use_cp_sat else None,
        )
        if answer.x is not None:
            self.last_feasible = True
            self.offer(members[(members < model.n_columns) & (answer.x > 0.5)], level)
        if answer.status in ("feasible", "limit") and level != TIE_BREAK:
            self.exhausted = True
        if answer.bound is None:
            return None
        return math.ceil(answer.bound - 1e-4) + int(model.constant[level])

    def _hint(self, face: Face, members: IntArray) -> FloatArray | None:
        """The incumbent as a start, when it lies on the face."""
        if self.best is None or any(self.best.levels[at] > value for at, value in face.pins):
            return None
        return self.best.x[members].astype(float)

    def _useful_rows(self, core: IntArray) -> IntArray:
        """Rows that some point over the core could violate."""
        model = self.model
        inside = np.zeros(model.n_vars)
        inside[core] = model.upper[core]
        top = np.bincount(
            model.rows,
            weights=np.maximum(model.values, 0) * inside[model.entry_var],
            minlength=model.n_rows,
        )
        return np.flatnonzero((top > model.row_upper) | np.isfinite(model.row_lower))

    def _settle_ties(self, face: Face) -> None:
        """The seeded tie-break, as far as one short programme over the cheapest columns goes."""
        model = self.model
        assert self.best is not None
        columns = np.flatnonzero(face.alive[: model.n_columns])
        order = columns[np.argsort(model.cost[TIE_BREAK, columns], kind="stable")]
        chosen = self.best.x > 0
        chosen[order[:_SMALL]] = True
        self._try_core(TIE_BREAK, face, chosen, None, work=min(self.budget, _TIE_WORK))
