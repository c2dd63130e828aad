"""Why there is no complete plan, for people and as JSON: one paragraph a cause."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from bianzu.models import (
    Cause,
    CauseTopic,
    Demand,
    Exclusion,
    Explanation,
    HallSet,
    Instance,
    Maximum,
    Ordered,
)
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.member_words import MemberWords
from bianzu.report.remedy_view import print_repairs, repair_lines
from bianzu.report.shortage_view import removal_name

__all__ = ["explanation_document", "explanation_lines", "print_explanation"]

_ORDER = get_args(CauseTopic)


def print_explanation(
    printer: Printer, words: Words, instance: Instance, found: Explanation, *, repairs: bool = False
) -> None:
    """Print the verdict, then every cause in the order of a planner, then what would help where that was
    asked."""
    printer.say(words(_verdict_key(found), **_counts(found)), style="bold")
    for number, (_, cause) in enumerate(_sort(found), 1):
        first, *rest = explanation_lines(words, instance, cause)
        printer.say(f"{number}. {first}")
        for line in rest:
            printer.say(line, indent=4)
    for line in _closing(words, found):
        printer.say(line)
    if repairs and found.causes:
        print_repairs(printer, words, instance, found.repairs)


def explanation_document(words: Words, instance: Instance, found: Explanation) -> dict[str, object]:
    """The explanation as JSON, the lines of every cause in ``text``, in the order of ``causes``."""
    tree = found.model_dump(mode="json", by_alias=True)
    texts = ["\n".join(explanation_lines(words, instance, cause)) for cause in found.causes]
    summary = [words(_verdict_key(found), **_counts(found)), *_closing(words, found)]
    remedies = ["\n".join(repair_lines(words, instance, repair)) for repair in found.repairs]
    return {"explanation": tree, "text": texts, "summary": summary, "repairs": remedies}


def _sort(found: Explanation) -> list[tuple[int, Cause]]:
    """Causes with their positions, orders and leaders first, days on site last."""
    return sorted(enumerate(found.causes), key=lambda item: (_ORDER.index(item[1].topic), item[0]))


def _verdict_key(found: Explanation) -> str:
    unnamed = found.verdict == "incomplete" and not found.causes
    return f"explain.{found.verdict}{'-unnamed' if unnamed else ''}"


def _counts(found: Explanation) -> dict[str, object]:
    if found.verdict != "incomplete" or not found.causes:
        return {}
    return {"count": found.explained, "causes": len(found.causes)}


def _closing(words: Words, found: Explanation) -> list[str]:
    lines = []
    if found.missing is not None and found.explained < found.missing:
        lines.append(words("explain.rest", missing=found.missing, explained=found.explained))
    if found.known_by is not None:
        lines.append(words(f"explain.known.{found.known_by}"))
    if found.causes and found.background:
        rules = words.join(words.name("rule", rule) for rule in found.background)
        lines.append(words("explain.background", rules=rules))
    return lines


def explanation_lines(words: Words, instance: Instance, cause: Cause) -> list[str]:
    """One cause in words: the count if there is one, else its members, then what is known of them."""
    names = MemberWords(words, instance)
    if cause.hall is None:
        lines = _core_lines(words, names, cause)
    elif cause.hall.by == "people":
        lines = _count_lines(words, names, cause, cause.hall)
    elif cause.hall.by == "seats":
        lines = [_serve_line(words, names, cause.hall)]
    else:
        lines = [_days_line(words, names, cause, cause.hall)]
    return [*lines, words(f"explain.proof.{cause.proven_by}")]


def _core_lines(words: Words, names: MemberWords, cause: Cause) -> list[str]:
    lines = [words("explain.core-pins" if cause.topic == "pins" else "explain.core")]
    lines += ["- " + names.member(member) for member in cause.members]
    if len(cause.members) > 1:
        lines.append(words("explain.minimal" if cause.minimal else "explain.not-minimal"))
    return lines


def _count_lines(words: Words, names: MemberWords, cause: Cause, hall: HallSet) -> list[str]:
    """ "These five teams need five leaders; only four can be had: …"."""
    demands = [item for item in (*cause.members, *cause.also) if isinstance(item, Demand)]
    teams = names.teams(demands)
    who = _who(words, names, cause, demands)
    if hall.seats:
        lines = [_seats_line(words, names, hall, teams=teams, who=who)]
    elif not hall.have:
        lines = [words("explain.hall-nobody", teams=teams, need=hall.need, who=who)]
    elif hall.have < len(hall.people):
        people = names.people(hall.people)
        lines = [
            words(
                "explain.hall-limited",
                teams=teams,
                need=hall.need,
                who=who,
                able=len(hall.people),
                people=people,
                have=hall.have,
            )
        ]
    else:
        people = names.people(hall.people) if hall.people else words("word.none")
        lines = [words("explain.hall", teams=teams, need=hall.need, who=who, have=hall.have, people=people)]
    for row in hall.limits:
        unit = names.unit(row.unit or "")
        lines.append(words("explain.limit", unit=unit, limit=row.limit, round=row.round))
    if hall.people or not hall.seats:
        lines.append(_removed_line(words, hall))
    rules = [member.rule for member in cause.members if isinstance(member, Exclusion)]
    limited = any(isinstance(member, Maximum) for member in cause.members)
    if rules and not limited and set(hall.removed_by) - {*rules, "combined"}:
        named = words.join(removal_name(words, rule) for rule in rules)
        lines.append(words("explain.rules-enough", rules=named))
    orders = [member for member in cause.members if isinstance(member, Ordered)]
    return lines + ["- " + names.member(member) for member in orders]


def _seats_line(words: Words, names: MemberWords, hall: HallSet, *, teams: str, who: str) -> str:
    """Where there are too few seats rather than people."""
    seats = words.join(names.seat(seat) for seat in hall.seats)
    fields = {"teams": teams, "need": hall.need, "who": who, "have": hall.have, "seats": seats}
    if not hall.people:
        return words("explain.hall-seats", **fields)
    people = names.people(hall.people)
    return words("explain.hall-seats-people", **fields, able=len(hall.people), people=people)


def _removed_line(words: Words, hall: HallSet) -> str:
    if not hall.removed_by:
        return words("explain.no-others")
    removed = sorted(hall.removed_by.items(), key=lambda item: (-item[1], item[0]))
    named = (
        words("explain.rule-count", rule=removal_name(words, rule), count=count) for rule, count in removed
    )
    if hall.seats:
        return words("explain.also-removed", rules=words.join(named))
    able = min(hall.candidates, len(hall.people))
    count = hall.candidates - able
    key = "explain.removed" if able else "explain.all-removed"
    line = words(key, count=count, rules=words.join(named))
    return line + words("shortage.overlap") if sum(hall.removed_by.values()) > count else line


def _who(words: Words, names: MemberWords, cause: Cause, demands: Sequence[Demand]) -> str:
    """Whom the demands ask for."""
    if cause.topic == "leaders":
        return words("explain.who.leaders")
    first = demands[0]
    if first.seat is not None:
        roles = words.join(Counter(names.role(item) for item in demands))
        return words("explain.who.local" if cause.topic == "local-seats" else "explain.who.role", roles=roles)
    if first.skill is not None:
        return words("explain.who.skill", skill=words.name("skill", first.skill))
    return words("explain.who.rule", rule=names.minimum(first))


def _serve_line(words: Words, names: MemberWords, hall: HallSet) -> str:
    people = names.people(hall.people)
    if not hall.seats:
        return words("explain.serve-nowhere", people=people)
    seats = words.join(names.seat(seat) for seat in hall.seats)
    return words("explain.serve", people=people, need=hall.need, have=hall.have, seats=seats)


def _days_line(words: Words, names: MemberWords, cause: Cause, hall: HallSet) -> str:
    unit = next((item.unit or "" for item in cause.members if isinstance(item, Demand)), "")
    return words("explain.days", unit=names.unit(unit), need=hall.need, have=hall.have)
