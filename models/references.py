"""Cross-checks between the parts of an instance: every fault at once, each with its place.

The checks work on `Parts`, lists in which ``None`` stands for an item that could not be read, so that
a file with broken items still gets its broken references reported in the same go.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from bianzu.models.base import OUTSIDE, RESERVED_PLACES
from bianzu.models.decisions import DonorLimit, Pin, Waiver
from bianzu.models.errors import Problem
from bianzu.models.geography import County, RankLadder, WorkUnit
from bianzu.models.people import Person, RecusalRequest, Relation, Unfit
from bianzu.models.rounds import HistoryRecord, Round, Team
from bianzu.models.settings import ApartPair, RuleSettings, TogetherPair

if TYPE_CHECKING:
    from bianzu.models.instance import Instance

__all__ = ["WAIVABLE_RULES", "Parts", "find_part_problems", "find_reference_problems"]

WAIVABLE_RULES = frozenset(
    {
        "rank",
        "desks",
        "sender-spread",
        "place",
        "interest",
        "system",
        "in-team",
        "repeat-unit",
        "fresh-pairing",
        "flow-balance",
        "skill-mix",
        "service-cap",
        "rest",
        "borrow-cap",
        "tenure",
    }
)
"""Rules of hardness H* in the rulebook, in whole or in one clause."""


@dataclass(frozen=True)
class Parts:
    """The parts of an instance that could be read; ``None`` keeps the place of one that could not.

    ``unread_ids`` holds, per kind, ids of items that exist but could not be read.
    """

    as_of: date | None = None
    ranks: RankLadder | None = None
    rules: RuleSettings | None = None
    counties: Sequence[County | None] = ()
    units: Sequence[WorkUnit | None] = ()
    people: Sequence[Person | None] = ()
    relations: Sequence[Relation | None] = ()
    recusal_requests: Sequence[RecusalRequest | None] = ()
    unfit: Sequence[Unfit | None] = ()
    donors: Sequence[DonorLimit | None] = ()
    source_sets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rounds: Sequence[Round | None] = ()
    teams: Sequence[Team | None] = ()
    history: Sequence[HistoryRecord | None] = ()
    pins: Sequence[Pin | None] = ()
    waivers: Sequence[Waiver | None] = ()
    unread_ids: Mapping[str, frozenset[str]] = field(default_factory=dict)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T")


def _items(items: Sequence[_T | None]) -> Iterator[tuple[int, _T]]:
    return ((position, item) for position, item in enumerate(items) if item is not None)


def find_reference_problems(instance: "Instance") -> list[Problem]:
    """Every broken cross-reference of a complete instance."""
    return find_part_problems(
        Parts(
            as_of=instance.as_of,
            ranks=instance.ranks,
            rules=instance.rules,
            counties=instance.counties,
            units=instance.units,
            people=instance.people,
            relations=instance.relations,
            recusal_requests=instance.recusal_requests,
            unfit=instance.unfit,
            donors=instance.donors,
            source_sets=instance.source_sets,
            rounds=instance.rounds,
            teams=instance.teams,
            history=instance.history,
            pins=instance.pins,
            waivers=instance.waivers,
        )
    )


def find_part_problems(parts: Parts) -> list[Problem]:
    """Every broken cross-reference among the parts that could be read."""
    return _Checker(parts).run()


class _Checker:
    """Collects problems; one method per part of the instance."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.problems: list[Problem] = []
        self.counties = self._ids("county", parts.counties)
        self.units = self._ids("unit", parts.units)
        self.people = self._ids("person", parts.people)
        self.teams = self._ids("team", parts.teams)
        self.rounds = self._ids("round", parts.rounds)
        self.round_status = {item.id: item.status for _, item in _items(parts.rounds)}
        self.seats = {seat.id: team for _, team in _items(parts.teams) for seat in team.seats}
        ladder = parts.ranks
        self.ranks = None if ladder is None else {*ladder.steps, *ladder.equivalents}

    def _ids(self, kind: str, items: Sequence[_HasId | None]) -> set[str]:
        return {item.id for _, item in _items(items)} | self.parts.unread_ids.get(kind, frozenset())

    def run(self) -> list[Problem]:
        self._check_ids()
        self._check_ladder()
        self._check_counties()
        self._check_units()
        self._check_people()
        self._check_ties()
        self._check_lists()
        self._check_rounds()
        self._check_teams()
        self._check_history()
        self._check_pins()
        self._check_waivers()
        self._check_rules()
        return self.problems

    # -- small tools

    def _add(self, code: str, where: str, value: object, expected: str) -> None:
        text = None if value is None else repr(value) if isinstance(value, str) else str(value)
        if text is not None and len(text) > 80:
            text = text[:77] + "..."
        self.problems.append(Problem(code, where, text, expected))

    def _refer(self, value: str | None, known: Iterable[str] | None, where: str, kind: str) -> None:
        if value is not None and known is not None and value not in known:
            self._add("dangling-reference", where, value, f"the id of a listed {kind}")

    def _place(self, value: str | None, where: str, *, work: bool = False) -> None:
        allowed = RESERVED_PLACES if work else (OUTSIDE,)
        if value is not None and value not in allowed and value not in self.counties:
            words = "a county's id, " + ", ".join(f'"{name}"' for name in allowed) + " or null"
            self._add("dangling-reference", where, value, words)

    def _order(self, start: object, end: object, where: str) -> None:
        if start is not None and end is not None and str(start) > str(end):
            self._add("dates-reversed", where, f"{start} .. {end}", "a start that is not after the end")

    def _unique(self, values: Iterable[tuple[str, str]], kind: str) -> None:
        first: dict[str, str] = {}
        for where, value in values:
            if value in first:
                self._add(
                    "duplicate-id", where, value, f"an id of its own; {first[value]} has the same {kind}"
                )
            else:
                first[value] = where

    def _check_cycles(self, above: Mapping[str, str], places: Mapping[str, str]) -> None:
        done: set[str] = set()
        for origin in above:
            trail: list[str] = []
            seen: set[str] = set()
            node: str | None = origin
            while node is not None and node not in done and node not in seen:
                trail.append(node)
                seen.add(node)
                node = above.get(node)
            if node in seen:
                ring = [*trail[trail.index(str(node)) :], str(node)]
                self._add("cycle", places[str(node)], " -> ".join(ring[:8]), "superiors without a cycle")
            done.update(trail)

    # -- the parts

    def _check_ids(self) -> None:
        parts = self.parts
        kinds: tuple[tuple[str, str, Sequence[_HasId | None]], ...] = (
            ("counties", "county id", parts.counties),
            ("units", "unit id", parts.units),
            ("people", "person id", parts.people),
            ("rounds", "round id", parts.rounds),
            ("teams", "team id", parts.teams),
            ("recusal_requests", "request id", parts.recusal_requests),
            ("waivers", "waiver id", parts.waivers),
        )
        for name, kind, items in kinds:
            self._unique(((f"$.{name}[{at}].id", item.id) for at, item in _items(items)), kind)
        self._unique(
            (
                (f"$.teams[{at}].seats[{seat_at}].id", seat.id)
                for at, team in _items(parts.teams)
                for seat_at, seat in enumerate(team.seats)
            ),
            "seat id",
        )
        self._unique(((f"$.donors[{at}].unit", item.unit) for at, item in _items(parts.donors)), "unit")

    def _check_ladder(self) -> None:
        ladder = self.parts.ranks
        if ladder is None:
            return
        self._unique(((f"$.ranks.steps[{at}]", step) for at, step in enumerate(ladder.steps)), "rank")
        for name, step in ladder.equivalents.items():
            where = f"$.ranks.equivalents[{name!r}]"
            self._refer(step, ladder.steps, where, "step of the ladder")
            if name in ladder.steps:
                self._add("duplicate-id", where, name, "a name that is not itself a step of the ladder")

    def _check_counties(self) -> None:
        for at, county in _items(self.parts.counties):
            if county.id in RESERVED_PLACES:
                self._add("reserved-id", f"$.counties[{at}].id", county.id, f"not one of {RESERVED_PLACES}")
            for other in county.distances:
                self._refer(other, self.counties, f"$.counties[{at}].distances", "county")

    def _check_units(self) -> None:
        above: dict[str, str] = {}
        places: dict[str, str] = {}
        for at, unit in _items(self.parts.units):
            where = f"$.units[{at}]"
            self._refer(unit.county, self.counties, f"{where}.county", "county")
            self._refer(unit.superior, self.units, f"{where}.superior", "unit")
            self._refer(unit.head_rank, self.ranks, f"{where}.head_rank", "rank")
            for member_at, member in enumerate(unit.leading_group):
                self._refer(
                    member.person, self.people, f"{where}.leading_group[{member_at}].person", "person"
                )
            if unit.superior is not None:
                above[unit.id] = unit.superior
                places[unit.id] = f"{where}.superior"
        self._check_cycles(above, places)

    def _check_people(self) -> None:
        above: dict[str, str] = {}
        places: dict[str, str] = {}
        for at, person in _items(self.parts.people):
            where = f"$.people[{at}]"
            self._check_person(person, where)
            if person.superior is not None:
                above[person.id] = person.superior
                places[person.id] = f"{where}.superior"
        self._check_cycles(above, places)

    def _check_person(self, person: Person, where: str) -> None:
        self._refer(person.rank, self.ranks, f"{where}.rank", "rank")
        self._refer(person.work_unit, self.units, f"{where}.work_unit", "unit")
        self._refer(person.superior, self.people, f"{where}.superior", "person")
        self._place(person.work_county, f"{where}.work_county", work=True)
        self._place(person.native, f"{where}.native")
        self._place(person.grown, f"{where}.grown")
        self._place(person.residence, f"{where}.residence")
        self._place(person.birth_place, f"{where}.birth_place")
        self._place(person.spouse_work, f"{where}.spouse_work")
        self._unique(((f"{where}.pools", pool) for pool in person.pools), "pool")
        self._unique(((f"{where}.skills", item.skill) for item in person.skills), "skill")
        if self.parts.as_of is not None and person.birth > self.parts.as_of.isoformat()[:7]:
            self._add("date-in-future", f"{where}.birth", person.birth, "a month before the as-of date")
        for leave_at, leave in enumerate(person.leave):
            self._order(leave.start, leave.end, f"{where}.leave[{leave_at}]")
        for entry_at, entry in enumerate(person.career or ()):
            here = f"{where}.career[{entry_at}]"
            self._order(entry.start, entry.end, here)
            self._refer(entry.unit, self.units, f"{here}.unit", "unit")
            self._place(entry.county, f"{here}.county")

    def _check_ties(self) -> None:
        for at, relation in _items(self.parts.relations):
            where = f"$.relations[{at}]"
            self._refer(relation.person, self.people, f"{where}.person", "person")
            self._refer(relation.other_person, self.people, f"{where}.other_person", "person")
            self._refer(relation.other_unit, self.units, f"{where}.other_unit", "unit")
            self._order(relation.start, relation.end, where)
            if (relation.other_person is None) == (relation.other_unit is None):
                self._add("one-of", where, None, "exactly one of other_person and other_unit")
            if relation.other_person == relation.person:
                self._add("self-reference", f"{where}.other_person", relation.person, "another person")
        for at, request in _items(self.parts.recusal_requests):
            where = f"$.recusal_requests[{at}]"
            self._refer(request.person, self.people, f"{where}.person", "person")
            self._refer(request.county, self.counties, f"{where}.county", "county")
            self._refer(request.unit, self.units, f"{where}.unit", "unit")
            if (request.county is None) == (request.unit is None):
                self._add("one-of", where, None, "exactly one of county and unit")
        for at, entry in _items(self.parts.unfit):
            where = f"$.unfit[{at}]"
            self._refer(entry.person, self.people, f"{where}.person", "person")
            self._refer(entry.county, self.counties, f"{where}.county", "county")
            self._refer(entry.unit, self.units, f"{where}.unit", "unit")
            if entry.county is not None and entry.unit is not None:
                self._add("one-of", where, None, "at most one of county and unit")

    def _check_lists(self) -> None:
        for at, donor in _items(self.parts.donors):
            self._refer(donor.unit, self.units, f"$.donors[{at}].unit", "unit")
        for name, members in self.parts.source_sets.items():
            for at, member in enumerate(members):
                self._refer(member, self.people, f"$.source_sets[{name!r}][{at}]", "person")

    def _check_rounds(self) -> None:
        rounds = list(_items(self.parts.rounds))
        planned = [item.start for _, item in rounds if item.status == "planned"]
        for at, item in rounds:
            where = f"$.rounds[{at}]"
            self._order(item.start, item.end, where)
            if item.status == "past" and planned and item.start >= min(planned):
                self._add(
                    "round-order", f"{where}.start", str(item.start), "a past round before every planned one"
                )
            if item.status == "announced" and planned and item.start <= max(planned):
                self._add(
                    "round-order",
                    f"{where}.start",
                    str(item.start),
                    "an announced round after every planned one",
                )
        if not planned and all(item is not None for item in self.parts.rounds):
            self._add("no-planned-round", "$.rounds", None, 'at least one round with status "planned"')

    def _check_teams(self) -> None:
        for at, team in _items(self.parts.teams):
            where = f"$.teams[{at}]"
            self._refer(team.round, self.rounds, f"{where}.round", "round")
            if self.round_status.get(team.round, "planned") != "planned":
                self._add("round-not-planned", f"{where}.round", team.round, "a planned round")
            self._refer(team.parent_team, self.teams, f"{where}.parent_team", "team")
            self._order(team.start, team.end, where)
            self._unique(((f"{where}.host_counties", county) for county in team.host_counties), "county")
            self._unique(((f"{where}.units", unit) for unit in team.units), "unit")
            for county in team.host_counties:
                self._refer(county, self.counties, f"{where}.host_counties", "county")
            for unit in team.units:
                self._refer(unit, self.units, f"{where}.units", "unit")
            for seat_at, seat in enumerate(team.seats):
                self._refer(
                    seat.source_set,
                    self.parts.source_sets,
                    f"{where}.seats[{seat_at}].source_set",
                    "source set",
                )
        counties = {unit.id: unit.county for _, unit in _items(self.parts.units)}
        for at, team in _items(self.parts.teams):
            for unit_id in team.units:
                home = counties.get(unit_id)
                if home is not None and home not in team.host_counties:
                    self._add(
                        "unit-not-in-host-county",
                        f"$.teams[{at}].units",
                        unit_id,
                        f"a unit of {', '.join(team.host_counties)} or a city-level one",
                    )

    def _check_history(self) -> None:
        for at, record in _items(self.parts.history):
            where = f"$.history[{at}]"
            self._refer(record.round, self.rounds, f"{where}.round", "round")
            if self.round_status.get(record.round, "past") != "past":
                self._add("round-not-past", f"{where}.round", record.round, "a past round")
            self._refer(record.person, self.people, f"{where}.person", "person")
            for county in record.counties:
                self._refer(county, self.counties, f"{where}.counties", "county")
            for unit in record.units:
                self._refer(unit, self.units, f"{where}.units", "unit")
        self._unique(
            (
                (f"$.history[{at}]", f"{record.round} / {record.team} / {record.person}")
                for at, record in _items(self.parts.history)
            ),
            "round, team and person",
        )

    def _check_pins(self) -> None:
        for at, pin in _items(self.parts.pins):
            where = f"$.pins[{at}]"
            self._refer(pin.person, self.people, f"{where}.person", "person")
            self._refer(pin.round, self.rounds, f"{where}.round", "round")
            self._refer(pin.team, self.teams, f"{where}.team", "team")
            if self.round_status.get(pin.round or "", "planned") != "planned":
                self._add("round-not-planned", f"{where}.round", pin.round, "a planned round")
            if not any(item is None for item in self.parts.teams):
                self._refer(pin.seat, self.seats, f"{where}.seat", "seat")
            if pin.kind == "lock" and pin.seat is None:
                self._add("lock-needs-seat", where, None, "the seat that the person keeps")
            owner = self.seats.get(pin.seat or "")
            if owner is not None and pin.team not in (None, owner.id):
                self._add("pin-mismatch", f"{where}.team", pin.team, f"the seat's team {owner.id}")
            team_id = pin.team or (owner.id if owner is not None else None)
            rounds = {team.id: team.round for _, team in _items(self.parts.teams)}
            if pin.round is not None and team_id in rounds and rounds[team_id] != pin.round:
                self._add("pin-mismatch", f"{where}.round", pin.round, f"the team's round {rounds[team_id]}")

    def _check_waivers(self) -> None:
        for at, waiver in _items(self.parts.waivers):
            where = f"$.waivers[{at}]"
            if waiver.rule not in WAIVABLE_RULES:
                self._add("not-waivable", f"{where}.rule", waiver.rule, "a rule of hardness H*")
            self._refer(waiver.person, self.people, f"{where}.person", "person")
            self._refer(waiver.team, self.teams, f"{where}.team", "team")
            self._refer(waiver.unit, self.units, f"{where}.unit", "unit")
            if not any(item is None for item in self.parts.teams):
                self._refer(waiver.seat, self.seats, f"{where}.seat", "seat")
            for county in waiver.counties or ():
                self._refer(county, self.counties, f"{where}.counties", "county")
            self._order(waiver.granted, waiver.expires, where)

    def _check_rules(self) -> None:
        rules = self.parts.rules
        if rules is None:
            return
        if rules.seniority is not None:
            self._refer(rules.seniority.senior, self.ranks, "$.rules.seniority.senior", "rank")
            self._refer(rules.seniority.junior, self.ranks, "$.rules.seniority.junior", "rank")
        if rules.age_bands is not None and rules.age_bands.young >= rules.age_bands.middle:
            self._add("bad-band", "$.rules.age-bands", rules.age_bands.young, "young below middle")
        pairs: dict[str, tuple[TogetherPair | ApartPair, ...]] = {
            "together": rules.together.pairs if rules.together else (),
            "apart": rules.apart.pairs if rules.apart else (),
        }
        for name, listed in pairs.items():
            for at, pair in enumerate(listed):
                where = f"$.rules.{name}.pairs[{at}]"
                self._refer(pair.a, self.people, f"{where}.a", "person")
                self._refer(pair.b, self.people, f"{where}.b", "person")
                if pair.a == pair.b:
                    self._add("self-reference", where, pair.a, "two different people")
            self._unique(
                (
                    (f"$.rules.{name}.pairs[{at}]", " / ".join(sorted((pair.a, pair.b))))
                    for at, pair in enumerate(listed)
                ),
                "pair",
            )
