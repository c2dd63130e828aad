"""What a plan comes to, in the figures that scenarios are compared by."""

from collections import Counter
from collections.abc import Iterator

from bianzu.audit.cadres import is_new_cadre
from bianzu.audit.facts import Facts
from bianzu.audit.floaters import read_floaters
from bianzu.audit.levels import kilometres
from bianzu.audit.seating import Seating, read_assignments
from bianzu.models import Differences, Indicators, Instance, Level, LevelDifference, Plan

__all__ = ["compare", "compare_levels", "take_indicators"]


def take_indicators(instance: Instance, plan: Plan) -> Indicators:
    """Indicators of a plan, the figures on people by the audit's own definitions."""
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
    )


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
        levels=compare_levels(found.levels, base.levels),
        missing=found.missing - base.missing,
        waiver_units=found.waiver_units - base.waiver_units,
        seats_filled=found.seats_filled - base.seats_filled,
        load_spread=found.load_spread - base.load_spread,
        load_squares=found.load_squares - base.load_squares,
        kilometres=found.kilometres - base.kilometres,
        new_cadres=found.new_cadres - base.new_cadres,
        borrowed=found.borrowed - base.borrowed,
    )


def compare_levels(found: tuple[Level, ...], base: tuple[Level, ...]) -> tuple[LevelDifference, ...]:
    """Level by level, the tie-break left out: it says nothing between instances."""
    before = {level.name: level for level in base}
    rows, proven = [], True
    for level in found:
        if level.name == "tie-break":
            continue
        other = before.get(level.name)
        proven = proven and _is_proven(level) and other is not None and _is_proven(other)
        known = other is not None and other.objective is not None and level.objective is not None
        change = level.objective - other.objective if known else None  # type: ignore[operator, union-attr]
        rows.append(LevelDifference(name=level.name, objective=change, proven=proven))
    return tuple(rows)


def _is_proven(level: Level) -> bool:
    return level.objective is not None and level.objective == level.bound
