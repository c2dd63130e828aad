"""Why somebody, and why not, in sentences that a meeting can read aloud."""

from collections import Counter
from collections.abc import Iterable

from bianzu.models import Held, Instance, Met, Order, Scarcity, Why, WhyNot
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.questions_view import Speaker
from bianzu.report.roster import county_name, person_name, unit_name

__all__ = ["print_why", "print_why_not"]

_VERDICTS = ("clear", "exempt", "waived", "penalised", "not-checked")
_MOST_MOVES = 12


def print_why_not(printer: Printer, words: Words, instance: Instance, found: WhyNot) -> None:
    """Print the verdict, every objection, the cost and what is scarce."""
    speaker = Speaker(words, instance)
    name, team = speaker.person(found.person), speaker.team(found.team)
    role = "" if found.role is None else words("why-not.role", role=words.name("role", found.role))
    free = found.order is not None and found.order.level is None
    key = "as-good" if found.verdict == "costs" and free else found.verdict
    printer.say(words(f"why-not.{key}", name=name, team=team, role=role, seat=found.seat), style="bold")
    if found.seat is not None and found.verdict != "seated":
        printer.say(words("why-not.sits", seat=found.seat))
    if found.verdict == "seated":
        return
    printer.heading(words("title.seat-by-seat"))
    same: dict[str, list[str]] = {}
    for item in found.seats:
        lines = [speaker.objection(objection) for objection in item.objections]
        label = f"{item.seat} {words.name('role', item.role)}"
        same.setdefault("\n".join(lines), []).append(label)
    for text, seats in same.items():
        printer.say(words.join(seats) + ("" if text else ": " + words("word.none")))
        for line in text.split("\n") if text else ():
            printer.say(f"- {line}", indent=2, hanging=2)
    if found.order is not None:
        printer.heading(words("title.order"))
        _print_order(printer, speaker, found.order)
    _print_scarcity(printer, speaker, found.person, found.scarcity)


def _print_order(printer: Printer, speaker: Speaker, order: Order) -> None:
    words = speaker.words
    if order.level is None:
        printer.say(words("order.none"))
    else:
        key = "exact" if order.exact else "at-most" if order.least is None else "between"
        level = speaker.level(order.level)
        printer.say(words(f"order.{key}", level=level, least=_signed(order.least), most=_signed(order.most)))
        rules = speaker.rules(order.outcome)
        if rules:
            printer.say(words("order.rules", rules=rules))
        if order.exact and order.most > 0:
            printer.say(words("order.would-need", least=order.most))
    printer.say(words("order.moves", count=len(order.moves)))
    for move in order.moves[:_MOST_MOVES]:
        text = words(
            f"order.{move.kind}",
            name=speaker.person(move.person),
            from_=words.join(move.left),
            to=words.join(move.taken),
        )
        printer.say(f"- {text}", hanging=2)


def _signed(value: int | None) -> str:
    return "" if value is None else f"{value:+d}"


def _print_scarcity(printer: Printer, speaker: Speaker, person: str, items: Iterable[Scarcity]) -> None:
    listed = list(items)
    if not listed:
        return
    words = speaker.words
    printer.heading(words("title.scarce"))
    for item in listed:
        key = "crowded" if item.kind == "crowded" else "gives" if item.gives else "lacks"
        text = words(
            f"scarce.{key}",
            what=_name_row(speaker, item),
            team=speaker.team(item.team),
            name=person_name(speaker.instance, person),
            points=f"{item.points:g}",
            level=speaker.level(item.level),
        )
        printer.say(f"- {text}", hanging=2)


def _name_row(speaker: Speaker, item: Scarcity) -> str:
    """What a priced row speaks of."""
    words, instance = speaker.words, speaker.instance
    if item.rule == "skill-mix":
        return words.join(words.name("skill", skill) for skill in item.key[1:])
    name = words.name("rule", item.rule)
    if item.clause is not None:
        name = f"{name} - {words.clause(item.rule, item.clause)}"
    parts = []
    for part in item.key:
        if part in instance.county_by_id:
            parts.append(county_name(words, instance, part))
        elif part in instance.unit_by_id:
            parts.append(unit_name(instance, part))
    return f"{name} ({words.join(parts)})" if parts else name


def print_why(printer: Printer, words: Words, instance: Instance, found: Why) -> None:
    """Print what somebody brings, or what keeps him or her out."""
    speaker = Speaker(words, instance)
    name = speaker.person(found.person)
    if not found.held:
        printer.say(words("why.not-seated", name=name), style="bold")
    if found.owed:
        printer.say(words("why.owed", owed=found.owed))
        if found.last_chance:
            printer.say(words("why.last-chance"))
    for held in found.held:
        _print_held(printer, speaker, found.person, held)
    if found.without is not None:
        printer.heading(words("title.without", name=name))
        _print_order(printer, speaker, found.without)
    for rule, count in sorted(found.barred_by.items(), key=lambda item: (-item[1], item[0])):
        printer.say("- " + words("why.barred-by", rule=words.name("rule", rule), count=count))
    if any(item.seat is not None for item in found.teams):
        printer.heading(words("title.nearest"))
        _print_teams(printer, speaker, found)


def _print_teams(printer: Printer, speaker: Speaker, found: Why) -> None:
    words = speaker.words
    for item in [team for team in found.teams if team.seat is not None][:5]:
        team = speaker.team(item.team)
        if item.outcome is not None:
            text = words(
                "why.nearest",
                team=team,
                seat=item.seat,
                name=speaker.person(item.replaces),
                effect=speaker.effect(item.outcome),
            )
        elif item.level is not None:
            text = words("why.least", team=team, least=item.least, level=speaker.level(item.level))
        else:
            continue
        printer.say(f"- {text}", hanging=2)


def _print_held(printer: Printer, speaker: Speaker, person: str, held: Held) -> None:
    words, name = speaker.words, person_name(speaker.instance, person)
    team = speaker.team(held.team)
    printer.say(
        words(
            "why.seated",
            name=speaker.person(person),
            role=words.name("role", held.role),
            team=team,
            seat=held.seat,
            standing=words.name("standing", held.standing),
        ),
        style="bold",
    )
    if held.counts_for:
        skills = words.join(words.name("skill", skill) for skill in held.counts_for)
        printer.say(words("why.counts-for", skills=skills))
    for key, decisive in (("decisive", True), ("meets", False)):
        met = [item for item in held.meets if item.decisive == decisive]
        if met:
            printer.say(words(f"why.{key}", name=name, what=words.join(_met(words, item) for item in met)))
    counts = Counter[str](check.verdict for check in held.checks)
    shown = (
        words("why.clear", verdict=words.name("verdict", verdict), count=counts[verdict])
        for verdict in _VERDICTS
        if counts[verdict]
    )
    printer.say(words("title.recusal-checks") + ": " + words.join(shown))
    for item in held.objections:
        printer.say(f"- {speaker.objection(item)}", hanging=2)
    printer.say(words("why.candidates", count=held.candidates))
    if held.next_best:
        printer.heading(words("title.next-best"))
        for candidate in held.next_best:
            if candidate.outcome is not None:
                effect = speaker.effect(candidate.outcome)
                printer.say(f"- {speaker.person(candidate.person)}: {effect}", hanging=2)
    _print_scarcity(printer, speaker, person, held.scarcity)


def _met(words: Words, item: Met) -> str:
    name = words.name("rule", item.rule)
    if item.skill is not None:
        return f"{name} - {words.name('skill', item.skill)}"
    return name if item.clause is None else f"{name} - {words.clause(item.rule, item.clause)}"
