"""presence: at least d days a year at every unit; people make no difference.

missing[unit, year] = max(0, d − Σ over its teams, past ones first: floor(days not yet covered ÷ its units))
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

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


class _Stay(NamedTuple):
    """Days of a team that are shared by some units."""

    start: date
    end: date
    units: int


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
    past = _list_past_stays(data)
    for unit, teams in sent.items():
        stays = past.get(unit, []) + [_Stay(*data.team_days[at], len(data.teams[at].units)) for at in teams]
        for year in sorted({_year(data, team) for team in teams}):
            days = setting.d - _count_days(stays, year)
            if days > 0:
                first = min(
                    (team for team in teams if _year(data, team) == year),
                    key=lambda team: int(data.team_round[team]),
                )
                found.append(Absence(unit, int(data.team_round[first]), first, days))
    return found


def _year(data: Data, team: int) -> int:
    return int(data.rounds[data.team_round[team]].start.year)


def _list_past_stays(data: Data) -> dict[str, list[_Stay]]:
    """Where the teams of past rounds were, as their members' records tell, round after round."""
    at = {item.id: number for number, item in enumerate(data.round_order)}
    visited: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
    for record in data.instance.history:
        visited[at[record.round], record.team].update(dict.fromkeys(record.units))
    stays: dict[str, list[_Stay]] = defaultdict(list)
    for number, team in sorted(visited, key=lambda key: key[0]):  # stable: then by first record
        units, item = visited[number, team], data.round_order[number]
        for unit in units:
            stays[unit].append(_Stay(item.start, item.end, len(units)))
    return stays


def _count_days(stays: list[_Stay], year: int) -> int:
    """Days of a year on which one of some teams is at their unit."""
    seen: set[int] = set()
    total = 0
    for stay in stays:
        first, last = max(stay.start, date(year, 1, 1)), min(stay.end, date(year, 12, 31))
        days = set(range(first.toordinal(), last.toordinal() + 1))
        total += len(days - seen) // stay.units
        seen |= days
    return total


def add_rows(data: Data, builder: Builder) -> None:
    """A constant shortage."""
    builder.add_missing_constant("presence", sum(item.days for item in list_absences(data)))
