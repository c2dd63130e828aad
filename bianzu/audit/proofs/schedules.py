"""The least that people can add to a proof: serving, and a seat on each of some teams without overlaps."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from bianzu.audit.proofs.crowd import Crowd, IntArray
from bianzu.audit.proofs.prices import Prices
from bianzu.audit.proofs.seat_pairs import Judge, Service, TeamPairs
from bianzu.audit.views import TeamView
from bianzu.models import Round

__all__ = ["Calendar", "Scene", "reduce_pairs", "value_people"]

_NO_SEAT = np.iinfo(np.int64).max


class Calendar:
    """Teams by days. A person sits on at most one team of a group, and on groups that do not overlap.

    Without one-seat every team is a group of its own and none overlaps; so is a team that ends before it
    starts.
    """

    def __init__(self, teams: Sequence[TeamView], one_seat: bool) -> None:
        spans = sorted({(team.end, team.start) for team in teams if team.start <= team.end})
        number = {span: at for at, span in enumerate(spans)} if one_seat else {}
        self.group_of: dict[str, int] = {}
        self.timed = len(number)
        groups = self.timed
        for team in teams:
            at = number.get((team.end, team.start))
            self.group_of[team.team.id] = groups if at is None else at
            groups += at is None
        ends = [end for end, _ in spans]
        self._before = [bisect_left(ends, start) for _, start in spans] if one_seat else []

    def least(self, values: Mapping[int, int]) -> int:
        """Least sum over a non-empty set of groups that do not overlap, each at its value."""
        negative = {group: value for group, value in values.items() if value < 0}
        if len(negative) <= 1:
            return min(values.values())
        best = [0]
        for group in range(self.timed):
            taken = negative.get(group, 0) + best[self._before[group]]
            best.append(min(best[-1], taken))
        return best[-1] + sum(value for group, value in negative.items() if group >= self.timed)


@dataclass(frozen=True, slots=True)
class Scene:
    """One planned round: the pairs of its teams, their calendar, and service-cap and rest by the past."""

    round: Round
    teams: tuple[TeamPairs, ...]
    calendar: Calendar
    service: Service


def value_people(crowd: Crowd, prices: Prices, scene: Scene, judge: Judge) -> Iterator[tuple[int, int]]:
    """(person, min(0, serving in the round + the least sum over a schedule)) of whoever could matter."""
    if not scene.teams:
        return
    serving = _price_service(prices, scene)
    person, values = -1, dict[int, int]()
    for at, group, value in _least_by_group(crowd, prices, scene, judge, serving):
        if at != person:
            yield person, _close(scene.calendar, serving, person, values)
            person, values = at, {}
        values[group] = value
    yield person, _close(scene.calendar, serving, person, values)


def _close(calendar: Calendar, serving: IntArray, person: int, values: Mapping[int, int]) -> int:
    return min(0, int(serving[person]) + calendar.least(values)) if values else 0


def _price_service(prices: Prices, scene: Scene) -> IntArray:
    """Reduced costs of serving, once a person: rows, waiver units of service-cap and rest."""
    for at, units in scene.service.units.items():
        people = np.array([at], dtype=np.int64)
        for waiver, count in units.items():
            cost = prices.cost("waivers") + prices.waivers[waiver]
            prices.add_serving(scene.round.id, people, count, cost)
    return prices.serving[scene.round.id]


def _least_by_group(
    crowd: Crowd, prices: Prices, scene: Scene, judge: Judge, serving: IntArray
) -> Iterator[tuple[int, int, int]]:
    """(person, group, least reduced cost of a seat the person may take), as far as it could matter."""
    teams: dict[int, list[TeamPairs]] = {}
    for pairs in scene.teams:
        teams.setdefault(scene.calendar.group_of[pairs.view.team.id], []).append(pairs)
    groups, people, values = [], [], []
    for group, found in teams.items():
        least = _find_least(crowd, prices, found, judge, serving)
        seated = np.flatnonzero(least != _NO_SEAT)
        groups.append(np.full(len(seated), group))
        people.append(seated)
        values.append(least[seated])
    group_of, person, value = map(np.concatenate, (groups, people, values))
    order = np.lexsort((group_of, person))
    yield from zip(person[order].tolist(), group_of[order].tolist(), value[order].tolist(), strict=True)


def _find_least(
    crowd: Crowd, prices: Prices, teams: Sequence[TeamPairs], judge: Judge, serving: IntArray
) -> IntArray:
    """For each person the least reduced cost of a seat on the teams.

    A pair costs at least what the arrays say: waiver units come on top. So the doubtful ones are judged by
    the plain tests, from the cheapest on, as long as they are cheaper than what is known.
    """
    least = np.full(crowd.n, _NO_SEAT)
    doubtful: list[tuple[int, TeamPairs, int]] = []
    for pairs in teams:
        where, reduced = _reduce(crowd, prices, pairs, serving)
        doubted = pairs.doubtful[where]
        np.minimum.at(least, pairs.person[where[~doubted]], reduced[~doubted])
        listed = zip(where[doubted].tolist(), reduced[doubted].tolist(), strict=True)
        doubtful += [(cost, pairs, at) for at, cost in listed]
    doubtful.sort(key=itemgetter(0))
    for cost, pairs, at in doubtful:
        person = pairs.person[at]
        if cost < least[person]:
            exact = _judge_pair(prices, pairs, at, cost, judge)
            least[person] = least[person] if exact is None else min(least[person], exact)
    return least


def _reduce(crowd: Crowd, prices: Prices, pairs: TeamPairs, serving: IntArray) -> tuple[IntArray, IntArray]:
    """Pairs of a team that could matter: their positions and reduced costs before waiver units."""
    reduced = reduce_pairs(crowd, prices, pairs)
    least: dict[int, int] = {}
    for seat, kind in pairs.kind_of.items():
        price = prices.seats.get(seat, 0)
        least[kind] = min(price, least.get(kind, price))
    for kind, price in least.items():
        reduced[pairs.bounds[kind] : pairs.bounds[kind + 1]] += price
    _add_listed(prices, pairs, least, reduced)
    where = np.flatnonzero((reduced < 0) | (reduced + serving[pairs.person] < 0))
    return where, reduced[where]


def _add_listed(prices: Prices, pairs: TeamPairs, least: Mapping[int, int], reduced: IntArray) -> None:
    """People whom a row counts on one seat: that seat, where it is now the cheapest of its kind for them."""
    for seat, person, price in prices.listed.get(pairs.view.team.id, ()):
        kind = pairs.kind_of[seat]
        first, last = pairs.bounds[kind], pairs.bounds[kind + 1]
        at = first + int(np.searchsorted(pairs.person[first:last], person))
        if at < last and pairs.person[at] == person:
            reduced[at] += min(0, prices.seats.get(seat, 0) + price - least[kind])


def reduce_pairs(crowd: Crowd, prices: Prices, pairs: TeamPairs) -> IntArray:
    """Reduced costs of the pairs of a team before those of single seats and waiver units."""
    reduced = np.zeros(len(pairs.person), dtype=np.int64)
    if len(reduced):
        _add_costs(crowd, prices, pairs, reduced)
        for kinds, vector in prices.teams.get(pairs.view.team.id, {}).items():
            for kind in kinds:
                part = slice(pairs.bounds[kind], pairs.bounds[kind + 1])
                reduced[part] += vector[pairs.person[part]]
    return reduced


def _add_costs(crowd: Crowd, prices: Prices, pairs: TeamPairs, reduced: IntArray) -> None:
    """Soft reasons, load and travel."""
    team, soft, travel = pairs.view.team.id, prices.cost("soft"), prices.cost("load-travel")
    if soft:
        prices.weigh(soft * int(pairs.soft.max()), team)
        reduced += soft * pairs.soft.astype(np.int64)
    priority = crowd.facts.rules.priority
    if travel and priority is not None:
        costs = priority.load * crowd.earlier + priority.travel * crowd.kilometres(pairs.view)
        prices.weigh(travel * int(costs.max()), team)
        reduced += travel * costs[pairs.person]


def _judge_pair(prices: Prices, pairs: TeamPairs, where: int, reduced: int, judge: Judge) -> int | None:
    """The exact reduced cost of a doubtful pair, ``None`` when a reason bars it."""
    kind = bisect_left(pairs.bounds, where + 1) - 1
    needs = judge(int(pairs.person[where]), pairs.kinds[kind])
    if needs is None:
        return None
    soft, units = needs
    exact = reduced + prices.cost("soft") * (soft - int(pairs.soft[where]))
    return exact + sum(count * (prices.cost("waivers") + prices.waivers[waiver]) for waiver, count in units)
