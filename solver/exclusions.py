"""Exclusions: who may not take which slot, by which rule, and what a waiver would cost."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bianzu.models import Hardness, InputError, Problem, Waiver
from bianzu.solver.data import BoolArray, Data, IntArray

__all__ = ["Eligibility", "Exclusion", "WaiverBook", "check_pins", "compute_eligibility", "pin_slots"]


@dataclass(frozen=True)
class Exclusion:
    """One clause of a rule that bars people from slots.

    Attributes
    ----------
    rule, clause
        Rulebook id, and the part of the rule (``None`` where it has only one).
    hardness
        ``hard`` bars; ``waivable`` bars unless waived; ``soft`` costs ``weight`` per unit.
    units
        slot -> (n,) number of different reasons of each person.
    subjects
        (person, slot) -> one entry per unit: the id of the work unit concerned, or ``None`` where the
        reason is about a county or nothing. Waivers ask for it.
    structural
        Whether the rule only says who belongs in the seat; such people are no candidates.
    personal
        Whether the reason is about the person alone, so that only a waiver without team and seat fits.
    """

    rule: str
    clause: str | None
    hardness: Hardness
    units: Callable[[int], IntArray]
    subjects: Callable[[int, int], tuple[str | None, ...]] = lambda _person, _slot: (None,)
    weight: int = 0
    structural: bool = False
    personal: bool = False


class WaiverBook:
    """The waivers in force, in file order."""

    def __init__(self, data: Data) -> None:
        start = data.round.start
        self.waivers: tuple[Waiver, ...] = tuple(
            waiver
            for waiver in data.instance.waivers
            if waiver.granted <= start
            and (waiver.expires is None or waiver.expires >= start)
            and waiver.counties is None
        )

    def rules(self) -> frozenset[str]:
        """Rules that some waiver in force speaks of."""
        return frozenset(waiver.rule for waiver in self.waivers)

    def first(
        self,
        rule: str,
        *,
        people: tuple[str, ...] = (),
        seat: str | None = None,
        team: str | None = None,
        unit: str | None = None,
    ) -> int | None:
        """Position of the first waiver that covers a unit of ``rule`` with these attributes."""
        for at, waiver in enumerate(self.waivers):
            if (
                waiver.rule == rule
                and (waiver.person is None or waiver.person in people)
                and waiver.seat in (None, seat)
                and waiver.team in (None, team)
                and waiver.unit in (None, unit)
            ):
                return at
        return None


@dataclass(frozen=True)
class Eligibility:
    """Who may take which slot.

    Attributes
    ----------
    allowed
        (s, n) whether the pair has no barring reason left after waivers and pins.
    allowed_by_rules
        The same without must-not pins.
    charges
        (person, slot) -> {waiver position: units} for pairs that need waivers.
    exclusions
        Every clause in force, in registry order.
    """

    allowed: BoolArray
    allowed_by_rules: BoolArray
    charges: dict[tuple[int, int], dict[int, int]]
    exclusions: tuple[Exclusion, ...]

    def reasons(self, person: int, slot: int) -> tuple[str, ...]:
        """Rules that bar the person from the slot, waivable ones included, each once."""
        return tuple(
            dict.fromkeys(
                item.rule
                for item in self.exclusions
                if item.hardness in ("hard", "waivable") and item.units(slot)[person] > 0
            )
        )


def compute_eligibility(data: Data, exclusions: tuple[Exclusion, ...], book: WaiverBook) -> Eligibility:
    """Apply every exclusion to every slot; O(slots × people) per clause."""
    allowed = np.ones((len(data.slots), data.n), dtype=bool)
    pinned_off = np.zeros_like(allowed)
    charges: dict[tuple[int, int], dict[int, int]] = {}
    waived_rules = book.rules()
    for slot in range(len(data.slots)):
        barred = np.zeros(data.n, dtype=bool)
        waivable = np.zeros(data.n, dtype=bool)
        for item in exclusions:
            if item.rule == "pins":
                pinned_off[slot] |= item.units(slot) > 0
            elif item.hardness == "hard" or (item.hardness == "waivable" and item.rule not in waived_rules):
                barred |= item.units(slot) > 0
            elif item.hardness == "waivable":
                waivable |= item.units(slot) > 0
        for person in np.flatnonzero(waivable & ~barred):
            charge = _charge(data, exclusions, book, int(person), slot)
            if charge is None:
                barred[person] = True
            else:
                charges[int(person), slot] = charge
        allowed[slot] = ~barred
    return Eligibility(allowed & ~pinned_off, allowed, charges, exclusions)


def _charge(
    data: Data, exclusions: tuple[Exclusion, ...], book: WaiverBook, person: int, slot: int
) -> dict[int, int] | None:
    """Units per waiver that the pair needs, or ``None`` when a reason is not covered."""
    place = data.slots[slot]
    team_id = data.teams[place.team].id
    seat_id = place.seat_ids[0] if place.capacity == 1 else None
    charge: dict[int, int] = {}
    for item in exclusions:
        if item.hardness != "waivable" or item.units(slot)[person] == 0:
            continue
        team, seat = (None, None) if item.personal else (team_id, seat_id)
        for unit in item.subjects(person, slot):
            at = book.first(item.rule, people=(data.people[person].id,), seat=seat, team=team, unit=unit)
            if at is None:
                return None
            charge[at] = charge.get(at, 0) + 1
    if any(units > book.waivers[at].amount for at, units in charge.items()):
        return None
    return charge


def check_pins(data: Data, eligibility: Eligibility) -> None:
    """Refuse must pins that an exclusion breaks by itself.

    Raises
    ------
    InputError
        With one problem per such pin, naming the rules.
    """
    problems = []
    for at, pin in enumerate(data.instance.pins):
        if pin.kind == "must-not":
            continue
        person = data.person_at[pin.person]
        slots = pin_slots(data, at)
        if any(eligibility.allowed[slot, person] for slot in slots):
            continue
        rules = sorted({rule for slot in slots for rule in eligibility.reasons(person, slot)})
        problems.append(
            Problem(
                "pin-breaks-exclusion",
                f"$.pins[{at}]",
                repr(pin.person),
                "a person whom no rule bars from every seat the pin allows",
                {"rules": ", ".join(rules), "person": pin.person},
            )
        )
    if problems:
        raise InputError(problems)


def pin_slots(data: Data, pin_at: int) -> list[int]:
    """Slots that a pin speaks of."""
    pin = data.instance.pins[pin_at]
    return [
        at
        for at, slot in enumerate(data.slots)
        if (pin.seat is None or slot.seat_ids == (pin.seat,))
        and (pin.team is None or data.teams[slot.team].id == pin.team)
    ]
