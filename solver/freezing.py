"""Rolling use: the earlier rounds of a plan become history, the later ones are planned anew."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from bianzu.audit import measure
from bianzu.models import (
    Assignment,
    HistoryRecord,
    InputError,
    Instance,
    Pin,
    Plan,
    Problem,
    Team,
    Waiver,
    WaiverRecord,
    WaiverUse,
)
from bianzu.solver.acceptance import examine

__all__ = ["freeze_rounds"]


def freeze_rounds(instance: Instance, plan: Plan, from_round: str) -> Instance:
    """The instance in which everything before a round has happened as a plan says.

    Planned rounds before ``from_round`` become past rounds, and whoever the plan seats in them gets a history
    record (round, team, role, counties, units; no rating). Their teams go, and so do the pins and waivers
    that speak of them, and pins "serves at all" that a frozen round has met. Waivers keep what the frozen
    rounds alone leave of them, and what each of these used is kept in ``waiver_history``. Nothing of the plan
    remains for ``from_round`` and the rounds after it.

    Parameters
    ----------
    instance
        What the plan answers.
    plan
        An audited proposal for it, complete or not; it is audited here again.
    from_round
        Id of the first planned round that is to be planned anew.

    Returns
    -------
    Instance
        An ordinary instance with a digest of its own. ``completable`` is not known. When no planned round
        lies before ``from_round``, it is the instance as given.

    Raises
    ------
    InputError
        An unknown round or one that is not planned; a plan that seats nobody, answers another instance or
        does not pass the audit, with every finding.
    """
    _check(instance, plan, from_round)
    start = instance.round_by_id[from_round].start
    earlier = {
        item.id
        for item in instance.rounds
        if item.status == "planned" and (item.start, item.id) < (start, from_round)
    }
    if not earlier:
        return instance
    frozen = tuple(item for item in plan.assignments if item.round in earlier)
    teams = _teams(instance, earlier, inside=False)
    served = {item.person for item in frozen}
    return instance.model_copy(
        update={
            "completable": None,
            "rounds": tuple(
                item.model_copy(update={"status": "past"}) if item.id in earlier else item
                for item in instance.rounds
            ),
            "teams": teams,
            "rules": instance.rules.restrict_teams(_ids(teams)[0]),
            "history": (*instance.history, *_records(instance, frozen)),
            "pins": tuple(
                pin for pin in _restrict_pins(instance, teams, earlier) if not _is_met(pin, served)
            ),
            "waivers": _spend(_restrict_waivers(instance, teams), instance, plan, earlier),
            "waiver_history": (*instance.waiver_history, *_record_waivers(instance, plan, earlier)),
        }
    )


def _check(instance: Instance, plan: Plan, from_round: str) -> None:
    found = instance.round_by_id.get(from_round)
    problems = []
    if found is None:
        expected = "the id of a listed round"
        problems.append(Problem("dangling-reference", "from_round", from_round, expected))
    elif found.status != "planned":
        problems.append(Problem("round-not-planned", "from_round", from_round, "a planned round"))
    problems += examine(instance, plan)[1]
    if problems:
        raise InputError(problems)


def _teams(instance: Instance, rounds: AbstractSet[str], *, inside: bool) -> tuple[Team, ...]:
    """Teams of the rounds, or of the others; a parent that goes is forgotten."""
    kept = [team for team in instance.teams if (team.round in rounds) is inside]
    ids = {team.id for team in kept}
    return tuple(
        team
        if team.parent_team is None or team.parent_team in ids
        else team.model_copy(update={"parent_team": None})
        for team in kept
    )


def _records(instance: Instance, frozen: Iterable[Assignment]) -> Iterable[HistoryRecord]:
    by_seat = {item.seat: item for item in frozen}
    for team in instance.teams:
        for seat in team.seats:
            item = by_seat.get(seat.id)
            if item is not None:
                yield HistoryRecord(
                    round=team.round,
                    team=team.id,
                    person=item.person,
                    role=seat.role,
                    counties=team.host_counties,
                    units=team.units,
                )


def _restrict_pins(instance: Instance, teams: Iterable[Team], gone: AbstractSet[str]) -> tuple[Pin, ...]:
    """Pins that speak of nothing that is gone."""
    ids, seats = _ids(teams)
    return tuple(
        pin
        for pin in instance.pins
        if pin.round not in gone and pin.team in {None, *ids} and pin.seat in {None, *seats}
    )


def _is_met(pin: Pin, served: AbstractSet[str]) -> bool:
    """Whether the pin asks for any service at all, and the person has served."""
    anywhere = pin.round is None and pin.team is None and pin.seat is None
    return pin.kind == "must" and anywhere and pin.person in served


def _restrict_waivers(instance: Instance, teams: Iterable[Team]) -> tuple[Waiver, ...]:
    """Waivers that speak of no team or seat that is gone."""
    ids, seats = _ids(teams)
    return tuple(
        waiver for waiver in instance.waivers if waiver.team in {None, *ids} and waiver.seat in {None, *seats}
    )


def _ids(teams: Iterable[Team]) -> tuple[set[str], set[str]]:
    listed = tuple(teams)
    return {team.id for team in listed}, {seat.id for team in listed for seat in team.seats}


def _spend(
    waivers: tuple[Waiver, ...], instance: Instance, plan: Plan, earlier: AbstractSet[str]
) -> tuple[Waiver, ...]:
    """What the frozen rounds leave of the waivers; one that is used up goes."""
    used = {use.waiver: use.units for use in _list_uses(instance, plan, earlier)} if waivers else {}
    left = ((waiver, waiver.amount - used.get(waiver.id, 0)) for waiver in waivers)
    return tuple(waiver.model_copy(update={"amount": amount}) for waiver, amount in left if amount > 0)


def _record_waivers(instance: Instance, plan: Plan, earlier: AbstractSet[str]) -> Iterable[WaiverRecord]:
    """What each frozen round, after those before it, used of the waivers."""
    if not instance.waivers:
        return
    planned = sorted((item.start, item.id) for item in instance.rounds if item.id in earlier)
    before: dict[str, int] = {}
    for at, (_, ident) in enumerate(planned):
        rounds = {item for _, item in planned[: at + 1]}
        used = {use.waiver: use.units for use in _list_uses(instance, plan, rounds)}
        for waiver in instance.waivers:
            units = used.get(waiver.id, 0) - before.get(waiver.id, 0)
            if units > 0:
                yield WaiverRecord(round=ident, units=units, waiver=waiver)
        before = used


def _list_uses(instance: Instance, plan: Plan, earlier: AbstractSet[str]) -> tuple[WaiverUse, ...]:
    """Units of waivers that the frozen rounds use, as if nothing were planned after them."""
    later = {item.id for item in instance.rounds if item.status != "past"} - earlier
    teams = _teams(instance, earlier, inside=True)
    alone = instance.model_copy(
        update={
            "rounds": tuple(item for item in instance.rounds if item.id not in later),
            "teams": teams,
            "rules": instance.rules.restrict_teams(_ids(teams)[0]),
            "pins": _restrict_pins(instance, teams, later),
            "waivers": _restrict_waivers(instance, teams),
        }
    )
    frozen = tuple(item for item in plan.assignments if item.round in earlier)
    services = tuple(item for item in plan.floaters if item.round in earlier)
    return measure(alone, frozen, floaters=services).waivers_used
