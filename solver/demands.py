"""What a complete plan is asked for, demand by demand, and who may meet each, reason by reason."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from bianzu.models import Demand, Plan
from bianzu.solver.data import BoolArray, Data
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.model import Model
from bianzu.solver.removal import find_counted
from bianzu.solver.rules.new_cadre import compute_duties

__all__ = ["Ask", "Board", "Excused", "list_asks", "pin_label", "pin_of"]

_PIN = "pin:"


def pin_label(at: int) -> str:
    """Label under which a must or lock pin keeps its person off all other seats."""
    return f"{_PIN}{at}"


def pin_of(label: str) -> int | None:
    """The pin of such a label, ``None`` for a rule."""
    return int(label.removeprefix(_PIN)) if label.startswith(_PIN) else None


@dataclass(frozen=True)
class Ask:
    """One demand.

    Attributes
    ----------
    kind
        ``seat``: one seat filled; ``team``: a minimum of a team; ``person``: somebody must serve.
    slots
        Where it can be met.
    rounds
        Of a person's demand, the planned rounds that count.
    aux
        The aux column that measures what is missing.
    """

    kind: Literal["seat", "team", "person"]
    demand: Demand
    slots: tuple[int, ...]
    aux: int
    person: int = -1
    rounds: tuple[int, ...] = ()

    @property
    def need(self) -> int:
        """Units to be met by people."""
        return self.demand.need - self.demand.waived

    @property
    def family(self) -> tuple[str, ...]:
        """Demands of one family are met by different people."""
        item = self.demand
        return (self.kind, item.rule, item.clause or "", item.skill or "")


@dataclass
class Excused:
    """What has been explained already: seats that stay empty, and units missing of other demands."""

    seats: set[str]
    units: dict[int, int]
    """By aux column."""

    def add(self, ask: Ask, units: int) -> None:
        """Take units of a demand for missing."""
        if ask.demand.seat is not None:
            self.seats.add(ask.demand.seat)
        else:
            self.units[ask.aux] = self.units.get(ask.aux, 0) + units

    def count(self) -> int:
        """Units of all demands together."""
        return len(self.seats) + sum(self.units.values())

    def count_seats(self, data: Data, slot: int) -> int:
        """Seats of a slot that stay empty."""
        return sum(seat in self.seats for seat in data.slots[slot].seat_ids)

    def count_empty(self, data: Data, ask: Ask) -> int:
        """Seats that stay empty and count towards a demand."""
        if ask.kind != "team":
            return 0
        team = data.slots[ask.slots[0]].team
        return sum(self.count_seats(data, slot) for slot in data.team_slots[team])

    def is_open(self, data: Data, slot: int) -> bool:
        """Whether a slot has a seat that need not stay empty."""
        return self.count_seats(data, slot) < data.slots[slot].capacity

    def left(self, data: Data, ask: Ask, *, waived: bool = True) -> int:
        """Units of a demand that people are still asked for; with ``waived`` less those of its own waivers,
        as if no other demand used them."""
        if ask.kind == "seat":
            return int(ask.demand.seat not in self.seats)
        need = ask.need if waived else ask.demand.need
        return max(0, need - self.count_empty(data, ask) - self.units.get(ask.aux, 0))


def list_asks(model: Model) -> list[Ask]:
    """Every demand of a complete plan: leader seats, local seats, other seats, minima of teams in the order
    of the rules, people who must serve. Days on site are no matter of people and left out. With the rule
    seats off, empty seats meet every minimum of a team, so none is asked for."""
    data = model.data
    seats: list[tuple[int, Ask]] = []
    others: list[Ask] = []
    duties = compute_duties(data)
    for at, aux in enumerate(model.aux):
        if aux.kind != "short" or not aux.upper:
            continue
        if aux.follows == "seats":
            slot = int(np.flatnonzero(model.seat_aux == at)[0])
            place = data.slots[slot]
            rank = 0 if place.seat.role == "leader" else 1 if data.origin(slot) == "local" else 2
            team = data.teams[place.team]
            for seat in place.seat_ids:
                demand = Demand(rule="seats", round=team.round, team=team.id, seat=seat)
                seats.append((rank, Ask("seat", demand, (slot,), at)))
        elif aux.rule == "new-cadre":
            person, item = data.person_at[aux.key["person"]], data.round_at[aux.key["round"]]
            rounds = (*duties[item][person].earlier, item)
            demand = Demand(
                rule=aux.rule, round=aux.key["round"], person=data.people[person].id, need=aux.upper
            )
            slots = tuple(np.flatnonzero(np.isin(data.slot_round, rounds)).tolist())
            others.append(Ask("person", demand, slots, at, person, rounds))
        elif aux.team >= 0 and data.rules.seats is not None:
            others.append(_ask_team(model, at))
    seats.sort(key=lambda item: item[0])
    return [*(ask for _, ask in seats), *others]


def _ask_team(model: Model, at: int) -> Ask:
    data, aux = model.data, model.aux[at]
    waived = sum(
        item.upper
        for item in model.aux
        if item.kind == "waive" and (item.rule, item.clause, item.key) == (aux.rule, aux.clause, aux.key)
    )
    demand = Demand(
        rule=aux.rule,
        clause=aux.clause,
        round=data.teams[aux.team].round,
        team=data.teams[aux.team].id,
        skill=aux.key.get("skill"),
        need=aux.upper,
        waived=min(waived, aux.upper),
    )
    return Ask("team", demand, tuple(data.team_slots[aux.team]), at)


class Board:
    """Who may take which slot, with every reason apart.

    Reasons are *labels*: the rules of the exclusion table, ``pins`` for must-not pins, and one for each must
    or lock pin, which keeps its person from seats elsewhere.
    """

    def __init__(self, model: Model, plan: Plan | None = None) -> None:
        self.model = model
        self.data = model.data
        self._belongs: dict[int, BoolArray] = {}
        self._bars: dict[int, dict[str, BoolArray]] = {}
        self._open: dict[int, BoolArray] = {}
        self._counted: dict[tuple[int, int], BoolArray] = {}
        self.slot_of = {seat: at for at, slot in enumerate(self.data.slots) for seat in slot.seat_ids}
        self.seated: dict[str, int] = {}
        for item in () if plan is None else plan.assignments:
            self.seated[item.seat] = self.data.person_at[item.person]

    @cached_property
    def _pinned(self) -> list[tuple[int, int, frozenset[int]]]:
        """(pin, person, slots) of must and lock pins."""
        return [
            (at, self.data.person_at[pin.person], frozenset(pin_slots(self.data, at)))
            for at, pin in enumerate(self.data.instance.pins)
            if pin.kind != "must-not"
        ]

    def belongs(self, slot: int) -> BoolArray:
        """(n,) people with no role-pools, source-sets or origin reason."""
        if slot not in self._belongs:
            suited = np.ones(self.data.n, dtype=bool)
            for item in self.model.eligibility.exclusions:
                if item.structural:
                    suited &= item.units(slot) == 0
            self._belongs[slot] = suited
        return self._belongs[slot]

    def bars(self, slot: int) -> dict[str, BoolArray]:
        """By label, (n,) whom it keeps off the slot though they belong there."""
        if slot not in self._bars:
            belongs = self.belongs(slot)
            found = {
                label: mask & belongs
                for label, mask in self.model.eligibility.barring(slot, structural=False).items()
            }
            for at, person, slots in self._pinned:
                if self._keeps_off(slot, slots) and belongs[person]:
                    found[pin_label(at)] = np.arange(self.data.n) == person
            self._bars[slot] = {label: mask for label, mask in found.items() if mask.any()}
        return self._bars[slot]

    def _keeps_off(self, slot: int, slots: frozenset[int]) -> bool:
        """Whether being on one of some slots rules this one out."""
        if slot in slots:
            return False
        data = self.data
        here = data.slots[slot].team
        if data.rules.one_seat is None:
            return all(data.slots[other].team == here for other in slots)
        start, end = data.team_days[here]
        days = (data.team_days[data.slots[other].team] for other in slots)
        return all(first <= end and start <= last for first, last in days)

    def free(self, slot: int, labels: Collection[str] | None = None) -> BoolArray:
        """(n,) who may take the slot; with ``labels``, as far as these reasons go."""
        if labels is not None:
            mask = self.belongs(slot).copy()
            for label, barred in self.bars(slot).items():
                if label in labels:
                    mask &= ~barred
            return mask
        if slot not in self._open:
            mask = self.model.eligibility.allowed[slot].copy()
            for _, person, slots in self._pinned:
                if mask[person] and self._keeps_off(slot, slots):
                    mask[person] = False
            self._open[slot] = mask
        return self._open[slot]

    def counted(self, ask: Ask, slot: int) -> BoolArray:
        """(n,) who would count for a demand on a slot."""
        if ask.kind == "seat":
            return np.ones(self.data.n, dtype=bool)
        if ask.kind == "person":
            return np.asarray(np.arange(self.data.n) == ask.person, dtype=bool)
        key = (ask.aux, slot)
        if key not in self._counted:
            self._counted[key] = find_counted(self.model, self.model.aux[ask.aux], slot)
        return self._counted[key]
