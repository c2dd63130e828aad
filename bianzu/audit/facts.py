"""An instance seen through the questions that rules ask: who has which record, tie, seat, round."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from copy import copy
from datetime import date
from functools import cached_property
from typing import TypeVar

from bianzu.audit.asked import Asked
from bianzu.audit.calendar import add_months
from bianzu.audit.flows import PastFlows
from bianzu.audit.posts import Posts
from bianzu.audit.views import Contact, SeatView, TeamView, Tie
from bianzu.models import (
    BelowCompetent,
    HistoryRecord,
    Instance,
    LeavePeriod,
    Origin,
    Person,
    Pin,
    RecusalRequest,
    Round,
    Seat,
    SkillNeed,
    Team,
    Unfit,
    Waiver,
    WorkUnit,
)

__all__ = ["Facts", "Numbered"]

_T = TypeVar("_T")
Numbered = tuple[str, _T]
"""A row of the instance with its JSON path."""


def _group(pairs: Iterable[tuple[str, _T]]) -> dict[str, list[_T]]:
    groups: defaultdict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


class Facts:
    """Indices over one instance. Built once, read by every rule."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.rules = instance.rules
        self.on = frozenset(instance.rules.on)
        self.people: dict[str, Person] = instance.person_by_id
        self.units: dict[str, WorkUnit] = instance.unit_by_id
        self.positions = {person.id: at for at, person in enumerate(instance.people)}
        self.full_time = frozenset(p.id for p in instance.people if "full-time" in p.pools)
        self.rounds: tuple[Round, ...] = tuple(sorted(instance.rounds, key=lambda r: (r.start, r.id)))
        self.order = {item.id: at for at, item in enumerate(self.rounds)}
        self.planned = tuple(item for item in self.rounds if item.status == "planned")
        self.sources = {name: frozenset(members) for name, members in instance.source_sets.items()}
        self.donor_limits = {donor.unit: donor.limit for donor in instance.donors}
        self._kinds: dict[str, list[SeatView]] = {}
        self._waived_seats = frozenset(waiver.seat for waiver in instance.waivers)
        self.risks: dict[tuple[str, str], tuple[str, ...] | None] = {}
        """What bars new cadres from whole rounds, as `cadres` finds it."""
        self.needs: dict[str, dict[str, SkillNeed]] = {}
        """Skills that teams need, as `skills` finds them."""
        self.skilled: dict[tuple[str, str], frozenset[str]] = {}
        """Of a team's skills those that somebody holds, as `skills` finds them."""
        self.asked: dict[str, tuple[Asked, ...]] = {}
        """What minima ask of teams, as `minima` finds it."""
        self.counting: dict[tuple[str, str, str], tuple[bool, ...]] = {}
        """For which of a team's minima somebody on a seat would count, as `minima` finds it."""
        self._complete = False
        self._index_records()
        self.teams = {team.id: self._view_team(team) for team in instance.teams}
        self.views = {seat.id: view for team in instance.teams for seat, view in self._view_seats(team)}
        self.seats = self.views
        """Seats to look at; ``views`` has every one."""

    def _index_records(self) -> None:
        instance = self.instance
        self.history: dict[str, list[Numbered[HistoryRecord]]] = _group(
            (record.person, (f"$.history[{at}]", record)) for at, record in enumerate(instance.history)
        )
        self.unfit: dict[str, list[Numbered[Unfit]]] = _group(
            (entry.person, (f"$.unfit[{at}]", entry)) for at, entry in enumerate(instance.unfit)
        )
        self.requests: dict[str, list[Numbered[RecusalRequest]]] = _group(
            (request.person, (f"$.recusal_requests[{at}]", request))
            for at, request in enumerate(instance.recusal_requests)
        )
        self.forbidding_pins: dict[str, list[Pin]] = _group(
            (pin.person, pin) for pin in instance.pins if pin.kind == "must-not"
        )
        self.waivers: dict[str, list[Waiver]] = _group((w.rule, w) for w in instance.waivers)
        self.past_rounds: dict[str, frozenset[str]] = {
            person: frozenset(record.round for _, record in records)
            for person, records in self.history.items()
        }
        self.leads: dict[str, list[str]] = _group(
            (member.person, unit.id)
            for unit in instance.units
            for member in unit.leading_group
            if member.person is not None
        )

    def _view_team(self, team: Team) -> TeamView:
        item = self.instance.round_by_id[team.round]
        units = tuple(self.units[unit] for unit in team.units)
        heads = [self.step(unit.head_rank) for unit in units if unit.head_rank is not None]
        return TeamView(
            team=team,
            round=item,
            start=team.start or item.start,
            end=team.end or item.end,
            hosts=frozenset(team.host_counties),
            units=units,
            neighbours={unit.id: self._neighbours(unit) for unit in units},
            head_step=max(heads, default=None),
        )

    def _view_seats(self, team: Team) -> Iterator[tuple[Seat, SeatView]]:
        for seat in team.seats:
            origin: Origin = "any" if self.rules.origin is None else seat.origin
            yield seat, SeatView(seat=seat, origin=origin, on=self.teams[team.id])

    @cached_property
    def _subordinates(self) -> dict[str, list[str]]:
        return _group((u.superior, u.id) for u in self.instance.units if u.superior is not None)

    def _neighbours(self, unit: WorkUnit) -> frozenset[str]:
        above = () if unit.superior is None else (unit.superior,)
        return frozenset((unit.id, *above, *self._subordinates.get(unit.id, ())))

    @cached_property
    def _steps(self) -> dict[str, int]:
        ladder = self.instance.ranks
        return {name: ladder.step(name) for name in (*ladder.steps, *ladder.equivalents)}

    def step(self, rank: str) -> int:
        """Position of a rank on the ladder, 0 the lowest."""
        return self._steps[rank]

    @cached_property
    def ties(self) -> dict[str, list[Tie]]:
        """Relations of each person, those between people from both ends."""
        return _group(self._relation_ends())

    def _relation_ends(self) -> Iterator[tuple[str, Tie]]:
        for at, relation in enumerate(self.instance.relations):
            row = f"$.relations[{at}]"
            yield relation.person, Tie(relation.kind, relation.other_person, row)
            if relation.other_person is not None:
                yield relation.other_person, Tie(relation.kind, relation.person, row)

    @cached_property
    def senders(self) -> dict[tuple[str, str], set[str]]:
        """By post and past round, the work units of the people recorded there."""
        found: dict[tuple[str, str], set[str]] = {}
        for record in self.instance.history:
            for unit in record.units:
                sender = self.people[record.person].work_unit
                found.setdefault((unit, record.round), set()).add(sender)
        return found

    @cached_property
    def contacts(self) -> dict[str, list[Contact]]:
        """For each person, everybody in a unit to whom a relation ties him or her."""
        return _group(self._find_contacts())

    def _find_contacts(self) -> Iterator[tuple[str, Contact]]:
        for at, relation in enumerate(self.instance.relations):
            row = f"$.relations[{at}]"
            kind, start, end = relation.kind, relation.start, relation.end
            if relation.other_unit is not None:
                leader = relation.other_is_leader
                yield relation.person, Contact(relation.other_unit, leader, kind, start, end, row)
            if relation.other_person is not None:
                for here, there in (
                    (relation.person, relation.other_person),
                    (relation.other_person, relation.person),
                ):
                    for unit, leader in self._belongs(there):
                        yield here, Contact(unit, leader, kind, start, end, row)

    def _belongs(self, person: str) -> Iterator[tuple[str, bool]]:
        """Units that a person is in: the place of work, and those whose leading group lists the person."""
        led = self.leads.get(person, [])
        yield from ((unit, True) for unit in led)
        work = self.people[person].work_unit
        if work not in led:
            yield work, False

    @cached_property
    def posts(self) -> Posts:
        """Inspected units with their rounds."""
        return Posts(self.instance, self.rounds)

    @cached_property
    def past_flows(self) -> PastFlows:
        """Which county sent to which in past rounds."""
        return PastFlows(self.instance)

    def is_whole(self, team: TeamView) -> bool:
        """Whether a team comes from one county; without the rule cross-form every team is mixed."""
        return self.rules.cross_form is not None and team.team.cross_form == "whole"

    def last(self, item: Round, span: int) -> tuple[Round, ...]:
        """The last ``span`` rounds of the city before a round."""
        now = self.order[item.id]
        return self.rounds[max(0, now - span) : now]

    @cached_property
    def earlier_rounds(self) -> dict[str, int]:
        """Stated count plus past rounds with a record; planned rounds do not count."""
        return {
            person.id: person.earlier_rounds + len(self.past_rounds.get(person.id, ()))
            for person in self.instance.people
        }

    @cached_property
    def assumed_round(self) -> date | None:
        """Start of the round that is assumed when none is announced: 4 months after the last planned."""
        if any(item.status == "announced" for item in self.rounds):
            return None
        return add_months(max(item.start for item in self.planned), 4)

    def seat_kinds(self, item: str) -> list[SeatView]:
        """One seat of a round for each kind that no exclusion but a pin tells apart."""
        kinds = self._kinds.get(item)
        if kinds is None:
            found: dict[tuple[object, ...], SeatView] = {}
            for view in self.seats.values():
                if view.on.round.id == item:
                    found.setdefault(self.name_kind(view), view)
            kinds = self._kinds[item] = list(found.values())
        return kinds

    def name_kind(self, view: SeatView) -> tuple[object, ...]:
        """The same for all seats that no exclusion but a pin tells apart."""
        seat = view.seat
        own = seat.id if seat.id in self._waived_seats else None
        return view.on.team.id, seat.role, view.origin, seat.pools, seat.source_set, own

    def without(self, rules: Collection[str]) -> "Facts":
        """The same facts where some rules are off: none of the exclusions, for what they bar is looked up
        once for all."""
        part = copy(self._ready())
        part.rules = self.rules.model_copy(update={name.replace("-", "_"): None for name in rules})
        part.on = self.on - frozenset(rules)
        part.asked, part.counting = {}, {}
        return part

    def restrict(self, people: Collection[str], teams: Collection[str], seats: Collection[str]) -> "Facts":
        """The same facts with some people, teams and seats only."""
        part = copy(self._ready())
        part.people = {name: self.people[name] for name in people}
        part.teams = {name: self.teams[name] for name in teams}
        part.seats = {name: self.seats[name] for name in seats}
        return part

    def _ready(self) -> "Facts":
        """With every look-up done, so that parts share them."""
        if not self._complete:
            for name, value in vars(Facts).items():
                if isinstance(value, cached_property):
                    getattr(self, name)
            for item in self.planned:
                self.seat_kinds(item.id)
            self._complete = True
        return self

    @cached_property
    def places(self) -> dict[str, frozenset[str | None]]:
        """Counties that tie each person: the six places, and those of county-managed posts."""
        return {person.id: frozenset(_list_places(person)) for person in self.instance.people}

    @cached_property
    def silent(self) -> dict[str, frozenset[str]]:
        """For each person, the rules with nothing on record that could speak against any seat."""
        return {person.id: frozenset(self._list_silent(person)) for person in self.instance.people}

    def _list_silent(self, person: Person) -> Iterator[str]:
        tied, past = person.id in self.contacts, self.past_rounds.get(person.id, frozenset())
        cap, rest = self.rules.service_cap, self.rules.rest
        one_round = len(self.planned) == 1
        grade, rating = self.last_ratings[person.id], self.rules.rating
        prefers = rating is not None and rating.preference > 0 and grade not in (None, "excellent")
        for rule, quiet in (
            ("rating", grade not in BelowCompetent and not prefers),
            ("kin", not tied),
            ("interest", not tied and person.id not in self.requests),
            ("system", self.units[person.work_unit].system is None),
            ("repeat-unit", one_round and not past),
            ("repeat-county", one_round and not past),
            ("no-return", one_round and not past),
            ("unfit", person.id not in self.unfit),
            ("service-cap", cap is None or len(past) < min(cap.cap, cap.y)),
            ("rest", rest is None or len(past) < rest.c),
        ):
            if quiet:
                yield rule

    def row(self, person: str) -> str:
        """JSON path of a person."""
        return f"$.people[{self.positions[person]}]"

    def is_local(self, person: Person, team: TeamView) -> bool:
        """The work county is one of the host counties."""
        return person.work_county in team.hosts

    def is_external(self, person: Person, team: TeamView) -> bool:
        """The work county is known and no host county; city-level people by the rule city-class."""
        if person.work_county is None or person.work_county in team.hosts:
            return False
        setting = self.rules.city_class
        return person.work_county != "city" or setting is None or setting.treat_as == "external"

    def is_on_leave(self, person: Person, item: Round) -> bool:
        """A leave day lies within the round."""
        return any(_overlaps(leave, item) for leave in person.leave)

    @cached_property
    def last_ratings(self) -> dict[str, str | None]:
        """Rating in the latest round with one (the last row of the file, if several), else the stated one."""
        return {person.id: self._last_rating(person) for person in self.instance.people}

    def _last_rating(self, person: Person) -> str | None:
        records = [record for _, record in self.history.get(person.id, ()) if record.rating is not None]
        latest = max((self.order[record.round] for record in records), default=None)
        ratings = [record.rating for record in records if self.order[record.round] == latest]
        return ratings[-1] if ratings else person.last_rating

    @cached_property
    def worked(self) -> dict[str, frozenset[str | None]]:
        """Units in which each person works or worked."""
        return {
            person.id: frozenset((person.work_unit, *(entry.unit for entry in person.career or ())))
            for person in self.instance.people
        }


def _list_places(person: Person) -> Iterator[str | None]:
    yield from (person.work_county, person.grown, person.native)
    yield from (person.residence, person.birth_place, person.spouse_work)
    yield from (entry.county for entry in person.career or () if entry.county_managed)


def _overlaps(leave: LeavePeriod, item: Round) -> bool:
    return leave.start <= item.end and item.start <= leave.end
