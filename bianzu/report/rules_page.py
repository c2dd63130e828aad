"""Writes docs/rules.md from the settings, the registries and the catalogue.

Run ``python -m bianzu.report.rules_page`` at the root of a checkout.
"""

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bianzu.report.catalog import Words
from bianzu.report.rule_list import RuleEntry, SettingDefault, list_rules
from bianzu.report.setting_text import value_text

__all__ = ["PAGE", "format_page", "write_page"]

PAGE = Path("docs") / "rules.md"

_HEAD = """\
# Rules

Written by `python -m bianzu.report.rules_page` from the settings, the registries of solver and audit, and
the catalogue of words. `bianzu rules` prints the same, `bianzu rules ID` one rule in full. What each rule
means exactly stands in the [rulebook](rulebook.md) and in [file formats](format.md). An instance that turns
on a rule the solver lacks is refused by name.

A letter after a default is its source: **R** a published rule (规定), **P** published practice (实践), **S**
the software's own suggestion (软件建议值). Settings without a letter are switches or lists of the office.
"""


def format_page() -> str:
    """The whole page."""
    return "\n".join((_HEAD, *_sections()))


def _sections() -> Iterator[str]:
    english, chinese = Words("en"), Words("zh")
    for section, entries in groupby(list_rules(), key=lambda entry: entry.section):
        yield f"## {section}. {english(f'section.{section}')} · {chinese(f'section.{section}')}\n"
        yield "| id | 中文 | statement | 内容 | defaults | hardness | enforced by |"
        yield "|---|---|---|---|---|---|---|"
        for entry in entries:
            yield _row(english, chinese, entry)
        yield ""


def _row(english: Words, chinese: Words, entry: RuleEntry) -> str:
    cells = (
        entry.id,
        chinese.name("rule", entry.id),
        english(f"statement.{entry.id}"),
        chinese(f"statement.{entry.id}"),
        "<br>".join(_default(english, item) for item in entry.defaults) or "–",
        english.name("hardness", entry.hardness),
        english(f"enforced.{entry.enforced}"),
    )
    return f"| {' | '.join(cells)} |"


def _default(words: Words, item: SettingDefault) -> str:
    value = words("rules.required") if item.required else value_text(words, item.value)
    span = "" if item.low is None or item.high is None else f" [{item.low}–{item.high}]"
    letter = "" if item.status is None else f" ({item.status})"
    return f"`{item.name}` = {value}{span}{letter}"


def write_page(path: Path = PAGE) -> None:
    """Write the page."""
    path.write_text(format_page(), "utf-8", newline="\n")


if __name__ == "__main__":
    write_page(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE)
