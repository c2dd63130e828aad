"""Waivers that could help against a cause: first wherever they might be used, then only where they were."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bianzu.models import (
    WAIVABLE_RULES,
    AddWaiver,
    Cause,
    Change,
    Demand,
    Exclusion,
    Instance,
    Maximum,
    Ordered,
    Plan,
    Setting,
    Waiver,
)
from bianzu.models.setting_types import STATUS_KEY

__all__ = ["Leave", "list_waivers", "narrow_waivers"]

SUGGESTED, PUBLISHED, ONE_MORE_ROUND = 10, 15, 20
"""How heavy a waiver is: of a number that the software suggests, of a published one, of use over time."""

_REASON: Final = "为补足缺口，建议批准"
_APPROVER: Final = "待批准"
_OF_PEOPLE: Final = ("service-cap", "rest")
"""Rules whose units belong to a person alone."""
_MOST_REASONS: Final = 9
"""More units than one person's reasons of a rule against one seat ever are."""


@dataclass(frozen=True)
class Leave:
    """Waivers of one rule."""

    rule: str
    changes: tuple[Change, ...]
    weight: int


@dataclass(frozen=True)
class _Scope:
    """What a waiver speaks of, and how much."""

    amount: int
    person: str | None = None
    seat: str | None = None
    team: str | None = None
    unit: str | None = None


def list_waivers(instance: Instance, cause: Cause) -> Iterator[Leave]:
    """One entry for each rule of the cause that a waiver may cover, scoped to where it could be used."""
    scopes: dict[str, dict[_Scope, None]] = {}
    for member in (*cause.members, *cause.also):
        if not isinstance(member, Ordered) and _may_waive(instance, member.rule):
            found = scopes.setdefault(member.rule, {})
            found.update(dict.fromkeys(_list_scopes(instance, cause, member)))
    for rule, found in scopes.items():
        if found:
            changes = tuple(_grant(instance, rule, at, scope) for at, scope in enumerate(found, 1))
            yield Leave(rule, changes, _weigh(instance, rule))


def narrow_waivers(instance: Instance, changes: Sequence[Change], plan: Plan) -> tuple[Change, ...]:
    """The same changes with waivers only where the plan uses them, as far as it does, for whom it does."""
    used = {item.waiver: item.units for item in plan.waivers_used}
    holder = {item.seat: item.person for item in plan.assignments}
    narrowed: list[Change] = []
    for change in changes:
        if not isinstance(change, AddWaiver):
            narrowed.append(change)
        elif change.waiver.id in used:
            fields: dict[str, object] = {"amount": used[change.waiver.id]}
            if change.waiver.seat is not None:
                fields["person"] = holder.get(change.waiver.seat)
            narrowed.append(AddWaiver(waiver=change.waiver.model_copy(update=fields)))
    return tuple(narrowed)


def _setting(instance: Instance, rule: str) -> Setting | None:
    found: Setting | None = getattr(instance.rules, rule.replace("-", "_"), None)
    return found


def _may_waive(instance: Instance, rule: str) -> bool:
    """Whether the rule is one of H* and the instance leaves one of its clauses waivable."""
    setting = _setting(instance, rule)
    if rule not in WAIVABLE_RULES or setting is None:
        return False
    return any(getattr(setting, name) == "waivable" for name in type(setting).model_fields)


def _weigh(instance: Instance, rule: str) -> int:
    if rule in _OF_PEOPLE:
        return ONE_MORE_ROUND
    setting = _setting(instance, rule)
    fields = () if setting is None else type(setting).model_fields.values()
    letters = [
        item.json_schema_extra.get(STATUS_KEY) for item in fields if isinstance(item.json_schema_extra, dict)
    ]
    return PUBLISHED if "P" in letters or "R" in letters or not letters else SUGGESTED


def _list_scopes(instance: Instance, cause: Cause, member: Exclusion | Maximum | Demand) -> Iterator[_Scope]:
    if isinstance(member, Demand):
        if member.team is not None:
            yield _Scope(member.need, team=member.team)
    elif member.rule in _OF_PEOPLE:
        people = member.people if isinstance(member, Exclusion) else (member.person,)
        yield from (_Scope(2, person=person) for person in people)
    elif isinstance(member, Exclusion):
        yield from (_Scope(_MOST_REASONS, seat=seat) for seat in _list_seats(instance, cause))
    elif member.rule == "couples":
        yield _Scope(1, person=member.person)
    elif member.rule in ("borrow-cap", "post-strength"):
        yield _Scope(cause.short or 1, unit=member.unit)
    elif member.rule == "in-team" and member.clause == "superior":
        yield _Scope(1, person=member.person, team=member.team)
    elif not (member.rule == "in-team" and member.clause == "kin"):
        yield _Scope(max(1, cause.short), team=member.team, unit=member.unit)


def _list_seats(instance: Instance, cause: Cause) -> Iterator[str]:
    """Seats on which the cause's demands are met."""
    for item in (*cause.members, *cause.also):
        if isinstance(item, Demand) and item.seat is not None:
            yield item.seat
        elif isinstance(item, Demand) and item.team is not None:
            yield from (seat.id for seat in instance.team_by_id[item.team].seats)


def _grant(instance: Instance, rule: str, number: int, scope: _Scope) -> AddWaiver:
    taken = {waiver.id for waiver in instance.waivers}
    ident = f"{rule}-{number}"
    while ident in taken:
        ident += "+"
    start = min(item.start for item in instance.rounds if item.status == "planned")
    return AddWaiver(
        waiver=Waiver(
            id=ident,
            rule=rule,
            amount=scope.amount,
            person=scope.person,
            seat=scope.seat,
            team=scope.team,
            unit=scope.unit,
            reason=_REASON,
            approver=_APPROVER,
            granted=min(instance.as_of, start),
        )
    )
