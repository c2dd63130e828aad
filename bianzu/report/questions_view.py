"""Who could take a seat, and who could step in, as tables; the words that questions share."""

from collections import Counter
from collections.abc import Iterable

from bianzu.models import Alternatives, Candidate, Instance, Objection, Outcome, StandIns
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import county_name, person_name, unit_name
from bianzu.report.tables import Column, print_table

__all__ = ["Speaker", "print_alternatives", "print_reserves"]

_MOST_RULES = 4


class Speaker:
    """Names and phrases of one instance in one language."""

    def __init__(self, words: Words, instance: Instance) -> None:
        self.words = words
        self.instance = instance

    def person(self, ident: str | None) -> str:
        """Name and id."""
        return self.words("word.empty") if ident is None else f"{person_name(self.instance, ident)} ({ident})"

    def team(self, ident: str) -> str:
        """Name and id of a team."""
        team = self.instance.team_by_id.get(ident)
        return ident if team is None else f"{team.name} ({ident})"

    def level(self, name: str) -> str:
        """Name of a level."""
        return self.words.name("level", name)

    def effect(self, outcome: Outcome) -> str:
        """What a change does to every level but the tie-break, and to which rules."""
        moved = [step for step in outcome.steps if step.change and step.level != "tie-break"]
        if not moved:
            return self.words("ask.no-change")
        steps = (self.words("ask.step", level=self.level(s.level), change=f"{s.change:+d}") for s in moved)
        text = self.words.join(steps)
        rules = self.rules(outcome)
        return f"{text} ({self.words('ask.rules', rules=rules)})" if rules else text

    def rules(self, outcome: Outcome) -> str:
        """The rules that change most."""
        moved = sorted(outcome.rules, key=lambda r: (-r.missing, -r.waived, -abs(r.objective), r.rule))
        return self.words.join(
            f"{self.words.name('rule', r.rule)} {r.missing or r.waived or r.objective:+d}"
            for r in moved[:_MOST_RULES]
            if r.missing or r.waived or r.objective
        )

    def objection(self, item: Objection) -> str:
        """One objection with what it is about, what could be done, and its input rows."""
        words = self.words
        clause = (
            "" if item.clause is None else words("ask.clause", clause=words.clause(item.rule, item.clause))
        )
        about = self._about(item)
        note = ""
        if item.verdict == "penalised":
            note = words("ask.penalised", weight=item.weight)
        elif item.verdict == "waived":
            note = words("ask.waived", waiver=item.waiver)
        elif item.waiver is not None:
            note = words("ask.spent", waiver=item.waiver)
        elif item.waivable:
            note = words("ask.waivable")
        return words(
            "ask.objection",
            rule=words.name("rule", item.rule),
            clause=clause,
            about="" if not about else words("ask.about", what=about),
            verdict=note,
            rows="" if not item.rows else words("ask.row", rows=words.join(item.rows)),
        )

    def _about(self, item: Objection) -> str:
        names = []
        if item.county is not None:
            names.append(county_name(self.words, self.instance, item.county))
        if item.unit is not None:
            names.append(unit_name(self.instance, item.unit))
        names += [person_name(self.instance, person) for person in item.people]
        return self.words.join(names)

    def objections(self, items: Iterable[Objection]) -> str:
        """Those that bar; where none does, all."""
        listed = list(items)
        barring = [item for item in listed if item.verdict == "barred"]
        return self.words.join(self.objection(item) for item in barring or listed)


def print_alternatives(
    printer: Printer, words: Words, instance: Instance, found: Alternatives, most: int
) -> None:
    """Print the first candidates of a seat and how many there are."""
    speaker = Speaker(words, instance)
    role = words.name("role", found.role)
    printer.heading(words("title.alternatives", team=speaker.team(found.team), role=role, seat=found.seat))
    holder = "ask.holder-none" if found.person is None else "ask.holder"
    printer.say(words(holder, name=speaker.person(found.person)))
    counts = Counter(item.standing for item in found.candidates)
    printer.say(words("ask.counts", **{name: counts[name] for name in ("free", "seated", "barred")}))
    if found.others:
        rules = (
            words("ask.others-item", rule=words.name("rule", rule), count=count)
            for rule, count in found.others.items()
        )
        printer.say(words("ask.others", counts=words.join(rules)))
    names = ("number", "name", "standing", "effect", "against")
    rows = [_row(speaker, item) for item in found.candidates[:most]]
    print_table(printer, [Column(words(f"col.{name}")) for name in names], rows)
    if len(found.candidates) > most:
        printer.say(words("ask.more", count=len(found.candidates) - most))


def _row(speaker: Speaker, item: Candidate) -> tuple[object, ...]:
    words = speaker.words
    standing = words.name("standing", item.standing)
    if item.seat is not None:
        standing = f"{standing} ({item.seat})"
    effects = []
    if item.outcome is not None:
        effects.append(speaker.effect(item.outcome))
        effects += [words("ask.leaves", seat=seat) for seat in item.outcome.emptied]
    if item.exchange is not None:
        effects.append(words("ask.exchange", effect=speaker.effect(item.exchange)))
    against = speaker.objections(item.objections)
    return (item.rank, speaker.person(item.person), standing, "; ".join(effects), against)


def print_reserves(printer: Printer, words: Words, instance: Instance, found: StandIns) -> None:
    """Print the reserves of every team."""
    speaker = Speaker(words, instance)
    printer.heading(words("title.stand-ins"))
    names = ("team", "reserve-order", "name", "seat", "could-serve-as", "effect")
    rows = [
        (
            speaker.team(item.team),
            item.rank,
            speaker.person(item.person),
            item.seat,
            words.join(
                dict.fromkeys(words.name("role", instance.seat_by_id[seat][1].role) for seat in item.seats)
            ),
            speaker.effect(item.outcome),
        )
        for item in found.reserves
    ]
    print_table(printer, [Column(words(f"col.{name}")) for name in names], rows)
    printer.say(words("reserves.jointly"))
    for team, count in found.short.items():
        printer.say("- " + words("reserves.short", team=speaker.team(team), count=count))
    if found.leaderless:
        printer.say(words("reserves.leaderless", teams=words.join(map(speaker.team, found.leaderless))))
