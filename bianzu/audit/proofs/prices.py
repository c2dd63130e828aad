"""The reduced costs of one proof, as its rows add them up: seats, members of teams, serving, counted units.

Everything is an exact integer in units of 1 / scale. Arrays are int64; `Prices.weigh` is called before any
array is touched and stops a proof whose absolute values, added up over all that can meet in one sum, pass
2**62. Partial sums stay below the sum of the absolute values, so nothing overflows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bianzu.audit.proofs.crowd import IntArray

__all__ = ["MULTIPLIER_LIMIT", "SUM_LIMIT", "Prices", "TooLargeError", "Values", "count_values"]

MULTIPLIER_LIMIT = 1 << 44
SUM_LIMIT = 1 << 62

SlackName = tuple[str, ...]


class TooLargeError(ArithmeticError):
    """Sums of a proof could leave 64 bits."""


@dataclass(frozen=True, slots=True)
class Values:
    """What a row counts of everybody; ``most`` is the largest absolute value."""

    array: IntArray
    most: int


def count_values(array: IntArray) -> Values:
    """An array with its largest absolute value."""
    return Values(array, int(np.abs(array).max()) if len(array) else 0)


@dataclass
class Slack:
    """A counted unit: its level, cost and upper limit, and the sum of its multipliers."""

    level: str
    cost: int
    upper: int
    waiver: str | None
    price: int = 0


class Prices:
    """Sums over the rows of one proof.

    Parameters
    ----------
    costs
        What one unit of each level costs: the scale at the level that is proven, the multiplier of its pin
        at an earlier one, 0 at all others.
    people
        How many people there are.
    rounds
        Ids of the planned rounds.
    """

    def __init__(self, costs: Mapping[str, int], people: int, rounds: Iterable[str]) -> None:
        self.costs = costs
        self.fixed = 0
        self._people = people
        self.serving: dict[str, IntArray] = {item: np.zeros(people, dtype=np.int64) for item in rounds}
        self.teams: dict[str, dict[tuple[int, ...], IntArray]] = {}
        self.seats: defaultdict[str, int] = defaultdict(int)
        self.listed: dict[str, list[tuple[str, int, int]]] = {}
        self.waivers: defaultdict[str, int] = defaultdict(int)
        self.slacks: dict[SlackName, Slack] = {}
        self.meetings: defaultdict[tuple[str, str], defaultdict[str, int]] = defaultdict(_counter)
        self.new_cadres: defaultdict[str, int] = defaultdict(int)
        self.fresh: defaultdict[str, defaultdict[str, int]] = defaultdict(_counter)
        self.kept: dict[str, IntArray] = {}
        self.counties: defaultdict[str, defaultdict[str, int]] = defaultdict(_counter)
        self.halves: defaultdict[str, defaultdict[str, int]] = defaultdict(_counter)
        self.services: defaultdict[str, defaultdict[str, int]] = defaultdict(_counter)
        self.highs: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.lows: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._weight = 0
        self._heaviest = 0
        self._weights: defaultdict[str, int] = defaultdict(int)

    def cost(self, level: str) -> int:
        """What one unit of a level costs."""
        return self.costs.get(level, 0)

    def weigh(self, amount: int, team: str | None = None) -> None:
        """Account for an amount that enters the sums of one team, or of all.

        Raises
        ------
        TooLargeError
            When the absolute values that can meet in one sum pass the limit.
        """
        if team is None:
            self._weight += abs(amount)
        else:
            self._weights[team] += abs(amount)
            self._heaviest = max(self._heaviest, self._weights[team])
        if self._weight + self._heaviest > SUM_LIMIT:
            raise TooLargeError

    def add_members(self, team: str, kinds: tuple[int, ...], values: Values, multiplier: int) -> None:
        """A row counts values (one per person) for members on the kinds of seats."""
        if multiplier and kinds and values.most:
            self.weigh(multiplier * values.most, team)
            vector = self._vector(team, kinds)
            vector += multiplier * values.array

    def add_some(self, team: str, kinds: tuple[int, ...], people: IntArray, multiplier: int) -> None:
        """A row counts each of some people once, on the kinds of seats."""
        if multiplier and kinds and len(people):
            self.weigh(multiplier, team)
            self._vector(team, kinds)[people] += multiplier

    def _vector(self, team: str, kinds: tuple[int, ...]) -> IntArray:
        vectors = self.teams.setdefault(team, {})
        found = vectors.get(kinds)
        if found is None:
            found = vectors[kinds] = np.zeros(self._people, dtype=np.int64)
        return found

    def add_seat(self, team: str, seat: str, multiplier: int) -> None:
        """A row counts anybody on a seat."""
        self.weigh(multiplier, team)
        self.seats[seat] += multiplier

    def add_listed(self, team: str, seat: str, person: int, multiplier: int) -> None:
        """A row counts one person on one seat, but not on seats like it."""
        if multiplier:
            self.weigh(multiplier, team)
            self.listed.setdefault(team, []).append((seat, person, multiplier))

    def list_seat(self, team: str, seat: str) -> Iterator[tuple[int, int]]:
        """People whom a row counts on just this seat, each with its price."""
        return ((who, price) for place, who, price in self.listed.get(team, ()) if place == seat)

    def add_serving(self, item: str, people: IntArray, values: IntArray | int, multiplier: int) -> None:
        """A row or a cost counts the service of some people in a planned round."""
        if multiplier and len(people):
            most = abs(values) if isinstance(values, int) else int(np.abs(values).max())
            self.weigh(multiplier * most)
            self.serving[item][people] += multiplier * values

    def add_kept(self, item: str, people: IntArray, multiplier: int) -> None:
        """A row counts whether people serve in a planned round and in the one just before it."""
        if multiplier and len(people):
            self.weigh(multiplier)
            kept = self.kept.setdefault(item, np.zeros(self._people, dtype=np.int64))
            kept[people] += multiplier

    def add_slack(
        self,
        name: SlackName,
        level: str,
        upper: int,
        multiplier: int,
        *,
        cost: int = 1,
        waiver: str | None = None,
    ) -> None:
        """A row lets a counted unit exceed it; the same name in several rows is the same unit."""
        found = self.slacks.setdefault(name, Slack(level, cost, upper, waiver))
        found.price += multiplier

    def least_slacks(self) -> int:
        """Least sum of all counted units at their reduced costs."""
        total = 0
        for slack in self.slacks.values():
            reduced = self.cost(slack.level) * slack.cost - slack.price
            if slack.waiver is not None:
                reduced += self.waivers[slack.waiver]
            total += slack.upper * min(0, reduced)
        return total

    def least_kept(self) -> int:
        """Least sum of who is kept and who is a new cadre on a team, each counted or not."""
        total = sum(int(value) for kept in self.kept.values() for value in kept[kept < 0].tolist())
        for team, fresh in self.fresh.items():
            total += sum(min(0, self.new_cadres[team] - price) for price in fresh.values())
        return total


def _counter() -> defaultdict[str, int]:
    return defaultdict(int)
