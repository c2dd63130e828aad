"""Which skills a team needs, and how well its members could be counted for them at best."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding, FindingCode
from bianzu.audit.seating import Member, Seating
from bianzu.audit.views import TeamView
from bianzu.models import Person, SkillNeed

__all__ = ["check_counts_for", "count_members", "find_needs", "holds", "least_missing"]


def holds(person: Person, skill: str, level: int) -> bool:
    """The person has the skill at the level or above."""
    return any(item.skill == skill and item.level >= level for item in person.skills)


def find_needs(facts: Facts, team: TeamView) -> dict[str, SkillNeed]:
    """Needs of the rule, of the tags of the units, of the units and of the team, one per skill:
    the largest need at the largest level."""
    setting = facts.rules.skill_mix
    if setting is None:
        return {}
    if team.team.id in facts.needs:
        return facts.needs[team.team.id]
    tags = (setting.tag_needs.get(tag, ()) for unit in team.units for tag in unit.tags)
    units = (unit.needs for unit in team.units)
    needs: dict[str, SkillNeed] = {}
    for item in chain(setting.needs, *tags, *units, team.team.needs):
        known = needs.get(item.skill, item)
        needs[item.skill] = SkillNeed(
            skill=item.skill, need=max(item.need, known.need), level=max(item.level, known.level)
        )
    facts.needs[team.team.id] = needs
    return needs


def _list_skills(facts: Facts, team: TeamView, person: Person) -> frozenset[str]:
    """The skills needed that somebody holds at the level; found once for a person and team."""
    key = team.team.id, person.id
    if key not in facts.skilled:
        needs = find_needs(facts, team).items()
        facts.skilled[key] = frozenset(skill for skill, need in needs if holds(person, skill, need.level))
    return facts.skilled[key]


def least_missing(
    needs: Mapping[str, int], able: Sequence[frozenset[str]], most: int, first: frozenset[str]
) -> tuple[int, int]:
    """Least missing units of the skills in ``first``, then of the others, when each person counts for
    at most ``most`` of the skills he or she is ``able`` in.

    Augmenting paths, skills of ``first`` first: an augmentation never takes a unit from a skill, so the
    first part stays at its least while the second grows to the maximum.
    """
    return _fill(needs, able, most, first, [set() for _ in able])


def _fill(
    needs: Mapping[str, int],
    able: Sequence[frozenset[str]],
    most: int,
    first: frozenset[str],
    load: list[set[str]],
) -> tuple[int, int]:
    """Count people for what they are not yet counted for in ``load``; what is missing then."""
    missing = {True: 0, False: 0}
    for skill in sorted(needs, key=lambda name: (name not in first, name)):
        for _ in range(needs[skill] - sum(skill in skills for skills in load)):
            if not _augment(skill, able, load, most, set()):
                missing[skill in first] += 1
    return missing[True], missing[False]


def count_members(facts: Facts, seating: Seating, team: TeamView) -> list[Member]:
    """The members of a team, counted for skills as well as can be: what they are counted for stays where
    that is no worse, and else only where a new count has them so."""
    setting, needs, members = facts.rules.skill_mix, find_needs(facts, team), seating.members(team)
    if setting is None:
        return members
    empty = seating.empty_seats(team)
    net = {skill: max(0, need.need - empty - seating.covered(team, skill)) for skill, need in needs.items()}
    able = [_list_skills(facts, team, member.person) for member in members]
    strict = frozenset(needs) & frozenset(setting.hard_skills)
    load = [set(member.counts_for) & skills for member, skills in zip(members, able, strict=True)]
    fresh: list[set[str]] = [set() for _ in able]
    kept = _fill(net, able, setting.c, strict, load)
    if kept > (0, 0) and kept > _fill(net, able, setting.c, strict, fresh):
        load = fresh
    return [
        member if set(member.counts_for) == found else replace(member, counts_for=tuple(sorted(found)))
        for member, found in zip(members, load, strict=True)
    ]


def _augment(
    skill: str, able: Sequence[frozenset[str]], load: list[set[str]], most: int, seen: set[int]
) -> bool:
    """Count one more person for ``skill``, moving others to free him or her."""
    for at, skills in enumerate(able):
        if skill not in skills or skill in load[at] or at in seen:
            continue
        seen.add(at)
        if len(load[at]) < most:
            load[at].add(skill)
            return True
        for other in sorted(load[at]):
            if _augment(other, able, load, most, seen):
                load[at].remove(other)
                load[at].add(skill)
                return True
    return False


def check_counts_for(facts: Facts, seating: Seating, team: TeamView) -> Iterator[Finding]:
    """``counts_for`` names at most c different needed skills that the person holds at the level, and
    together they reach the least missing units."""
    needs = find_needs(facts, team)
    faulty = False
    for member in seating.members(team):
        for finding in _check_member(facts, needs, member):
            faulty = True
            yield finding
    setting = facts.rules.skill_mix
    if setting is None or faulty:
        return
    members, empty = seating.members(team), seating.empty_seats(team)
    net = {skill: max(0, need.need - empty - seating.covered(team, skill)) for skill, need in needs.items()}
    named = Counter(chain.from_iterable(member.counts_for for member in members))
    left = {skill: max(0, net[skill] - named[skill]) for skill in needs}
    if not any(left.values()):
        return
    strict = frozenset(needs) & frozenset(setting.hard_skills)
    hard = sum(left[skill] for skill in strict)
    claim = (hard, sum(left.values()) - hard)
    able = [_list_skills(facts, team, member.person) for member in members]
    best = least_missing(net, able, setting.c, strict)
    if claim[0] > best[0] or (claim[1] > best[1] and setting.weight > 0):
        yield Finding(
            code="counts-for-not-best",
            rule="skill-mix",
            where=f"team {team.team.id}",
            claimed=f"{claim[0]} hard and {claim[1]} soft units missing",
            found=f"{best[0]} and {best[1]} are possible",
        )


def _check_member(facts: Facts, needs: Mapping[str, SkillNeed], member: Member) -> Iterator[Finding]:
    setting, named = facts.rules.skill_mix, member.counts_for
    where = f"{member.where}.counts_for"

    def finding(code: FindingCode, claimed: str, found: str) -> Finding:
        return Finding(code=code, rule="skill-mix", where=where, claimed=claimed, found=found)

    if len(set(named)) < len(named):
        yield finding("counts-for-repeated", ", ".join(named), "each skill once")
    if setting is not None and len(set(named)) > setting.c:
        yield finding("counts-for-too-many", ", ".join(named), f"at most {setting.c}")
    for skill in dict.fromkeys(named):
        need = needs.get(skill)
        if need is None:
            yield finding("counts-for-not-needed", skill, "no such need of the team")
        elif not holds(member.person, skill, need.level):
            yield finding("counts-for-not-held", skill, f"not held at level {need.level}")
