"""What would help, for people and as JSON: one paragraph a repair."""

from collections.abc import Sequence
from datetime import timedelta

from bianzu.models import (
    AddPeople,
    AddTeams,
    AddWaiver,
    Change,
    DropPin,
    DropTeam,
    Instance,
    MergeTeams,
    MoveRound,
    Ordered,
    Repair,
    Traits,
    Waiver,
)
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.member_words import MemberWords
from bianzu.report.roster import county_name

__all__ = ["print_repairs", "repair_lines"]

_BY_SEED = "tie-break"
_PEOPLE_RULES = ("service-cap", "rest")


def print_repairs(printer: Printer, words: Words, instance: Instance, repairs: Sequence[Repair]) -> None:
    """Print what would help, in the order of rank."""
    printer.heading(words("title.remedies"))
    if not repairs:
        printer.say(words("remedy.none"))
        return
    printer.say(words("remedy.lead"))
    for repair in repairs:
        first, *rest = repair_lines(words, instance, repair)
        printer.say(f"{repair.rank}. {first}")
        for line in rest:
            printer.say(line, indent=4)


def repair_lines(words: Words, instance: Instance, repair: Repair) -> list[str]:
    """A repair in words: what is done, whether the plan is complete then, and what that costs by level."""
    names = MemberWords(words, instance)
    done = [_change_words(words, names, change) for change in repair.changes]
    stop, link = ("。", "；") if words.language == "zh" else (".", "; ")
    text = link.join(done) + stop
    outcome = words("remedy.partial", missing=repair.missing) if repair.missing else words("remedy.complete")
    first = text if words.language == "zh" else text[:1].upper() + text[1:]
    return [first, outcome, *_cost_lines(words, repair)]


def _cost_lines(words: Words, repair: Repair) -> list[str]:
    changed = [
        words("remedy.level", level=words(f"level.{item.name}"), before=item.before, after=item.after)
        for item in repair.levels
        if item.name != _BY_SEED and item.before is not None and item.before != item.after
    ]
    if all(item.before is None for item in repair.levels):
        return []
    return [words("remedy.cost", levels=words.join(changed) if changed else words("remedy.same"))]


def _change_words(words: Words, names: MemberWords, change: Change) -> str:
    if isinstance(change, AddWaiver):
        return _waiver_words(words, names, change.waiver)
    if isinstance(change, AddPeople):
        who = _traits_words(words, names.instance, change.traits)
        return words("remedy.borrow", count=change.count, who=who)
    if isinstance(change, MergeTeams):
        return words("remedy.merge", team=names.team(change.team), other=names.team(change.other))
    if isinstance(change, DropTeam):
        return words("remedy.drop", team=names.team(change.team))
    if isinstance(change, AddTeams):
        return words("remedy.add-team", team=names.team(change.team), count=change.count)
    if isinstance(change, MoveRound):
        start = names.instance.round_by_id[change.round].start + timedelta(days=change.days)
        return words("remedy.move", round=change.round, days=change.days, start=start.isoformat())
    if isinstance(change, DropPin):
        return words("remedy.unpin", pin=names.member(Ordered(pin=change.pin)))
    raise ValueError(f"no repair proposes {change.kind}")


def _waiver_words(words: Words, names: MemberWords, waiver: Waiver) -> str:
    rule, amount = words.name("rule", waiver.rule), waiver.amount
    if waiver.person is not None and waiver.seat is not None:
        person, seat = names.person(waiver.person), names.seat(waiver.seat)
        return words("remedy.waive-seat", person=person, seat=seat, rule=rule, amount=amount)
    if waiver.person is not None and waiver.rule in _PEOPLE_RULES:
        return words("remedy.waive-round", person=names.person(waiver.person), rule=rule, amount=amount)
    if waiver.team is not None:
        return words("remedy.waive-team", team=names.team(waiver.team), rule=rule, amount=amount)
    if waiver.unit is not None:
        return words("remedy.waive-unit", unit=names.unit(waiver.unit), rule=rule, amount=amount)
    return words("remedy.waive", rule=rule, amount=amount)


def _traits_words(words: Words, instance: Instance, traits: Traits) -> str:
    """Chinese puts what qualifies before the noun, English behind it."""
    if traits.skill is not None:
        skill = words.name("skill", traits.skill.skill)
        who = words("remedy.who.skill", skill=skill, level=traits.skill.level)
    elif traits.pool is not None:
        who = words("remedy.who.pool", pool=words.name("pool", traits.pool))
    else:
        who = words("remedy.who")
    if traits.county is None:
        parts = [words("remedy.who.outside")]
    else:
        parts = [words("remedy.who.county", county=county_name(words, instance, traits.county))]
    if traits.rank is not None:
        parts.append(words("remedy.who.rank", rank=traits.rank))
    if traits.party is not None:
        parts.append(words("remedy.who.party"))
    return "".join((*parts, who)) if words.language == "zh" else " ".join((who, *parts))
