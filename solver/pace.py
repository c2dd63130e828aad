"""Which teams to free next, and how many: the pace of the neighbourhood search."""

import numpy as np

from bianzu.solver.data import IntArray
from bianzu.solver.neighbourhoods import Neighbourhoods

__all__ = ["Pace"]

_PATIENCE = 12
"""So many vain neighbourhoods in a row, then larger ones."""
_LARGEST, _LARGER = 8, 12
_HASTE = 4
"""Where neighbourhoods must do without an integer programme over all that is left, they grow sooner and
further."""
_LIGHT = 200
"""Neighbourhoods with no more columns than this cost next to nothing: they grow after `_FEW` vain ones, and
beyond the largest size."""
_FEW = 3
_EXCHANGE_EVERY = 15
_FOR_MISSING = 0.8
_FITTING = 0.3
"""How often the team that fits best is taken, and of those that are not, how often the next one."""
_BLOCKERS = 4
"""So many teams are freed because their members are in the way of somebody who misses a minimum."""
_VAIN_MIXES = 8
_MIXED_SEATS = 336
"""Seats of the teams that one programme can bear when only some of them are open."""
_USUAL_SEATS = 8
"""Smaller teams are freed in greater numbers."""


class Pace:
    """Which teams to free next, and how many."""

    def __init__(self, teams: int, seats: int, dice: np.random.Generator) -> None:
        self.teams = teams
        self.dice = dice
        self.unit = max(1, _USUAL_SEATS * teams // (2 * seats))
        self.many = max(1, _MIXED_SEATS * teams // seats)
        self.size = min(4 * self.unit, teams)
        self.failures = 0
        self.vain_mixes = 0
        self.light = False
        self.persistent = False
        self.interval = self.until_exchange = _EXCHANGE_EVERY
        self.eager = np.ones(teams)

    @property
    def given_up(self) -> bool:
        """Whether even the largest neighbourhoods have failed."""
        return self.failures > self._patience and self.size >= self._largest

    @property
    def _largest(self) -> int:
        most = _LARGER if self.persistent else _LARGEST
        return self.teams if self.light else min(most * self.unit, self.teams)

    @property
    def _patience(self) -> int:
        return _HASTE if self.persistent else _PATIENCE

    def is_exchange_due(self) -> bool:
        """Whether a chain over all teams is next; each vain one doubles the time to the one after it."""
        self.until_exchange -= 1
        return self.until_exchange <= 0

    def note_exchange(self, *, improved: bool) -> None:
        """Book the outcome of a chain over all teams."""
        self.interval = _EXCHANGE_EVERY if improved else 2 * self.interval
        self.until_exchange = self.interval
        self.failures = 0 if improved else self.failures + 1

    @property
    def stuck(self) -> bool:
        """Whether large neighbourhoods find nothing: one integer programme over all that is left is due."""
        return self.vain_mixes >= _VAIN_MIXES and not self.persistent

    def persist(self) -> None:
        """Go on although large neighbourhoods find nothing: there is no integer programme to come."""
        self.persistent = True

    def is_mix_due(self, number: int) -> bool:
        """Whether some teams go together with half of all other seats: two times in three, and one in three
        once that found nothing for long."""
        return 2 * self.size < self.teams and (number % 3 == 0) == self.persistent

    def choose(self, space: Neighbourhoods) -> list[int]:
        """A team that loses much, and teams that hold people it could use.

        Most of the time somebody who misses a minimum of their own leads: with a team that fits, those that
        hold the person in other rounds, and some whose members are in the way.
        """
        missing = space.losses.missing_people()
        if missing and self.dice.random() < _FOR_MISSING:
            fitting, held = missing[int(self.dice.integers(len(missing)))]
            column = int(fitting[min(int(self.dice.geometric(_FITTING)), len(fitting)) - 1])
            first = int(space.candidates.team[column])
            blockers = self.dice.permutation(space.losses.find_blockers(column))[:_BLOCKERS]
            held = np.union1d(held, blockers)
            others = held[held != first].tolist()
            return [first, *others, *self._relate(space, [first, *others], self.size)]
        return self._choose_losing(space, [])

    def choose_beside(self, space: Neighbourhoods, taken: list[int]) -> list[int]:
        """Other such teams, to be freed at the same time; none where that would be most of all teams."""
        if 2 * (len(taken) + self.size) > self.teams:
            return []
        return self._choose_losing(space, taken)

    def _choose_losing(self, space: Neighbourhoods, taken: list[int]) -> list[int]:
        weight = (space.losses.excess + 1e-3 * space.losses.excess.mean() + 1e-9) * self.eager
        weight[taken] = 0
        first = int(self.dice.choice(self.teams, p=weight / weight.sum()))
        if self.size == 1:
            return [first]
        related = self._relate(space, [first, *taken], len(taken) + self.size)
        return [first, *related]

    def _relate(self, space: Neighbourhoods, held: list[int], size: int) -> list[int]:
        """Teams related to the first of some, besides these, so many that there are ``size`` of them all."""
        count = min(size, self.teams) - len(held)
        if count <= 0:
            return []
        excess = space.losses.excess
        related = (space.losses.related(held[0]) + 0.05) * (1 + excess / (excess.mean() + 1e-9))
        related[held] = 0
        others: list[int] = self.dice.choice(
            self.teams, count, replace=False, p=related / related.sum()
        ).tolist()
        return others

    def choose_many(self, space: Neighbourhoods) -> IntArray:
        """As many teams as one programme can bear, those that lose most first."""
        weight = (space.losses.excess + 1e-3 * space.losses.excess.mean() + 1e-9) * self.dice.random(
            self.teams
        )
        return np.argsort(-weight, kind="stable")[: self.many]

    def pick_slots(self, space: Neighbourhoods) -> IntArray:
        """Half of the slots of all teams, or of as many as one programme can bear."""
        some = self.dice.permutation(self.teams)[: self.many]
        slots = np.flatnonzero(np.isin(space.candidates.team_of_slot, some))
        return slots[self.dice.random(len(slots)) < 0.5]

    def note(self, first: int, improved: bool, *, mixed: bool, columns: int) -> None:
        """Book the outcome of a neighbourhood of some teams or (``mixed``) seats, with so many columns."""
        if mixed:
            self.vain_mixes = 0 if improved else self.vain_mixes + 1
        else:
            self.light = columns <= _LIGHT
        if improved:
            self.eager[:] = 1
            self.failures = 0
            return
        self.eager[first] *= 0.3
        self.failures += 1
        if self.failures > (_FEW if self.light else self._patience) and self.size < self._largest:
            self.size = min(self.size + self.unit, self._largest)
            self.failures = 0
            self.eager[:] = 1
