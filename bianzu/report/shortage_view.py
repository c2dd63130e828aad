"""Shortages in words that an office clerk understands: where, what is missing, what removed whom."""

from collections.abc import Sequence

from bianzu.models import Instance, Plan, Shortage
from bianzu.report.candidates import CandidateList, Removal
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import county_name, planned_rounds, unit_name

__all__ = ["print_shortages", "removal_name", "shortage_documents", "shortage_lines"]

_MOST_NAMED = 40
"""More candidates than this are only counted in text; JSON names all of them."""
_SPECIAL_REMOVALS = ("one-seat", "maxima", "combined")


def print_shortages(printer: Printer, words: Words, instance: Instance, plan: Plan) -> None:
    """Print every shortage of a plan, or that there is none."""
    if not plan.shortages:
        printer.say(words("shortage.none"))
        return
    printer.heading(words("title.shortages", count=len(plan.shortages)))
    candidates = CandidateList(instance, plan)
    for number, shortage in enumerate(plan.shortages, 1):
        first, *rest = shortage_lines(words, instance, shortage)
        printer.say(f"{number}. {first}")
        for line in (*rest, *_named_lines(words, shortage, candidates)):
            printer.say(line, indent=4)


def shortage_documents(words: Words, instance: Instance, plan: Plan) -> list[dict[str, object]]:
    """Every shortage of a plan as JSON, an empty seat with what removed each candidate."""
    if not plan.shortages:
        return []
    candidates = CandidateList(instance, plan)
    return [_document(words, instance, shortage, candidates) for shortage in plan.shortages]


def _document(
    words: Words, instance: Instance, shortage: Shortage, candidates: CandidateList
) -> dict[str, object]:
    """Its fields, its counties, its role, the candidates and the lines that say it in words."""
    role = None
    counties: list[str] = []
    if shortage.seat in instance.seat_by_id:
        role = instance.seat_by_id[shortage.seat][1].role
    if shortage.team in instance.team_by_id:
        counties = list(instance.team_by_id[shortage.team].host_counties)
    return {
        **shortage.model_dump(mode="json", by_alias=True),
        "role": role,
        "counties": counties,
        "removed": [
            {
                "person": item.person.id,
                "name": item.person.name,
                "causes": [{"rule": rule, "clauses": list(clauses)} for rule, clauses in item.causes],
            }
            for item in _removals(shortage, candidates)
        ],
        "text": "\n".join(shortage_lines(words, instance, shortage)),
    }


def _removals(shortage: Shortage, candidates: CandidateList) -> list[Removal]:
    return [] if shortage.seat is None else candidates.of_seat(shortage.seat)


def _named_lines(words: Words, shortage: Shortage, candidates: CandidateList) -> list[str]:
    """What removed each candidate by name, unless there are too many to read."""
    removals = _removals(shortage, candidates)
    if not 0 < len(removals) <= _MOST_NAMED:
        return []
    lines = [words("shortage.one-by-one")]
    for item in removals:
        causes = words.join(_cause(words, rule, clauses) for rule, clauses in item.causes)
        lines.append("- " + words("shortage.named", name=item.person.name, id=item.person.id, causes=causes))
    return lines


def _cause(words: Words, rule: str, clauses: Sequence[str]) -> str:
    name = removal_name(words, rule)
    if not clauses:
        return name
    return words("shortage.cause", rule=name, clauses=words.join(words.clause(rule, c) for c in clauses))


def shortage_lines(words: Words, instance: Instance, shortage: Shortage) -> list[str]:
    """What is missing, in which round where there are several, then how many candidates each rule removed."""
    first, *rest = _lines(words, instance, shortage)
    if len(planned_rounds(instance)) > 1:
        first = words("shortage.in-round", round=shortage.round, text=first)
    return [first, *rest]


def _lines(words: Words, instance: Instance, shortage: Shortage) -> list[str]:
    if shortage.person is not None:
        return [_person_line(words, instance, shortage)]
    if shortage.unit is not None:
        return [_unit_line(words, instance, shortage)]
    if shortage.seat is not None:
        return [_seat_line(words, instance, shortage), *_removal_lines(words, shortage, "")]
    return [_minimum_line(words, instance, shortage), *_removal_lines(words, shortage, "-minimum")]


def _person_line(words: Words, instance: Instance, shortage: Shortage) -> str:
    person = instance.person_by_id.get(shortage.person or "")
    return words(
        "shortage.person",
        name=shortage.person if person is None else person.name,
        id=shortage.person,
        rule=words.name("rule", shortage.rule),
        missing=shortage.missing,
    )


def _unit_line(words: Words, instance: Instance, shortage: Shortage) -> str:
    """Days on site: no matter of people."""
    item = instance.round_by_id.get(shortage.round)
    return words(
        "shortage.unit",
        **_team_words(words, instance, shortage),
        unit=unit_name(instance, shortage.unit or ""),
        rule=words.name("rule", shortage.rule),
        year="?" if item is None else item.start.year,
        missing=shortage.missing,
    )


def _seat_line(words: Words, instance: Instance, shortage: Shortage) -> str:
    seat = instance.seat_by_id.get(shortage.seat or "")
    return words(
        "shortage.seat",
        **_team_words(words, instance, shortage),
        seat=shortage.seat,
        role="?" if seat is None else words.name("role", seat[1].role),
        origin="?" if seat is None else words.name("origin", seat[1].origin),
    )


def _minimum_line(words: Words, instance: Instance, shortage: Shortage) -> str:
    what = words("shortage.whole-team")
    if shortage.skill is not None:
        what = words.name("skill", shortage.skill)
    elif shortage.clause is not None:
        what = words.clause(shortage.rule, shortage.clause)
    return words(
        "shortage.minimum",
        **_team_words(words, instance, shortage),
        rule=words.name("rule", shortage.rule),
        what=what,
        missing=shortage.missing,
    )


def _team_words(words: Words, instance: Instance, shortage: Shortage) -> dict[str, str]:
    team = instance.team_by_id.get(shortage.team or "")
    if team is None:
        return {"county": "?", "team": shortage.team or "?", "team_id": shortage.team or "?"}
    counties = words.join(county_name(words, instance, county) for county in team.host_counties)
    return {"county": counties, "team": team.name or team.id, "team_id": team.id}


def _removal_lines(words: Words, shortage: Shortage, kind: str) -> list[str]:
    if shortage.candidates == 0:
        return [words(f"shortage.nobody{kind or '-seat'}")]
    removed = sorted(shortage.removed_by.items(), key=lambda item: (-item[1], item[0]))
    lines = [words(f"shortage.candidates{kind}", count=shortage.candidates)]
    lines += [
        "- " + words("shortage.removed", rule=removal_name(words, rule), count=count)
        for rule, count in removed
        if count
    ]
    if sum(shortage.removed_by.values()) > shortage.candidates:
        lines.append(words("shortage.overlap"))
    return lines


def removal_name(words: Words, code: str) -> str:
    """Name of what removed a candidate: a rule, or one of the words that stand beside the rules."""
    return words.name("removed" if code in _SPECIAL_REMOVALS else "rule", code)
