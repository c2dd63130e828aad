"""What neighbourhoods begin with: the incumbent, a draft that came near a plan, or what the duals build."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Protocol

import numpy as np

from bianzu.solver.costs import SOFT
from bianzu.solver.data import IntArray
from bianzu.solver.engines import Engine
from bianzu.solver.evaluation import Evaluation, evaluate
from bianzu.solver.flows import Flows
from bianzu.solver.improving import improve
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import Model
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.proof import Proof
from bianzu.solver.pump import Face, Pump, least_room
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.settling import FEW_COLUMNS
from bianzu.solver.staffing import list_unstaffed
from bianzu.solver.weighing import is_large

__all__ = ["Draft", "find_draft", "may_walk", "settle_into", "walk"]

_FACE_ROOM = 60
"""When a plan must be further above the joint bound than this, its optimal face is of no interest."""
_FOR_LARGE = 8, 15
"""Units by which the faces of a large model are wider than the least."""
_WIDER, _FIRST_WIDER = 2, 15
"""A face without a plan is looked at again with so many times the room, and so many units more."""
_MENDED = 8
"""So many teams are completed at once."""


@dataclass(frozen=True)
class Draft:
    """Columns that are nearly a plan, and the teams in which they are not."""

    keys: IntArray
    broken: IntArray


class Drafting(Protocol):
    """What is used of a search."""

    model: Model
    seed: int
    best: Evaluation | None
    ledger: Ledger

    @property
    def engine(self) -> Engine: ...

    @property
    def enough(self) -> bool: ...

    @property
    def complete(self) -> bool: ...

    def offer(self, keys: IntArray, level: int) -> bool: ...

    def tell(self, phase: str, level: int) -> None: ...


def find_draft(search: Drafting, relaxed: Relaxed, joint: Proof) -> Draft | None:
    """Take the relaxation's point when it is whole, or else look for a plan on its optimal face.

    When there is none, what comes nearest may be worth completing.
    """
    chosen = relaxed.x > 1 - 1e-6
    if not (relaxed.x[~chosen] > 1e-6).any():
        search.offer(np.sort(relaxed.columns.keys[chosen]), SOFT)
    return None if relaxed.exact else walk(search, relaxed, joint)


def walk(search: Drafting, relaxed: Relaxed, joint: Proof) -> Draft | None:
    """Look for a plan on the optimal face of some multipliers; what comes nearest, if there is none.

    Often no plan meets the bound, and where a relaxation ended early even its best points are some way above
    it: wider faces are looked at while nothing is near, and one more after that. Multipliers from elsewhere
    are of another problem; a wider face of theirs would not lead nearer. In a large model hardly ever a
    plan meets the bound: two wider faces are looked at there, side by side, and none after them.
    """
    model = search.model
    large = is_large(model) and not np.isnan(relaxed.value)
    if search.enough or not may_walk(model):
        return None
    room = least_room(model, joint, search.ledger.proofs)
    nearest: Draft | None = None
    while room <= _FACE_ROOM:
        last = large or nearest is not None or np.isnan(relaxed.value)
        rooms = [room + wider for wider in _FOR_LARGE] if large else [room]
        pumps = [
            Pump(Face(model, joint, each), relaxed, seed=search.seed, engine=search.engine) for each in rooms
        ]
        reached = _run(pumps, lambda: search.tell("search", SOFT))
        if reached is not None:
            search.offer(reached.keys, SOFT)
            return Draft(reached.keys, np.zeros(0, dtype=np.int64))
        for pump in pumps:
            chosen, broken = pump.draft
            if chosen.any() and (nearest is None or broken.sum() < len(nearest.broken)):
                nearest = Draft(pump.face.columns.keys[chosen], np.flatnonzero(broken))
        if last:
            break
        room = max(_WIDER * room + _FIRST_WIDER, _rise(model, relaxed, joint))
    return nearest


def _run(pumps: list[Pump], tick: Callable[[], None]) -> Pump | None:
    """The first of one or two that finds a plan. They run side by side, but what the second finds counts only
    where the first finds nothing, however long each takes."""
    first, *others = pumps
    if not others:
        return first if first.run(tick) else None
    needless = Event()

    def go_on() -> None:
        if needless.is_set():
            raise _NeedlessError

    with ThreadPoolExecutor(1) as pool:
        beside, vain = pool.submit(others[0].run, go_on), False
        try:
            vain = not first.run(tick)
        finally:
            if not vain:
                needless.set()
        if not vain:
            return first
        return others[0] if beside.result() else None


class _NeedlessError(Exception):
    """A narrower face holds a plan."""


def may_walk(model: Model) -> bool:
    """Whether a face is of use: not where counties send whole teams, or everything is settled at once."""
    soon = len(model.data.rounds) > 1 and model.n_columns <= FEW_COLUMNS
    return not (soon or any(Flows(model.data).whole))


def _rise(model: Model, relaxed: Relaxed, joint: Proof) -> int:
    """How far the value of a relaxation is above the bound of its multipliers."""
    constant = sum(weight * int(model.constant[level]) for level, weight in joint.weights)
    return int(np.ceil(relaxed.value + constant - joint.bound(model) - 1e-3))


def settle_into(
    search: Drafting, space: Neighbourhoods, draft: Draft | None, *, sent: bool, anew: bool
) -> None:
    """Give neighbourhoods an assignment: go on from the incumbent, complete a draft, or build one.

    Parameters
    ----------
    sent
        Whether the incumbent says which counties send whole teams: only what they do not send is built.
    anew
        Whether the incumbent is not to be gone on from as long as anything is missing in it.
    """
    model, best = search.model, search.best
    pinned = len(model.pins.limit) > 0
    if best is not None and (pinned or sent or not anew):
        space.load(best.columns, best.aux_x)
        if sent:
            space.build(lambda: search.tell("search", SOFT), list_unstaffed(model, best))
    elif draft is not None:
        _complete(search, space, draft)
    elif best is not None and search.complete:
        space.load(best.columns, best.aux_x)
    else:
        space.build(lambda: search.tell("search", SOFT))
        found = evaluate(model, space.keys)  # also counts what no team was asked for
        space.load(found.columns, found.aux_x)


def _complete(search: Drafting, space: Neighbourhoods, draft: Draft) -> None:
    """Complete the broken teams, and go on from there; from the incumbent where that does not succeed.

    A draft loses little but where it was broken: neighbourhoods soon make it better than an incumbent which
    is better so far.
    """
    found = evaluate(search.model, draft.keys)
    space.load(found.columns, found.aux_x)
    for first in range(0, len(draft.broken), _MENDED):
        search.tell("search", SOFT)
        space.improve(draft.broken[first : first + _MENDED], anyway=True)
    if search.complete:
        improve(search, space, len(search.model.data.teams), until=lambda: not space.lacking)
        if search.best is not None and space.lacking:
            space.load(search.best.columns, search.best.aux_x)
