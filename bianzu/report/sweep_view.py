"""A sweep as a table for people and as CSV for spreadsheets."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bianzu.models import Indicators, Instance, LevelDifference, Scenario, ScenarioResult, Sweep
from bianzu.models.changes import AddPeople, AddRecusal, Change, CloseCounty, RemovePeople
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import county_name
from bianzu.report.tables import Column, print_table

__all__ = ["format_csv", "name_scenarios", "print_sweep", "signed"]

_FIGURES = (
    *("missing", "waiver_units", "seats_filled", "load_spread", "load_squares"),
    *("kilometres", "new_cadres", "borrowed"),
)
_SHOWN = ("missing", "waiver_units", "load_spread", "kilometres", "new_cadres", "borrowed")
_LEVELS = ("soft", "load-travel")


def signed(value: int) -> str:
    """A difference with its sign."""
    return f"{value:+d}" if value else "0"


def name_scenarios(words: Words, instance: Instance, scenarios: Iterable[Scenario]) -> dict[str, str]:
    """Name of each scenario -> the same with names of counties for the ids that its changes speak of."""
    return {item.name: _name_counties(words, instance, item) for item in scenarios}


def _name_counties(words: Words, instance: Instance, scenario: Scenario) -> str:
    listed = {item.id for item in instance.counties}
    meant = listed.intersection(county for change in scenario.changes for county in _list_counties(change))
    if not meant:
        return scenario.name
    either = "|".join(re.escape(county) for county in sorted(meant))
    alone = rf"(?<![A-Za-z0-9_-])(?:{either})(?![A-Za-z0-9_-])"
    return re.sub(alone, lambda found: county_name(words, instance, found.group()), scenario.name)


def _list_counties(change: Change) -> Iterator[str]:
    if isinstance(change, CloseCounty | AddRecusal) and change.county is not None:
        yield change.county
    if isinstance(change, AddPeople | RemovePeople) and change.traits.county is not None:
        yield change.traits.county


def print_sweep(printer: Printer, words: Words, sweep: Sweep, names: Mapping[str, str]) -> None:
    """Print one row per scenario under its shown name (`name_scenarios`), the base plan first."""
    printer.heading(words("sweep.title"))
    columns = [Column(words("word.scenario")), Column(words("word.status"))]
    columns += [Column(words(_word(name)), number=True) for name in _SHOWN]
    columns += [Column(words.name("level", name), number=True) for name in _LEVELS]
    rows: list[Sequence[object]] = [_row(words, words("sweep.base"), sweep.base, None)]
    answered = 0
    for item in sweep.results:
        if item.indicators is not None:
            rows.append(_row(words, names[item.name], item.indicators, item))
            answered += 1
    print_table(printer, columns, rows)
    printer.say(words("sweep.how-to-read"))
    for item in sweep.results:
        if item.state == "failed":
            printer.say(words("sweep.failed", name=names[item.name], reason=item.reason))
    failed = len(sweep.results) - answered
    printer.say(words("sweep.done", answered=answered, failed=failed, left_out=len(sweep.left_out)))


def _row(words: Words, name: str, found: Indicators, item: ScenarioResult | None) -> list[object]:
    against = None if item is None else item.against_base
    row: list[object] = [name, words.name("status", found.status)]
    for figure in _SHOWN:
        value = getattr(found, figure)
        row.append(value if against is None else f"{value} ({signed(getattr(against, figure))})")
    levels: dict[str, int | None] = {level.name: level.objective for level in found.levels}
    changes = {} if against is None else {level.name: level for level in against.levels}
    row += [_show_level(levels.get(level), changes.get(level)) for level in _LEVELS]
    return row


def _show_level(value: int | None, change: LevelDifference | None) -> str:
    if value is None:
        return "–"
    if change is None or change.objective is None:
        return str(value)
    return f"{value} ({'' if change.proven else '~'}{signed(change.objective)})"


def format_csv(words: Words, sweep: Sweep) -> bytes:
    """One row per scenario with everything that is a number, as UTF-8 that spreadsheets recognise.

    The header holds the keys of the JSON form, not words, so that the columns have the same names in both
    languages. Text that a spreadsheet would take for a formula gets an apostrophe.
    """
    names = [level.name for level in sweep.base.levels]
    head = ["scenario", "state", "status", "complete", "gap"]
    for name in names:
        head += [name, f"{name}:bound", f"{name}:certified_bound"]
        head += [] if name == "tie-break" else [f"{name}:difference", f"{name}:proven"]
    for figure in _FIGURES:
        head += [figure, f"{figure}:difference"]
    head += ["missing_by_rule", "reason", "attempts", "seconds"]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, head, lineterminator="\r\n", restval="")
    writer.writeheader()
    base = {"scenario": _harmless(words("sweep.base")), "state": "answered"}
    writer.writerow({**base, **_figures(sweep.base)})
    for item in sweep.results:
        writer.writerow(_csv_row(item))
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _csv_row(item: ScenarioResult) -> dict[str, object]:
    row: dict[str, object] = {
        "scenario": _harmless(item.name),
        "state": item.state,
        "reason": _harmless(item.reason or ""),
        "attempts": item.run.attempts,
        "seconds": item.run.seconds,
    }
    if item.indicators is not None:
        row |= _figures(item.indicators)
    if item.against_base is not None:
        for level in item.against_base.levels:
            row[f"{level.name}:difference"] = _plain(level.objective)
            row[f"{level.name}:proven"] = _plain(level.proven)
        for figure in _FIGURES:
            row[f"{figure}:difference"] = getattr(item.against_base, figure)
    return row


def _figures(found: Indicators) -> dict[str, object]:
    row: dict[str, object] = {
        "status": found.status,
        "complete": _plain(found.complete),
        "gap": _plain(found.gap),
        "missing_by_rule": " ".join(f"{rule}:{units}" for rule, units in found.missing_by_rule.items()),
    }
    for level in found.levels:
        row[level.name] = _plain(level.objective)
        row[f"{level.name}:bound"] = _plain(level.bound)
        row[f"{level.name}:certified_bound"] = _plain(level.certified_bound)
    return row | {figure: getattr(found, figure) for figure in _FIGURES}


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _word(figure: str) -> str:
    return f"word.{'missing-units' if figure == 'missing' else figure.replace('_', '-')}"
