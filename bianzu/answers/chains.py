"""Chains of replacements: cheap ways to give a seat away, or to fill one, by what people are worth elsewhere.

A chain is priced with the reduced costs of the plan's certificate, which say what every pair costs when the
scarcity of everything else is paid for. Chains are proposals only; whoever asks measures them exactly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bianzu.audit.proofs.crowd import IntArray
from bianzu.audit.questions.margins import NEVER

__all__ = ["Board", "Chain"]

_WIDTH = 10
"""How many unfinished chains are followed at each length, and seats or people tried at each link."""
_LENGTH = 4


@dataclass(frozen=True)
class Chain:
    """People (by position) who take seats (by position), at a price; ``held`` marks those who had a seat."""

    cost: int
    moves: tuple[tuple[int, int], ...]


class Board:
    """The seats of one round with their holders and the reduced costs of everybody.

    Parameters
    ----------
    reduced
        (seats, people) reduced costs, `NEVER` where somebody may not sit.
    serving
        (people,) reduced cost of serving in the round.
    holder
        Position of each seat's holder, -1 for nobody.
    fixed
        Positions of people who stay where they are, and of seats nobody may touch.
    """

    def __init__(
        self,
        reduced: IntArray,
        serving: IntArray,
        holder: Sequence[int],
        fixed_people: frozenset[int] = frozenset(),
        fixed_seats: frozenset[int] = frozenset(),
    ) -> None:
        self.reduced = reduced
        self.serving = serving
        self.holder = list(holder)
        self.fixed_people = fixed_people
        self.fixed_seats = fixed_seats
        seated = {person for person in holder if person >= 0}
        self.free = np.array(
            [at for at in range(reduced.shape[1]) if at not in seated and at not in fixed_people],
            dtype=np.int64,
        )

    def push(self, person: int, home: int, goal: int | None = None) -> list[Chain]:
        """Where somebody who loses a seat could go: out, or to another seat whose holder goes on likewise;
        or, with a goal, along a chain that ends on that empty seat. Cheapest first."""
        done: list[Chain] = []
        open_ends: list[tuple[int, tuple[tuple[int, int], ...], int, int]] = [(0, (), person, home)]
        for _ in range(_LENGTH):
            following = []
            for cost, moves, who, seat in open_ends:
                base = cost - self._worth(who, seat)
                if goal is None:
                    done.append(Chain(base - int(self.serving[who]), moves))
                elif self.reduced[goal, who] < NEVER:
                    done.append(Chain(base + int(self.reduced[goal, who]), (*moves, (who, goal))))
                for target in self._best(self.reduced[:, who]):
                    other = self.holder[target]
                    taken = {home, seat, goal, *(place for _, place in moves)}
                    if (
                        other < 0
                        or target in taken
                        or target in self.fixed_seats
                        or other in self.fixed_people
                    ):
                        continue
                    step = base + int(self.reduced[target, who])
                    following.append((step, (*moves, (who, target)), other, target))
            open_ends = sorted(following, key=lambda end: (end[0] - self._worth(end[2], end[3]), end[1]))[
                :_WIDTH
            ]
        return sorted(done, key=lambda chain: (chain.cost, chain.moves))

    def pull(self, seat: int, among: frozenset[int] | None = None) -> list[Chain]:
        """Who could fill an empty seat (one of ``among``): somebody free, or somebody seated whose seat is
        filled likewise."""
        done: list[Chain] = []
        open_ends: list[tuple[int, tuple[tuple[int, int], ...], int]] = [(0, (), seat)]
        for _ in range(_LENGTH - 1):
            following = []
            for cost, moves, place in open_ends:
                costs = self.reduced[place, self.free] + self.serving[self.free]
                if not moves and among is not None:
                    costs[[who not in among for who in self.free.tolist()]] = NEVER
                for at in self._best(costs):
                    who = int(self.free[at])
                    done.append(Chain(cost + int(costs[at]), (*moves, (who, place))))
                links = self._pull_from(cost, moves, place, seat, among if not moves else None)
                following += list(links)
            open_ends = sorted(following)[:_WIDTH]
        return sorted(done, key=lambda chain: (chain.cost, chain.moves))

    def exchanges(self, places: Sequence[int]) -> list[tuple[int, int, int]]:
        """(price, seat, seat) of holders of some seats who change places with anybody, cheapest first."""
        found = []
        seats = [at for at, who in enumerate(self.holder) if who >= 0 and at not in self.fixed_seats]
        free = [at for at in seats if self.holder[at] not in self.fixed_people]
        who = np.array([self.holder[at] for at in free], dtype=np.int64)
        for at in places:
            if at not in free:
                continue
            own = self.holder[at]
            theirs = self.reduced[np.array(free), who]
            cost = self.reduced[at, who] - theirs + self.reduced[np.array(free), own] - self._worth(own, at)
            best = self._best(cost)
            found += [(int(cost[other]), at, free[other]) for other in best if free[other] != at]
        return sorted(found)

    def _pull_from(
        self,
        cost: int,
        moves: tuple[tuple[int, int], ...],
        place: int,
        seat: int,
        among: frozenset[int] | None,
    ) -> Iterator[tuple[int, tuple[tuple[int, int], ...], int]]:
        """Links from somebody seated, whose own seat is then empty."""
        gains = np.array(
            [
                NEVER
                if who < 0 or (among is not None and who not in among)
                else self.reduced[place, who] - self._worth(who, at)
                for at, who in enumerate(self.holder)
            ],
            dtype=np.int64,
        )
        taken = {seat, *(other for _, other in moves)}
        for at in self._best(gains):
            who = self.holder[at]
            if at in taken or at in self.fixed_seats or who in self.fixed_people:
                continue
            yield cost + int(gains[at]), (*moves, (who, place)), at

    def _worth(self, person: int, seat: int) -> int:
        """Reduced cost of somebody where he or she sits now."""
        found = int(self.reduced[seat, person])
        return 0 if found >= NEVER else found

    def _best(self, costs: IntArray) -> list[int]:
        """Positions of the cheapest, allowed ones, in order."""
        order = np.argsort(costs, kind="stable")[: 2 * _WIDTH]
        return [int(at) for at in order.tolist() if costs[at] < NEVER // 2]
