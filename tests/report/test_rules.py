"""The list of rules against the rulebook's tables, the registries and the page that is generated from it."""

import io
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import bianzu
from bianzu.audit import AUDITED
from bianzu.models import RuleSettings
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.rule_list import SECTION_STARTS, RuleEntry, SettingDefault, list_rules
from bianzu.report.rules_page import PAGE, format_page
from bianzu.report.rules_view import print_rule, print_rules, rules_document
from bianzu.solver.rules import REGISTRY

ROOT = Path(bianzu.__file__).resolve().parents[1]
RULEBOOK = (ROOT / "docs" / "rulebook.md").read_text("utf-8")
HAN = re.compile("[\u4e00-\u9fff]")

_LETTER = re.compile(r"(?:\(|, )(R|P|S)(?=[):;])")
_NUMBER = re.compile(r"(?<![\w(])([A-Za-z]+'?) =? ?(\d+)(?: ?%)?(?: \((\d+)[–-](\d+)[^)]*\))?")
_ALIASES = {"g'": "g_others", "f": "f_percent", "l": "look_back"}
"""Letters of the rulebook that the settings spell out."""


@dataclass(frozen=True)
class Row:
    """One row of the rulebook's tables."""

    section: str
    id: str
    chinese: str
    statement: str
    parameters: str
    hardness: str


@cache
def _rows() -> tuple[Row, ...]:
    """The rows of sections A to G, and from section H the words that have settings."""
    rows, section = [], ""
    settings = {field.alias for field in RuleSettings.model_fields.values()}
    for line in RULEBOOK.splitlines():
        heading = re.match(r"## ([A-H])\. ", line)
        if heading:
            section = heading[1]
        elif line.startswith("## "):
            section = ""
        cells = [cell.strip().replace("\\*", "*") for cell in line.strip().strip("|").split(" | ")]
        is_rule = line.startswith("| ") and len(cells) == 5 and re.fullmatch("[a-z-]+", cells[0])
        if section and is_rule and cells[0] != "id":
            rows.append(Row(section, *cells))
        word = re.match(r"\*\*([a-z]+) ([\u4e00-\u9fff]+)\*\* – (.*)", line)
        if section and word and word[1] in settings:
            rows.append(Row(section, word[1], word[2], word[3], "", ""))
    return tuple(rows)


def _entry(rule: str) -> RuleEntry:
    return next(entry for entry in list_rules() if entry.id == rule)


def _default(entry: RuleEntry, name: str) -> SettingDefault:
    return next(item for item in entry.defaults if item.name == name)


def test_ids_names_and_sections_are_the_rulebooks_in_its_order() -> None:
    chinese = Words("zh")
    listed = [(entry.section, entry.id, chinese.name("rule", entry.id)) for entry in list_rules()]
    assert listed == [(row.section, row.id, row.chinese) for row in _rows()]
    assert len(listed) == 58
    assert [entry.id for entry in list_rules()] == [
        field.alias for field in RuleSettings.model_fields.values()
    ]
    assert set(SECTION_STARTS.values()) == set("ABCDEFGH")


def _named_numbers() -> list[tuple[str, str, int, str | None, tuple[int, int] | None]]:
    """(rule, setting, default, letter, range) of every named number in the parameters of the tables."""
    found = []
    for row in _rows():
        letters = [(match.start(), match[1]) for match in _LETTER.finditer(row.parameters)]
        for match in _NUMBER.finditer(row.parameters):
            name = match[1].lower()
            if name in ("round", "to"):  # words of a sentence, not names
                continue
            letter = next((letter for at, letter in letters if at >= match.end()), None)
            span = (int(match[3]), int(match[4])) if match[3] else None
            found.append((row.id, _ALIASES.get(name, name), int(match[2]), letter, span))
    return found


@pytest.mark.parametrize(("rule", "name", "value", "letter", "span"), _named_numbers())
def test_named_defaults_are_the_rulebooks(
    rule: str, name: str, value: int, letter: str | None, span: tuple[int, int] | None
) -> None:
    item = _default(_entry(rule), name)
    assert item.value == value
    assert item.status == (letter or "S")
    if span is not None:
        assert (item.low, item.high) == span


def test_the_named_numbers_are_most_of_them() -> None:
    found = {(rule, name) for rule, name, *_ in _named_numbers()}
    assert len(found) == 25, sorted(found)


