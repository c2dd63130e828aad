"""Rosters for people and as JSON: by team, by county, by person."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from bianzu.models import CITY, OUTSIDE, Instance, Plan, Team
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import RosterRow, county_name, list_roster, planned_rounds, unit_name
from bianzu.report.tables import Column, print_table
from bianzu.report.year_view import people_document, print_people

__all__ = ["Grouping", "print_roster", "print_team_list", "roster_document"]

Grouping = Literal["team", "county", "person"]

_TEAM_COLUMNS = (
    "number",
    "role",
    "name",
    "gender",
    "age",
    "unit",
    "rank",
    "party",
    "pools",
    "sent-by",
    "local",
    "skills",
    "earlier-rounds",
)
_SENT_COLUMNS = ("unit", "name", "intended-role", "sent-to", "team")
_RECEIVED_COLUMNS = ("team", "role", "name", "sent-by", "unit")
_NUMBERS = ("number", "age")


def print_roster(printer: Printer, words: Words, instance: Instance, plan: Plan, by: Grouping) -> None:
    """Print the proposal, grouped as asked."""
    rows = list_roster(instance, plan)
    rounds = words.join(item.id for item in planned_rounds(instance))
    printer.say(words("title.proposal", city=instance.city, rounds=rounds), style="bold")
    printer.say(words("plan.proposal-note"))
    views: dict[Grouping, Callable[[Printer, Words, Instance, Sequence[RosterRow]], None]] = {
        "team": _print_by_team,
        "county": _print_by_county,
        "person": print_people,
    }
    views[by](printer, words, instance, rows)


def print_team_list(printer: Printer, words: Words, instance: Instance, plan: Plan) -> None:
    """Print one row per team: where it goes and who is on it."""
    several = len(planned_rounds(instance)) > 1
    columns = ("team", "sent-to", "leader", "deputies", "liaisons", "others")
    rows = list_roster(instance, plan)
    table = []
    for team in instance.teams:
        members = [row for row in rows if row.team.id == team.id]
        named = {
            role: words.join(_name(words, row) for row in members if row.seat.role == role)
            for role in ("leader", "deputy", "liaison")
        }
        others = words.join(_name(words, row) for row in members if row.seat.role not in named)
        line = [team.name or team.id, _hosts(words, instance, team), *named.values(), others]
        table.append([team.round, *line] if several else line)
    print_table(printer, _columns(words, ("round", *columns) if several else columns), table)


def _print_by_team(printer: Printer, words: Words, instance: Instance, rows: Sequence[RosterRow]) -> None:
    rounds = planned_rounds(instance)
    for item in rounds:
        if len(rounds) > 1:
            printer.heading(words("title.round", round=item.id, start=item.start, end=item.end))
        _print_teams(printer, words, instance, rows, item.id)


def _print_teams(
    printer: Printer, words: Words, instance: Instance, rows: Sequence[RosterRow], round_id: str
) -> None:
    for team in instance.teams:
        if team.round != round_id:
            continue
        hosts = _hosts(words, instance, team)
        printer.heading(words("title.team", name=team.name or team.id, id=team.id, counties=hosts))
        days = instance.round_by_id[team.round]
        units = words.join(unit_name(instance, unit) for unit in team.units) or words("word.none")
        printer.say(
            words("title.team-dates", start=team.start or days.start, end=team.end or days.end, units=units)
        )
        members = [row for row in rows if row.team.id == team.id]
        duties = any(row.seat.duty for row in members)
        columns = (*_TEAM_COLUMNS, "duty") if duties else _TEAM_COLUMNS
        _print_cells(printer, words, instance, columns, members)


def _print_by_county(printer: Printer, words: Words, instance: Instance, rows: Sequence[RosterRow]) -> None:
    filled = [row for row in rows if row.person is not None]
    several = len(planned_rounds(instance)) > 1
    sent_columns = ("round", *_SENT_COLUMNS) if several else _SENT_COLUMNS
    received_columns = ("round", *_RECEIVED_COLUMNS) if several else _RECEIVED_COLUMNS
    places = [*(county.id for county in instance.counties), CITY, OUTSIDE, None]
    for place in places:
        sent = [row for row in filled if row.person and row.person.work_county == place]
        received = [row for row in filled if place in row.team.host_counties]
        if not sent and not received and place not in instance.county_by_id:
            continue
        printer.heading(words("title.county", name=county_name(words, instance, place)))
        printer.say(words("title.sent", count=len(sent)))
        if sent:
            sent.sort(key=lambda row: row.person.work_unit if row.person else "")
            _print_cells(printer, words, instance, sent_columns, sent)
        if place in instance.county_by_id:
            teams = sum(place in team.host_counties for team in instance.teams)
            printer.say(words("title.received", teams=teams, count=len(received)))
        if received:
            _print_cells(printer, words, instance, received_columns, received)


def _print_cells(
    printer: Printer, words: Words, instance: Instance, names: Sequence[str], rows: Sequence[RosterRow]
) -> None:
    table = []
    for row in rows:
        cells = _cells(words, instance, row)
        table.append([cells.get(name, "") for name in names])
    print_table(printer, _columns(words, names), table)


def _columns(words: Words, names: Sequence[str]) -> list[Column]:
    return [Column(words(f"col.{name}"), number=name in _NUMBERS) for name in names]


def _cells(words: Words, instance: Instance, row: RosterRow) -> Mapping[str, str]:
    """Every column that a roster may ask for, as text."""
    role = words.name("role", row.seat.role)
    cells = {
        "number": str(row.number),
        "role": role,
        "intended-role": role,
        "name": _name(words, row),
        "duty": "" if row.seat.duty is None else words.name("duty", row.seat.duty),
        "team": row.team.name or row.team.id,
        "round": row.team.round,
        "sent-to": _hosts(words, instance, row.team),
    }
    person = row.person
    if person is None or row.assignment is None:
        return cells
    first = row.earlier_rounds == 0
    return cells | {
        "person-id": person.id,
        "gender": words.name("gender", person.gender),
        "age": str(row.age),
        "unit": unit_name(instance, person.work_unit),
        "rank": person.rank or words("word.not-known"),
        "party": words.name("party", person.party),
        "pools": words.join(words.name("pool", pool) for pool in person.pools),
        "sent-by": county_name(words, instance, person.work_county),
        "local": words("word.not-known") if row.local is None else words.name("origin", row.local),
        "skills": words.join(words.name("skill", skill) for skill in row.assignment.counts_for),
        "earlier-rounds": words("word.first-time") if first else str(row.earlier_rounds),
    }


def _name(words: Words, row: RosterRow) -> str:
    return words("word.empty") if row.person is None else row.person.name or row.person.id


def _hosts(words: Words, instance: Instance, team: Team) -> str:
    return words.join(county_name(words, instance, county) for county in team.host_counties)


def roster_document(instance: Instance, plan: Plan, by: Grouping) -> dict[str, object]:
    """The roster as JSON: codes and ids, grouped as asked."""
    rows = list_roster(instance, plan)
    entries = [(row, _entry(row)) for row in rows]
    if by == "team":
        grouped: object = [
            {
                "team": team.id,
                "name": team.name,
                "round": team.round,
                "host_counties": list(team.host_counties),
                "seats": [entry for row, entry in entries if row.team.id == team.id],
            }
            for team in instance.teams
        ]
        return {"by": by, "teams": grouped}
    filled = [(row, entry) for row, entry in entries if row.person is not None]
    if by == "person":
        by_seat = {row.seat.id: entry for row, entry in entries}
        return {"by": by, "people": people_document(instance, rows, by_seat)}
    return {
        "by": by,
        "counties": [
            {
                "county": county.id,
                "name": county.name,
                "sent": [
                    entry for row, entry in filled if row.person and row.person.work_county == county.id
                ],
                "received": [entry for row, entry in filled if county.id in row.team.host_counties],
            }
            for county in instance.counties
        ],
        "others_sent": [
            entry
            for row, entry in filled
            if row.person and row.person.work_county not in instance.county_by_id
        ],
    }


def _entry(row: RosterRow) -> dict[str, object]:
    entry: dict[str, object] = {
        "team": row.team.id,
        "round": row.team.round,
        "host_counties": list(row.team.host_counties),
        "seat": row.seat.id,
        "role": row.seat.role,
        "origin": row.seat.origin,
        "person": None,
    }
    person = row.person
    if person is None or row.assignment is None:
        return entry
    return entry | {
        "person": person.id,
        "name": person.name,
        "gender": person.gender,
        "age": row.age,
        "work_unit": person.work_unit,
        "work_county": person.work_county,
        "rank": person.rank,
        "party": person.party,
        "pools": list(person.pools),
        "local": row.local,
        "counts_for": list(row.assignment.counts_for),
        "duty": row.assignment.duty,
        "earlier_rounds": row.earlier_rounds,
    }
