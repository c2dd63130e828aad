"""What ``bianzu template`` prints: the forms, or what was written."""

from collections.abc import Sequence
from pathlib import Path

from bianzu.models import Instance
from bianzu.report.catalog import Words
from bianzu.report.console import Printer

__all__ = ["list_document", "print_list", "print_template"]


def list_document(words: Words, forms: Sequence[str]) -> dict[str, object]:
    """The forms with their names, as JSON."""
    return {"templates": [{"id": form, "name": words(f"form.{form}")} for form in forms]}


def print_list(printer: Printer, forms: Sequence[str]) -> None:
    """One id a line, for shell loops."""
    printer.lines(*forms)


def print_template(printer: Printer, words: Words, form: str, instance: Instance, output: Path) -> None:
    """The form's name, and what the file holds."""
    planned = sum(item.status == "planned" for item in instance.rounds)
    seats = sum(len(team.seats) for team in instance.teams)
    printer.say(
        words(
            "template.written",
            name=words(f"form.{form}"),
            people=len(instance.people),
            rounds=planned,
            teams=len(instance.teams),
            seats=seats,
            path=output,
        )
    )
