"""What could help against a cause: leave granted, people borrowed, dates moved, teams merged or dropped.

Only what an office may decide is proposed: a rule of hardness H* by a waiver in the clause that allows one,
never recusal or another hard rule.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bianzu.answers.leave import list_waivers
from bianzu.models import (
    AddPeople,
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
    Seat,
    Shortage,
    Skill,
    SkillNeed,
    Team,
    Traits,
)

__all__ = ["BORROW", "Proposal", "borrow", "list_proposals", "top_up"]

BORROW, UNPIN, MOVE, MERGE, DROP, ADD = 30, 35, 40, 50, 60, 70
"""How heavy a change is; waivers weigh less (`list_waivers`)."""


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
    found += _merge(instance, short)
    found += _drop(instance, short)
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


# -- people from elsewhere


def borrow(instance: Instance, lacking: Iterable[tuple[Demand, int]]) -> tuple[Change, ...]:
    """Somebody with the pool, skill or membership that is missing, for each missing unit; nothing where that
    would not help."""
    wanted: Counter[Traits] = Counter()
    for demand, units in lacking:
        traits = _describe(instance, demand)
        if traits is None:
            return ()
        wanted[traits] += units
    return tuple(AddPeople(count=count, traits=traits) for traits, count in wanted.items())


def top_up(instance: Instance, plan: Plan) -> tuple[Change, ...]:
    """People to borrow for what a plan still misses."""
    missing = [
        (
            Demand(
                rule=item.rule,
                clause=item.clause,
                round=item.round,
                team=item.team,
                seat=item.seat,
                skill=item.skill,
                person=item.person,
                need=item.missing,
            ),
            item.missing,
        )
        for item in plan.shortages
    ]
    return borrow(instance, missing)


def _describe(instance: Instance, demand: Demand) -> Traits | None:
    """Traits of people who would meet a demand, ``None`` where nobody new could."""
    if demand.rule == "seats" and demand.seat is not None:
        team, seat = instance.seat_by_id[demand.seat]
        return _describe_holder(instance, team, seat)
    if demand.team is None:
        return None
    team = instance.team_by_id[demand.team]
    if demand.rule == "skill-mix" and demand.skill is not None:
        return Traits(skill=Skill(skill=demand.skill, level=_find_level(instance, team, demand.skill)))
    if demand.rule == "branch":
        return Traits(pool="staff", party="full")
    return None


def _describe_holder(instance: Instance, team: Team, seat: Seat) -> Traits | None:
    if seat.source_set is not None and instance.rules.source_sets is not None:
        return None
    rule = instance.rules.role_pools
    pools = [
        pool
        for pool, roles in (rule.matrix.items() if rule is not None else ())
        if seat.role in roles and (not seat.pools or pool in seat.pools)
    ]
    if rule is not None and not pools:
        return None
    origin = seat.origin if instance.rules.origin is not None else "any"
    county = {"local": team.host_counties[0], "city-level": "city"}.get(origin)
    pool = pools[0] if pools else None
    return Traits(pool=pool, county=county, rank=_find_rank(instance, team, seat))


def _find_rank(instance: Instance, team: Team, seat: Seat) -> str | None:
    """The rank of the highest head of the team's units, where the seat's holder must have it."""
    if instance.rules.rank is None or seat.role != "leader":
        return None
    heads = (instance.unit_by_id[unit].head_rank for unit in team.units)
    steps = [instance.ranks.step(rank) for rank in heads if rank is not None]
    return instance.ranks.steps[max(steps)] if steps else None


def _find_level(instance: Instance, team: Team, skill: str) -> int:
    """The highest level at which the team needs a skill."""
    rule = instance.rules.skill_mix
    needs: list[SkillNeed] = [*team.needs, *(() if rule is None else rule.needs)]
    for unit in (instance.unit_by_id[ident] for ident in team.units):
        needs += unit.needs
        if rule is not None:
            needs += [need for tag in unit.tags for need in rule.tag_needs.get(tag, ())]
    return max((need.level for need in needs if need.skill == skill), default=1)


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


def _merge(instance: Instance, short: Sequence[str]) -> Iterator[Proposal]:
    """Another team of the county takes over each that stays incomplete."""
    changes: list[Change] = []
    taken: set[str] = set(short)
    for ident in short:
        team = instance.team_by_id[ident]
        near = [
            other.id
            for other in instance.teams
            if other.round == team.round
            and set(other.host_counties) == set(team.host_counties)
            and other.id not in taken
        ]
        if not near:
            return
        near.sort(key=lambda other: len(instance.team_by_id[other].units))
        taken.add(near[0])
        changes.append(MergeTeams(team=near[0], other=ident))
    if changes:
        yield Proposal(("merge",), tuple(changes), MERGE)


def _drop(instance: Instance, short: Sequence[str]) -> Iterator[Proposal]:
    """Teams that stay incomplete are not formed."""
    if short and len(short) < len(instance.teams):
        yield Proposal(("drop",), tuple(DropTeam(team=team) for team in short), DROP)


def _add(instance: Instance, cause: Cause) -> Iterator[Proposal]:
    """More teams like the one whose seats people who must serve could take."""
    if cause.hall is None or cause.hall.by != "seats" or not cause.hall.seats:
        return
    team, _ = instance.seat_by_id[cause.hall.seats[0]]
    room = sum(seat.id in cause.hall.seats for seat in team.seats)
    count = -(-cause.short // room)
    yield Proposal(("add-team", team.id), (AddTeams(team=team.id, count=count),), ADD)