UNNAMED = {
    ("keep-backbone", "lo_percent"): (30, "30–50 % (S)"),
    ("keep-backbone", "hi_percent"): (50, "30–50 % (S)"),
    ("no-return", "m"): (24, "24 (S)"),
    ("spacing", "w"): (12, "12 (S)"),
    ("capacity", "n"): (2, "2 (1–4; villages up to 40) (P)"),
    ("presence", "d"): (15, "d"),
    ("service-floor", "floor"): (1, "1 (P: 2 in one office)"),
    ("tenure", "t"): (60, "T"),
    ("city-class", "treat_as"): ("external", "external (S); asked once at set-up"),
    ("rank", "leader"): (True, "on for leader, off for deputy (S)"),
    ("rank", "deputy"): (False, "on for leader, off for deputy (S)"),
    ("role-pools", "matrix"): (None, "matrix (P)"),
    ("kin", "classes"): (None, "class list (R)"),
}
"""Defaults whose number has no name in the rulebook: value (None: a list) and the cell of the parameters."""


@pytest.mark.parametrize(("rule", "name"), UNNAMED)
def test_other_defaults_are_the_rulebooks(rule: str, name: str) -> None:
    value, cell = UNNAMED[rule, name]
    row = next(row for row in _rows() if row.id == rule)
    assert row.parameters == cell
    if value is not None:
        assert _default(_entry(rule), name).value == value


def test_the_bands_of_the_borrow_cap_are_the_rulebooks() -> None:
    row = next(row for row in _rows() if row.id == "borrow-cap")
    assert "1 up to 20 staff, 2 up to 50, else 3" in row.statement
    assert _default(_entry("borrow-cap"), "bands").value == [
        {"up_to": 20, "b": 1},
        {"up_to": 50, "b": 2},
        {"up_to": None, "b": 3},
    ]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row.id)
def test_no_suggestion_is_presented_as_regulation_or_practice(row: Row) -> None:
    letters = {match[1] for match in _LETTER.finditer(f"{row.statement} {row.parameters} {row.hardness}")}
    claimed = {item.status for item in _entry(row.id).defaults if item.status in ("R", "P")}
    assert claimed <= letters


@pytest.mark.parametrize("row", [row for row in _rows() if row.section != "H"], ids=lambda row: row.id)
def test_hardness_is_the_rulebooks(row: Row) -> None:
    plain = {"H": "hard", "H maximum": "hard", "H minimum": "hard", "H on caps": "hard"}
    plain |= {"H*": "waivable", "H* maximum": "waivable", "H* minimum": "waivable"}
    plain |= {"S": "soft", "S minimum": "soft"}
    expected = plain.get(row.hardness)
    if expected is not None and row.id != "together":  # each pair has a weight of its own
        assert _entry(row.id).hardness == expected


def test_enforcement_comes_from_the_registries() -> None:
    solved = {rule.id for rule in REGISTRY}
    for entry in list_rules():
        assert (entry.enforced in ("both", "solver")) == (entry.id in solved)
        assert (entry.enforced in ("both", "audit")) == (entry.id in AUDITED)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_line_a_rule_under_a_header(language: str) -> None:
    stream = io.StringIO()
    print_rules(Printer(stream, 60), Words(language), list_rules())
    lines = stream.getvalue().splitlines()
    assert len(lines) == len(list_rules()) + 1
    for entry, line in zip(list_rules(), lines[1:], strict=True):
        assert line.split()[:2] == [entry.id, Words("zh").name("rule", entry.id)]
        assert Words(language)(f"statement.{entry.id}") in line
    branch = next(line for line in lines if line.startswith("branch "))
    assert branch.endswith("[n = 3（规定）]" if language == "zh" else "[n = 3 (regulation)]")


def test_one_rule_in_full_shows_every_setting_with_its_range() -> None:
    stream = io.StringIO()
    print_rule(Printer(stream, 120), Words("zh"), _entry("new-cadre"))
    rows = [line.split() for line in stream.getvalue().splitlines()]
    assert ["n", "1", "1", "至", "2", "规定"] in rows
    assert ["w", "12", "12", "至", "24", "实践"] in rows
    assert ["weight", "1", "0", "至", "100000", "软件建议值"] in rows


def test_the_document_holds_everything() -> None:
    tree = json.loads(json.dumps(rules_document(Words("zh"), list_rules())))["rules"]
    branch = next(item for item in tree if item["id"] == "branch")
    assert branch["chinese"] == "支部建在组上"
    assert branch["enforced"] == {"solver": True, "audit": True, "text": "求解与核验"}
    assert branch["defaults"] == [
        {
            "name": "n",
            "required": False,
            "default": 3,
            "low": 0,
            "high": 50,
            "status": "R",
            "source": "规定",
        }
    ]
    assert all(HAN.search(item["statement"]) for item in tree)


def test_the_page_is_up_to_date() -> None:
    """When this fails: python -m bianzu.report.rules_page"""
    assert (ROOT / PAGE).read_text("utf-8") == format_page()
