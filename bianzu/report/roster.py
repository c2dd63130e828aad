"""Who sits where: one row per seat, ready for tables and for JSON."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bianzu.models import CITY, OUTSIDE, Assignment, Instance, Person, Plan, Problem, Round, Seat, Team
from bianzu.report.catalog import Words

__all__ = [
    "RosterRow",
    "county_name",
    "earlier_rounds",
    "find_mismatches",
    "list_roster",
    "person_name",
    "planned_rounds",
    "unit_name",
]


@dataclass(frozen=True)
class RosterRow:
    """One seat of a plan, filled or empty (``person`` and ``assignment`` are None)."""

    number: int
    team: Team
    seat: Seat
    assignment: Assignment | None
    person: Person | None
    age: int | None
    local: str | None
    earlier_rounds: int | None


def find_mismatches(instance: Instance, plan: Plan) -> list[Problem]:
    """Places where a plan speaks of things that the instance does not have."""
    problems = []
    for at, item in enumerate(plan.assignments):
        where = f"$.assignments[{at}]"
        kinds: tuple[tuple[str, str, Mapping[str, object], str], ...] = (
            ("round", item.round, instance.round_by_id, "round"),
            ("team", item.team, instance.team_by_id, "team"),
            ("seat", item.seat, instance.seat_by_id, "seat"),
            ("person", item.person, instance.person_by_id, "person"),
        )
        for field, value, known, kind in kinds:
            if value not in known:
                expected = f"the id of a listed {kind}"
                problems.append(Problem("dangling-reference", f"{where}.{field}", repr(value), expected))
    return problems


def list_roster(instance: Instance, plan: Plan) -> list[RosterRow]:
    """Every seat of every team in the instance's order, with whoever the plan puts on it."""
    by_seat = {item.seat: item for item in plan.assignments}
    past = earlier_rounds(instance)
    rows = []
    for team in instance.teams:
        start = instance.round_by_id[team.round].start
        for number, seat in enumerate(team.seats, 1):
            item = by_seat.get(seat.id)
            person = instance.person_by_id[item.person] if item is not None else None
            rows.append(
                RosterRow(
                    number=number,
                    team=team,
                    seat=seat,
                    assignment=item,
                    person=person,
                    age=None if person is None else _age(person.birth, start),
                    local=None if person is None else _locality(person, team),
                    earlier_rounds=None if person is None else past[person.id],
                )
            )
    return rows


def planned_rounds(instance: Instance) -> list[Round]:
    """The planned rounds in their order."""
    planned = (item for item in instance.rounds if item.status == "planned")
    return sorted(planned, key=lambda item: (item.start, item.id))


def earlier_rounds(instance: Instance) -> dict[str, int]:
    """Earlier rounds of every person: the stated count and the rounds on record."""
    on_record: dict[str, set[str]] = defaultdict(set)
    for record in instance.history:
        on_record[record.person].add(record.round)
    return {person.id: person.earlier_rounds + len(on_record[person.id]) for person in instance.people}


def _age(birth: str, day: date) -> int:
    year, month = int(birth[:4]), int(birth[5:7])
    return day.year - year - (day.month < month)


def _locality(person: Person, team: Team) -> str | None:
    if person.work_county is None:
        return None
    if person.work_county == CITY:
        return "city-level"
    return "local" if person.work_county in team.host_counties else "external"


def county_name(words: Words, instance: Instance, place: str | None) -> str:
    """Name of a county or of one of the reserved places."""
    if place is None:
        return words("place.unknown")
    if place in (CITY, OUTSIDE):
        return words.name("place", place)
    county = instance.county_by_id.get(place)
    return place if county is None else county.name or place


def person_name(instance: Instance, person_id: str) -> str:
    """Name of a person, the id when there is none."""
    person = instance.person_by_id.get(person_id)
    return person_id if person is None else person.name or person_id


def unit_name(instance: Instance, unit_id: str) -> str:
    """Name of a work unit, its id when it has none."""
    unit = instance.unit_by_id.get(unit_id)
    return unit_id if unit is None else unit.name or unit_id
