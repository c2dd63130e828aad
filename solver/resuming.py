"""The beginning of a search from a plan: what it seats is mended, what its multipliers say is proven anew."""

import dataclasses
from typing import Protocol

import numpy as np

from bianzu.models import Plan
from bianzu.solver.bounding import Bounding
from bianzu.solver.candidates import find_near
from bianzu.solver.columns import Columns
from bianzu.solver.costs import SOFT
from bianzu.solver.data import IntArray
from bianzu.solver.drafts import walk
from bianzu.solver.engines import Engine
from bianzu.solver.evaluation import Evaluation
from bianzu.solver.improving import improve
from bianzu.solver.ledger import Ledger
from bianzu.solver.mending import mend
from bianzu.solver.model import Model
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.proof import Proof
from bianzu.solver.recalling import recall
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.standing import Standing
from bianzu.solver.starting import find_seated
from bianzu.solver.weighing import is_large

__all__ = ["Resumed", "resume"]

_PER_SEAT = 20
"""Columns per seat that a relaxation begins with when multipliers say which ones are cheap."""
_HOLDERS = 8
"""Columns per seat of a broken team and minimum of it that meet the minimum: by themselves they are too dear
to be among the cheap ones, but a seat filled anew may need them elsewhere in the team."""
_MENDED, _MENDED_AGAIN = 3, 8
"""So many teams are completed at once, and where something is missing then, at a second try."""
_MOST_EMPTY = 0.1
"""Where more of the seats are left empty, the plan is of no use."""
_FAR = 0.01
"""Where the soft level is this share above what the multipliers prove, they speak of another problem."""
_STEPS_PER_TEAM = 0.3
_MIXES = 4
"""Neighbourhoods before the first relaxation, and those of them that look at half of all seats."""


@dataclasses.dataclass(frozen=True)
class Resumed:
    """What a plan gives: a relaxation that was not solved, and the proof of its multipliers."""

    relaxed: Relaxed
    joint: Proof


class Resuming(Protocol):
    """What is used of a search."""

    model: Model
    seed: int
    gap: float | None
    best: Evaluation | None
    ledger: Ledger

    @property
    def engine(self) -> Engine: ...

    @property
    def complete(self) -> bool: ...

    @property
    def enough(self) -> bool: ...

    @property
    def standing(self) -> Standing: ...

    def offer(self, keys: IntArray, level: int) -> bool: ...

    def take(self, found: Evaluation, level: int) -> bool: ...

    def open_space(self, candidates: Columns, joint: Proof) -> Neighbourhoods: ...

    def tell(self, phase: str, level: int) -> None: ...


def resume(search: Resuming, plan: Plan, bounding: Bounding) -> Resumed | None:
    """Offer what a plan seats, mended where a change broke it, with the bounds that its multipliers prove.

    A few neighbourhoods look for what it may still lack: often nothing else is left to do.

    Returns
    -------
    Resumed or None
        ``None`` when the plan says too little of this instance to begin with.
    """
    model = search.model
    seated = find_seated(model, plan)
    recalled = recall(model, bounding.ledger, plan, bounding.tick)
    if recalled is None:
        search.offer(seated, SOFT)
        return None
    relaxed, weights, pins = recalled
    joint = bounding.prove(relaxed, weights, pins, alone=(SOFT,) if is_large(model) else ())
    found, broken = mend(model, seated, joint)
    seats = int(model.data.team_size.sum())
    if not found.feasible or len(found.columns) < (1 - _MOST_EMPTY) * seats:
        return None
    search.take(found, SOFT)
    if search.enough:
        return Resumed(relaxed, joint)
    near = find_near(model, joint, _PER_SEAT * seats, bounding.tick)
    around = joint.cheapest_holders(model, _HOLDERS, bounding.tick, set(broken.tolist()))
    columns = model.build_columns(np.unique(np.concatenate([near, found.columns, around])))
    resumed = Resumed(dataclasses.replace(relaxed, columns=columns), joint)
    space = search.open_space(columns, joint)
    space.load(found.columns, found.aux_x)
    for size in (_MENDED, _MENDED_AGAIN):
        for first in range(0, len(broken) if size == _MENDED or space.lacking else 0, size):
            bounding.tick()
            space.improve(broken[first : first + size].tolist())
    search.offer(space.keys, SOFT)
    if _is_far(search):
        return None
    if not search.enough:
        if space.lost > space.candidates.soft_weight:  # somebody forced in pushes others, over many teams
            space.exchange(range(len(model.data.teams)))
            search.offer(space.keys, SOFT)
        steps = round(_STEPS_PER_TEAM * len(model.data.teams))
        improve(search, space, steps, mixes=0)
        draft = walk(search, resumed.relaxed, joint)
        best = search.best
        whole = best is not None and best.levels[:SOFT] == search.standing.bounds[:SOFT]
        # While seats are empty, or nothing comes near the bound, a relaxation shows sooner what is amiss.
        if whole and draft is not None and not search.enough:
            improve(search, space, steps, mixes=_MIXES)
    return resumed


def _is_far(search: Resuming) -> bool:
    """Whether a relaxation is needed anyway: neighbourhoods would only do what its face gives at once."""
    if search.best is None:
        return True
    bound, value = search.standing.bounds[SOFT], search.best.levels[SOFT]
    return bound is None or value - bound > _FAR * max(1, value)
