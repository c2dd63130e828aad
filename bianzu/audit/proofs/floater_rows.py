"""Rows of a certificate on floaters, and the least that their services can add to a proof."""

from collections import defaultdict
from collections.abc import Iterable

from bianzu.audit.levels import cost_of_seat
from bianzu.audit.proofs.prices import Prices
from bianzu.audit.proofs.row_facts import Key, RowFacts
from bianzu.audit.rules.floaters import bars_service, find_floaters
from bianzu.audit.rules.skills import holds
from bianzu.audit.views import TeamView
from bianzu.models import Person

__all__ = ["Services", "let_cover", "price_again", "price_half", "price_member"]


def price_half(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """2 x units of a skill that floaters cover - services that count for it <= 0."""
    if rows.facts.rules.floaters is None or len(key) != 2 or key[0] not in rows.facts.teams:
        return False
    if rows.facts.rules.skill_mix is None or key[1] not in rows.needs(key[0]):
        return False
    prices.halves[key[0]][key[1]] += price
    let_cover(rows, prices, key[0], key[1], -2 * price)
    return True


def let_cover(rows: RowFacts, prices: Prices, team: str, skill: str, price: int) -> None:
    """Units that floaters cover let a row on the skill be exceeded, at no cost."""
    if rows.facts.rules.floaters is not None:
        need = rows.needs(team)[skill].need
        prices.add_slack(("covered", team, skill), "soft", need, price, cost=0)


def price_member(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A person on a team + as a floater beside it <= 1."""
    if rows.facts.rules.floaters is None or len(key) != 2:
        return False
    if key[0] not in rows.facts.teams or key[1] not in rows.facts.people:
        return False
    prices.add_some(key[0], rows.everywhere(key[0]), rows.one(key[1]), price)
    prices.services[key[0]][key[1]] += price
    prices.fixed -= price
    return True


def price_again(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A person beside a team + on the teams of an earlier planned round that would be a repetition <= 1."""
    facts = rows.facts
    team, earlier = (facts.teams.get(key[0]), rows.planned.get(key[2])) if len(key) == 3 else (None, None)
    if facts.rules.floaters is None or team is None or earlier is None or key[1] not in facts.people:
        return False
    if facts.order[earlier.id] >= facts.order[team.round.id]:
        return False
    others = [other for other in rows.teams_in(earlier.id) if _repeats(rows, team, other)]
    if not others or not rows.is_exclusive(others):
        return False
    for other in others:
        prices.add_some(other.team.id, rows.everywhere(other.team.id), rows.one(key[1]), price)
    prices.services[key[0]][key[1]] += price
    prices.fixed -= price
    return True


def _repeats(rows: RowFacts, team: TeamView, other: TeamView) -> bool:
    """Whether a seat on an earlier team is a reason of repeat-unit or repeat-county against a service."""
    facts = rows.facts
    units, county = facts.rules.repeat_unit, facts.rules.repeat_county
    in_term = other.round.term == facts.instance.term
    if units is not None and in_term and not set(team.team.units).isdisjoint(other.team.units):
        return True
    near = county is not None and other.round in facts.last(team.round, county.g_others)
    return near and not team.hosts.isdisjoint(other.hosts)


class Services:
    """Who may serve which team as a floater; what has been looked up is kept from proof to proof."""

    def __init__(self, rows: RowFacts) -> None:
        self.rows = rows
        self._floaters = find_floaters(rows.facts)
        self._barred: dict[tuple[str, str], bool] = {}

    def least(self, prices: Prices) -> int:
        """Least sum of the services of everybody in every round, as many teams as the caps allow."""
        setting, mix = self.rows.facts.rules.floaters, self.rows.facts.rules.skill_mix
        if setting is None or mix is None:
            return 0
        cap = min(setting.m, setting.d // setting.days_per_team)
        values: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for name, halves in prices.halves.items():
            team = self.rows.facts.teams[name]
            for person in self._floaters:
                value = self._price(prices, team, person, halves, mix.c)
                if value < 0 and not self._is_barred(team, person):
                    values[team.round.id, person.id].append(value)
        return sum(_add_least(found, cap) for found in values.values())

    def _price(self, prices: Prices, team: TeamView, person: Person, halves: dict[str, int], c: int) -> int:
        """Reduced cost of a service that counts for the skills that are worth most."""
        needs = self.rows.needs(team.team.id)
        worth = [price for skill, price in halves.items() if holds(person, skill, needs[skill].level)]
        cost = prices.cost("load-travel") * cost_of_seat(self.rows.facts, person, team)
        extra = prices.services[team.team.id][person.id]
        return cost + extra - sum(sorted(worth, reverse=True)[:c])

    def _is_barred(self, team: TeamView, person: Person) -> bool:
        key = (team.team.id, person.id)
        if key not in self._barred:
            self._barred[key] = bars_service(self.rows.facts, team, person)
        return self._barred[key]


def _add_least(values: Iterable[int], count: int) -> int:
    return sum(sorted(values)[:count])
