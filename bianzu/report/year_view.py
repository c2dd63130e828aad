"""The roster by person: everybody's year, or term, in one line."""

from collections.abc import Mapping, Sequence

from bianzu.models import Instance, Person, Round
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import RosterRow, county_name, person_name, planned_rounds, unit_name
from bianzu.report.tables import Column, print_table

__all__ = ["people_document", "print_people"]


def print_people(printer: Printer, words: Words, instance: Instance, rows: Sequence[RosterRow]) -> None:
    """Print one line per person: team and role in each planned round, services, earlier rounds."""
    rounds = planned_rounds(instance)
    people = _by_person(instance, rows)
    printer.heading(words("title.people", count=len(people)))
    columns = [
        *(Column(words(f"col.{name}")) for name in ("name", "person-id", "unit", "sent-by")),
        *(Column(item.id) for item in rounds),
        Column(words("col.sent-to")),
        Column(words("col.services"), number=True),
        Column(words("col.earlier"), number=True),
    ]
    table = [_line(words, instance, rounds, person, held) for person, held in people]
    print_table(printer, columns, table, fold=False)


def _line(
    words: Words, instance: Instance, rounds: Sequence[Round], person: Person, held: Sequence[RosterRow]
) -> list[str]:
    hosts = dict.fromkeys(county for row in held for county in row.team.host_counties)
    return [
        person_name(instance, person.id),
        person.id,
        unit_name(instance, person.work_unit),
        county_name(words, instance, person.work_county),
        *(words.join(_post(words, row) for row in held if row.team.round == item.id) for item in rounds),
        words.join(county_name(words, instance, county) for county in hosts),
        str(_services(held)),
        str(held[0].earlier_rounds),
    ]


def _post(words: Words, row: RosterRow) -> str:
    return f"{row.team.name or row.team.id}/{words.name('role', row.seat.role)}"


def _services(held: Sequence[RosterRow]) -> int:
    """Planned rounds in which the person serves."""
    return len({row.team.round for row in held})


def _by_person(instance: Instance, rows: Sequence[RosterRow]) -> list[tuple[Person, list[RosterRow]]]:
    """Everybody with a seat in the order of the instance, the seats in the order of the rounds."""
    order = {item.id: at for at, item in enumerate(planned_rounds(instance))}
    held: dict[str, list[RosterRow]] = {}
    for row in sorted(rows, key=lambda row: order.get(row.team.round, -1)):
        if row.person is not None:
            held.setdefault(row.person.id, []).append(row)
    return [(person, held[person.id]) for person in instance.people if person.id in held]


def people_document(
    instance: Instance, rows: Sequence[RosterRow], entries: Mapping[str, object]
) -> list[dict[str, object]]:
    """Everybody with a seat as JSON; ``entries`` are the seats' documents by seat id."""
    return [
        {
            "person": person.id,
            "name": person.name,
            "work_unit": person.work_unit,
            "work_county": person.work_county,
            "services": _services(held),
            "earlier_rounds": held[0].earlier_rounds,
            "seats": [entries[row.seat.id] for row in held],
        }
        for person, held in _by_person(instance, rows)
    ]
