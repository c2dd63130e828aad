"""The rule new-cadre: what newly promoted people still owe, and what it costs in each planned round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bianzu.audit.calendar import add_months
from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Case
from bianzu.audit.rules.exclusions import is_barred, list_barring_rules
from bianzu.audit.seating import Seating
from bianzu.models import AtRisk, Person, Round

__all__ = [
    "Debt",
    "Owing",
    "count_served",
    "find_debts",
    "find_owing",
    "is_at_risk",
    "is_new_cadre",
    "soft_units",
    "window_end",
]


@dataclass(frozen=True, slots=True)
class Owing:
    """What a person owes before a planned round that starts on or after the promotion.

    ``chances`` counts the rounds left inside the window, this one included; 0 when it is over.
    """

    person: Person
    round: Round
    owed: int
    chances: int


@dataclass(frozen=True, slots=True)
class Debt:
    """What new-cadre asks of one person in one round: units missing, soft units, or at risk."""

    owing: Owing
    missing: int = 0
    soft: int = 0
    at_risk: AtRisk | None = None


def find_owing(facts: Facts, seating: Seating, person: Person, item: Round) -> Owing | None:
    """The window is the promotion day to w months later, both included; served counts past and
    earlier planned rounds that start in it; owed = max(0, n - served)."""
    setting, promoted = facts.rules.new_cadre, person.promoted_on
    if setting is None or promoted is None or promoted > item.start:
        return None
    end = add_months(promoted, setting.w)
    now = facts.order[item.id]
    served = count_served(facts, seating, person, facts.rounds[:now])
    chances = 0
    if item.start <= end:
        chances = sum(other.start <= end and other.status != "past" for other in facts.rounds[now:])
        assumed = facts.assumed_round
        chances += assumed is not None and promoted <= assumed <= end
    return Owing(person, item, max(0, setting.n - served), chances)


def window_end(facts: Facts, person: Person) -> date | None:
    """Last day of the person's window, ``None`` when the rule does not concern him or her."""
    setting, promoted = facts.rules.new_cadre, person.promoted_on
    return None if setting is None or promoted is None else add_months(promoted, setting.w)


def count_served(facts: Facts, seating: Seating, person: Person, rounds: Sequence[Round]) -> int:
    """How many of the rounds, past and planned, start in the person's window and were served."""
    promoted, end = person.promoted_on, window_end(facts, person)
    if promoted is None or end is None:
        return 0
    past = facts.past_rounds.get(person.id, frozenset())
    return sum(
        promoted <= item.start <= end and (item.id in past or seating.serves(person.id, item))
        for item in rounds
    )


def is_new_cadre(facts: Facts, seating: Seating, person: Person, item: Round) -> bool:
    """Promoted before or on the round's start, the round starts in the window, and rounds are owed."""
    owing = find_owing(facts, seating, person, item)
    return owing is not None and owing.chances > 0 and owing.owed > 0


def find_debts(facts: Facts, seating: Seating) -> Iterator[Debt]:
    """Hard minimum at the last chance, ceil(12 x owed / chances) before it, 24 x owed after it."""
    if facts.rules.new_cadre is None:
        return
    cadres = [person for person in facts.people.values() if person.promoted_on is not None]
    for item in facts.planned:
        for person in cadres:
            owing = find_owing(facts, seating, person, item)
            if owing is not None and owing.owed > 0:
                yield _weigh(facts, seating, owing)


def _weigh(facts: Facts, seating: Seating, owing: Owing) -> Debt:
    serving = seating.serves(owing.person.id, owing.round)
    if owing.chances == 1:
        missing = owing.owed - serving
        if missing <= 0:
            return Debt(owing)
        at_risk = None if serving else _find_risk(facts, owing)
        return Debt(owing, at_risk=at_risk) if at_risk is not None else Debt(owing, missing=missing)
    return Debt(owing) if serving else Debt(owing, soft=soft_units(owing))


def soft_units(owing: Owing) -> int:
    """Units when the person does not serve: none at the last chance, which is a hard minimum."""
    if owing.chances == 0:
        return 24 * owing.owed
    return 0 if owing.chances == 1 else -(-12 * owing.owed // owing.chances)


def is_at_risk(facts: Facts, owing: Owing) -> bool:
    """Whether reasons on record, seats of planned rounds left out, bar the person from every seat."""
    return _find_risk(facts, owing) is not None


def _find_risk(facts: Facts, owing: Owing) -> AtRisk | None:
    """At risk when barring reasons stand against every seat of the round. Named are the rules that bar
    from every seat, each by itself; if there is none, all that bar from some seat."""
    key = (owing.person.id, owing.round.id)
    if key not in facts.risks:
        facts.risks[key] = _list_removers(facts, owing)
    removed_by = facts.risks[key]
    if removed_by is None:
        return None
    return AtRisk(person=key[0], round=key[1], owed=owing.owed, removed_by=removed_by)


def _list_removers(facts: Facts, owing: Owing) -> tuple[str, ...] | None:
    rules = _bar_everywhere(facts, owing)
    if not rules:
        if not all(is_barred(case, with_pins=False) for case in _list_cases(facts, owing)):
            return None
        rules = _bar_somewhere(facts, owing)
    return tuple(rule for rule in facts.rules.on if rule in rules)


def _list_cases(facts: Facts, owing: Owing) -> Iterator[Case]:
    nobody = Seating()
    return (Case(facts, nobody, owing.person, view) for view in facts.seat_kinds(owing.round.id))


def _bar_everywhere(facts: Facts, owing: Owing) -> frozenset[str]:
    """Rules that bar from every seat, each by itself; one that once does not is not asked again."""
    common: frozenset[str] | None = None
    for case in _list_cases(facts, owing):
        others = frozenset() if common is None else facts.on - common
        common = list_barring_rules(case, with_pins=False, skip=others)
        if not common:
            break
    return common or frozenset()


def _bar_somewhere(facts: Facts, owing: Owing) -> frozenset[str]:
    cases = _list_cases(facts, owing)
    return frozenset().union(*(list_barring_rules(case, with_pins=False) for case in cases))
