"""What lies beside and after the roster: floaters, reserves, new cadres at risk, the look-ahead."""

from bianzu.models import FloaterService, Instance, Plan, Reserve
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import person_name, planned_rounds, unit_name
from bianzu.report.shortage_view import removal_name
from bianzu.report.tables import Column, print_table

__all__ = [
    "outlook_document",
    "print_at_risk",
    "print_floaters",
    "print_look_ahead",
    "print_reserves",
]

_FLOATER_COLUMNS = ("team", "name", "person-id", "unit", "skills")
_RESERVE_COLUMNS = ("team", "reserve-order", "name", "person-id", "unit", "could-serve-as")


def print_floaters(printer: Printer, words: Words, instance: Instance, plan: Plan) -> None:
    """Print whom floaters serve, team by team; nothing when the plan has none."""
    if not plan.floaters:
        return
    printer.heading(words("title.floaters", count=len(plan.floaters)))
    rows = [_floater_row(words, instance, item) for item in plan.floaters]
    print_table(printer, [Column(words(f"col.{name}")) for name in _FLOATER_COLUMNS], rows)


def _floater_row(words: Words, instance: Instance, item: FloaterService) -> tuple[str, ...]:
    team = instance.team_by_id.get(item.team)
    person = instance.person_by_id.get(item.person)
    return (
        item.team if team is None else team.name or team.id,
        person_name(instance, item.person),
        item.person,
        "?" if person is None else unit_name(instance, person.work_unit),
        words.join(words.name("skill", skill) for skill in item.counts_for),
    )


def print_reserves(printer: Printer, words: Words, instance: Instance, plan: Plan) -> None:
    """Print the ranked reserves of every team; nothing when the plan has none."""
    if not plan.reserves:
        return
    several = len(planned_rounds(instance)) > 1
    names = ("round", *_RESERVE_COLUMNS) if several else _RESERVE_COLUMNS
    printer.heading(words("title.reserves", count=len(plan.reserves)))
    position = {team.id: at for at, team in enumerate(instance.teams)}
    order = sorted(plan.reserves, key=lambda item: (position.get(item.team, -1), item.rank))
    rows = [_reserve_row(words, instance, item) for item in order]
    print_table(
        printer,
        [Column(words(f"col.{name}"), number=name == "reserve-order") for name in names],
        [row if several else row[1:] for row in rows],
    )


def _reserve_row(words: Words, instance: Instance, item: Reserve) -> tuple[str, ...]:
    team = instance.team_by_id.get(item.team)
    person = instance.person_by_id.get(item.person)
    seat = instance.seat_by_id.get(item.seat)
    return (
        "?" if team is None else team.round,
        item.team if team is None else team.name or team.id,
        str(item.rank),
        person_name(instance, item.person),
        item.person,
        "?" if person is None else unit_name(instance, person.work_unit),
        "?" if seat is None else words.name("role", seat[1].role),
    )


def print_at_risk(printer: Printer, words: Words, instance: Instance, plan: Plan) -> None:
    """Print the new cadres whom exclusions bar from their last chance."""
    if not plan.at_risk:
        return
    printer.heading(words("title.at-risk"))
    for item in plan.at_risk:
        rules = words.join(removal_name(words, rule) for rule in item.removed_by)
        printer.say(
            "- "
            + words(
                "plan.at-risk",
                name=person_name(instance, item.person),
                id=item.person,
                round=_round_with_day(words, instance, item.round),
                owed=item.owed,
                rules=rules,
            )
        )


def print_look_ahead(
    printer: Printer, words: Words, instance: Instance, plan: Plan, *, places: bool = True
) -> None:
    """Print who still owes rounds after the planned ones: who finds no place in the announced rounds and by
    when, then the places found for the others. It is a necessary condition, and says so."""
    ahead = plan.look_ahead
    if ahead is None:
        return
    printer.heading(words("title.look-ahead"))
    printer.say(words("ahead.note"))
    if not ahead.placed and not ahead.unplaced:
        printer.say(words("ahead.nobody"))
    for gap in ahead.unplaced:
        printer.say(
            "- "
            + words(
                "ahead.unplaced",
                name=person_name(instance, gap.person),
                id=gap.person,
                owed=gap.owed,
                round=_round_with_day(words, instance, gap.last_round),
            )
        )
    if not ahead.placed:
        return
    people = len({item.person for item in ahead.placed})
    printer.say(words("ahead.placed", people=people, places=len(ahead.placed)))
    if places:
        columns = [Column(words(f"col.{name}")) for name in ("name", "person-id", "round", "role")]
        rows = [
            (
                person_name(instance, item.person),
                item.person,
                _round_with_day(words, instance, item.round),
                words.name("role", item.role),
            )
            for item in ahead.placed
        ]
        print_table(printer, columns, rows)


def _round_with_day(words: Words, instance: Instance, round_id: str) -> str:
    """A round with the day on which it starts."""
    item = instance.round_by_id.get(round_id)
    return round_id if item is None else words("word.round-with-day", round=item.id, start=item.start)


def outlook_document(plan: Plan) -> dict[str, object]:
    """Floaters, reserves, people at risk and the look-ahead as they stand in the plan."""
    tree = plan.model_dump(mode="json", by_alias=True)
    return {key: tree[key] for key in ("floaters", "reserves", "at_risk", "look_ahead")}
