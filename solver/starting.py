"""What a plan gives to begin with: who sits where, and multipliers, as far as the model at hand knows them.

Nothing of it is trusted. Assignments are taken as far as they are allowed and evaluated anew; any multipliers
prove a bound, which is worked out from scratch.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bianzu.models import ALL_LEVEL_NAMES, LevelProof, Plan
from bianzu.solver.certificates import CHOICES, has_names, named_rows
from bianzu.solver.columns import Weights
from bianzu.solver.data import IntArray
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.model import Model
from bianzu.solver.proof import DUAL_SCALE, LARGEST, prove
from bianzu.solver.rows import Group

__all__ = ["Prices", "find_seated", "price_choices", "price_pins", "recall_prices"]

_Name = tuple[str, str | None, tuple[str, ...]]
"""Rule, clause and key of a row in a certificate."""
_MOST_IN_ALL = 1 << 60
"""Multipliers that add up to more are left alone: sums could overflow."""


def find_seated(model: Model, plan: Plan) -> IntArray:
    """Numbers of the columns of a plan's assignments, sorted; people and seats that are gone, pairs that are
    barred now, and all that would be one too many for a seat or a person are left out."""
    data = model.data
    slot_of = {seat: at for at, slot in enumerate(data.slots) for seat in slot.seat_ids}
    room = [slot.capacity for slot in data.slots]
    busy = np.zeros(data.n_services, dtype=bool)
    keys: set[int] = set()
    for item in plan.assignments:
        slot, person = slot_of.get(item.seat), data.person_at.get(item.person)
        if slot is None or person is None or not room[slot] or not model.eligibility.allowed[slot, person]:
            continue
        service = int(data.slot_round[slot]) * data.n + person
        key = model.key(slot, person)
        if key in keys or (data.one_service and busy[service]):
            continue
        keys.add(key)
        room[slot] -= 1
        busy[service] = True
    return np.array(sorted(keys), dtype=np.int64)


@dataclass(frozen=True)
class Prices:
    """Multipliers of one level, in units of 1 / DUAL_SCALE: (r,) of the rows, and of pins by their level."""

    duals: IntArray
    pins: Mapping[int, int]

    def times(self, factor: int) -> "Prices":
        """All of them times a number."""
        pins = {level: _cut(factor * price) for level, price in self.pins.items()}
        most = LARGEST // max(1, abs(factor))
        return Prices(factor * self.duals.clip(-most, most), pins)

    def plus(self, other: "Prices", factor: int) -> "Prices":
        """The sum with another level's, so many times."""
        if not factor:
            return self
        more = other.times(factor)
        pins = {
            level: _cut(self.pins.get(level, 0) + more.pins.get(level, 0))
            for level in sorted({*self.pins, *more.pins})
        }
        return Prices((self.duals + more.duals).clip(-LARGEST, LARGEST), pins)


def recall_prices(model: Model, plan: Plan) -> dict[int, Prices]:
    """Multipliers of the levels that a plan's certificate speaks of, on the rows of this model."""
    if plan.certificate is None:
        return {}
    scale, proofs = plan.certificate.scale, plan.certificate.proofs
    rows = _name_rows(model, {family.rule for proof in proofs for family in proof.rows})
    return {
        ALL_LEVEL_NAMES.index(item.level): Prices(
            _map_rows(model, plan, item, scale, rows),
            {ALL_LEVEL_NAMES.index(name): max(0, _rescale(price, scale)) for name, price in item.pins},
        )
        for item in proofs
    }


def _name_rows(model: Model, rules: set[str]) -> dict[_Name, tuple[Group, int]]:
    """Group and place in it of the rows of some rules, by what a certificate calls them."""
    return {
        (group.rule, clause, key): (group, at)
        for group in model.groups
        if group.rule in rules and has_names(group)
        for at in range(len(group.limit))
        for clause, key in named_rows(model, group, at)
    }


def _cut(number: int) -> int:
    return max(-LARGEST, min(LARGEST, number))


