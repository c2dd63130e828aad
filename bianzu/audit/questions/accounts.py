"""Accounts of parts of a plan held against each other: added, taken off, and what differs between two."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bianzu.audit.findings import Finding
from bianzu.audit.ledger import Ledger
from bianzu.audit.reasons import Charge
from bianzu.audit.recount import Tally
from bianzu.models import RuleStep, Shortage

__all__ = ["adds_up", "compare", "is_alike", "join", "list_steps", "name_shortages", "subtract", "weigh"]

_COUNTED = ("soft_cost", "soft_units", "missing", "waived")
"""What a ledger counts by rule."""


def adds_up(before: Tally, after: Tally) -> bool:
    """Whether two parts tell the whole: waivers, which plans use as one account, are used alike, and
    nothing is asked of them beyond their amounts."""
    was, now = before.ledger, after.ledger
    if was.used != now.used:
        return False
    return not was.used.total() or not (before.shortages or after.shortages or was.breaches or now.breaches)


def is_alike(one: tuple[Tally, tuple[int, ...]], other: tuple[Tally, tuple[int, ...]]) -> bool:
    """Whether two parts cost and lack the same."""
    (some, cost), (others, least) = one, other
    lacks = (some.shortages, some.at_risk) == (others.shortages, others.at_risk)
    return lacks and cost == least and not any(list_steps(others.ledger, some.ledger))


def join(one: Tally, other: Tally, both: Tally) -> Tally:
    """Two parts together, less what is in both."""
    own = subtract(other.ledger.breaches, both.ledger.breaches)
    joined = Ledger(one.ledger.facts, breaches=[*one.ledger.breaches, *own])
    for name in _COUNTED:
        counter = getattr(joined, name)
        counter.update(getattr(one.ledger, name))
        counter.update(getattr(other.ledger, name))
        counter.subtract(getattr(both.ledger, name))
    return Tally(joined, (*one.shortages, *other.shortages), (*one.at_risk, *other.at_risk))


def list_steps(before: Ledger, after: Ledger) -> Iterator[RuleStep]:
    """Rules that differ."""
    for rule in set[str]().union(*(getattr(side, name) for side in (before, after) for name in _COUNTED)):
        moved = [getattr(after, name)[rule] - getattr(before, name)[rule] for name in _COUNTED]
        if any(moved):
            cost, units, missing, waived = moved
            yield RuleStep(rule=rule, objective=cost, violations=units, missing=missing, waived=waived)


def weigh(charges: Iterable[Charge]) -> tuple[int, int]:
    """Weighted and plain soft units."""
    listed = [(charge.units * charge.weight, charge.units) for charge in charges]
    return sum(cost for cost, _ in listed), sum(units for _, units in listed)


def subtract(some: Iterable[Finding], others: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that are not among others, as often as they are there."""
    left = Counter(str(item) for item in others)
    found = []
    for item in some:
        if left[str(item)]:
            left[str(item)] -= 1
        else:
            found.append(item)
    return tuple(found)


def compare(rule: str, had: tuple[int, int], found: tuple[int, int]) -> Iterator[RuleStep]:
    """The difference of weighted and plain soft units, if there is one."""
    if found != had:
        yield RuleStep(rule=rule, objective=found[0] - had[0], violations=found[1] - had[1])


def name_shortages(shortages: Iterable[Shortage]) -> dict[tuple[object, ...], Shortage]:
    """Shortages by what is missing and how much."""
    return {(s.rule, s.clause, s.round, s.team, s.seat, s.skill, s.person, s.missing): s for s in shortages}
