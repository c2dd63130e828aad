"""Necessary counts and the rules in force, for people and as JSON."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bianzu.models import Instance, Setting
from bianzu.models.settings import STATUS_KEY
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import county_name, planned_rounds
from bianzu.report.setting_text import value_text
from bianzu.report.tables import Column, print_table

if TYPE_CHECKING:
    from bianzu.solver import Necessity

__all__ = ["check_document", "instance_document", "print_checks", "print_generated", "print_settings"]


def print_checks(printer: Printer, words: Words, instance: Instance, found: Sequence["Necessity"]) -> None:
    """Print that the input is in order, then every necessary count."""
    seats = sum(len(team.seats) for team in instance.teams)
    printer.say(
        words("check.ok", people=len(instance.people), teams=len(instance.teams), seats=seats), style="bold"
    )
    rounds = planned_rounds(instance)
    if len(rounds) > 1:
        spans = (words("title.round", round=item.id, start=item.start, end=item.end) for item in rounds)
        printer.say(words("check.rounds", count=len(rounds), rounds=words.join(spans)))
    printer.heading(words("title.checks"))
    columns = [
        Column(words("col.finding")),
        Column(words("col.where")),
        Column(words("col.needed"), number=True),
        Column(words("col.available"), number=True),
        Column(words("col.result")),
    ]
    rows = [
        (
            words.name("necessity", item.code),
            _place(words, instance, item),
            item.need,
            item.have,
            words("word.enough" if item.ok else "word.too-few"),
        )
        for item in found
    ]
    print_table(printer, columns, rows)
    printer.say(words("check.enough" if all(item.ok for item in found) else "check.short"))


def _place(words: Words, instance: Instance, item: "Necessity") -> str:
    """What a count is about, by name."""
    parts = []
    for kind, value in item.where.items():
        if kind == "skill":
            parts.append(words.name("skill", value))
        elif kind == "county":
            parts += [county_name(words, instance, county) for county in value.split(", ")]
        elif kind == "teams":
            parts += [instance.team_by_id[team].name or team for team in value.split(", ")]
        elif kind == "seats":
            parts += value.split(", ")
        else:
            parts.append(value)
    return words.join(parts)


def instance_document(instance: Instance) -> dict[str, object]:
    """What an instance holds, as JSON."""
    return {
        "city": instance.city,
        "title": instance.title,
        "rounds": [item.id for item in planned_rounds(instance)],
        "people": len(instance.people),
        "teams": len(instance.teams),
        "seats": sum(len(team.seats) for team in instance.teams),
        "completable": instance.completable,
    }


def print_generated(printer: Printer, words: Words, instance: Instance, output: Path) -> None:
    """Print what was generated and whether a complete plan is planted in it."""
    counts = {key: instance_document(instance)[key] for key in ("people", "teams", "seats")}
    printer.say(words("generate.written", title=instance.title or instance.city, **counts, path=output))
    printer.say(words("generate.planted" if instance.completable else "generate.not-planted"))


def check_document(instance: Instance, found: Sequence["Necessity"]) -> dict[str, object]:
    """The counts as JSON, and which rules are on."""
    return {
        **instance_document(instance),
        "rules_on": list(instance.rules.on),
        "checks": [
            {
                "code": item.code,
                "where": dict(item.where),
                "need": item.need,
                "have": item.have,
                "ok": item.ok,
            }
            for item in found
        ],
    }


def print_settings(printer: Printer, words: Words, instance: Instance) -> None:
    """Print every rule that is on with its parameters and where their defaults come from."""
    printer.heading(words("title.settings"))
    printer.say(words("check.source-note"))
    columns = [Column(words(f"col.{name}")) for name in ("rule", "hardness", "parameter", "value", "source")]
    print_table(printer, columns, list(_setting_rows(words, instance)))


def _setting_rows(words: Words, instance: Instance) -> Iterator[tuple[str, str, str, str, str]]:
    for name, field in type(instance.rules).model_fields.items():
        setting = getattr(instance.rules, name)
        if not isinstance(setting, Setting):
            continue
        rule = words.name("rule", field.alias or name)
        strictness = getattr(setting, "hardness", None)
        hardness = "" if strictness is None else words.name("hardness", strictness)
        parameters = list(_parameters(words, setting))
        yield from ((rule, hardness, *parameter) for parameter in parameters or [("", "", "")])


def _parameters(words: Words, setting: Setting) -> Iterator[tuple[str, str, str]]:
    """Name, value and source of the parameters of one rule."""
    tree = setting.model_dump(mode="json")
    for name, field in type(setting).model_fields.items():
        if name == "hardness":
            continue
        extra = field.json_schema_extra
        letter = extra.get(STATUS_KEY) if isinstance(extra, dict) else None
        source = ""
        if getattr(setting, name) != field.get_default(call_default_factory=True):
            source = words("word.set-here")
        elif isinstance(letter, str):
            source = words.name("source", letter)
        yield name, value_text(words, tree[name]), source
