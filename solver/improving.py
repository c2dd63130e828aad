"""Neighbourhoods one after the other, as long as they find something."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.data import IntArray
from bianzu.solver.model import Model
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.pace import Pace

__all__ = ["Improving", "improve"]


class Improving(Protocol):
    """What is used of a search."""

    model: Model
    seed: int

    @property
    def enough(self) -> bool: ...

    def offer(self, keys: IntArray, level: int) -> bool: ...

    def tell(self, phase: str, level: int) -> None: ...


def improve(
    search: Improving,
    space: Neighbourhoods,
    steps: int,
    *,
    mixes: int | None = None,
    until: Callable[[], bool] = lambda: False,
    settled: Callable[[], bool] = lambda: True,
) -> bool:
    """Neighbourhoods where the assignment loses most against the bound, larger ones when small ones fail.

    First few teams at a time, and now and then a chain of replacements over all of them; once the soft
    level is met, a few teams together with half of all other seats, at most ``mixes`` times. Two of few teams
    go side by side; while a seat is empty, which may need everybody, one goes alone every other time. Once
    mixed ones find nothing for long, the rest is left to an integer programme, if there can be one
    (``settled``); if not, neighbourhoods grow sooner and further.
    Returns whether the steps sufficed; they end early when ``until`` says so.
    """
    teams = len(search.model.data.teams)
    top, number, unoffered, mixed_so_far = space.candidates.soft_weight, 0, 0, 0
    pace = Pace(teams, int(search.model.data.team_size.sum()), np.random.default_rng(search.seed % (1 << 64)))
    alone = False
    while number < steps:
        number += 1
        search.tell("search", SOFT if space.lost > top else LOAD_TRAVEL)
        if space.lost <= 0.5 or pace.given_up or search.enough or until():
            break
        if space.lost <= top and pace.stuck:
            if settled():
                break
            pace.persist()
        if space.lost > top and pace.is_exchange_due():
            improved = space.exchange(pace.choose_many(space))
            pace.note_exchange(improved=improved)
        else:
            chosen = pace.choose(space)
            alone = space.has_open_seats and not alone
            mixed = space.lost <= top and pace.is_mix_due(number)
            if mixed and mixed_so_far == mixes:
                break
            if mixed:
                improved = space.mix(chosen[:2], pace.pick_slots(space))
                pace.note(chosen[0], improved, mixed=True, columns=space.last_size)
                mixed_so_far += 1
                unoffered += teams * improved  # rare, and perhaps the last one needed
            elif beside := [] if alone else pace.choose_beside(space, chosen):
                number += 1
                outcomes = space.improve_both(chosen, beside)
                improved = any(outcomes)
                for first, better in zip((chosen[0], beside[0]), outcomes, strict=True):
                    pace.note(first, better, mixed=False, columns=space.last_size)
            else:
                improved = space.improve(chosen)
                pace.note(chosen[0], improved, mixed=False, columns=space.last_size)
        unoffered += improved
        if unoffered * 20 >= teams:  # offering is work at large sizes: the incumbent follows at intervals
            unoffered = 0
            search.offer(space.keys, SOFT)
    search.offer(space.keys, SOFT)
    return number < steps
