"""service: nobody inspects where they served, in the unit (its superior, its subordinates) or the county.

x[p, s] = 0 when an entry of p's career lies there within the look-back, or long enough in all.
"""

from collections import defaultdict
from datetime import date

import numpy as np

from bianzu.models import CareerEntry, Person, month_end, month_start
from bianzu.models.settings import Service
from bianzu.solver.data import Data, IntArray, years_before
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rules.ties import spread_counts


def exclusions(data: Data) -> list[Exclusion]:
    """The unit clause and the county clause."""
    setting = data.rules.service
    assert setting is not None
    found = []
    if setting.unit_clause:
        found.append(_unit_clause(data, setting))
    if setting.county_clause:
        found.append(_county_clause(data, setting))
    return found


def _lasted_to(entry: CareerEntry, earliest: date, start: date) -> bool:
    started = month_start(entry.start) <= start
    return started and (entry.end is None or month_end(entry.end) >= earliest)


def _units_served(person: Person, setting: Service, start: date) -> set[str]:
    """Units in which the person served recently, or for long enough."""
    earliest = years_before(start, setting.y)
    served = {person.work_unit}
    months: dict[str, set[int]] = defaultdict(set)
    final = start.year * 12 + start.month - 2  # the last month that ended before the round
    for entry in person.career or ():
        if entry.unit is None:
            continue
        if _lasted_to(entry, earliest, start):
            served.add(entry.unit)
        last = final if entry.end is None else min(final, _month_number(entry.end))
        months[entry.unit].update(range(_month_number(entry.start), last + 1))
    served.update(unit for unit, done in months.items() if len(done) >= 12 * setting.z)
    return served


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _unit_clause(data: Data, setting: Service) -> Exclusion:
    below: dict[str, list[str]] = defaultdict(list)
    for unit in data.instance.units:
        if unit.superior is not None:
            below[unit.superior].append(unit.id)
    served_by: list[dict[str, list[int]]] = [defaultdict(list) for _ in data.rounds]
    for at, person in enumerate(data.people):
        for served, item in zip(served_by, data.rounds, strict=True):
            for unit_id in _units_served(person, setting, item.start):
                served[unit_id].append(at)
    own = []
    for team_at, team in enumerate(data.teams):
        found: list[int] = []
        for unit_id in team.units:
            superior = data.instance.unit_by_id[unit_id].superior
            near = [unit_id, *below[unit_id], *([] if superior is None else [superior])]
            served = served_by[data.team_round[team_at]]
            found += sorted({at for item in near for at in served.get(item, ())})
        own.append(np.array(found, dtype=np.int64))
    count = spread_counts(data, own)
    return Exclusion("service", "unit", "hard", lambda slot: count(data.slots[slot].team))


def _county_clause(data: Data, setting: Service) -> Exclusion:
    managed = np.zeros((len(data.rounds), data.n, len(data.county_at)), dtype=bool)
    for number, item in enumerate(data.rounds):
        earliest = years_before(item.start, setting.yc)
        for at, person in enumerate(data.people):
            for entry in person.career or ():
                county = data.county_at.get(entry.county or "")
                if entry.county_managed and county is not None and _lasted_to(entry, earliest, item.start):
                    managed[number, at, county] = True
    people = np.flatnonzero(data.work_county >= 0)
    away = managed.copy()
    away[:, people, data.work_county[people]] = False

    def units(slot: int) -> IntArray:
        tied = (away if data.origin(slot) == "local" else managed)[data.slot_round[slot]]
        return np.asarray(tied[:, data.host[data.slots[slot].team]].sum(axis=1), dtype=np.int64)

    return Exclusion("service", "county", "hard", units)
