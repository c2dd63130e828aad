"""People borrowed from elsewhere: who would meet what is missing."""

from collections import Counter
from collections.abc import Iterable

from bianzu.models import (
    AddPeople,
    Change,
    Demand,
    Instance,
    Plan,
    Seat,
    Skill,
    SkillNeed,
    Team,
    Traits,
)

__all__ = ["borrow", "top_up"]


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
    if demand.rule == "seniority" and instance.rules.seniority is not None:
        rule = instance.rules.seniority
        return Traits(pool="staff", rank=rule.senior if demand.clause == "senior" else rule.junior)
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
