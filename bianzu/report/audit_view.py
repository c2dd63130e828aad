"""The audit's answer for people and as JSON."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bianzu.models import Instance
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import county_name, planned_rounds, unit_name
from bianzu.report.tables import Column, print_table

if TYPE_CHECKING:
    from bianzu.audit import Audit, EvidenceLine, Finding, SeatEvidence

__all__ = ["audit_document", "print_audit", "print_evidence", "print_evidence_counts"]

_VERDICTS = ("clear", "exempt", "waived", "penalised", "not-checked", "barred")
_PLACE_FIELDS = {
    "work": "work_county",
    "grown": "grown",
    "native": "native",
    "residence": "residence",
    "birth": "birth_place",
    "spouse": "spouse_work",
}
"""Clause of the rule place -> field of a person."""


def print_audit(printer: Printer, words: Words, audit: "Audit") -> None:
    """Print pass or fail, what is certified, and every finding with what plan and audit say."""
    if audit.passed:
        printer.say(words("verify.passed"), style="bold green")
        missing = sum(level.objective or 0 for level in audit.levels[:3])
        if not audit.complete:
            printer.say(words("verify.incomplete", count=missing))
        if audit.levels:
            gap = "" if audit.certified_gap is None else f"{100 * audit.certified_gap:.2f} %"
            printer.say(words(f"verify.certified-{audit.certified}", gap=gap))
        return
    printer.say(words("verify.failed", count=len(audit.findings)), style="bold red")
    columns = [Column(words(f"col.{name}")) for name in ("finding", "rule", "where", "claimed", "found")]
    print_table(printer, columns, [_finding_row(words, finding) for finding in audit.findings])


def _finding_row(words: Words, finding: "Finding") -> tuple[str, ...]:
    return (
        words.name("finding", finding.code),
        "" if finding.rule is None else words.name("rule", finding.rule),
        finding.where,
        "" if finding.claimed is None else finding.claimed,
        "" if finding.found is None else finding.found,
    )


def print_evidence_counts(printer: Printer, words: Words, audit: "Audit") -> None:
    """Print how often each class of recusal came to each verdict."""
    classes: dict[tuple[str, str | None], Counter[str]] = {}
    for line in _lines(audit):
        classes.setdefault((line.rule, line.clause), Counter())[line.verdict] += 1
    if not classes:
        return
    printer.heading(words("title.evidence"))
    columns = [
        Column(words("col.class")),
        *(Column(words.name("verdict", verdict), number=True) for verdict in _VERDICTS),
    ]
    rows = [
        (_class_name(words, rule, clause), *(counts[verdict] for verdict in _VERDICTS))
        for (rule, clause), counts in classes.items()
    ]
    print_table(printer, columns, rows)


def print_evidence(printer: Printer, words: Words, instance: Instance, audit: "Audit") -> None:
    """Print the recusal check: one row per seat and class."""
    printer.heading(words("title.evidence-table"))
    names = ["team", "seat", "name", "class", "verdict", "compared", "rows"]
    several = len(planned_rounds(instance)) > 1
    if several:
        names.insert(0, "round")
    rows: list[tuple[str, ...]] = []
    for seat in audit.evidence:
        person = instance.person_by_id.get(seat.person)
        who = seat.person if person is None else f"{person.name} ({person.id})"
        team = instance.team_by_id.get(seat.team)
        where = ("?" if team is None else team.round,) if several else ()
        rows += [
            (
                *where,
                seat.team,
                seat.seat,
                who,
                _class_name(words, line.rule, line.clause),
                words.name("verdict", line.verdict),
                _compared(words, instance, seat, line),
                words.join(line.rows),
            )
            for line in seat.lines
        ]
    print_table(printer, [Column(words(f"col.{name}")) for name in names], rows)


def _compared(words: Words, instance: Instance, seat: "SeatEvidence", line: "EvidenceLine") -> str:
    """What a line compared: the audit's own words in English, the same from the instance in Chinese."""
    if words.language == "en":
        return line.compared
    team = instance.team_by_id.get(seat.team)
    person = instance.person_by_id.get(seat.person)
    if team is None or person is None:
        return line.compared
    if line.rule == "place" and line.clause in _PLACE_FIELDS:
        place = county_name(words, instance, getattr(person, _PLACE_FIELDS[line.clause]))
        hosts = words.join(county_name(words, instance, county) for county in team.host_counties)
        text = words("evidence.place", place=place, hosts=hosts)
    else:
        units = words.join(unit_name(instance, unit) for unit in team.units) or words("word.none")
        text = words("evidence.units", units=units)
    if line.objects:
        objects = words.join(_object_name(words, instance, item) for item in line.objects)
        text += "；" + words("evidence.objects", objects=objects)
    return text


def _object_name(words: Words, instance: Instance, item: str) -> str:
    if item in instance.county_by_id:
        return county_name(words, instance, item)
    if item in instance.unit_by_id:
        return unit_name(instance, item)
    person = instance.person_by_id.get(item)
    return item if person is None else person.name


def _class_name(words: Words, rule: str, clause: str | None) -> str:
    name = words.name("rule", rule)
    return name if clause is None else f"{name} - {words.clause(rule, clause)}"


def _lines(audit: "Audit") -> Iterator["EvidenceLine"]:
    for seat in audit.evidence:
        yield from seat.lines


def audit_document(words: Words, audit: "Audit", *, evidence: bool) -> dict[str, object]:
    """The audit as JSON; the evidence line by line only when asked for."""
    tree = audit.model_dump(mode="json", by_alias=True, exclude={"evidence"})
    counts: Counter[str] = Counter(line.verdict for line in _lines(audit))
    tree["evidence_counts"] = {verdict: counts[verdict] for verdict in _VERDICTS}
    for entry, finding in zip(tree["findings"], audit.findings, strict=True):
        entry["message"] = words.name("finding", finding.code)
    if evidence:
        tree["evidence"] = [seat.model_dump(mode="json", by_alias=True) for seat in audit.evidence]
    return tree
