"""skill-mix: each skill a team needs is covered, and a person counts for at most c of them.

For every set S of the team's needs (Hall's condition, the projection of the assignment of skills to people):
Σ min(c, |skills(p) ∩ S|) · x[p, t] + |S| · empty[t] + Σ over S: missing[t, s] ≥ Σ over S: need[t, s].
A set of more than c skills is only needed when somebody holds more than c of them.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bianzu.models import SkillNeed, Team
from bianzu.models.settings import SkillMix
from bianzu.solver.data import BoolArray, Data
from bianzu.solver.patterns import Pattern
from bianzu.solver.rows import Builder

__all__ = ["TeamNeed", "add_rows", "needs_of_team"]


@dataclass(frozen=True)
class TeamNeed:
    """One skill that a team needs: ``need`` people at ``level`` or above."""

    skill: str
    need: int
    level: int
    hardness: str


def needs_of_team(data: Data, team: Team) -> tuple[TeamNeed, ...]:
    """Needs by the rule, the tags of the units, the units and the team, merged by skill."""
    setting = data.rules.skill_mix
    assert setting is not None
    asked: list[SkillNeed] = list(setting.needs)
    for unit_id in team.units:
        unit = data.instance.unit_by_id[unit_id]
        for tag in unit.tags:
            asked.extend(setting.tag_needs.get(tag, ()))
        asked.extend(unit.needs)
    asked.extend(team.needs)
    merged: dict[str, tuple[int, int]] = {}
    for item in asked:
        need, level = merged.get(item.skill, (0, 0))
        merged[item.skill] = (max(need, item.need), max(level, item.level))
    return tuple(
        TeamNeed(skill, need, level, setting.hard_hardness if skill in setting.hard_skills else "soft")
        for skill, (need, level) in merged.items()
    )


def add_rows(data: Data, builder: Builder) -> None:
    """Rows for the sets of needs of every team, and the missing units of each need."""
    setting = data.rules.skill_mix
    assert setting is not None
    known: dict[tuple[TeamNeed, ...], Pattern] = {}
    half = _find_half_rows(builder)
    for at, team in enumerate(data.teams):
        needs = needs_of_team(data, team)
        if needs:
            holds = np.array([data.holders(need.skill, need.level) for need in needs], dtype=bool)
            _add_team(data, builder, setting, at, needs, holds, known, half)


def _find_half_rows(builder: Builder) -> dict[tuple[str, str], int]:
    """(team, skill) -> the row of floaters that says how many units they cover."""
    return {
        (key["team"], key["skill"]): group.first + at
        for group in builder.groups
        if (group.rule, group.clause) == ("floaters", "half")
        for at, key in enumerate(group.keys)
    }


def _add_team(
    data: Data,
    builder: Builder,
    setting: SkillMix,
    team: int,
    needs: tuple[TeamNeed, ...],
    holds: BoolArray,
    known: dict[tuple[TeamNeed, ...], Pattern],
    half: dict[tuple[str, str], int],
) -> None:
    sets = _needed_sets(holds, setting.c)
    if needs not in known:
        counted = np.array([np.minimum(setting.c, holds[list(item)].sum(axis=0)) for item in sets])
        rows, people = np.nonzero(counted)
        known[needs] = builder.pattern(people, rows, -counted[rows, people], len(sets))
    place = (known[needs], 0)
    sizes = np.array([len(item) for item in sets], dtype=np.int64)
    limit = -np.array([sum(needs[s].need for s in item) for item in sets], dtype=np.int64)
    team_id = data.teams[team].id
    keys = [{"team": team_id, "skill": "+".join(needs[s].skill for s in item)} for item in sets]
    group = builder.add_group(
        "skill-mix",
        None,
        keys,
        limit,
        lambda slot: place if data.slots[slot].team == team else None,
        slots=data.team_slots[team],
        netting=sizes,
        team=np.full(len(sets), team),
        likely=sizes == 1,
    )
    for number, need in enumerate(needs):
        touched = [(group.first + row, -1) for row, item in enumerate(sets) if number in item]
        key = {"team": team_id, "skill": need.skill}
        if (team_id, need.skill) in half:
            entries = [*touched, (half[team_id, need.skill], 2)]
            builder.add_aux(
                "count", "floaters", "covered", key, need.need, follows="services", entries=entries
            )
        if need.hardness == "soft":
            builder.add_aux(
                "soft",
                "skill-mix",
                None,
                key,
                need.need,
                weight=setting.weight,
                follows="skills",
                entries=touched,
            )
            continue
        waiver = (
            builder.book.first("skill-mix", int(data.team_round[team]), team=team_id)
            if need.hardness == "waivable"
            else None
        )
        if waiver is not None:
            amount = min(need.need, builder.book.waivers[waiver].amount)
            builder.add_aux(
                "waive", "skill-mix", None, key, amount, waiver=waiver, follows="skills", entries=touched
            )
        builder.add_aux("short", "skill-mix", None, key, need.need, follows="skills", entries=touched)


def _needed_sets(holds: BoolArray, c: int) -> list[tuple[int, ...]]:
    """Single needs, and sets of more than c that somebody's skills make binding."""
    count = len(holds)
    found: list[tuple[int, ...]] = [(number,) for number in range(count)]
    for size in range(c + 1, count + 1):
        found.extend(
            item for item in combinations(range(count), size) if (holds[list(item)].sum(axis=0) > c).any()
        )
    return found