def _rescale(number: int, scale: int) -> int:
    return _cut(number * DUAL_SCALE // scale)


def _map_rows(
    model: Model, plan: Plan, proof: LevelProof, scale: int, rows: dict[_Name, tuple[Group, int]]
) -> IntArray:
    """(r,) multipliers of a level on the rows of this model.

    A row is found by what it speaks of; one that the proof does not know has 0. A seat that the plan does not
    know is priced like the middle one of its role and origin.
    """
    duals = np.zeros(model.n_rows, dtype=np.int64)
    empty_units = np.zeros(len(model.data.teams), dtype=np.int64)
    seats: dict[tuple[str, ...], int] = {}
    for family in proof.rows:
        for key, number in family.prices:
            price = _rescale(number, scale)
            if family.rule == "seats":
                seats[key] = price
            group, at = rows.get((family.rule, family.clause, key), (None, 0))
            if group is None or price <= 0 or duals[group.first + at]:
                continue
            duals[group.first + at] = -price
            if group.netting is not None and group.team is not None:
                empty_units[group.team[at]] += price * int(group.netting[at])
    for slot, price in enumerate(_price_slots(model, plan, seats)):
        duals[model.first_seat_row + slot] = -price - int(empty_units[model.data.slots[slot].team])
    return duals


def price_choices(model: Model, weights: Weights, duals: IntArray) -> IntArray:
    """The multipliers with those of the rows that let at most one of some aux columns be taken, which no
    certificate names: the most that any of these columns gains.

    All are 0 where they are so large that sums of them could overflow.
    """
    if not _are_sound(model, duals):
        return np.zeros_like(duals)
    gains = np.minimum(0, model.price_aux(weights, duals, DUAL_SCALE))
    most = np.zeros_like(duals)
    np.minimum.at(most, model.aux_rows, gains[model.aux_entry])
    priced = duals.copy()
    for group in model.groups:
        if group.clause in CHOICES:
            priced[group.span] = most[group.span]
    return priced


def price_pins(model: Model, weights: Weights, duals: IntArray) -> IntArray:
    """The multipliers with those of pins that have none: what the cheapest seat that a pin allows costs more
    than whatever is best for the person."""
    priced = duals.copy()
    data, best = model.data, None
    pins = model.pins
    for at in np.flatnonzero(priced[pins.span] == 0).tolist():
        number = int(pins.keys[at]["pin"])
        person = data.person_at[data.instance.pins[number].person]
        keys = np.array([slot * data.n + person for slot in pin_slots(data, number)], dtype=np.int64)
        keys = keys[model.eligibility.allowed.ravel()[keys]]
        if len(keys):
            proof = best = best or prove(model, weights, duals)
            priced[pins.first + at] = -max(0, int(proof.reduced(model, model.build_columns(keys)).min()))
    return priced


def _are_sound(model: Model, duals: IntArray) -> bool:
    """Whether what meets in one sum is far below what an integer of 64 bits holds."""
    sizes = abs(duals).astype(float)
    coefs = max((int(abs(item.coefs).max()) for item, _, _ in model.layout), default=1)
    measured = np.bincount(
        model.aux_entry, weights=abs(model.aux_values) * sizes[model.aux_rows], minlength=model.n_aux
    )
    return max(float(sizes.sum()) * coefs, float(measured @ model.aux_upper)) <= _MOST_IN_ALL


def _price_slots(model: Model, plan: Plan, prices: dict[tuple[str, ...], int]) -> list[int]:
    """Price of each slot: of one of its seats, or the middle one of slots alike in role and origin."""
    known = {item.seat for item in plan.assignments}
    known.update(item.seat for item in plan.shortages if item.seat is not None)
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    found: list[int | None] = []
    for slot in model.data.slots:
        seat = next((seat for seat in slot.seat_ids if seat in known), None)
        price = None if seat is None else prices.get((seat,), 0)
        found.append(price)
        if price is not None:
            alike[slot.seat.role, slot.seat.origin].append(price)
    middle = {kind: sorted(some)[len(some) // 2] for kind, some in alike.items()}
    return [
        middle.get((slot.seat.role, slot.seat.origin), 0) if price is None else price
        for slot, price in zip(model.data.slots, found, strict=True)
    ]
