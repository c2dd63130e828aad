"""How many units of demands people can meet: a largest flow per family of demands and clique of teams."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bianzu.models import Lack, Maximum
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.demands import Ask, Board, Excused
from bianzu.solver.supply import Supply

__all__ = ["Headcount", "Place", "count_lacking", "list_headcounts"]


def list_headcounts(board: Board, asks: Sequence[Ask], excused: Excused) -> Iterator["Headcount"]:
    """One count after the other of what is still asked for: between two of them more may be excused."""
    families: dict[tuple[str, ...], list[Ask]] = {}
    for ask in asks:
        families.setdefault(ask.family, []).append(ask)
    for family in families.values():
        for inside in _list_cliques(board, family):
            left = [ask for ask in inside if excused.left(board.data, ask)]
            if left:
                yield Headcount(board, left, excused)


def count_lacking(board: Board, asks: Sequence[Ask], excused: Excused) -> list[Lack]:
    """Units that counts prove missing, without saying why; they are excused."""
    found: list[Lack] = []
    for count in list_headcounts(board, asks, excused):
        supply, _ = count.supply(count.asks)
        supply.fill()
        lacks = count.list_lacks(supply)
        for at, lack in lacks.items():
            excused.add(count.asks[at], lack.units)
        found += lacks.values()
    return found


def _list_cliques(board: Board, family: list[Ask]) -> Iterator[list[Ask]]:
    """Demands for which everybody counts once: those of teams that share a day."""
    data = board.data
    if family[0].kind == "person":
        yield family
        return
    cliques = (
        data.overlap_cliques if data.rules.one_seat is not None else [[at] for at in range(len(data.teams))]
    )
    for clique in cliques:
        inside = set(clique)
        yield [ask for ask in family if data.slots[ask.slots[0]].team in inside]


@dataclass(frozen=True)
class Place:
    """Where one demand can be met: a slot, or a round of a person."""

    ask: int
    slot: int
    capacity: int
    item: int = -1


class Headcount:
    """The demands of one family among which everybody counts once.

    Attributes
    ----------
    by_people
        Whether people meet the demands; if not, rounds of people who must serve are met by seats.
    caps
        Limits of units that hold several of the people together, and who they are (n,).
    seats
        Open seats with their slots.
    """

    def __init__(self, board: Board, asks: Sequence[Ask], excused: Excused) -> None:
        self.board = board
        self.data = board.data
        self.asks = list(asks)
        self.excused = excused
        self.by_people = asks[0].kind != "person"
        self.caps = self._list_caps() if self.by_people else []
        self.seats = [
            (seat, slot)
            for slot, place in enumerate(self.data.slots)
            for seat in place.seat_ids
            if seat not in excused.seats
        ]
        self.seat_slot = np.array([slot for _, slot in self.seats], dtype=np.int64)

    def _list_caps(self) -> list[tuple[Maximum, BoolArray]]:
        """borrow-cap: the units that can spare fewer people than they have, what waivers allow added."""
        model, round_id = self.board.model, self.asks[0].demand.round
        found = []
        if not self.data.one_service:
            return []
        for group in model.groups:
            if group.rule != "borrow-cap":
                continue
            waived: Counter[str] = Counter()
            for aux in model.aux:
                if aux.kind == "waive" and aux.rule == "borrow-cap" and aux.key["round"] == round_id:
                    waived[aux.key["unit"]] += aux.upper
            for at, key in enumerate(group.keys):
                if key["round"] == round_id:
                    unit = self.data.unit_at[key["unit"]]
                    mask = (self.data.work_unit == unit) & ~self.data.full_time
                    limit = int(group.limit[at]) + waived[key["unit"]]
                    row = Maximum(rule="borrow-cap", round=round_id, unit=key["unit"], limit=limit)
                    found.append((row, mask))
        return found

    def supply(
        self, asks: Sequence[Ask], labels: Collection[str] | None = None, caps: Collection[int] | None = None
    ) -> tuple[Supply, list[Place]]:
        """The flow of some demands under some reasons and limits (``None``: all of them), and its places."""
        places: list[Place] = []
        options: list[IntArray] = []
        own: list[list[int]] = []
        for at, ask in enumerate(asks):
            own.append([])
            for place in self._places(at, ask):
                own[-1].append(len(places))
                places.append(place)
                options.append(self._options(ask, place, labels))
        size = self.data.n if self.by_people else len(self.seats)
        group = np.full(size, -1, dtype=np.int64)
        for number, (_, mask) in enumerate(self.caps):
            if caps is None or number in caps:
                group[mask] = number
        limits = [row.limit for row, _ in self.caps]
        needs = [self.excused.left(self.data, ask) for ask in asks]
        return Supply(needs, own, [place.capacity for place in places], options, size, group, limits), places

    def _places(self, at: int, ask: Ask) -> Iterator[Place]:
        if ask.kind == "seat":
            yield Place(at, ask.slots[0], 1)
        elif ask.kind == "team":
            for slot in ask.slots:
                room = self.data.slots[slot].capacity - self.excused.count_seats(self.data, slot)
                if room:
                    yield Place(at, slot, room)
        else:
            for item in ask.rounds:
                yield Place(at, -1, 1, item)

    def _options(self, ask: Ask, place: Place, labels: Collection[str] | None) -> IntArray:
        board = self.board
        if place.slot >= 0:
            free = board.free(place.slot, labels)
            if ask.kind == "team":
                free = free & board.counted(ask, place.slot)
            return np.flatnonzero(free)
        slots = np.flatnonzero(self.data.slot_round == place.item).tolist()
        fitting = [slot for slot in slots if board.free(slot, labels)[ask.person]]
        return np.flatnonzero(np.isin(self.seat_slot, fitting))

    def begin(self, supply: Supply, places: list[Place]) -> None:
        """Begin with the plan, so that what it leaves open is what falls short."""
        if not self.by_people:
            return
        spots = {place.slot: at for at, place in enumerate(places)}
        for at, place in enumerate(places):
            seat = self.asks[place.ask].demand.seat
            if seat is not None and seat in self.board.seated:
                supply.place(at, self.board.seated[seat])
        if self.asks[0].kind == "seat":
            return
        for seat, person in self.board.seated.items():
            at_slot = spots.get(self.board.slot_of[seat])
            if at_slot is not None:
                supply.place(at_slot, person)

    def list_lacks(self, supply: Supply) -> dict[int, Lack]:
        """What stays missing once the flow is full, by position of its demand."""
        return {
            at: Lack(demand=self.asks[at].demand, units=supply.needs[at] - supply.met[at])
            for at in range(len(self.asks))
            if supply.needs[at] > supply.met[at]
        }
