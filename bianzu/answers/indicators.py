"""What a plan comes to, in the figures that scenarios are compared by."""

from collections import Counter
from collections.abc import Iterator, Set

from bianzu.audit.facts import Facts
from bianzu.audit.levels import kilometres
from bianzu.audit.rules.cadres import find_debts, is_new_cadre
from bianzu.audit.rules.floaters import read_floaters
from bianzu.audit.seating import Seating, read_assignments
from bianzu.models import Differences, Indicators, Instance, Level, LevelDifference, Plan

__all__ = ["compare", "take_indicators"]


def take_indicators(instance: Instance, plan: Plan, base: Instance | None = None) -> Indicators:
    """Indicators of a plan, the figures on people by the audit's own definitions.

    ``base`` is the instance that this one was changed from, where it was.
    """
    facts = Facts(instance)
    seating, _ = read_assignments(facts, plan.assignments)
    read_floaters(facts, seating, plan.floaters)
    by_rule: Counter[str] = Counter()
    for shortage in plan.shortages:
        by_rule[shortage.rule] += shortage.missing
    serving = {*seating.rounds, *(item.person.id for item in seating.services)}
    loads = [facts.earlier_rounds[who] + len(seating.rounds.get(who, ())) for who in sorted(serving)]
    full_time = {person.id for person in instance.people if "full-time" in person.pools}
    return Indicators(
        status=plan.status,
        complete=plan.complete,
        gap=plan.gap,
        levels=plan.levels,
        missing=sum(by_rule.values()),
        missing_by_rule=dict(sorted(by_rule.items())),
        waiver_units=sum(item.units for item in plan.waivers_used),
        seats_filled=len(plan.assignments),
        load_spread=max(loads, default=0) - min(loads, default=0),
        load_squares=sum(load * load for load in loads),
        kilometres=sum(_ways(facts, seating)),
        new_cadres=sum(_serves_owing(facts, seating, who) for who in seating.rounds),
        borrowed=len(serving - full_time),
        soft_of_people=0 if base is None else _weigh_people(facts, Facts(base)),
    )


def _weigh_people(facts: Facts, before: Facts) -> int:
    """Soft units times weight of new people minus that of people who are gone, none of them serving."""
    return _sum_idle(facts, facts.people.keys() - before.people.keys()) - _sum_idle(
        before, before.people.keys() - facts.people.keys()
    )


def _sum_idle(facts: Facts, people: Set[str]) -> int:
    """What people who do not serve add to the soft level: fair-load, service-floor and new-cadre."""
    if not people:
        return 0
    rules, total = facts.rules, 0
    if rules.fair_load is not None:
        squares = sum(len(facts.people[who].pools) * facts.earlier_rounds[who] ** 2 for who in people)
        total += rules.fair_load.weight * squares
    if rules.service_floor is not None:
        terms = {item.term for item in facts.rounds if item.status == "planned"}
        for who in people:
            served = facts.past_rounds.get(who, frozenset())
            if not facts.people[who].pools:
                continue
            for term in terms:
                rounds = sum(item.term == term and item.id in served for item in facts.rounds)
                total += rules.service_floor.weight * max(0, rules.service_floor.floor - rounds)
    if rules.new_cadre is not None:
        debts = find_debts(facts, Seating())
        total += rules.new_cadre.weight * sum(d.soft for d in debts if d.owing.person.id in people)
    return total


def _ways(facts: Facts, seating: Seating) -> Iterator[int]:
    for member in seating.by_seat.values():
        yield kilometres(facts, member.person, member.view.on)
    for item in seating.services:
        yield kilometres(facts, item.person, item.team)


def _serves_owing(facts: Facts, seating: Seating, who: str) -> bool:
    person = facts.people[who]
    return any(
        is_new_cadre(facts, seating, person, item) for item in facts.rounds if seating.serves(who, item)
    )


def compare(found: Indicators, base: Indicators) -> Differences:
    """Indicators minus those of the base plan."""
    return Differences(
        levels=_compare_levels(found, base),
        missing=found.missing - base.missing,
        waiver_units=found.waiver_units - base.waiver_units,
        seats_filled=found.seats_filled - base.seats_filled,
        load_spread=found.load_spread - base.load_spread,
        load_squares=found.load_squares - base.load_squares,
        kilometres=found.kilometres - base.kilometres,
        new_cadres=found.new_cadres - base.new_cadres,
        borrowed=found.borrowed - base.borrowed,
    )


def _compare_levels(found: Indicators, base: Indicators) -> tuple[LevelDifference, ...]:
    """Level by level, the tie-break left out: it says nothing between instances.

    The soft level is compared without what people bring to it by being there or not.
    """
    before = {level.name: level for level in base.levels}
    rows, proven = [], True
    for level in found.levels:
        if level.name == "tie-break":
            continue
        other = before.get(level.name)
        proven = proven and _is_proven(level) and other is not None and _is_proven(other)
        change: int | None = None
        if other is not None and other.objective is not None and level.objective is not None:
            change = level.objective - other.objective
            if level.name == "soft":
                change -= found.soft_of_people - base.soft_of_people
        rows.append(LevelDifference(name=level.name, objective=change, proven=proven))
    return tuple(rows)


def _is_proven(level: Level) -> bool:
    return level.objective is not None and level.objective == level.bound
