"""What a plan's certificate says of single people and seats: bounds of plans that must, or must not, use
them, reduced costs, and the priced rows behind these.

Weak duality again: the bound of a proof is a sum over people, each at the best he or she could do. Whoever
must take a certain seat can do no better than that seat; the rest of the sum stands. So the bound of all
plans that obey the order is a subtraction away, whatever else they do (docs/answers.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bianzu.audit.facts import Facts
from bianzu.audit.proofs.certificate import Prover, Relaxed
from bianzu.audit.proofs.crowd import IntArray
from bianzu.audit.proofs.prices import Prices, TooLargeError
from bianzu.audit.proofs.rows import price_row
from bianzu.audit.proofs.schedules import Scene, reduce_pairs
from bianzu.audit.proofs.seat_pairs import TeamPairs
from bianzu.audit.standing import SIGNED_LEVELS
from bianzu.models import Certificate, LevelProof

__all__ = ["NEVER", "Margins", "PricedRow"]

NEVER = 1 << 60
"""Reduced cost of a pair that a reason bars."""

_OF_LISTS = ("post-strength", "reserved-seats")
"""Rules whose rows may be about anybody."""

_NOT_ROWS = frozenset({"together", "keep-backbone", "seats", "pins", "waiver"})


@dataclass(frozen=True)
class PricedRow:
    """A priced row as it concerns somebody: its multiplier, and what he or she adds to it on one team, both
    in units of 1 / scale."""

    level: str
    rule: str
    clause: str | None
    key: tuple[str, ...]
    price: int
    share: int


class Margins:
    """The proofs of one certificate, asked about single pairs.

    Parameters
    ----------
    facts, certificate
        An instance, and the multipliers of an audited plan for it; they need not be right, only weak.
    """

    def __init__(self, facts: Facts, certificate: Certificate) -> None:
        self.facts = facts
        self.scale = certificate.scale
        self._proofs: dict[str, LevelProof] = {item.level: item for item in certificate.proofs}
        self._prover = Prover(facts)
        self._relaxed: dict[tuple[str, tuple[int, ...]], Relaxed | None] = {}

    @property
    def levels(self) -> tuple[str, ...]:
        """Levels with a proof."""
        return tuple(self._proofs)

    def bound_with(
        self, level: str, values: Mapping[str, int], person: str, seats: Iterable[str]
    ) -> int | None:
        """Least value of a level over all plans in which somebody takes one of some seats of one round, and
        whose earlier levels are at or below ``values``; ``None`` without a proof."""
        relaxed = self._relax(level, values)
        if relaxed is None:
            return 0 if level in SIGNED_LEVELS else None
        costs = [self._pay(relaxed, person, seat) for seat in seats]
        if not costs:
            return None
        scene = self._scene(next(iter(seats)))
        had = relaxed.people.get((scene.round.id, self.facts.positions[person]), 0)
        return self._round_up(level, relaxed.total - had + min(costs))

    def bound_without(self, level: str, values: Mapping[str, int], person: str) -> int | None:
        """Least value of a level over all plans in which somebody takes no seat at all."""
        relaxed = self._relax(level, values)
        if relaxed is None:
            return 0 if level in SIGNED_LEVELS else None
        at = self.facts.positions[person]
        had = sum(relaxed.people.get((scene.round.id, at), 0) for scene in self._prover.scenes)
        return self._round_up(level, relaxed.total - had)

    def reduce(
        self, level: str, values: Mapping[str, int], round_id: str
    ) -> tuple[list[str], IntArray, IntArray]:
        """Seats of a round, the reduced cost of everybody on each of them ((seats, people), `NEVER` where
        somebody is barred), and of serving in the round (people,), in units of 1 / scale; all 0 without a
        proof."""
        relaxed = self._relax(level, values)
        scene = next(item for item in self._prover.scenes if item.round.id == round_id)
        seats, rows = [], []
        n = len(self.facts.positions)
        for pairs in scene.teams:
            reduced = None if relaxed is None else reduce_pairs(self._prover.crowd, relaxed.prices, pairs)
            for seat, kind in pairs.kind_of.items():
                row = np.full(n, NEVER, dtype=np.int64)
                part = slice(pairs.bounds[kind], pairs.bounds[kind + 1])
                own = 0 if relaxed is None else relaxed.prices.seats.get(seat, 0)
                row[pairs.person[part]] = own + (0 if reduced is None else reduced[part])
                if relaxed is not None:
                    for at, price in relaxed.prices.list_seat(pairs.view.team.id, seat):
                        row[at] += price if row[at] < NEVER else 0
                seats.append(seat)
                rows.append(row)
        serving = np.zeros(n, dtype=np.int64) if relaxed is None else relaxed.prices.serving[round_id]
        return seats, np.array(rows), serving

    def list_rows(self, level: str, person: str, seat: str) -> Iterator[PricedRow]:
        """Priced rows to which somebody adds on a seat, or would but for a skill or trait: those of the
        seat's team, and those of the person's service."""
        proof = self._proofs.get(level)
        for group in () if proof is None else proof.rows:
            if group.rule in _NOT_ROWS:
                continue
            for key, price in group.prices:
                if price and self._concerns(group.rule, key, person, seat):
                    share = self._share(group.rule, group.clause, key, price, person, seat)
                    if share is not None:
                        yield PricedRow(level, group.rule, group.clause, key, price, share)

    def _concerns(self, rule: str, key: tuple[str, ...], person: str, seat: str) -> bool:
        """Rows of the seat's team; of the person; of the round and the person's unit; of lists."""
        team = self.facts.views[seat].on.team.id
        unit = self.facts.people[person].work_unit
        of_unit = rule == "borrow-cap" and key[1:] == (unit,)
        return key[0] == team or person in key or of_unit or rule in _OF_LISTS

    def _share(
        self, rule: str, clause: str | None, key: tuple[str, ...], price: int, person: str, seat: str
    ) -> int | None:
        """What the person pays in one row, None when the instance has no such row."""
        view, at = self.facts.views[seat], self.facts.positions[person]
        prices = Prices({}, self._prover.crowd.n, self._prover.rows.planned)
        if not price_row(self._prover.rows, prices, rule, clause, key, price):
            return None
        kind = self._pairs(seat).kind_of[seat]
        vectors = prices.teams.get(view.on.team.id, {})
        share = sum(int(vector[at]) for kinds, vector in vectors.items() if kind in kinds)
        return share + int(prices.serving[view.on.round.id][at])

    def _relax(self, level: str, values: Mapping[str, int]) -> Relaxed | None:
        proof = self._proofs.get(level)
        if proof is None:
            return None
        key = level, tuple(values[pin] for pin, _ in proof.pins)
        if key not in self._relaxed:
            try:
                self._relaxed[key] = self._prover.settle(proof, self.scale, values)
            except TooLargeError:
                self._relaxed[key] = None
        return self._relaxed[key]

    def _round_up(self, level: str, total: int) -> int:
        bound = -(-total // self.scale)
        return max(0, bound) if level in SIGNED_LEVELS else bound

    def _scene(self, seat: str) -> Scene:
        item = self.facts.views[seat].on.round
        return next(scene for scene in self._prover.scenes if scene.round is item)

    def _pairs(self, seat: str) -> TeamPairs:
        team = self.facts.views[seat].on
        return next(pairs for pairs in self._scene(seat).teams if pairs.view is team)

    def _pay(self, relaxed: Relaxed, person: str, seat: str) -> int:
        """The least that somebody adds who takes a seat, with what is best on teams that do not overlap."""
        at, scene, pairs = self.facts.positions[person], self._scene(seat), self._pairs(seat)
        found = self._cost(relaxed, pairs, seat, at)
        if found is None:
            return NEVER
        total = found + int(relaxed.prices.serving[scene.round.id][at])
        for other in scene.teams:
            apart = self.facts.rules.one_seat is None or not other.view.overlaps(pairs.view)
            if apart and other is not pairs:
                costs = (self._cost(relaxed, other, place, at) for place in other.kind_of)
                total += min(0, min((cost for cost in costs if cost is not None), default=0))
        return total

    def _cost(self, relaxed: Relaxed, pairs: TeamPairs, seat: str, at: int) -> int | None:
        kind = pairs.kind_of[seat]
        first, last = pairs.bounds[kind], pairs.bounds[kind + 1]
        where = np.flatnonzero(pairs.person[first:last] == at)
        if not len(where):
            return None
        reduced = reduce_pairs(self._prover.crowd, relaxed.prices, pairs)
        own = relaxed.prices.seats.get(seat, 0)
        own += sum(price for who, price in relaxed.prices.list_seat(pairs.view.team.id, seat) if who == at)
        return int(reduced[first + int(where[0])]) + own
