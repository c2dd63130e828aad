"""From the relaxation to a plan: build an assignment, improve it by neighbourhoods, settle what is left."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from bianzu.models import ALL_LEVEL_NAMES, Plan
from bianzu.models.plan import LevelName
from bianzu.solver.bounding import Bounding
from bianzu.solver.candidates import choose_candidates, find_near
from bianzu.solver.closing import close_ways
from bianzu.solver.columns import Columns
from bianzu.solver.construction import construct
from bianzu.solver.costs import LEADER_SEATS, LOAD_TRAVEL, SOFT, TIE_BREAK
from bianzu.solver.data import IntArray
from bianzu.solver.drafts import Draft, find_draft, may_walk, settle_into
from bianzu.solver.engines import Engine
from bianzu.solver.evaluation import Evaluation, evaluate
from bianzu.solver.improving import improve
from bianzu.solver.keeping import list_keys
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import Model
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.parting import part
from bianzu.solver.proof import Proof
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.resuming import Resumed, resume
from bianzu.solver.settling import FEW_COLUMNS, may_settle, search_blindly, search_near, settle
from bianzu.solver.staffing import send_first, send_teams
from bianzu.solver.standing import Standing
from bianzu.solver.starting import find_seated
from bianzu.solver.weighing import is_large

__all__ = ["DEFAULT_BUDGET", "Report", "Search"]

DEFAULT_BUDGET = 10
"""Work units: so many neighbourhoods per team, and so many hundred nodes of the last integer programme."""

_MOST_COLUMNS = 3_000_000
"""With more pairs than this, or in large models of several rounds, a finer relaxation than the coarse one
would take longer than all the rest."""
_COARSE_STEPS = 1
"""Neighbourhoods per team after the coarse relaxation, where a finer one follows whose face is of no use."""
_KEPT_COLUMNS = 800
"""So many columns, or twice as many, are looked at around a published list."""
_STEP_WORK = 1.0
"""Limit of one neighbourhood, in deterministic seconds of CP-SAT."""

Report = Callable[[str, int | None, "Search"], None]
"""Called with a phase, a level and the search whenever something is worth telling."""


@dataclass
class Search:
    """One run over the levels; ``best`` and `standing` can be read at any time.

    Attributes
    ----------
    budget
        Work units (see `DEFAULT_BUDGET`); what they do depends on nothing but the input.
    safe
        Use the slower, steadier engine settings: the process before this one died.
    start
        Columns of an incumbent to begin with.
    plan
        A plan of this or a similar instance to begin with.
    gap
        Stop when the proven gap is at or below.
    until
        Stop when this level and all before it are proven.
    exhausted
        Whether the search ended by the budget.
    """

    model: Model
    seed: int
    budget: int
    report: Report = lambda _phase, _level, _search: None
    safe: bool = False
    start: IntArray | None = None
    plan: Plan | None = None
    gap: float | None = None
    until: LevelName | None = None
    best: Evaluation | None = None
    exhausted: bool = False
    ledger: Ledger = field(init=False)
    _near: IntArray = field(init=False)

    def __post_init__(self) -> None:
        self.model = close_ways(self.model)
        self.ledger = Ledger(self.model)
        self._near = np.zeros(0, dtype=np.int64)

    def run(self) -> None:
        """Work through the levels."""
        self.tell("relaxation", SOFT)
        listed = self._list_columns()
        bounding = Bounding(self.model, self.ledger, self._tick)
        resumed = self._begin(bounding, listed)
        if self.enough or (resumed is not None and self._settle_soon(resumed.joint)):
            return
        joint = self._approach(bounding, listed, resumed)
        if self.best is None or joint is None:
            search_blindly(self)
            self.exhausted = True
        if joint is not None and not self.enough and not settle(self, joint):
            self.exhausted = True

    def _begin(self, bounding: Bounding, listed: IntArray) -> Resumed | None:
        """Offer what is at hand: nothing, a published list, a given plan, what is built without prices."""
        self.offer(np.zeros(0, dtype=np.int64), LEADER_SEATS)
        offered = len(listed) > 0 and self.offer(listed, LEADER_SEATS)
        resumed = None if self.plan is None else self._resume(self.plan, bounding, alone=len(listed) == 0)
        if not offered and resumed is None and not send_first(self):
            self.offer(construct(self.model), LEADER_SEATS)
        if self.start is not None:
            self.offer(self.start, LEADER_SEATS)
        return resumed

    def _approach(self, bounding: Bounding, listed: IntArray, resumed: Resumed | None) -> Proof | None:
        """Relax, a large model coarsely first, and look around what that gives; the proof to go by."""
        tied = len(self.model.data.rounds) > 1
        large = is_large(self.model) and (tied or not len(listed))
        rough = large and (tied or self.model.n_columns > _MOST_COLUMNS)
        joint, coarse, settled = None, None, None
        if resumed is not None:
            coarse, joint = resumed.relaxed, resumed.joint
            if rough:
                self._look_around(coarse, joint, steps=self.budget, coarse=True, anew=False)
        elif large:
            coarse, weights, pins = bounding.relax(coarse=True, rough=rough)
            if coarse is not None and coarse.exact:
                settled = coarse, weights, pins
            elif coarse is not None:
                joint = bounding.prove(coarse, weights, pins, alone=() if rough else (SOFT,))
                if rough or not may_walk(self.model):
                    steps = self.budget if rough else _COARSE_STEPS
                    self._look_around(coarse, joint, steps=steps, coarse=True)
        if rough and joint is not None:
            part(self, joint, self._near)
            return joint
        if self.enough:
            return joint
        relaxed, weights, pins = settled or bounding.relax(start=coarse)
        if relaxed is None:
            return joint
        levels = (SOFT,) if relaxed.exact else (SOFT, LOAD_TRAVEL)
        fresh = bounding.prove(relaxed, weights, pins, alone=levels)
        joint = fresh if joint is None or coarse is None else _choose(self.model, joint, fresh)
        self._round(relaxed, joint, listed, anew=resumed is None)
        return joint

    def _round(self, relaxed: Relaxed, joint: Proof, listed: IntArray, *, anew: bool) -> None:
        """From the last relaxation to whole assignments: few changes of a published list, a plan on the
        optimal face, neighbourhoods, and people kept apart."""
        if len(listed):
            self._keep(relaxed, joint, listed)
        draft = None if self.enough else find_draft(self, relaxed, joint)
        if not self.enough:
            self._look_around(relaxed, joint, steps=self.budget, draft=draft, anew=anew)
            part(self, joint, self._near)

    def open_space(self, candidates: Columns, joint: Proof, *, coarse: bool = False) -> Neighbourhoods:
        """Neighbourhoods over some columns; they have no assignment yet."""
        return Neighbourhoods(
            self.model,
            candidates,
            joint,
            seed=self.seed,
            effort=_STEP_WORK,
            engine="highs" if coarse else self.engine,
        )

    def _resume(self, plan: Plan, bounding: Bounding, *, alone: bool) -> Resumed | None:
        """Begin with a plan; where there is a published list, its prices say nothing of changes."""
        if alone:
            return resume(self, plan, bounding)
        self.offer(find_seated(self.model, plan), LEADER_SEATS)
        return None

    def _settle_soon(self, joint: Proof) -> bool:
        """Where the multipliers of a plan leave few columns to a better one, these are all there is to do."""
        if self.best is None:
            return False
        value = sum(weight * self.best.levels[level] for level, weight in joint.weights)
        few = len(joint.columns_within(self.model, value - 1, self._tick)) <= FEW_COLUMNS
        return few and settle(self, joint) and self.enough

    def _list_columns(self) -> IntArray:
        """Columns of the published list that are still allowed."""
        listed = list_keys(self.model.data)
        return listed[self.model.eligibility.allowed.ravel()[listed]]

    def offer(self, keys: IntArray, level: int) -> bool:
        """Take a set of columns as incumbent when it is legal and better."""
        return self.take(evaluate(self.model, keys), level)

    def take(self, found: Evaluation, level: int) -> bool:
        """The same of an assignment that is evaluated already."""
        if not found.feasible or (self.best is not None and found.levels >= self.best.levels):
            return False
        self.best = found
        self.tell("search", level)
        return True

    def tell(self, phase: str, level: int) -> None:
        """Report where the search is."""
        self.report(phase, level, self)

    # -- what is proven

    @property
    def standing(self) -> Standing:
        """Bounds that hold for the incumbent, and their certificate."""
        return self.ledger.stand(None if self.best is None else self.best.levels)

    @property
    def proven(self) -> bool:
        """Whether the incumbent meets the bounds of levels one to four."""
        return self._is_proven(TIE_BREAK)

    def _is_proven(self, levels: int) -> bool:
        return self.best is not None and all(
            bound is not None and bound >= value
            for bound, value in zip(self.standing.bounds[:levels], self.best.levels, strict=False)
        )

    @property
    def engine(self) -> Engine:
        """What solves integer programmes: the quick engine, or the steady one after an accident."""
        return "highs" if self.safe else "cp-sat"

    @property
    def enough(self) -> bool:
        """Whether the incumbent is proven as far as it must be, or so close to its bounds that the search may
        stop."""
        if self.best is None or self.proven or self._is_proven_until():
            return self.best is not None
        if self.gap is None:
            return False
        reached = self.standing.gap(self.best.levels)
        return reached is not None and reached <= self.gap

    def _is_proven_until(self) -> bool:
        return self.until is not None and self._is_proven(ALL_LEVEL_NAMES.index(self.until) + 1)

    @property
    def reason(self) -> Literal["finished", "budget", "gap", "until"]:
        """Why the search ended, once it has."""
        if self.proven:
            return "finished"
        if self._is_proven_until():
            return "until"
        return "gap" if self.enough else "budget" if self.exhausted else "finished"

    @property
    def complete(self) -> bool:
        """Whether the incumbent lacks nothing that any plan could have, and uses no waiver."""
        return self.best is not None and self.best.levels[:SOFT] == tuple(self.model.constant[:SOFT])

    # -- relaxation

    def _tick(self) -> None:
        self.tell("relaxation", SOFT)

    # -- integer plans

    def _keep(self, relaxed: Relaxed, joint: Proof, listed: IntArray) -> None:
        """Few seats of a published list change: what is near the bound is few columns, solved at once."""
        own = np.union1d(relaxed.columns.keys[relaxed.x > 1e-3], listed)
        if not search_near(self, own, joint):
            search_near(self, np.union1d(own, find_near(self.model, joint, _KEPT_COLUMNS, self._tick)), joint)
        if not self.enough:
            settle(self, joint)

    def _look_around(
        self,
        relaxed: Relaxed,
        joint: Proof,
        *,
        steps: int,
        coarse: bool = False,
        draft: Draft | None = None,
        anew: bool = True,
    ) -> None:
        """Build an assignment from the duals or complete a draft, and improve it step by step; or go on from
        the incumbent, if not ``anew`` and wherever it is complete."""
        model, teams = self.model, len(self.model.data.teams)
        sent = anew and send_teams(self, joint, relaxed.aux_x)
        wanted = np.zeros(0, dtype=np.int64) if draft is None else draft.keys
        if self.best is not None:
            wanted = np.union1d(wanted, self.best.columns)
        candidates = choose_candidates(model, relaxed, joint, wanted, self._tick, coarse=coarse)
        self._near = candidates.keys
        space = self.open_space(candidates, joint, coarse=coarse)
        if model.n_columns <= FEW_COLUMNS:
            if self.best is not None:
                space.load(self.best.columns, self.best.aux_x)
            space.improve(range(teams), anyway=self.best is None)
            self.offer(space.keys, SOFT)
            return
        settle_into(self, space, draft, sent=sent, anew=anew)
        self.offer(space.keys, SOFT)
        finer = coarse and steps < self.budget  # a better bound of the load level is to come
        self.exhausted |= not improve(
            self,
            space,
            steps * teams,
            until=lambda: finer and self._is_proven(SOFT + 1),
            settled=lambda: may_settle(self, joint),
        )


def _choose(model: Model, known: Proof, fresh: Proof) -> Proof:
    """The proof to go by: the one from more columns, but where tolerances leave it weaker."""
    same = known.weights == fresh.weights and [pin[:2] for pin in known.pins] == [p[:2] for p in fresh.pins]
    return known if same and known.bound(model) > fresh.bound(model) else fresh
