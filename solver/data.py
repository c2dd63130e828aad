"""The instance as arrays: people, teams and slots, numbered in file order.

A *slot* is a group of seats of one team that no rule, pin or waiver tells apart; it is filled by as many
people as it has seats. Columns of the model are (person, slot) pairs.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bianzu.models import CITY, Instance, Person, Round, Seat, Team

__all__ = ["BoolArray", "Data", "IntArray", "Slot", "months_after", "years_before"]

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Slot:
    """Seats of one team that are interchangeable."""

    team: int
    seat: Seat
    seat_ids: tuple[str, ...]

    @property
    def capacity(self) -> int:
        """Number of seats."""
        return len(self.seat_ids)


def years_before(day: date, years: int) -> date:
    """The same day and month ``years`` years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def months_after(day: date, months: int) -> date:
    """The day ``months`` months later, cut to the month's last day; negative goes back."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last))


class Data:
    """Arrays over the planned rounds of an instance.

    Attributes
    ----------
    people, teams, slots
        In file order; ``n``, ``t`` and ``s`` below are their numbers.
    rounds
        The planned rounds in the city's order; ``r`` is their number.
    team_round, slot_round, slot_team
        (t,) and (s,) position of the planned round.
    ages
        (r, n) age of each person at each planned round.
    work_county
        (n,) position of the work county, -1 city-level, -2 outside, -3 not known.
    host
        (t, counties) whether the team has the county as host.
    team_hosts
        (t,) number of the team's set of host counties: teams of equal numbers have equal hosts.
    slots_of_seat
        Position of the slot that holds nothing but this seat.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.rules = instance.rules
        self.round_order = tuple(sorted(instance.rounds, key=lambda item: (item.start, item.id)))
        self.order = {item.id: at for at, item in enumerate(self.round_order)}
        self.rounds: tuple[Round, ...] = tuple(item for item in self.round_order if item.status == "planned")
        self.round_at = {item.id: at for at, item in enumerate(self.rounds)}
        self.people: tuple[Person, ...] = instance.people
        self.teams: tuple[Team, ...] = tuple(team for team in instance.teams if team.round in self.round_at)
        self.person_at = {person.id: at for at, person in enumerate(self.people)}
        self.team_at = {team.id: at for at, team in enumerate(self.teams)}
        self.county_at = {county.id: at for at, county in enumerate(instance.counties)}
        self.unit_at = {unit.id: at for at, unit in enumerate(instance.units)}
        self.n = len(self.people)
        self._holders: dict[tuple[str, int], BoolArray] = {}
        self._index_people()
        self._index_history()
        self._index_teams()

    def _index_people(self) -> None:
        people = self.people
        self.work_county = np.array([self._county_code(p.work_county) for p in people], dtype=np.int64)
        self.work_unit = np.array([self.unit_at[p.work_unit] for p in people], dtype=np.int64)
        self.full_time = np.array(["full-time" in p.pools for p in people], dtype=bool)
        self.full_member = np.array([p.party == "full" for p in people], dtype=bool)
        self.woman = np.array([p.gender == "female" for p in people], dtype=bool)
        ladder = self.instance.ranks
        self.rank = np.array([-1 if p.rank is None else ladder.step(p.rank) for p in people], dtype=np.int64)
        born = np.array([(int(p.birth[:4]), int(p.birth[5:])) for p in people], dtype=np.int64).reshape(-1, 2)
        starts = [item.start for item in self.rounds]
        self.ages = np.array(
            [start.year - born[:, 0] - (start.month < born[:, 1]) for start in starts], dtype=np.int64
        )

    def _county_code(self, place: str | None) -> int:
        if place is None:
            return -3
        return self.county_at.get(place, -1 if place == CITY else -2)

    def _index_history(self) -> None:
        past: list[set[str]] = [set() for _ in self.people]
        for record in self.instance.history:
            past[self.person_at[record.person]].add(record.round)
        self.past_rounds = tuple(frozenset(item) for item in past)
        self.earlier = np.array(
            [p.earlier_rounds + len(done) for p, done in zip(self.people, past, strict=True)], dtype=np.int64
        )

    def _index_teams(self) -> None:
        self.team_round = np.array([self.round_at[team.round] for team in self.teams], dtype=np.int64)
        self.host = np.zeros((len(self.teams), len(self.county_at)), dtype=bool)
        for at, team in enumerate(self.teams):
            for county in team.host_counties:
                self.host[at, self.county_at[county]] = True
        kinds: dict[frozenset[str], int] = {}
        kind = [kinds.setdefault(frozenset(team.host_counties), len(kinds)) for team in self.teams]
        self.team_hosts = np.array(kind, dtype=np.int64)
        self.slots = _group_seats(self.instance, self.teams)
        self.slot_team = np.array([slot.team for slot in self.slots], dtype=np.int64)
        self.slot_round = self.team_round[self.slot_team]
        self.team_slots: list[list[int]] = [[] for _ in self.teams]
        for at, slot in enumerate(self.slots):
            self.team_slots[slot.team].append(at)
        self.team_size = np.array([len(team.seats) for team in self.teams], dtype=np.int64)
        own = [self.rounds[at] for at in self.team_round.tolist()]
        days = [
            (team.start or item.start, team.end or item.end)
            for team, item in zip(self.teams, own, strict=True)
        ]
        self.team_days = tuple(days)
        self.slots_of_seat = {
            slot.seat_ids[0]: at for at, slot in enumerate(self.slots) if slot.capacity == 1
        }
        city_external = self.rules.city_class is None or self.rules.city_class.treat_as == "external"
        self._away = (self.work_county >= -1) if city_external else (self.work_county >= 0)
        self._away |= self.work_county == -2

    def find_locals(self, team: int) -> BoolArray:
        """(n,) who works in a host county of the team."""
        work = self.work_county
        return np.asarray((work >= 0) & self.host[team][work.clip(min=0)], dtype=bool)

    def find_externals(self, team: int) -> BoolArray:
        """(n,) who is external to the team."""
        return np.asarray(self._away & ~self.find_locals(team), dtype=bool)

    def holders(self, skill: str, level: int) -> BoolArray:
        """(n,) who holds a skill at a level or above."""
        key = (skill, level)
        if key not in self._holders:
            self._holders[key] = np.array(
                [any(s.skill == skill and s.level >= level for s in p.skills) for p in self.people],
                dtype=bool,
            )
        return self._holders[key]

    def origin(self, slot: int) -> str:
        """Origin of a slot's seats; ``any`` while the rule origin is off."""
        return "any" if self.rules.origin is None else self.slots[slot].seat.origin

    @property
    def overlap_cliques(self) -> list[list[int]]:
        """Maximal sets of teams that share a day, by team position."""
        starts = sorted({start for start, _ in self.team_days})
        sets = [
            frozenset(at for at, (start, end) in enumerate(self.team_days) if start <= day <= end)
            for day in starts
        ]
        return [sorted(item) for item in dict.fromkeys(sets) if not any(item < other for other in sets)]

    @cached_property
    def one_service(self) -> bool:
        """Whether a person serves at most once in a round and rounds are apart: all teams of one planned
        round overlap, and no two teams of different ones do."""
        cliques = [sorted(set(self.team_round[clique].tolist())) for clique in self.overlap_cliques]
        staffed = sorted(set(self.team_round.tolist()))
        return self.rules.one_seat is not None and sorted(cliques) == [[item] for item in staffed]

    @property
    def n_services(self) -> int:
        """Number of pairs of a planned round and a person."""
        return len(self.rounds) * self.n

    def services(self, slot: int) -> slice:
        """Where the services of the slot's round stand among all services."""
        first = int(self.slot_round[slot]) * self.n
        return slice(first, first + self.n)

    def before(self, item: Round, count: int) -> tuple[Round, ...]:
        """The ``count`` rounds of the city just before a round, fewer where there are not so many."""
        at = self.order[item.id]
        return self.round_order[max(0, at - count) : at]


def _group_seats(instance: Instance, teams: tuple[Team, ...]) -> tuple[Slot, ...]:
    single = {pin.seat for pin in instance.pins} | {waiver.seat for waiver in instance.waivers}
    if instance.baseline is not None:
        single |= {item.seat for item in instance.baseline.seats if item.person is None}
    slots: list[Slot] = []
    for at, team in enumerate(teams):
        groups: dict[tuple[object, ...], list[Seat]] = {}
        for seat in team.seats:
            alone = seat.id if seat.id in single else None
            key = (
                seat.role,
                seat.origin,
                frozenset(seat.pools),
                seat.source_set,
                seat.duty,
                seat.side,
                alone,
            )
            groups.setdefault(key, []).append(seat)
        slots.extend(Slot(at, seats[0], tuple(seat.id for seat in seats)) for seats in groups.values())
    return tuple(slots)
