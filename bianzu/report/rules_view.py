"""The rules for people and as JSON: all of them one a line, or one in full."""

from collections.abc import Sequence

from rich.cells import cell_len

from bianzu.report.catalog import LANGUAGES, Words
from bianzu.report.console import Printer
from bianzu.report.rule_list import RuleEntry, SettingDefault
from bianzu.report.setting_text import value_text
from bianzu.report.tables import Column, print_table

__all__ = ["default_text", "print_rule", "print_rules", "rule_document", "rules_document", "source_text"]

_WEIGHT = "weight"


def print_rules(printer: Printer, words: Words, entries: Sequence[RuleEntry]) -> None:
    """Print one line per rule under a line of titles; lines are as long as they are."""
    chinese = Words("zh")
    separator = "；" if words.language == "zh" else "; "
    titles = ("rules.header", "col.chinese", "col.hardness", "rules.enforced", "rules.statement")
    rows = [tuple(words(title) for title in titles)]
    for entry in entries:
        named = [item for item in entry.defaults if item.name != _WEIGHT]
        defaults = separator.join(default_text(words, item) for item in named)
        rows.append(
            (
                entry.id,
                chinese.name("rule", entry.id),
                words.name("hardness", entry.hardness),
                words(f"enforced.{entry.enforced}"),
                words(f"statement.{entry.id}") + (f" [{defaults}]" if defaults else ""),
            )
        )
    widths = [max(cell_len(row[at]) for row in rows) for at in range(len(titles) - 1)]
    for row in rows:
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=False)]
        printer.row("  ".join((*padded, row[-1])))


def print_rule(printer: Printer, words: Words, entry: RuleEntry) -> None:
    """Print one rule in full: names, statement, who enforces it, every setting."""
    names = [Words(language).name("rule", entry.id) for language in reversed(LANGUAGES)]
    printer.say("  ".join((entry.id, *names)), style="bold")
    section = words("rules.section", section=entry.section, name=words(f"section.{entry.section}"))
    printer.say(section)
    printer.say(words(f"statement.{entry.id}"))
    colon = "：" if words.language == "zh" else ": "
    printer.say(words("col.hardness") + colon + words.name("hardness", entry.hardness))
    printer.say(words("rules.enforced") + colon + words(f"enforced.{entry.enforced}"))
    if not entry.defaults:
        printer.say(words("rules.no-settings"))
        return
    printer.heading(words("rules.defaults"))
    columns = [Column(words(f"col.{name}")) for name in ("parameter", "default", "range", "source")]
    rows = [
        (item.name, _value(words, item), _range(words, item), source_text(words, item))
        for item in entry.defaults
    ]
    print_table(printer, columns, rows)


def default_text(words: Words, item: SettingDefault) -> str:
    """A setting with its default and the status of it, such as ``n = 3 (regulation)``."""
    text = f"{item.name} = {_value(words, item)}"
    if item.status is None:
        return text
    source = source_text(words, item)
    return text + (f"（{source}）" if words.language == "zh" else f" ({source})")


def source_text(words: Words, item: SettingDefault) -> str:
    """Where a default comes from; empty where the rulebook gives no letter."""
    return "" if item.status is None else words.name("source", item.status)


def _value(words: Words, item: SettingDefault) -> str:
    return words("rules.required") if item.required else value_text(words, item.value)


def _range(words: Words, item: SettingDefault) -> str:
    if item.low is None or item.high is None:
        return ""
    return words("rules.range", low=item.low, high=item.high)


def rules_document(words: Words, entries: Sequence[RuleEntry]) -> dict[str, object]:
    """All rules as JSON."""
    return {"rules": [rule_document(words, entry) for entry in entries]}


def rule_document(words: Words, entry: RuleEntry) -> dict[str, object]:
    """One rule as JSON, its statement in the language of the run."""
    return {
        "id": entry.id,
        "chinese": Words("zh").name("rule", entry.id),
        "name": words.name("rule", entry.id),
        "section": entry.section,
        "statement": words(f"statement.{entry.id}"),
        "hardness": entry.hardness,
        "enforced": {
            "solver": entry.enforced in ("both", "solver"),
            "audit": entry.enforced in ("both", "audit"),
            "text": words(f"enforced.{entry.enforced}"),
        },
        "defaults": [
            {
                "name": item.name,
                "required": item.required,
                "default": item.value,
                "low": item.low,
                "high": item.high,
                "status": item.status,
                "source": source_text(words, item) or None,
            }
            for item in entry.defaults
        ],
    }
