"""Which members count for which skills of their team: as many needs covered as possible, hard ones first.

The coverable units of need form a matroid, so taking them greedily in order of importance and making room
by augmenting paths gives the least missing hard units, and then the least missing soft ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bianzu.solver.data import Data
from bianzu.solver.floating import Service, count_covered
from bianzu.solver.rules.skill_mix import TeamNeed, needs_of_team

__all__ = ["TeamCount", "count_skills"]


@dataclass(frozen=True)
class TeamCount:
    """``counts[i]`` are the skills that member i counts for; ``missing[s]`` the units still missing."""

    needs: tuple[TeamNeed, ...]
    counts: tuple[tuple[str, ...], ...]
    missing: tuple[int, ...]


def count_skills(
    data: Data, team: int, members: Sequence[int], services: tuple[Service, ...] = ()
) -> TeamCount:
    """Best count for the members (positions of people) of a team, given what floaters cover."""
    setting = data.rules.skill_mix
    if setting is None:
        return TeamCount((), tuple(() for _ in members), ())
    needs = needs_of_team(data, data.teams[team])
    empty = int(data.team_size[team]) - len(members)
    holds = [
        [
            any(s.skill == need.skill and s.level >= need.level for s in data.people[p].skills)
            for need in needs
        ]
        for p in members
    ]
    work = _Matching(holds, setting.c)
    missing = [0] * len(needs)
    for number in sorted(range(len(needs)), key=lambda at: needs[at].hardness == "soft"):
        covered = count_covered(services, team, needs[number].skill)
        for _ in range(max(0, needs[number].need - empty - covered)):
            if not work.cover(number, set()):
                missing[number] += 1
    counts = tuple(
        tuple(needs[number].skill for number in range(len(needs)) if number in taken) for taken in work.taken
    )
    return TeamCount(needs, counts, tuple(missing))


class _Matching:
    """Members to needs, each member at most ``c`` needs and each need once."""

    def __init__(self, holds: list[list[bool]], c: int) -> None:
        self.holds = holds
        self.c = c
        self.taken: list[set[int]] = [set() for _ in holds]

    def cover(self, need: int, seen: set[tuple[int, int]]) -> bool:
        """Find one more member for a need, moving others to other needs' members if that makes room."""
        fitting = [at for at, held in enumerate(self.holds) if held[need] and need not in self.taken[at]]
        for at in fitting:
            if len(self.taken[at]) < self.c:
                self.taken[at].add(need)
                return True
        for at in fitting:
            for other in sorted(self.taken[at]):
                if (at, other) in seen:
                    continue
                seen.add((at, other))
                self.taken[at].remove(other)
                self.taken[at].add(need)
                if self.cover(other, seen):
                    return True
                self.taken[at].remove(need)
                self.taken[at].add(other)
        return False
