"""A repaired list for people and as JSON."""

from collections.abc import Sequence
from pathlib import Path

from bianzu.models import Alternatives, Instance, Repaired, TradeOff
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.diff_view import Book, print_moves
from bianzu.report.plan_view import plan_document, print_outcome, print_written
from bianzu.report.tables import Column, print_table

__all__ = ["print_repair", "repair_document"]


def print_repair(
    printer: Printer,
    words: Words,
    found: Repaired,
    published: Instance,
    output: Path | None,
    instance_out: Path | None,
) -> None:
    """Print how few seats change, who moves, the plan's outcome, and what more changes would buy."""
    if not found.plan.levels:
        printer.say(words("repair.none"), style="bold")
    else:
        key = "repair.fewest" if found.least == found.changed else "repair.changed"
        least = 0 if found.least is None else found.least
        printer.say(words(key, changed=found.changed, least=least), style="bold")
        book = Book(words, (published, found.instance))
        print_moves(printer, words, found.diff, book)
        for ranked in found.replacements:
            _print_replacements(printer, words, ranked, book)
        _print_table(printer, words, found.table)
        printer.say()
    print_outcome(printer, words, found.instance, found.plan)
    if output is None:
        return
    print_written(printer, words, output)
    if instance_out is None:
        printer.say(words("repair.not-written"))
    else:
        printer.say(words("repair.written", instance=instance_out, plan=output))


def _print_replacements(printer: Printer, words: Words, ranked: Alternatives, book: Book) -> None:
    """Who else could take a seat, and what that does to the levels."""
    key = "title.replacements" if ranked.person is not None else "title.replacements-empty"
    printer.heading(words(key, seat=book.seat(ranked.seat), person=book.person(ranked.person)))
    if not ranked.candidates:
        printer.say(words("repair.nobody-else"))
    for number, item in enumerate(ranked.candidates, 1):
        steps = () if item.outcome is None else item.outcome.steps
        changed = [
            f"{words.name('level', step.level)} {step.change:+d}"
            for step in steps
            if step.change and step.level != "tie-break"
        ]
        what = words.join(changed) or words("repair.no-difference")
        printer.say(f"{number}. {book.person(item.person)}: {what}")


def _print_table(printer: Printer, words: Words, table: Sequence[TradeOff]) -> None:
    if len(table) < 2:
        return
    printer.heading(words("title.trade-off"))
    numbers = ("allowed", "changed", "shortages", "waivers", "soft", "load-travel")
    columns = [
        *(Column(words(f"col.{name}"), number=True) for name in numbers),
        *(Column(words(f"col.{name}")) for name in ("proven", "better")),
    ]
    rows = []
    for row in table:
        level = {item.name: item.objective or 0 for item in row.levels}
        shortages = level["leader-seats"] + level["other-seats"] + level["minima"]
        rows.append(
            (
                *(row.allowed, row.changed, shortages),
                *(level["waivers"], level["soft"], level["load-travel"]),
                *(_truth(words, answer) for answer in (row.plan.status == "optimal", row.better)),
            )
        )
    print_table(printer, columns, rows)


def _truth(words: Words, answer: bool) -> str:
    return words("word.yes" if answer else "word.no")


def repair_document(words: Words, found: Repaired) -> dict[str, object]:
    """The repair as JSON; the plan and the instance stand in their files."""
    return {
        "changes": [item.model_dump(mode="json") for item in found.changes],
        "instance_digest": found.digest,
        "changed": found.changed,
        "least": found.least,
        "diff": found.diff.model_dump(mode="json"),
        "table": [
            {
                **row.model_dump(mode="json", exclude={"plan"}),
                "status": row.plan.status,
                "gap": row.plan.gap,
            }
            for row in found.table
        ],
        "replacements": [item.model_dump(mode="json") for item in found.replacements],
        **plan_document(words, found.instance, found.plan),
    }
