"""What could help against a cause: leave granted, people borrowed, dates moved, teams merged or dropped.

Only what an office may decide is proposed: a rule of hardness H* by a waiver in the clause that allows one,
never recusal or another hard rule.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bianzu.answers.borrowing import borrow
from bianzu.answers.leave import list_waivers
from bianzu.models import (
    AddTeams,
    Cause,
    Change,
    Demand,
    DropPin,
    DropTeam,
    Exclusion,
    Instance,
    MergeTeams,
    MoveRound,
    Ordered,
    Person,
    Plan,
    Round,
    Shortage,
)

__all__ = ["BORROW", "Proposal", "list_proposals"]

BORROW, UNPIN, MOVE, MERGE, DROP, ALL, ADD = 30, 35, 40, 50, 60, 65, 70
"""How heavy a change is; waivers weigh less (`list_waivers`). ALL is for every team that stays short, where
fewer may do."""
_OTHERS = 2
"""Other teams that are tried where one team is short: in its place, to take it over, or as a model. Of
several that are short, so many are tried alone, and so many pairs of them."""


@dataclass(frozen=True)
class Proposal:
    """Changes that may help against one cause.

    Attributes
    ----------
    key
        The idea behind it; proposals of one idea for several causes go together.
    weight
        How much it asks of the office.
    loose
        Whether it grants leave wherever it might be used, to be narrowed to where it was.
    """

    key: tuple[str, ...]
    changes: tuple[Change, ...]
    weight: int
    loose: bool = False


def list_proposals(instance: Instance, cause: Cause, base: Plan | None) -> list[Proposal]:
    """What could help against a cause, the lightest first; teams are those that an incomplete plan leaves
    short."""
    found = [
        Proposal(("waive", item.rule), item.changes, item.weight, loose=True)
        for item in list_waivers(instance, cause)
    ]
    lacking = _lacking(cause, base)
    borrowed = borrow(instance, lacking)
    if borrowed:
        found.append(Proposal(("borrow",), borrowed, BORROW))
    found += _take_back(instance, cause)
    found += _move(instance, cause)
    short = list(dict.fromkeys(demand.team for demand, _ in lacking if demand.team is not None))
    alone = _list_enough(cause, short)
    found += _merge(instance, short, alone)
    found += _drop(instance, cause, short, alone)
    found += _add(instance, cause)
    return sorted(found, key=lambda item: item.weight)


def _demands(cause: Cause) -> list[Demand]:
    return [item for item in (*cause.members, *cause.also) if isinstance(item, Demand)]


def _lacking(cause: Cause, base: Plan | None) -> list[tuple[Demand, int]]:
    """Demands of the cause with the units that a plan, or a planner, leaves missing."""
    demands = {_identify(item): item for item in _demands(cause)}
    missing = [
        (demands[key], item.missing)
        for item in (() if base is None else base.shortages)
        if (key := _identify(item)) in demands
    ]
    if sum(units for _, units in missing) >= cause.short > 0:
        return missing
    return [(item.demand, item.units) for item in cause.lacking]


def _identify(item: Demand | Shortage) -> tuple[str | None, ...]:
    return (item.rule, item.clause, item.team, item.seat, item.skill, item.person)


# -- orders, dates, teams


def _take_back(instance: Instance, cause: Cause) -> Iterator[Proposal]:
    """One order less; of those against somebody, all that bar people whom the cause needs."""
    for item in cause.members:
        if isinstance(item, Ordered):
            yield Proposal(("unpin", str(item.pin)), (DropPin(pin=item.pin),), UNPIN)
        elif isinstance(item, Exclusion) and item.rule == "pins":
            barred = [
                at
                for at, pin in enumerate(instance.pins)
                if pin.kind == "must-not" and pin.person in item.people
            ]
            if barred:
                changes = tuple(DropPin(pin=at) for at in reversed(barred))
                yield Proposal(("unpin", "must-not"), changes, UNPIN)


def _move(instance: Instance, cause: Cause) -> Iterator[Proposal]:
    """The round begins once enough of those on leave are back."""
    for item in cause.members:
        if isinstance(item, Exclusion) and item.rule == "gates":
            on = {demand.round for demand in _demands(cause)}
            people = [instance.person_by_id[person] for person in item.people]
            for ident in sorted(on):
                days = _find_shift(instance.round_by_id[ident], people, cause.short)
                if days is not None:
                    yield Proposal(("move", ident), (MoveRound(round=ident, days=days),), MOVE)


def _find_shift(item: Round, people: Iterable[Person], wanted: int) -> int | None:
    """Fewest days after which as many people have no leave left within the round, however far it moves."""
    shifts = []
    for person in people:
        ends = [leave.end for leave in person.leave if leave.end >= item.start]
        if ends:
            shifts.append((max(ends) - item.start).days + 1)
    shifts.sort()
    return shifts[wanted - 1] if 0 < wanted <= len(shifts) else None


def _list_enough(cause: Cause, short: Sequence[str]) -> list[str]:
    """Of several teams that stay incomplete, those that ask for as much as is missing."""
    asked: Counter[str | None] = Counter()
    for demand in _demands(cause):
        asked[demand.team] += demand.need
    return [team for team in short if len(short) > 1 and asked[team] >= cause.short > 0]


def _merge(instance: Instance, short: Sequence[str], alone: Sequence[str]) -> Iterator[Proposal]:
    """Another team of the county takes over each that stays incomplete; of a single one, others may, and of
    several, one of them another that asks for enough."""
    pairs = [pair for pair in combinations(alone, 2) if pair[1] in _list_near(instance, pair[0], set())]
    for one, other in pairs[:_OTHERS]:
        yield Proposal(("merge", one, other), (MergeTeams(team=one, other=other),), MERGE)
    taken: set[str] = set(short)
    changes: list[Change] = []
    for ident in short:
        near = _list_near(instance, ident, taken)
        if not near:
            return
        taken.add(near[0])
        changes.append(MergeTeams(team=near[0], other=ident))
        if len(short) == 1:
            for other in near[1 : 1 + _OTHERS]:
                yield Proposal(("merge", other), (MergeTeams(team=other, other=ident),), MERGE + 1)
    if changes:
        yield Proposal(("merge",), tuple(changes), ALL if pairs else MERGE)


def _list_near(instance: Instance, ident: str, taken: set[str]) -> list[str]:
    """Teams of the same round in the same counties, those with the fewest units first."""
    team = instance.team_by_id[ident]
    near = [
        other.id
        for other in instance.teams
        if other.round == team.round
        and set(other.host_counties) == set(team.host_counties)
        and other.id not in taken
    ]
    return sorted(near, key=lambda other: len(instance.team_by_id[other].units))


def _drop(instance: Instance, cause: Cause, short: Sequence[str], alone: Sequence[str]) -> Iterator[Proposal]:
    """Teams that stay incomplete are not formed, or one of them that asks for enough; where it is one,
    another that draws on the same people."""
    if not short or len(short) >= len(instance.teams):
        return
    for team in alone[:_OTHERS]:
        yield Proposal(("drop", team), (DropTeam(team=team),), DROP)
    yield Proposal(("drop",), tuple(DropTeam(team=team) for team in short), ALL if alone else DROP)
    if len(short) == 1:
        drawing = dict.fromkeys(item.team for item in _demands(cause) if item.team is not None)
        others = [instance.team_by_id[team] for team in drawing if team not in short]
        others.sort(key=lambda team: len(team.units))
        for other in others[:_OTHERS]:
            yield Proposal(("drop", other.id), (DropTeam(team=other.id),), DROP + 1)


def _add(instance: Instance, cause: Cause) -> Iterator[Proposal]:
    """More teams like one whose seats people who must serve could take."""
    if cause.hall is None or cause.hall.by != "seats":
        return
    room = Counter(instance.seat_by_id[seat][0].id for seat in cause.hall.seats)
    for at, (team, seats) in enumerate(list(room.items())[: 1 + _OTHERS]):
        count = -(-cause.short // seats)
        yield Proposal(("add-team", team), (AddTeams(team=team, count=count),), ADD + (at > 0))
