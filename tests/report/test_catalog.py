"""Every code has words in both languages, and both say the same placeholders."""

import re
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest

import bianzu
from bianzu.audit.evidence import CLASSES
from bianzu.audit.findings import FINDING_CODES, Verdict
from bianzu.instances import list_templates, template
from bianzu.models import ALL_LEVEL_NAMES, Gender, Hardness, Party, Pool, Role, RuleSettings, Run, Status
from bianzu.models.plan import BoundBy
from bianzu.models.rounds import Duty, Origin, Side
from bianzu.report.catalog import CATALOG, Words, merge
from bianzu.report.shortage_view import removal_name
from bianzu.report.words_problems import EXPECTED_ZH, PROBLEMS
from bianzu.solver.options import Phase

ROOT = Path(bianzu.__file__).resolve().parents[1]
HAN = re.compile("[\u4e00-\u9fff]")


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(CATALOG))
def test_both_languages_say_the_same(key: str) -> None:
    english, chinese = CATALOG[key]
    assert english
    assert chinese
    assert _placeholders(english) == _placeholders(chinese)
    assert not HAN.search(english)
    if re.search("[a-z]", re.sub("{[a-z_]*}", "", english)):
        assert HAN.search(chinese)


def test_no_part_may_redefine_a_key() -> None:
    with pytest.raises(ValueError, match=r"a\.b"):
        merge([{"a.b": ("x", "y")}, {"a.b": ("x", "y")}])


def _literals(kind: Any) -> tuple[str, ...]:
    return get_args(kind)


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("role", _literals(Role)),
        ("pool", _literals(Pool)),
        ("origin", _literals(Origin)),
        ("duty", _literals(Duty)),
        ("side", _literals(Side)),
        ("gender", _literals(Gender)),
        ("party", _literals(Party)),
        ("hardness", _literals(Hardness)),
        ("status", _literals(Status)),
        ("bound-by", _literals(BoundBy)),
        ("level", ALL_LEVEL_NAMES),
        ("pin", ("must", "must-not", "lock")),
        ("source", ("R", "P", "S")),
        ("stop", _literals(Run.model_fields["stop_reason"].annotation)),
        ("phase", _literals(Phase)),
        ("place", ("city", "outside")),
        ("necessity", ("leaders", "skill", "local-seats")),
        ("verdict", _literals(Verdict)),
        ("finding", FINDING_CODES),
    ],
)
def test_every_code_of_the_domain_has_a_name(group: str, codes: tuple[str, ...]) -> None:
    assert codes
    assert [code for code in codes if f"{group}.{code}" not in CATALOG] == []


def test_every_rule_has_the_name_of_the_rulebook() -> None:
    text = (ROOT / "docs" / "rulebook.md").read_text("utf-8")
    rows = re.findall(r"^\| ([a-z-]+) \| ([^|]+) \|", text, re.M)
    listed = {code: name.strip() for code, name in rows if code not in ("id", "term")}
    listed |= dict(re.findall(r"^\*\*([a-z]+) ([\u4e00-\u9fff]+)\*\* – ", text, re.M))
    settings = {field.alias for field in RuleSettings.model_fields.values()}
    assert settings <= set(listed)
    for code, chinese in listed.items():
        if f"rule.{code}" in CATALOG or code in settings:
            assert CATALOG[f"rule.{code}"][1] == chinese


def test_statuses_of_numbers_are_named_as_the_rulebook_says() -> None:
    words = Words("zh")
    assert [words(f"source.{letter}") for letter in "RPS"] == ["规定", "实践", "软件建议值"]


def _sources(*folders: str) -> str:
    return "\n".join(path.read_text("utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py"))


