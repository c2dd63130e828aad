"""Demands of an explanation as the instance states them, and who is able to meet each where."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from bianzu.audit.asked import Asked
from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Charge, find_waiver
from bianzu.audit.rules.duties import Duties
from bianzu.audit.rules.minima import list_asked
from bianzu.audit.rules.post_rules import find_absences
from bianzu.audit.rules.structure import covers_seat
from bianzu.audit.seating import Seating
from bianzu.audit.shortages import Searcher
from bianzu.audit.views import SeatView, TeamView
from bianzu.models import Cause, Demand, Exclusion, Lack, Ordered, Person

__all__ = ["Places", "name_demand"]

_Name = tuple[str, str | None, str, str | None, str | None, str | None, str | None, str | None]


def name_demand(demand: Demand) -> _Name:
    """What tells a demand from others."""
    return (
        demand.rule,
        demand.clause,
        demand.round,
        demand.team,
        demand.seat,
        demand.skill,
        demand.person,
        demand.unit,
    )


@dataclass
class Places:
    """The demands of one instance; ``empty`` seats and ``missing`` units are what earlier causes lack."""

    facts: Facts
    empty: set[str] = field(default_factory=set)
    missing: dict[_Name, int] = field(default_factory=dict)

    _spots: dict[_Name, list[tuple[Person, SeatView]]] = field(default_factory=dict)

    @cached_property
    def _searcher(self) -> Searcher:
        return Searcher(self.facts, Seating())

    @cached_property
    def duties(self) -> Duties:
        """What new cadres owe."""
        return Duties(self.facts)

    def lack(self, item: Lack) -> None:
        """Take units of a demand for missing from now on."""
        self._spots.clear()
        if item.demand.seat is not None:
            self.empty.add(item.demand.seat)
        else:
            name = name_demand(item.demand)
            self.missing[name] = self.missing.get(name, 0) + item.units

    # -- what the instance asks for

    def state(self, demand: Demand) -> Demand | None:
        """The demand as the instance has it, ``None`` when it asks for no such thing."""
        facts = self.facts
        if demand.rule == "seats":
            view = facts.seats.get(demand.seat or "")
            if view is None or facts.rules.seats is None:
                return None
            return Demand(rule="seats", round=view.on.round.id, team=view.on.team.id, seat=view.seat.id)
        if demand.rule == "new-cadre":
            return self._state_duty(demand)
        if demand.rule == "presence":
            return self._state_days(demand)
        asked = self.find_asked(demand)
        if asked is None or asked.force == "soft" or not asked.need or facts.rules.seats is None:
            return None
        team = facts.teams[demand.team or ""]
        charge = Charge(
            rule=asked.rule, clause=asked.clause, force=asked.force, round=team.round, team=team.team.id
        )
        waiver = find_waiver(facts.waivers, charge)
        return Demand(
            rule=asked.rule,
            clause=asked.clause,
            round=team.round.id,
            team=team.team.id,
            skill=asked.skill,
            need=asked.need,
            waived=0 if waiver is None else min(asked.need, waiver.amount),
        )

    def _state_duty(self, demand: Demand) -> Demand | None:
        duty = self.duties.find(demand.round, demand.person or "")
        if duty is None or not self.duties.is_hard(demand.round, demand.person or ""):
            return None
        return Demand(rule="new-cadre", round=demand.round, person=demand.person, need=duty.owed)

    def _state_days(self, demand: Demand) -> Demand | None:
        setting = self.facts.rules.presence
        for item in find_absences(self.facts):
            if (item.unit, item.round, item.team) == (demand.unit, demand.round, demand.team):
                assert setting is not None
                return Demand(
                    rule="presence", round=item.round, team=item.team, unit=item.unit, need=setting.d
                )
        return None

    def find_asked(self, demand: Demand) -> Asked | None:
        """The minimum of a team that a demand names."""
        team = self.facts.teams.get(demand.team or "")
        if team is None:
            return None
        wanted = (demand.rule, demand.clause, demand.skill)
        found = list_asked(self.facts, team)
        return next((item for item in found if (item.rule, item.clause, item.skill) == wanted), None)

    def left(self, demand: Demand, *, waived: bool = True) -> int:
        """Units of a demand that people are still asked for."""
        if demand.seat is not None:
            return int(demand.seat not in self.empty)
        need = demand.need - (demand.waived if waived else 0) - self.missing.get(name_demand(demand), 0)
        team = None if demand.person is not None else self.facts.teams.get(demand.team or "")
        seats = () if team is None else team.team.seats
        return max(0, need - sum(seat.id in self.empty for seat in seats))

    # -- where it can be met, and by whom

    def list_seats(self, demand: Demand) -> list[SeatView]:
        """The seats on which a demand can be met, but those that stay empty."""
        facts = self.facts
        if demand.seat is not None:
            views = [facts.seats[demand.seat]]
        elif demand.person is not None:
            rounds = self.list_rounds(demand)
            views = [view for view in facts.seats.values() if view.on.round.id in rounds]
        else:
            views = [facts.seats[seat.id] for seat in facts.teams[demand.team or ""].team.seats]
        return [view for view in views if view.seat.id not in self.empty]

    def list_rounds(self, demand: Demand) -> tuple[str, ...]:
        """The planned rounds in which a person's service counts."""
        duty = self.duties.find(demand.round, demand.person or "")
        return (demand.round,) if duty is None else (*duty.before, demand.round)

    def list_spots(self, demand: Demand) -> list[tuple[Person, SeatView]]:
        """People with no role-pools, source-sets or origin reason, and seats on which they count for a
        demand."""
        name = name_demand(demand)
        if name not in self._spots:
            asked = None if demand.seat is not None else self.find_asked(demand)
            self._spots[name] = [
                (person, view)
                for view in self.list_seats(demand)
                for person in self._searcher.list_candidates(view)
                if demand.person in (None, person.id) and (asked is None or asked.counted(person, view.seat))
            ]
        return self._spots[name]

    def find_bars(self, person: Person, view: SeatView) -> frozenset[str]:
        """Rules that bar a suited person from a seat, ``pins`` for any kind of pin."""
        pins = {"pins"} if self.list_orders(person, view) else set()
        return self._searcher.find_bars(person, view) | pins

    def is_open(
        self, person: Person, view: SeatView, rules: Collection[str] | None, orders: Collection[int]
    ) -> bool:
        """Whether a suited person may sit there as far as some rules and must or lock pins go; ``None``:
        all of them."""
        bars = self._searcher.find_bars(person, view)
        if rules is None:
            return not bars and not self.list_orders(person, view)
        return bars.isdisjoint(rules) and not any(at in orders for at in self.list_orders(person, view))

    def find_kept(self, cause: Cause, rule: str) -> tuple[set[str], set[str]]:
        """Whom a rule keeps from the seats of a cause's demands and pins, and the teams of these seats. In a
        count of people, those who can meet a demand elsewhere are left out."""
        rules = {item.rule for item in cause.members if isinstance(item, Exclusion)}
        kept, able, teams = set[str](), set[str](), set[str]()
        for person, view in self._list_spots(cause):
            if rule in self._searcher.find_bars(person, view):
                kept.add(person.id)
                teams.add(view.on.team.id)
            if self.is_open(person, view, rules, ()):
                able.add(person.id)
        counted = cause.hall is not None and cause.hall.by == "people"
        return (kept - able if counted else kept), teams

    def _list_spots(self, cause: Cause) -> Iterator[tuple[Person, SeatView]]:
        for member in cause.members:
            if isinstance(member, Demand):
                yield from self.list_spots(member)
            elif isinstance(member, Ordered):
                pin = self.facts.instance.pins[member.pin]
                if cause.hall is None:
                    for view in self.facts.seats.values():
                        people = self._searcher.list_candidates(view) if covers_seat(pin, view) else ()
                        yield from ((person, view) for person in people if person.id == pin.person)

    @cached_property
    def _ordered(self) -> dict[str, list[tuple[int, list[SeatView]]]]:
        found: dict[str, list[tuple[int, list[SeatView]]]] = {}
        for at, pin in enumerate(self.facts.instance.pins):
            if pin.kind != "must-not":
                covered = [view for view in self.facts.seats.values() if covers_seat(pin, view)]
                found.setdefault(pin.person, []).append((at, covered))
        return found

    def list_orders(self, person: Person, view: SeatView) -> list[int]:
        """Must and lock pins that ask for the person on seats elsewhere, which all overlap this one."""
        return [
            at
            for at, covered in self._ordered.get(person.id, ())
            if view not in covered and all(self.excludes(view.on, other.on) for other in covered)
        ]

    def excludes(self, team: TeamView, other: TeamView) -> bool:
        """Whether a seat on one team leaves no time for one on the other."""
        return team.team.id == other.team.id or (
            self.facts.rules.one_seat is not None and team.overlaps(other)
        )

    def are_together(self, demands: Iterable[Demand]) -> bool:
        """Whether the teams of some demands all overlap."""
        teams = [self.facts.teams[name] for name in {item.team or "" for item in demands}]
        return all(self.excludes(a, b) for a in teams for b in teams)
