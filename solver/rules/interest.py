"""interest: upheld requests and declared interests bar; ties to the leading group bar or count by role.

x[p, s] = 0 for requests, declared interests and (leader, deputy) unwaived ties; else weight · ties.
"""

from collections import defaultdict

import numpy as np

from bianzu.models import Round, month_end, month_start
from bianzu.models.settings import Interest
from bianzu.solver.data import Data, IntArray, years_before
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rules.ties import count_per_team, find_ties, units_of_team


def exclusions(data: Data) -> list[Exclusion]:
    """Requests, declared interests, and ties in their two hardnesses."""
    setting = data.rules.interest
    assert setting is not None
    collected = [_collect(data, setting, item) for item in data.rounds]
    own = count_per_team(data, [declared for declared, _ in collected])
    ties = count_per_team(data, [tied for _, tied in collected])
    none = np.zeros(data.n, dtype=np.int64)

    def strict(slot: int) -> IntArray:
        place = data.slots[slot]
        return ties(place.team) if place.seat.role in setting.strict_roles else none

    def loose(slot: int) -> IntArray:
        place = data.slots[slot]
        return none if place.seat.role in setting.strict_roles else ties(place.team)

    subjects = units_of_team(data, [tied for _, tied in collected])
    return [
        _requests(data),
        Exclusion("interest", "declared", "hard", lambda slot: own(data.slots[slot].team)),
        Exclusion("interest", "tie", setting.strict_hardness, strict, subjects),
        Exclusion("interest", "tie", "soft", loose, subjects, setting.weight),
    ]


def _collect(data: Data, setting: Interest, item: Round) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    earliest = years_before(item.start, setting.years)
    declared: dict[str, set[int]] = defaultdict(set)
    tied: dict[str, set[int]] = defaultdict(set)
    for tie in find_ties(data):
        kind, begin, end = tie.relation.kind, tie.relation.start, tie.relation.end
        if kind == "declared-interest":
            declared[tie.unit].add(tie.person)
        over = end is not None and month_end(end) < earliest
        to_come = begin is not None and month_start(begin) > item.start
        if kind == "superior-subordinate" and (over or to_come):
            continue
        if tie.leading and kind in setting.ties:
            tied[tie.unit].add(tie.person)
    return declared, tied


def _requests(data: Data) -> Exclusion:
    counties: set[tuple[int, int]] = set()
    units: dict[str, set[int]] = defaultdict(set)
    for request in data.instance.recusal_requests:
        if request.decision != "upheld":
            continue
        person = data.person_at[request.person]
        if request.county is not None:
            counties.add((person, data.county_at[request.county]))
        elif request.unit is not None:
            units[request.unit].add(person)
    by_unit = count_per_team(data, units)
    pairs = np.array(sorted(counties), dtype=np.int64).reshape(-1, 2)

    def count(slot: int) -> IntArray:
        team = data.slots[slot].team
        here = pairs[data.host[team][pairs[:, 1]], 0]
        return by_unit(team) + np.bincount(here, minlength=data.n) if len(here) else by_unit(team)

    return Exclusion("interest", "request", "hard", count)
