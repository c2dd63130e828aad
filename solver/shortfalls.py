"""Causes that a count proves: demands of one kind, and too few people (or seats) that could meet them.

A largest flow per family of demands finds them all; each becomes a core by leaving out, one by one, every
rule, limit and demand without which the count still fails. What is left out once stays out, and whatever
could not be left out then cannot be later: leaving out only makes the rest easier.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

import numpy as np

from bianzu.models import Cause, CauseTopic, Drop, Exclusion, HallSet, Lack, Member, Ordered, Taken
from bianzu.solver.data import BoolArray
from bianzu.solver.demands import Ask, Board, Excused, pin_of
from bianzu.solver.headcounts import Headcount, list_headcounts
from bianzu.solver.supply import Shortfall

__all__ = ["count_causes", "find_topic"]

_Item = TypeVar("_Item")

_SHOWN = 12
"""Witnesses of more seats than this are left out: a count finds them again."""


def count_causes(
    board: Board, asks: Sequence[Ask], excused: Excused, tick: Callable[[], None] = lambda: None
) -> list[Cause]:
    """Every cause that a count over one family proves; what they lack is excused afterwards."""
    found: list[Cause] = []
    for count in list_headcounts(board, asks, excused):
        tick()
        found += _Shortfalls(count).find(tick)
    return found


def find_topic(asks: Iterable[Ask], board: Board) -> CauseTopic:
    """What a cause with these demands is mainly about."""
    mine = list(asks)
    kinds = {ask.kind for ask in mine}
    if kinds == {"seat"}:
        slots = [board.data.slots[ask.slots[0]] for ask in mine]
        if all(slot.seat.role == "leader" for slot in slots):
            return "leaders"
        return "local-seats" if all(board.data.origin(ask.slots[0]) == "local" for ask in mine) else "seats"
    if "person" in kinds:
        return "person"
    return "skill" if any(ask.demand.skill is not None for ask in mine) else "team"


class _Shortfalls:
    """Causes of what one count falls short of."""

    def __init__(self, count: Headcount) -> None:
        self.count = count
        self.board = count.board
        self.data = count.data
        self.excused = count.excused
        self.asks = count.asks
        self.by_people = count.by_people
        self.caps = count.caps

    def find(self, tick: Callable[[], None]) -> list[Cause]:
        """Causes of what falls short, in the order of the demands; their missing units are excused."""
        supply, places = self.count.supply(self.asks)
        self.count.begin(supply, places)
        supply.fill()
        lacks = self.count.list_lacks(supply)
        found = []
        for shortfalls in self._gather(supply.list_shortfalls()):
            tick()
            found.append(self._explain(shortfalls, lacks))
        for at, lack in lacks.items():
            self.excused.add(self.asks[at], lack.units)
        return found

    def _gather(self, shortfalls: list[Shortfall]) -> list[list[Shortfall]]:
        """Take together what lacks everybody, in the same county or for the same skill."""
        found: dict[tuple[object, ...], list[Shortfall]] = {}
        for number, item in enumerate(shortfalls):
            ask = self.asks[item.first]
            key: tuple[object, ...] = (number,)
            if not item.resources and not item.full and ask.kind != "person":
                place = self.data.slots[ask.slots[0]]
                hosts = self.data.teams[place.team].host_counties
                key = ("nobody", ask.demand.skill or (hosts, place.seat.role, place.seat.origin))
            found.setdefault(key, []).append(item)
        return list(found.values())

    # -- one cause

    def _explain(self, shortfalls: list[Shortfall], lacks: dict[int, Lack]) -> Cause:
        wide = sorted({at for item in shortfalls for at in item.demands})
        core = [self.asks[at] for at in sorted(shortfalls[0].core)]
        if any(self.excused.left(self.data, ask) > 1 for ask in core):
            core = self._filter(core, lambda fewer: self._fails(fewer))
        labels = self._filter(self._list_labels(core), lambda fewer: self._fails(core, fewer))
        caps = self._filter(self._full_caps(core, labels), lambda fewer: self._fails(core, labels, fewer))
        asks = [self.asks[at] for at in wide]
        members: list[Member] = [ask.demand for ask in core]
        drops = [self._drop(at, [*core[:at], *core[at + 1 :]], labels, caps) for at in range(len(core))]
        for label in labels:
            fewer = [item for item in labels if item != label]
            drops.append(self._drop(len(members), core, fewer, caps))
            members.append(self._name_label(label, core, labels))
        for number in caps:
            drops.append(self._drop(len(members), core, labels, [item for item in caps if item != number]))
            members.append(self.caps[number][0])
        inside = {ask.aux if ask.demand.seat is None else ask.demand.seat for ask in core}
        hall = self._tell(asks)
        return Cause(
            topic=find_topic(core, self.board),
            members=tuple(members),
            also=tuple(
                ask.demand
                for ask in asks
                if (ask.aux if ask.demand.seat is None else ask.demand.seat) not in inside
            ),
            short=hall.need - hall.have,
            lacking=tuple(lacks[at] for at in wide if at in lacks),
            proven_by="hall",
            hall=hall,
            minimal=True,
            drops=tuple(drops),
        )

    def _fails(
        self, asks: Sequence[Ask], labels: Collection[str] | None = None, caps: Collection[int] | None = None
    ) -> bool:
        supply, _ = self.count.supply(asks, labels, caps)
        supply.fill()
        return supply.short > 0

    @staticmethod
    def _filter(items: Sequence[_Item], fails: Callable[[list[_Item]], bool]) -> list[_Item]:
        """Leave out whatever the count fails without."""
        kept = list(items)
        for item in items:
            fewer = [other for other in kept if other != item]
            if fails(fewer):
                kept = fewer
        return kept

    def _full_caps(self, asks: Sequence[Ask], labels: Collection[str]) -> list[int]:
        supply, _ = self.count.supply(asks, labels)
        supply.fill()
        return sorted({number for item in supply.shortfalls for number in item.groups})

    def _list_labels(self, asks: Sequence[Ask]) -> list[str]:
        """Reasons that keep anybody from the places of some demands, those that matter least first."""
        count: Counter[str] = Counter()
        for ask in asks:
            for slot in ask.slots:
                counted = self.board.counted(ask, slot)
                for label, mask in self.board.bars(slot).items():
                    count[label] += int((mask & counted).sum())
        order = [*self.data.rules.on, "pins"]
        rank = {label: at for at, label in enumerate(order)}
        found = [label for label, units in count.items() if units]
        return sorted(found, key=lambda label: (count[label], rank.get(label, -1), label))

    def _name_label(self, label: str, core: Sequence[Ask], labels: Collection[str]) -> Member:
        pin = pin_of(label)
        if pin is not None:
            return Ordered(pin=pin)
        teams: dict[str, None] = {}
        barred = np.zeros(self.data.n, dtype=bool)
        able = np.zeros(self.data.n, dtype=bool)
        for ask in core:
            for slot in ask.slots:
                if not self.excused.is_open(self.data, slot):
                    continue
                counted = self.board.counted(ask, slot)
                able |= self.board.free(slot, labels) & counted
                mask = self.board.bars(slot).get(label)
                if mask is not None and (mask & counted).any():
                    teams[self.data.teams[self.data.slots[slot].team].id] = None
                    barred |= mask & counted
        if self.by_people:
            barred &= ~able
        people = tuple(self.data.people[at].id for at in np.flatnonzero(barred).tolist())
        return Exclusion(rule=label, teams=tuple(teams), people=people)

    def _drop(self, member: int, asks: Sequence[Ask], labels: Collection[str], caps: Collection[int]) -> Drop:
        """Who would meet all the others; shown when they are few. That somebody would is known: the filter
        found it so, and of seats the way to the missing one leads through every other."""
        if sum(self.excused.left(self.data, ask) for ask in asks) > _SHOWN:
            return Drop(member=member)
        supply, places = self.count.supply(asks, labels, caps)
        supply.fill()
        assert supply.short == 0
        taken = np.flatnonzero(supply.holder >= 0).tolist()
        used: Counter[int] = Counter()
        witness = []
        for at in taken:
            place = places[int(supply.holder[at])]
            ask = asks[place.ask]
            if not self.by_people:
                witness.append(Taken(person=self.data.people[ask.person].id, seat=self.count.seats[at][0]))
                continue
            seat = ask.demand.seat
            if seat is None:
                open_seats = [
                    item for item in self.data.slots[place.slot].seat_ids if item not in self.excused.seats
                ]
                seat = open_seats[used[place.slot]]
                used[place.slot] += 1
            counts = () if ask.demand.skill is None else (ask.demand.skill,)
            witness.append(Taken(person=self.data.people[at].id, seat=seat, counts_for=counts))
        return Drop(member=member, witness=tuple(witness))

    def _tell(self, asks: Sequence[Ask]) -> HallSet:
        """Need and supply of all that falls short together, with what removed the other candidates."""
        supply, places = self.count.supply(asks)
        supply.fill()
        need = sum(supply.needs)
        have = need - supply.short
        shortfalls = supply.list_shortfalls()
        full = {at for item in shortfalls for at in item.full}
        reached = {at for item in shortfalls for at in item.resources}
        groups = {number for item in shortfalls for number in item.groups}
        if not self.by_people:
            open_to = {at for options in supply.options for at in options.tolist()}
            return HallSet(
                by="seats",
                need=need,
                have=have,
                people=tuple(self.data.people[ask.person].id for ask in asks),
                seats=tuple(self.count.seats[at][0] for at in sorted(open_to)),
            )
        candidates, removed = self._list_removed(asks)
        return HallSet(
            by="people",
            need=need,
            have=have,
            people=tuple(self.data.people[at].id for at in sorted(reached)),
            seats=tuple(
                seat
                for at in sorted(full)
                for seat in self.data.slots[places[at].slot].seat_ids
                if seat not in self.excused.seats
            ),
            limits=tuple(self.caps[number][0] for number in sorted(groups)),
            candidates=candidates,
            removed_by=removed,
        )

    def _list_removed(self, asks: Sequence[Ask]) -> tuple[int, dict[str, int]]:
        """Candidates of some demands, and how many of those who can meet none each rule keeps from all."""
        n = self.data.n
        candidates, able = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
        always: dict[str, BoolArray] = {}
        spots = [(ask, slot) for ask in asks for slot in ask.slots if self.excused.is_open(self.data, slot)]
        names = {_rule_of(label) for _, slot in spots for label in self.board.bars(slot)}
        for name in names:
            always[name] = np.ones(n, dtype=bool)
        for ask, slot in spots:
            fitting = self.board.belongs(slot) & self.board.counted(ask, slot)
            candidates |= fitting
            able |= fitting & self.board.free(slot)
            barred: dict[str, BoolArray] = {}
            for label, mask in self.board.bars(slot).items():
                barred[_rule_of(label)] = barred.get(_rule_of(label), np.zeros(n, dtype=bool)) | mask
            for name, kept in always.items():
                kept &= ~fitting | barred.get(name, np.zeros(n, dtype=bool))
        left = candidates & ~able
        counts = {name: int((mask & left).sum()) for name, mask in always.items()}
        alone = np.any(list(always.values()), axis=0) if always else np.zeros(n, dtype=bool)
        counts["combined"] = int((left & ~alone).sum())
        order = [*self.data.rules.on, "pins", "combined"]
        return int(candidates.sum()), {name: counts[name] for name in order if counts.get(name)}


def _rule_of(label: str) -> str:
    return label if pin_of(label) is None else "pins"
