"""The audit of repairs: the changed instance differs in what the changes say and nothing else, and the plan
for it passes.

The audit does not apply changes itself; it is given what they led to.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from bianzu.audit.findings import Finding
from bianzu.audit.verification import verify
from bianzu.models import (
    WAIVABLE_RULES,
    AddPeople,
    AddTeams,
    AddWaiver,
    Change,
    DropPin,
    DropTeam,
    Explanation,
    Instance,
    MergeTeams,
    MoveRound,
    Person,
    Repair,
    SetRule,
    Team,
    Traits,
    digest,
)

__all__ = ["check_repairs"]

_TOUCHED: Final[Mapping[type[object], frozenset[str]]] = {
    AddWaiver: frozenset({"waivers"}),
    AddPeople: frozenset({"people", "units"}),
    DropPin: frozenset({"pins"}),
    MoveRound: frozenset({"rounds", "teams"}),
    MergeTeams: frozenset({"teams", "pins", "waivers"}),
    DropTeam: frozenset({"teams", "pins", "waivers"}),
    AddTeams: frozenset({"teams"}),
}
"""Parts of an instance that each kind of change may touch; a repair holds no other kinds."""


def check_repairs(
    instance: Instance, found: Explanation, changed: Sequence[Instance] | None
) -> Iterator[Finding]:
    """Ranks, causes and what may be offered at all; with the changed instances all the rest as well."""
    if changed is not None and len(changed) != len(found.repairs):
        yield _wrong("$.repairs", f"{len(found.repairs)} repairs", f"{len(changed)} changed instances")
        changed = None
    missing = [item.missing for item in found.repairs]
    if missing != sorted(missing):
        yield _wrong("$.repairs", f"missing {missing}", f"missing {sorted(missing)}")
    for at, repair in enumerate(found.repairs):
        where = f"$.repairs[{at}]"
        if repair.rank != at + 1 or any(cause >= len(found.causes) for cause in repair.causes):
            yield _wrong(where, f"rank {repair.rank}, causes {repair.causes}", f"rank {at + 1}")
        yield from _check_offer(repair, where)
        if changed is not None:
            yield from _check_changed(instance, changed[at], repair, where)
            yield from _check_plan(changed[at], repair, where)


def _wrong(where: str, claimed: str, found: str, rule: str | None = None) -> Finding:
    return Finding(code="wrong-explanation", rule=rule, where=where, claimed=claimed[:300], found=found[:300])


def _check_offer(repair: Repair, where: str) -> Iterator[Finding]:
    """No rule that is hard for good is waived or switched off: recusal is never for sale."""
    for change in repair.changes:
        rule = change.waiver.rule if isinstance(change, AddWaiver) else None
        rule = change.rule if isinstance(change, SetRule) else rule
        if rule is not None and rule not in WAIVABLE_RULES:
            yield _wrong(where, rule, "hard", rule)


def _check_plan(after: Instance, repair: Repair, where: str) -> Iterator[Finding]:
    """The plan answers the changed instance, misses what is claimed, and uses all leave that is granted."""
    true = digest(after)
    if repair.digest != true:
        yield Finding(code="wrong-digest", where=f"{where}.digest", claimed=repair.digest, found=true)
    audit = verify(after, repair.plan)
    for item in audit.findings:
        yield item.model_copy(update={"where": f"{where}.plan{item.where.removeprefix('$')}"})
    missing = sum(item.missing for item in repair.plan.shortages)
    if repair.missing != missing or audit.complete != (missing == 0):
        yield _wrong(f"{where}.missing", str(repair.missing), str(missing))
    objectives = {item.name: item.objective for item in repair.plan.levels}
    if {item.name: item.after for item in repair.levels} != objectives:
        yield _wrong(f"{where}.levels", repr(repair.levels), repr(objectives))
    used = {item.waiver: item.units for item in repair.plan.waivers_used}
    for change in repair.changes:
        if isinstance(change, AddWaiver) and used.get(change.waiver.id, 0) != change.waiver.amount:
            units = used.get(change.waiver.id, 0)
            yield _wrong(f"{where}.changes", f"{change.waiver.amount} of {change.waiver.id}", f"{units} used")


def _check_changed(before: Instance, after: Instance, repair: Repair, where: str) -> Iterator[Finding]:
    """What no change may touch is as it was; what one may is as it says."""
    spot = f"{where}.changes"
    kinds = {type(change) for change in repair.changes}
    if not kinds <= set(_TOUCHED):
        names = sorted(change.kind for change in repair.changes if type(change) not in _TOUCHED)
        yield _wrong(spot, ", ".join(names), "no such repair")
        return
    touched = {"completable"}.union(*(_TOUCHED[kind] for kind in kinds))
    for name in Instance.model_fields:
        if name not in touched and getattr(before, name) != getattr(after, name):
            yield _wrong(spot, f"{name} as before", "changed as well")
    gone = {change.team for change in repair.changes if isinstance(change, DropTeam)}
    gone |= {change.other for change in repair.changes if isinstance(change, MergeTeams)}
    yield from _check_people(before, after, repair.changes, spot)
    yield from _check_teams(before, after, repair.changes, gone, spot)
    yield from _check_decisions(before, after, repair.changes, gone, spot)


def _check_people(
    before: Instance, after: Instance, changes: Sequence[Change], where: str
) -> Iterator[Finding]:
    """Everybody is there as before, and as many more as are borrowed, with the traits that are asked for, in
    units that are new."""
    asked = [change for change in changes if isinstance(change, AddPeople)]
    old = len(before.people)
    newcomers = after.people[old:]
    total = sum(change.count for change in asked)
    if after.people[:old] != before.people or len(newcomers) != total:
        yield _wrong(where, f"{total} people more", f"{len(after.people)} of {old}, or others")
    if after.units[: len(before.units)] != before.units:
        yield _wrong(where, "units as before", "changed as well")
    for change in asked:
        having = sum(_has(after, person, change.traits) for person in newcomers)
        if having < change.count:
            yield _wrong(where, f"{change.count} with {change.traits!r}", str(having))


def _has(instance: Instance, person: Person, traits: Traits) -> bool:
    skill, step = traits.skill, instance.ranks.step
    return (
        (traits.pool is None or traits.pool in person.pools)
        and (skill is None or any(s.skill == skill.skill and s.level >= skill.level for s in person.skills))
        and traits.county in (None, person.work_county)
        and traits.unit in (None, person.work_unit)
        and traits.party in (None, person.party)
        and traits.gender in (None, person.gender)
        and (traits.rank is None or (person.rank is not None and step(person.rank) == step(traits.rank)))
    )


def _check_teams(
    before: Instance, after: Instance, changes: Sequence[Change], gone: set[str], where: str
) -> Iterator[Finding]:
    """Rounds and their teams are where they are moved to; teams dropped are gone, merged ones hold both, and
    of added ones there are as many as asked for, with the same seats."""
    days = Counter[str]()
    for change in changes:
        if isinstance(change, MoveRound):
            days[change.round] += change.days
    for old, new in zip(before.rounds, after.rounds, strict=False):
        by = timedelta(days=days[old.id])
        if new != old.model_copy(update={"start": old.start + by, "end": old.end + by}):
            yield _wrong(where, f"{old.id} {days[old.id]} days later", f"{new.start} to {new.end}")
    merged = {change.team: change.other for change in changes if isinstance(change, MergeTeams)}
    for team in before.teams:
        now = after.team_by_id.get(team.id)
        if (now is None) != (team.id in gone):
            yield _wrong(where, f"team {team.id}", "gone" if now is None else "still there")
        elif now is not None and team.id in merged:
            other = before.team_by_id.get(merged[team.id])
            if other is None or now.seats != team.seats or not _holds(now, team, other):
                yield _wrong(where, f"{team.id} takes over {merged[team.id]}", "it does not")
        elif now is not None and now != _shift(team, days[team.round]):
            yield _wrong(where, f"team {team.id} as before", "changed as well")
    more = sum(change.count for change in changes if isinstance(change, AddTeams))
    if len(after.teams) != len(before.teams) - len(gone) + more:
        yield _wrong(where, f"{more} teams more, {len(gone)} fewer", f"{len(after.teams)} teams")


def _holds(now: Team, *both: Team) -> bool:
    units, hosts = {*now.units}, {*now.host_counties}
    return all({*item.units} <= units and {*item.host_counties} <= hosts for item in both)


def _shift(team: Team, days: int) -> Team:
    by = timedelta(days=days)
    moved = {"start": team.start and team.start + by, "end": team.end and team.end + by}
    return team.model_copy(update=moved)


def _check_decisions(
    before: Instance, after: Instance, changes: Sequence[Change], gone: set[str], where: str
) -> Iterator[Finding]:
    """Waivers are those of before and those granted, orders those of before but for the ones taken back; what
    spoke of teams that are gone may be gone with them."""
    waivers = list(before.waivers)
    pins = list(before.pins)
    for change in changes:
        if isinstance(change, AddWaiver):
            waivers.append(change.waiver)
        elif isinstance(change, DropPin) and change.pin < len(pins):
            del pins[change.pin]
    for name, expected, true in (("waivers", waivers, after.waivers), ("pins", pins, after.pins)):
        same = [item for item in expected if item in true] if gone else expected
        if list(true) != same:
            yield _wrong(where, f"{len(same)} {name}", f"{len(true)} {name}, or others")