def test_every_problem_code_in_the_code_has_words() -> None:
    source = _sources("models", "instances", "solver")
    codes = set(re.findall(r"\bProblem\(\s*(?:code=)?\"([a-z0-9-]+)\"", source))
    codes |= set(re.findall(r"\b\.add\(\s*\"([a-z0-9-]+)\"", _sources("models")))
    codes |= set(re.findall(r"\bfaults\.add\(\s*\"([a-z0-9-]+)\"", _sources("instances")))
    codes |= {"pin-breaks-exclusion"}
    codes |= set(re.findall(r"^    \"[a-z_]+\": \"([a-z0-9-]+)\",$", _field_codes(), re.M))
    assert len(codes) > 30
    assert sorted(code for code in codes if f"problem.{code}" not in PROBLEMS) == []


def _field_codes() -> str:
    text = (ROOT / "instances" / "field_problems.py").read_text("utf-8")
    return text[text.index("_CODES") : text.index("_EXPECTED")]


def test_every_class_of_evidence_has_a_name() -> None:
    rules = {f"rule.{rule}" for rule, _, _ in CLASSES}
    clauses = {f"clause.{clause}" for _, clause, _ in CLASSES if clause is not None}
    assert sorted((rules | clauses) - set(CATALOG)) == []


def _clauses() -> list[tuple[str, str]]:
    """Every clause in the tables of docs/format.md, with its rule."""
    text = (ROOT / "docs" / "format.md").read_text("utf-8")
    rules = {field.alias for field in RuleSettings.model_fields.values()}
    tables = re.findall(r"^\| rule \| clause \|.*\n((?:\|.*\n)+)", text, re.M)
    assert len(tables) == 4  # exclusions, maxima, minima, certificate
    found = []
    for rule, cell in re.findall(r"^\| ([a-z-]+) \| ([^|]+) \|", "".join(tables), re.M):
        if rule in rules:
            found += [(rule, clause) for clause in re.findall(r"`([a-z-]+)`", cell)]
    return list(dict.fromkeys(found))


def test_every_clause_of_the_format_has_a_name() -> None:
    clauses = _clauses()
    assert {("keep-backbone", "low"), ("fresh-pairs", "leader"), ("new-cadre", "last")} <= set(clauses)
    assert len(clauses) > 50
    zh = Words("zh")
    assert [(rule, clause) for rule, clause in clauses if not HAN.search(zh.clause(rule, clause))] == []


def test_a_clause_is_named_by_its_own_rule_first() -> None:
    zh = Words("zh")
    assert zh.clause("keep-backbone", "high") == "上轮人员留用偏多"
    assert zh.clause("balance", "high") == "合计最高"
    assert zh.clause("service-cap", "year") == "本年度"
    assert zh.clause("gates", "leave") == "请假或不可用"
    assert zh.clause("kin", "unheard-of") == "unheard-of"


def test_fixed_expectations_are_translated() -> None:
    source = _sources("models", "instances")
    plain = re.findall(r"\.add\(\s*\"[a-z-]+\", [^\"]*?(?:\"[^\"]*\"[^\"]*?)?, \"([^\"{}]+)\"\s*\)", source)
    assert len(plain) > 5
    assert sorted(set(plain) - set(EXPECTED_ZH)) == []


def test_words_beside_the_rules_name_what_removed_candidates() -> None:
    words = Words("zh")
    assert removal_name(words, "kin") == "亲属回避"
    assert removal_name(words, "one-seat") == "已在时间重叠的组任职"
    assert removal_name(words, "maxima") != "maxima"
    assert removal_name(words, "combined") != "combined"


def test_an_unknown_code_names_itself_and_an_unknown_message_is_an_error() -> None:
    words = Words("en")
    assert words.name("skill", "hydrology") == "hydrology"
    with pytest.raises(KeyError):
        words("no.such-key")


def test_every_skill_of_invented_instances_has_a_name() -> None:
    instances = [bianzu.generate("tiny", seed=1), *(template(form) for form in list_templates())]
    held = {skill.skill for item in instances for person in item.people for skill in person.skills}
    needed = {need.skill for item in instances for team in item.teams for need in team.needs}
    assert len(held) > 8
    assert [name for name in sorted(held | needed) if f"skill.{name}" not in CATALOG] == []
