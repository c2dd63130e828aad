"""Exclusions: who may not take which slot, by which rule, and what a waiver would cost."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from bianzu.models import Hardness, InputError, Problem, Waiver
from bianzu.solver.data import BoolArray, Data, IntArray

__all__ = [
    "Eligibility",
    "Exclusion",
    "WaiverBook",
    "check_pins",
    "compute_eligibility",
    "find_barred",
    "pin_slots",
]


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
    """The waivers in force in a planned round, in file order, and the ``rules`` they speak of."""

    def __init__(self, data: Data) -> None:
        starts = [item.start for item in data.rounds]
        self.waivers: tuple[Waiver, ...] = tuple(
            waiver for waiver in data.instance.waivers if any(_in_force(waiver, start) for start in starts)
        )
        self.in_force = [[_in_force(waiver, start) for start in starts] for waiver in self.waivers]
        self.rules = frozenset(waiver.rule for waiver in self.waivers)

    def first(
        self,
        rule: str,
        item: int,
        *,
        people: tuple[str, ...] = (),
        seat: str | None = None,
        team: str | None = None,
        unit: str | None = None,
        counties: tuple[str, ...] = (),
    ) -> int | None:
        """Position of the first waiver in force in planned round ``item`` that covers a unit of ``rule``
        with these attributes; ``counties`` are a flow, sender first, or one county."""
        for at, waiver in enumerate(self.waivers):
            if (
                waiver.rule == rule
                and self.in_force[at][item]
                and (waiver.person is None or waiver.person in people)
                and waiver.seat in (None, seat)
                and waiver.team in (None, team)
                and waiver.unit in (None, unit)
                and _in_scope(waiver.counties, counties)
            ):
                return at
        return None


def _in_scope(pair: tuple[str, str] | None, counties: tuple[str, ...]) -> bool:
    """Whether a waiver's pair, if any, is a flow itself or has a unit's only county."""
    if pair is None:
        return True
    return pair == counties if len(counties) == 2 else set(counties) <= set(pair) and bool(counties)


def _in_force(waiver: Waiver, start: date) -> bool:
    return waiver.granted <= start and (waiver.expires is None or waiver.expires >= start)


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
    service_charges
        person -> {waiver position: units} that serving needs once, however many seats; only where people can
        hold several, otherwise these units are among ``charges``.
    exclusions
        Every clause in force, in registry order.
    """

    data: Data
    book: WaiverBook
    allowed: BoolArray
    allowed_by_rules: BoolArray
    charges: dict[tuple[int, int], dict[int, int]]
    service_charges: dict[int, dict[int, int]]
    exclusions: tuple[Exclusion, ...]

    def barring(
        self, slot: int, rules: Collection[str] | None = None, *, structural: bool = True
    ) -> dict[str, BoolArray]:
        """By rule (of ``rules``), (n,) whom it bars from the slot by a reason that no waiver covers."""
        barred: dict[str, BoolArray] = {}
        for item in self.exclusions:
            if rules is not None and item.rule not in rules:
                continue
            if item.hardness in ("hard", "waivable") and (structural or not item.structural):
                mask = find_barred(self.data, self.book, item, slot)
                barred[item.rule] = barred[item.rule] | mask if item.rule in barred else mask
        return barred

    def reasons(self, person: int, slot: int) -> tuple[str, ...]:
        """Rules that bar the person from the slot."""
        return tuple(rule for rule, mask in self.barring(slot).items() if mask[person])


def compute_eligibility(data: Data, exclusions: tuple[Exclusion, ...], book: WaiverBook) -> Eligibility:
    """Apply every exclusion to every slot; O(slots × people) per clause."""
    allowed = np.ones((len(data.slots), data.n), dtype=bool)
    allowed_by_rules = (
        allowed if all(pin.kind != "must-not" for pin in data.instance.pins) else allowed.copy()
    )
    charges: dict[tuple[int, int], dict[int, int]] = {}
    service_charges: dict[int, dict[int, int]] = {}
    by_service = () if data.one_service else tuple(item for item in exclusions if item.personal)
    by_seat = tuple(item for item in exclusions if item not in by_service)
    for slot in range(len(data.slots)):
        waivable = np.zeros(data.n, dtype=bool)
        ordered_off = np.zeros(data.n, dtype=bool)
        able = allowed[slot]
        for item in exclusions:
            if item.rule == "pins":
                ordered_off |= item.units(slot) > 0
            elif item.hardness in ("hard", "waivable"):
                able &= ~find_barred(data, book, item, slot)
            if item.hardness == "waivable" and item.rule in book.rules:
                waivable |= item.units(slot) > 0
        allowed_by_rules[slot] = able
        for person in np.flatnonzero(waivable & able).tolist():
            if charge := _charge(data, by_seat, book, person, slot):
                charges[person, slot] = charge
            if charge := _charge(data, by_service, book, person, slot):
                service_charges[person] = charge
        able &= ~ordered_off
    return Eligibility(data, book, allowed, allowed_by_rules, charges, service_charges, exclusions)


def find_barred(data: Data, book: WaiverBook, item: Exclusion, slot: int) -> BoolArray:
    """(n,) people with a reason of the clause that no waiver in force covers."""
    barred = np.asarray(item.units(slot) > 0)
    if item.hardness == "waivable" and item.rule in book.rules:
        for person in np.flatnonzero(barred).tolist():
            barred[person] = None in _waivers_of(data, book, item, person, slot)
    return barred


def _waivers_of(data: Data, book: WaiverBook, item: Exclusion, person: int, slot: int) -> list[int | None]:
    """The waiver that each unit of a waivable clause is charged to, ``None`` where none covers it."""
    place = data.slots[slot]
    team = None if item.personal else data.teams[place.team].id
    seat = None if item.personal or place.capacity > 1 else place.seat_ids[0]
    people = (data.people[person].id,)
    return [
        book.first(item.rule, int(data.slot_round[slot]), people=people, seat=seat, team=team, unit=unit)
        for unit in item.subjects(person, slot)
    ]


def _charge(
    data: Data, exclusions: tuple[Exclusion, ...], book: WaiverBook, person: int, slot: int
) -> dict[int, int]:
    """Units per waiver that an allowed pair needs for some exclusions."""
    charge: dict[int, int] = {}
    for item in exclusions:
        if item.hardness == "waivable" and item.units(slot)[person] > 0:
            for waiver in _waivers_of(data, book, item, person, slot):
                assert waiver is not None
                charge[waiver] = charge.get(waiver, 0) + 1
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
    if pin.seat is not None:
        among = [data.slots_of_seat[pin.seat]] if pin.seat in data.slots_of_seat else []
    elif pin.team is not None:
        among = data.team_slots[data.team_at[pin.team]] if pin.team in data.team_at else []
    else:
        among = list(range(len(data.slots)))
    return [
        at
        for at in among
        if (pin.round is None or data.teams[data.slots[at].team].round == pin.round)
        and (pin.team is None or data.teams[data.slots[at].team].id == pin.team)
    ]
