"""A source of chance that gives the same throws on every platform and every Python."""

import random
from collections.abc import MutableSequence, Sequence
from typing import Final, TypeVar

__all__ = ["Dice"]

_T = TypeVar("_T")
_PER_CENT: Final = 100


class Dice:
    """Draws for one subject of the generator.

    Only `random.Random.random` is used, the one method whose sequence Python promises to keep;
    seeding with text goes through SHA-512 and not through Python's hash.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        self._next = random.Random(key).random

    def branch(self, subject: str) -> "Dice":
        """Dice of their own for a subject, so that a change to one subject leaves the others alone."""
        return Dice(f"{self._key}/{subject}")

    def below(self, limit: int) -> int:
        """A whole number from 0 to ``limit`` − 1."""
        return int(self._next() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._next() * (high - low + 1))

    def chance(self, per_cent: float) -> bool:
        """True in ``per_cent`` of a hundred throws."""
        return self._next() * _PER_CENT < per_cent

    def pick(self, items: Sequence[_T]) -> _T:
        """One of ``items``, all alike."""
        return items[int(self._next() * len(items))]

    def weigh(self, items: Sequence[_T], weights: Sequence[int]) -> _T:
        """One of ``items``, in proportion to ``weights``."""
        mark = self._next() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            mark -= weight
            if mark < 0:
                return item
        return items[-1]

    def shuffle(self, items: MutableSequence[_T]) -> None:
        """Shuffle in place."""
        for at in range(len(items) - 1, 0, -1):
            other = self.below(at + 1)
            items[at], items[other] = items[other], items[at]

    def sample(self, items: Sequence[_T], count: int) -> list[_T]:
        """``count`` different ones of ``items`` (all, when there are fewer)."""
        pool = list(items)
        for at in range(min(count, len(pool))):
            other = at + self.below(len(pool) - at)
            pool[at], pool[other] = pool[other], pool[at]
        return pool[:count]
