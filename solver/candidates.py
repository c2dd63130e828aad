"""Columns worth looking at: those near the bound, and some that a relaxation may have missed."""

from collections.abc import Callable

import numpy as np

from bianzu.solver.columns import Columns
from bianzu.solver.data import IntArray
from bianzu.solver.flows import Flows
from bianzu.solver.model import Model
from bianzu.solver.proof import Proof
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.settling import FEW_COLUMNS

__all__ = ["choose_candidates", "find_near"]

_HOLDERS = 4
"""Columns per slot and minimum that the neighbourhoods get when the relaxation did not know the minima."""
_PER_SEAT = 25
"""Candidates per seat for the neighbourhoods."""
_ALL_COLUMNS = 100_000
"""And all of no more than these when whole teams may change their counties."""
_ROOMS = (0, *(8 << 2 * step for step in range(15)))
"""How far above the bound columns are looked for, each four times as far as the one before."""


def find_near(model: Model, joint: Proof, wanted: int, tick: Callable[[], None]) -> IntArray:
    """The columns of least reduced cost, at most twice as many as wanted where some are dearer."""
    rooms = _ROOMS if model.n_columns > FEW_COLUMNS else _ROOMS[:1]
    return joint.nearest(model, rooms, wanted, tick)


def choose_candidates(
    model: Model,
    relaxed: Relaxed,
    joint: Proof,
    wanted: IntArray,
    tick: Callable[[], None],
    *,
    coarse: bool,
) -> Columns:
    """About `_PER_SEAT` columns a seat of least reduced cost, and the relaxed and the wanted ones; after a
    ``coarse`` relaxation also some that meet minima."""
    keys = find_near(model, joint, _PER_SEAT * int(model.data.team_size.sum()), tick)
    own = relaxed.columns.keys[relaxed.x > 1e-3]
    if coarse:
        own = np.union1d(own, joint.cheapest_holders(model, _HOLDERS, tick))
    if any(Flows(model.data).whole) and model.n_columns <= _ALL_COLUMNS:
        keys = np.flatnonzero(model.eligibility.allowed.ravel())  # a team may come from other counties
    return model.build_columns(np.unique(np.concatenate([keys, own, wanted])))
