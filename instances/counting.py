"""Which skills each member of a team counts for, so that most of the needs are met."""

from collections.abc import Mapping, Sequence

from bianzu.models import Person, RuleSettings, SkillNeed, Team, WorkUnit

__all__ = ["count_skills", "list_needs"]


def list_needs(team: Team, units: Mapping[str, WorkUnit], rules: RuleSettings) -> dict[str, tuple[int, int]]:
    """Need and level per skill of a team: the largest of all that ask for it."""
    mix = rules.skill_mix
    if mix is None:
        return {}
    asked: list[SkillNeed] = [*mix.needs, *team.needs]
    for unit in team.units:
        asked += units[unit].needs
        for tag in units[unit].tags:
            asked += mix.tag_needs.get(tag, ())
    needs: dict[str, tuple[int, int]] = {}
    for item in asked:
        need, level = needs.get(item.skill, (0, 0))
        needs[item.skill] = (max(need, item.need), max(level, item.level))
    return needs


def count_skills(
    members: Sequence[Person], needs: Mapping[str, tuple[int, int]], rules: RuleSettings
) -> dict[str, tuple[str, ...]]:
    """Skills by person id, each person for at most c skills.

    Hard skills are matched first; augmenting paths never give up a place that was won, so no hard
    need is left open for the sake of a soft one.
    """
    mix = rules.skill_mix
    counts: dict[str, list[str]] = {person.id: [] for person in members}
    if mix is None:
        return dict.fromkeys(counts, ())
    able = {
        skill: [p.id for p in members if any(s.skill == skill and s.level >= level for s in p.skills)]
        for skill, (_, level) in needs.items()
    }
    for skill in sorted(needs, key=lambda name: (name not in mix.hard_skills, name)):
        for _ in range(needs[skill][0]):
            _augment(skill, able, counts, mix.c, set())
    return {person: tuple(sorted(skills)) for person, skills in counts.items()}


def _augment(
    skill: str, able: Mapping[str, Sequence[str]], counts: dict[str, list[str]], limit: int, seen: set[str]
) -> bool:
    for person in able[skill]:
        held = counts[person]
        if skill in held or person in seen:
            continue
        if len(held) < limit:
            held.append(skill)
            return True
        seen.add(person)
        for other in list(held):
            held.remove(other)
            if _augment(other, able, counts, limit, seen):
                held.append(skill)
                return True
            held.append(other)
    return False
