"""presence: at least d days a year at every unit; people make no difference.

missing[unit, year] = max(0, d − Σ over its teams: floor(days not covered by an earlier team ÷ its units))
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from bianzu.solver.data import Data
from bianzu.solver.rows import Builder

__all__ = ["Absence", "add_rows", "list_absences"]


@dataclass(frozen=True)
class Absence:
    """Days that are missing at a unit in a year; ``team`` is the first one there in that year's first round
    (positions of team and planned round)."""

    unit: str
    item: int
    team: int
    days: int


def list_absences(data: Data) -> list[Absence]:
    """What every plan misses, in the order of teams and units; nothing while the rule is off."""
    setting = data.rules.presence
    if setting is None:
        return []
    sent: dict[str, list[int]] = defaultdict(list)
    for at, team in enumerate(data.teams):
        for unit in team.units:
            sent[unit].append(at)
    found = []
    for unit, teams in sent.items():
        for year in sorted({_year(data, team) for team in teams}):
            days = setting.d - _count_days(data, teams, year)
            if days > 0:
                first = min(
                    (team for team in teams if _year(data, team) == year),
                    key=lambda team: int(data.team_round[team]),
                )
                found.append(Absence(unit, int(data.team_round[first]), first, days))
    return found


def _year(data: Data, team: int) -> int:
    return int(data.rounds[data.team_round[team]].start.year)


def _count_days(data: Data, teams: list[int], year: int) -> int:
    """Days of a year on which one of some teams is at their unit."""
    seen: set[int] = set()
    total = 0
    for team in teams:
        start, end = data.team_days[team]
        first, last = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
        days = set(range(first.toordinal(), last.toordinal() + 1))
        total += len(days - seen) // len(data.teams[team].units)
        seen |= days
    return total


def add_rows(data: Data, builder: Builder) -> None:
    """A constant shortage."""
    builder.add_missing_constant("presence", sum(item.days for item in list_absences(data)))
