"""`apply_changes`: an instance as it would be after some changes."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, get_args

from pydantic import ValidationError

from bianzu.instances.field_problems import list_field_problems
from bianzu.instances.newcomers import add_people
from bianzu.instances.team_changes import add_teams, drop_team, find_team, merge_teams, move_round
from bianzu.instances.working_copy import WorkingCopy
from bianzu.models import (
    AddPeople,
    AddPin,
    AddRecusal,
    AddTeams,
    AddWaiver,
    Change,
    CloseCounty,
    DonorLimit,
    DropPin,
    DropTeam,
    Instance,
    LimitSenders,
    LockTeam,
    MergeTeams,
    MoveRound,
    Pin,
    Plan,
    RecusalRequest,
    RemovePeople,
    RuleSettings,
    SetRule,
    Setting,
)

__all__ = ["apply_changes"]


def apply_changes(instance: Instance, changes: Sequence[Change], *, plan: Plan | None = None) -> Instance:
    """Apply changes one after the other.

    Parameters
    ----------
    instance
        What is changed; it stays as it is.
    changes
        In order: a later one sees what the earlier ones left.
    plan
        The base plan, which `LockTeam` takes its locks from.

    Returns
    -------
    Instance
        Cross-checked like any other; ``completable`` is null. The same instance when there is no change.

    Raises
    ------
    InputError
        With every problem, each at the place of its change (``$[2].people[0]``) and what was expected.
    """
    if not changes:
        return instance
    copy = WorkingCopy(instance)
    for at, change in enumerate(changes):
        copy.where = f"$[{at}]"
        _apply(copy, change, plan)
    return copy.finish()


def _apply(copy: WorkingCopy, change: Change, plan: Plan | None) -> None:
    if isinstance(change, LockTeam):
        _lock_team(copy, change, plan)
    else:
        _APPLIERS[type(change)](copy, change)


# --- people


def _remove_people(copy: WorkingCopy, change: RemovePeople) -> None:
    if not change.people and not change.count:
        copy.wrong("one-of", "", None, "people, or a count above 0")
        return
    known = {person.id for person in copy.people}
    fine = [copy.knows(ident, known, f".people[{at}]", "person") for at, ident in enumerate(change.people)]
    if not all(fine) or not copy.check_traits(change.traits):
        return
    gone = set(change.people)
    if change.count:
        meant = [ident for ident in copy.select(change.traits) if ident not in gone]
        if len(meant) < change.count:
            copy.wrong("out-of-range", ".count", change.count, f"at most {len(meant)}, who have these traits")
            return
        gone.update(meant[-change.count :])
    copy.remove_people(gone)


def _add_people(copy: WorkingCopy, change: AddPeople) -> None:
    add_people(copy, change.traits, change.count)


def _close_county(copy: WorkingCopy, change: CloseCounty) -> None:
    if copy.knows(change.county, copy.counties, ".county", "county"):
        copy.remove_people({person.id for person in copy.people if person.work_county == change.county})


# --- rules and decisions


@cache
def _settings() -> Mapping[str, tuple[str, type[Setting]]]:
    """Rule id -> the field of the settings and its type."""
    return {
        field.alias or name: (name, get_args(field.annotation)[0])
        for name, field in RuleSettings.model_fields.items()
    }


def _set_rule(copy: WorkingCopy, change: SetRule) -> None:
    if not copy.knows(change.rule, _settings(), ".rule", "rule"):
        return
    name, kind = _settings()[change.rule]
    if change.settings is None:
        copy.rules = copy.rules.model_copy(update={name: None})
        return
    now: Setting | None = getattr(copy.rules, name)
    tree = {} if now is None else now.model_dump(mode="json", by_alias=True)
    try:
        setting = kind.model_validate_json(json.dumps({**tree, **change.settings}))
    except (TypeError, ValueError) as error:
        if isinstance(error, ValidationError):
            for problem in list_field_problems(error):
                key = f".settings{problem.where[1:]}"
                copy.wrong(problem.code, key, problem.value, problem.expected or "")
        else:
            copy.wrong("wrong-type", ".settings", None, "values that JSON can hold")
        return
    copy.rules = copy.rules.model_copy(update={name: setting})
    copy.bring_rule(change.rule)


def _add_waiver(copy: WorkingCopy, change: AddWaiver) -> None:
    copy.waivers.append(change.waiver)
    copy.bring(change.waiver, ".waiver")


def _add_pin(copy: WorkingCopy, change: AddPin) -> None:
    copy.pins.append(change.pin)
    copy.bring(change.pin, ".pin")


def _drop_pin(copy: WorkingCopy, change: DropPin) -> None:
    if change.pin >= len(copy.pins):
        copy.wrong("out-of-range", ".pin", change.pin, f"below {len(copy.pins)}, the number of pins")
        return
    del copy.pins[change.pin]


def _lock_team(copy: WorkingCopy, change: LockTeam, plan: Plan | None) -> None:
    if find_team(copy, change.team, ".team") is None:
        return
    if plan is None:
        copy.wrong("missing", "", None, "a base plan, for the locks of a team")
        return
    locked = {(pin.person, pin.seat) for pin in copy.pins if pin.kind == "lock"}
    for item in plan.assignments:
        if item.team == change.team and (item.person, item.seat) not in locked:
            pin = Pin(kind="lock", person=item.person, seat=item.seat, asked_by="", reason=change.reason)
            copy.pins.append(pin)
            copy.bring(pin)


def _add_recusal(copy: WorkingCopy, change: AddRecusal) -> None:
    taken = {request.id for request in copy.recusal_requests}
    number = 1
    while f"x-{number}" in taken:
        number += 1
    request = RecusalRequest(
        id=f"x-{number}",
        person=change.person,
        county=change.county,
        unit=change.unit,
        reason=change.reason,
        decision="upheld",
    )
    copy.recusal_requests.append(request)
    copy.bring(request)


def _limit_senders(copy: WorkingCopy, change: LimitSenders) -> None:
    if copy.rules.borrow_cap is None:
        copy.wrong("not-allowed", "", None, "the rule borrow-cap switched on")
        return
    if not change.limits and change.others is None:
        copy.wrong("one-of", "", None, "limits, or others")
        return
    given = {item.unit for item in change.limits}
    if change.others is None:
        kept = [item for item in copy.donors if item.unit not in given]
    else:
        senders = {person.work_unit for person in copy.people} | {item.unit for item in copy.donors}
        kept = [
            DonorLimit(unit=unit.id, limit=change.others)
            for unit in copy.units
            if unit.id in senders and unit.id not in given
        ]
    copy.donors = [*change.limits, *kept]
    for at, item in enumerate(change.limits):
        copy.bring(item, f".limits[{at}]")


_APPLIERS: Final[Mapping[type[Any], Callable[[WorkingCopy, Any], None]]] = {
    RemovePeople: _remove_people,
    AddPeople: _add_people,
    CloseCounty: _close_county,
    DropTeam: drop_team,
    MergeTeams: merge_teams,
    AddTeams: add_teams,
    MoveRound: move_round,
    SetRule: _set_rule,
    AddWaiver: _add_waiver,
    AddPin: _add_pin,
    DropPin: _drop_pin,
    AddRecusal: _add_recusal,
    LimitSenders: _limit_senders,
}
