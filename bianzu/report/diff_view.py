"""What differs between two plans, as tables."""

from collections.abc import Mapping, Sequence

from bianzu.models import Instance, PlanDiff, Role, Shortage
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import person_name
from bianzu.report.shortage_view import shortage_lines
from bianzu.report.tables import Column, print_table

__all__ = ["Book", "print_diff", "print_moves"]


class Book:
    """Names from the instances at hand, the ids where there are none."""

    def __init__(self, words: Words, instances: Sequence[Instance]) -> None:
        self.words = words
        self.instances = instances

    def person(self, ident: str | None) -> str:
        """Name and id."""
        if ident is None:
            return self.words("word.empty")
        for instance in self.instances:
            if ident in instance.person_by_id:
                return f"{person_name(instance, ident)} ({ident})"
        return ident

    def seat(self, ident: str) -> str:
        """Team, role and id."""
        for instance in self.instances:
            if ident in instance.seat_by_id:
                team, seat = instance.seat_by_id[ident]
                return f"{team.name} {self.role(seat.role)} ({ident})"
        return ident

    def role(self, role: Role) -> str:
        """Name of a role."""
        return self.words.name("role", role)

    def shortage(self, item: Shortage) -> str:
        """What is missing, in words where its team is known."""
        for instance in self.instances:
            if (item.team is None or item.team in instance.team_by_id) and (
                item.seat is None or item.seat in instance.seat_by_id
            ):
                return shortage_lines(self.words, instance, item)[0]
        return " ".join(str(part) for part in (item.rule, item.clause, item.team, item.seat) if part)


def print_diff(printer: Printer, words: Words, found: PlanDiff, instances: Sequence[Instance]) -> None:
    """Print everything that differs."""
    book = Book(words, instances)
    if not found.same_instance:
        printer.say(words("diff.other-input"))
    if found.seats:
        print_moves(printer, words, found, book)
        _print_seats(printer, words, found, book)
    else:
        printer.say(words("diff.same"))
    _print_levels(printer, words, found)
    _print_rules(printer, words, found)
    for name, items in (("gone", found.shortages_gone), ("new", found.shortages_new)):
        if items:
            printer.heading(words(f"title.shortages-{name}", count=len(items)))
            for item in items:
                printer.say("- " + book.shortage(item))
    if found.waivers:
        printer.heading(words("title.waiver-changes"))
        for use in found.waivers:
            line = words("diff.waiver", waiver=use.waiver, before=use.before, after=use.after)
            printer.say("- " + line)


def print_moves(printer: Printer, words: Words, found: PlanDiff, book: Book) -> None:
    """Print how many seats differ, and who comes in, goes out or moves."""
    kinds = [item.kind for item in found.people]
    printer.say(
        words(
            "diff.counts",
            seats=len(found.seats),
            new=kinds.count("in"),
            gone=kinds.count("out"),
            moved=kinds.count("moved"),
        )
    )
    if not found.people:
        return
    printer.heading(words("title.moves"))
    rows = [
        (
            book.person(item.person),
            words.name("move", item.kind),
            words.join(book.seat(seat) for seat in item.left),
            words.join(book.seat(seat) for seat in item.taken),
        )
        for item in found.people
    ]
    print_table(printer, [Column(words(f"col.{name}")) for name in ("name", "move", "from", "to")], rows)


def _print_seats(printer: Printer, words: Words, found: PlanDiff, book: Book) -> None:
    printer.heading(words("title.seat-changes"))
    notes: Mapping[str | None, str] = {
        "before": " " + words("seat.only-before"),
        "after": " " + words("seat.only-after"),
    }
    rows = [
        (
            item.team,
            item.seat + notes.get(item.only_in, ""),
            book.role(item.role),
            book.person(item.before),
            book.person(item.after),
        )
        for item in found.seats
    ]
    names = ("team", "seat", "role", "before", "after")
    print_table(printer, [Column(words(f"col.{name}")) for name in names], rows)


def _print_levels(printer: Printer, words: Words, found: PlanDiff) -> None:
    levels = [item for item in found.levels if item.name != "tie-break"]
    if not levels:
        return
    printer.heading(words("title.level-changes"))
    rows = [
        (words.name("level", item.name), *("-" if v is None else str(v) for v in (item.before, item.after)))
        for item in levels
    ]
    sides = (Column(words(f"col.{side}"), number=True) for side in ("before", "after"))
    columns = [Column(words("col.level")), *sides]
    print_table(printer, columns, rows)


def _print_rules(printer: Printer, words: Words, found: PlanDiff) -> None:
    if not found.rules:
        return
    printer.heading(words("title.rule-changes"))
    columns = [
        Column(words("col.rule")),
        *(
            Column(f"{words(f'col.{name}')}: {words(f'col.{side}')}", number=True)
            for name in ("violations", "penalty")
            for side in ("before", "after")
        ),
    ]
    rows = [
        (
            words.name("rule", item.before.rule),
            item.before.violations,
            item.after.violations,
            item.before.objective,
            item.after.objective,
        )
        for item in found.rules
    ]
    print_table(printer, columns, rows)
