"""`diff`: what differs between two plans."""

from collections.abc import Iterable, Mapping
from typing import Literal

from bianzu.models import (
    ALL_LEVEL_NAMES,
    Assignment,
    Instance,
    LevelChange,
    Move,
    Plan,
    PlanDiff,
    RuleChange,
    RuleResult,
    SeatChange,
    Shortage,
    WaiverChange,
)

__all__ = ["diff"]


def diff(a: Plan, b: Plan, *, instance: Instance | None = None, after: Instance | None = None) -> PlanDiff:
    """What differs between two plans: seats, people, levels, rules, shortages and waivers.

    Parameters
    ----------
    a, b
        The plan before and the plan after. They may answer different instances, which the result says.
    instance, after
        What they answer (``after``: as ``instance`` when not given): seats come in its order, and those of
        teams that only one of them has are marked.

    Returns
    -------
    PlanDiff
        Empty in every part when the plans say the same; digests, seeds and run times are not compared.
    """
    before, now = ({item.seat: item for item in plan.assignments} for plan in (a, b))
    return PlanDiff(
        same_instance=a.provenance.input_digest == b.provenance.input_digest,
        seats=tuple(_list_seats(before, now, instance, after or instance)),
        people=tuple(_list_moves(a.assignments, b.assignments)),
        levels=tuple(_list_levels(a, b)),
        rules=tuple(_list_rules(a, b)),
        shortages_gone=_missing_from(a.shortages, b.shortages),
        shortages_new=_missing_from(b.shortages, a.shortages),
        waivers=tuple(_list_waivers(a, b)),
    )


def _list_seats(
    before: Mapping[str, Assignment],
    now: Mapping[str, Assignment],
    instance: Instance | None,
    after: Instance | None,
) -> Iterable[SeatChange]:
    known = [{} if item is None else item.seat_by_id for item in (instance, after)]
    order = {seat: at for at, seat in enumerate((*known[0], *known[1], *before, *now)[::-1])}
    for seat in sorted({*before, *now}, key=lambda item: -order[item]):
        old, new = before.get(seat), now.get(seat)
        held = old or new
        if held is None or (old and old.person) == (new and new.person):
            continue
        gone = after is not None and seat not in known[1]
        fresh = instance is not None and seat not in known[0]
        yield SeatChange(
            round=held.round,
            team=held.team,
            seat=seat,
            role=held.role,
            before=None if old is None else old.person,
            after=None if new is None else new.person,
            only_in="before" if gone else "after" if fresh else None,
        )


def _list_moves(before: tuple[Assignment, ...], now: tuple[Assignment, ...]) -> Iterable[Move]:
    old, new = _by_person(before), _by_person(now)
    for person in {**old, **new}:
        had, has = old.get(person, ()), new.get(person, ())
        left = tuple(seat for seat in had if seat not in has)
        taken = tuple(seat for seat in has if seat not in had)
        if left or taken:
            kind: Literal["in", "out", "moved"] = "in" if not had else "out" if not has else "moved"
            yield Move(person=person, kind=kind, left=left, taken=taken)


def _by_person(assignments: Iterable[Assignment]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for item in assignments:
        found[item.person] = (*found.get(item.person, ()), item.seat)
    return found


def _list_levels(a: Plan, b: Plan) -> Iterable[LevelChange]:
    old, new = ({level.name: level for level in plan.levels} for plan in (a, b))
    for name in ALL_LEVEL_NAMES:
        one, other = old.get(name), new.get(name)
        if one is not None or other is not None:
            yield LevelChange(
                name=name,
                before=None if one is None else one.objective,
                after=None if other is None else other.objective,
                bound_before=None if one is None else one.bound,
                bound_after=None if other is None else other.bound,
            )


def _list_rules(a: Plan, b: Plan) -> Iterable[RuleChange]:
    old, new = ({item.rule: item for item in plan.rules} for plan in (a, b))
    for rule in {**old, **new}:
        one, other = (found.get(rule, RuleResult(rule=rule)) for found in (old, new))
        if one != other:
            yield RuleChange(before=one, after=other)


def _missing_from(some: tuple[Shortage, ...], others: tuple[Shortage, ...]) -> tuple[Shortage, ...]:
    """Shortages that the other plan does not have, or has with other units."""
    known = {_name(item) for item in others}
    return tuple(item for item in some if _name(item) not in known)


def _name(item: Shortage) -> tuple[object, ...]:
    where = (item.rule, item.clause, item.round, item.team, item.seat, item.skill, item.person, item.unit)
    return (*where, item.missing)


def _list_waivers(a: Plan, b: Plan) -> Iterable[WaiverChange]:
    old, new = ({item.waiver: item.units for item in plan.waivers_used} for plan in (a, b))
    for waiver in {**old, **new}:
        if old.get(waiver, 0) != new.get(waiver, 0):
            yield WaiverChange(waiver=waiver, before=old.get(waiver, 0), after=new.get(waiver, 0))
