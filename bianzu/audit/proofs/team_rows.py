"""Rows of a certificate that speak of one team: its minima and its maxima.

A function adds a multiplier times its row to the prices, and says whether the instance has the row at all.
"""

from bianzu.audit.asked import Asked
from bianzu.audit.proofs.floater_rows import let_cover
from bianzu.audit.proofs.prices import Prices
from bianzu.audit.proofs.row_facts import Key, RowFacts, let_exceed
from bianzu.audit.reasons import Charge
from bianzu.audit.views import TeamView
from bianzu.models import BLOOD_AND_MARRIAGE

__all__ = [
    "price_apart",
    "price_first_timers",
    "price_kin",
    "price_minimum",
    "price_same_unit",
    "price_skills",
    "price_spread",
    "price_superior",
]


def price_minimum(
    rows: RowFacts, prices: Prices, rule: str, clause: str | None, key: Key, price: int
) -> bool:
    """Members who do not meet it - missing units <= seats - need."""
    team = rows.facts.teams.get(key[0]) if len(key) == 1 else None
    asked = None if team is None else rows.asked(key[0]).get((rule, clause, None))
    if team is None or asked is None:
        return False
    for values, kinds in rows.unmet(asked, key[0]):
        prices.add_members(key[0], kinds, values, price)
    prices.fixed -= price * (len(team.team.seats) - asked.need)
    _let_miss(rows, prices, team, asked, (rule, clause or "", *key), price)
    return True


def _let_miss(rows: RowFacts, prices: Prices, team: TeamView, asked: Asked, name: Key, price: int) -> None:
    charge = Charge(
        asked.rule,
        asked.clause,
        asked.force,
        team.round,
        team=team.team.id,
        units=asked.need,
        weight=asked.weight,
    )
    let_exceed(prices, rows.facts, name, charge, price, minimum=True)


def price_skills(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Needs of a set of skills that members cannot count for - missing units <= |S| seats - needs."""
    setting, team, skills = rows.facts.rules.skill_mix, rows.facts.teams.get(key[0]), key[1:]
    if setting is None or team is None or not skills or len(set(skills)) < len(skills):
        return False
    needs = rows.needs(key[0])
    if not needs.keys() >= set(skills):
        return False
    for skill in skills:
        asked = rows.asked(key[0])["skill-mix", None, skill]
        _let_miss(rows, prices, team, asked, ("skill-mix", key[0], skill), price)
        let_cover(rows, prices, key[0], skill, price)
    lacking = rows.lacking([needs[skill] for skill in skills], setting.c)
    prices.add_members(key[0], rows.everywhere(key[0]), lacking, price)
    needed = sum(needs[skill].need for skill in skills)
    prices.fixed -= price * (len(skills) * len(team.team.seats) - needed)
    return True


def price_first_timers(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """First-timers - soft units <= floor(f x seats)."""
    setting = rows.facts.rules.mentoring
    team = rows.facts.teams.get(key[0]) if len(key) == 1 else None
    if setting is None or team is None:
        return False
    prices.add_members(key[0], rows.everywhere(key[0]), rows.first_timers, price)
    size = len(team.team.seats)
    prices.fixed -= price * (setting.f_percent * size // 100)
    prices.add_slack(("first-timers", *key), "soft", size, price, cost=setting.weight)
    return True


def price_spread(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """People of a county on seats that are not local - waiver units <= q."""
    setting = rows.facts.rules.sender_spread
    team = rows.facts.teams.get(key[0]) if len(key) == 2 else None
    people = rows.senders(key[1]) if len(key) == 2 else None
    if setting is None or team is None or people is None or team.team.cross_form == "whole":
        return False
    kinds = [at for at, view in enumerate(rows.pairs[key[0]].kinds) if view.origin != "local"]
    prices.add_some(key[0], tuple(kinds), people, price)
    prices.fixed -= price * setting.q
    units = len(team.team.seats)
    charge = Charge("sender-spread", None, setting.hardness, team.round, team=key[0], units=units)
    let_exceed(prices, rows.facts, ("sender-spread", *key), charge, price)
    return True


def price_kin(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Two relatives on a team <= 1."""
    setting, kin = rows.facts.rules.in_team, rows.facts.rules.kin
    if setting is None or setting.kin == "off" or len(key) != 3:
        return False
    classes = BLOOD_AND_MARRIAGE if kin is None else kin.classes
    ties = rows.facts.ties.get(key[1], ())
    if not any(tie.other_person == key[2] and tie.kind in classes for tie in ties):
        return False
    return _price_pair(rows, prices, key, price)


def price_superior(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A person and the direct superior on a team - waiver units <= 1."""
    setting = rows.facts.rules.in_team
    if setting is None or setting.superior == "off" or len(key) != 3:
        return False
    person, team = rows.facts.people.get(key[1]), rows.facts.teams.get(key[0])
    if person is None or team is None or person.superior != key[2]:
        return False
    charge = Charge("in-team", "superior", setting.superior, team.round, people=key[1:], team=key[0])
    let_exceed(prices, rows.facts, ("superior", *key), charge, price)
    return _price_pair(rows, prices, key, price)


def price_apart(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Two named people on a team - the soft unit of a soft pair <= 1."""
    setting, team = rows.facts.rules.apart, rows.facts.teams.get(key[0])
    if setting is None or team is None:
        return False
    for pair in setting.pairs:
        if sorted((pair.a, pair.b)) == sorted(key[1:]):
            if pair.hardness == "soft":
                name = ("apart", key[0], *sorted(key[1:]))
                prices.add_slack((*name, "soft"), "soft", 1, price, cost=pair.weight)
            return _price_pair(rows, prices, key, price)
    return False


def _price_pair(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    people = rows.pair(key[1], key[2])
    if people is None or key[0] not in rows.facts.teams:
        return False
    prices.add_some(key[0], rows.everywhere(key[0]), people, price)
    prices.fixed -= price
    return True


def price_same_unit(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """People of one work unit who are not full-time - waiver units <= n."""
    setting = rows.facts.rules.in_team
    team = rows.facts.teams.get(key[0]) if len(key) == 2 else None
    if setting is None or setting.same_unit == "off" or team is None or key[1] not in rows.facts.units:
        return False
    prices.add_some(key[0], rows.everywhere(key[0]), rows.borrowed(key[1]), price)
    prices.fixed -= price * setting.n
    charge = Charge(
        "in-team",
        "same-unit",
        setting.same_unit,
        team.round,
        team=key[0],
        unit=key[1],
        units=len(team.team.seats),
    )
    let_exceed(prices, rows.facts, ("same-unit", *key), charge, price)
    return True
