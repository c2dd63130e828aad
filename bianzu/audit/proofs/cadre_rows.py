"""Rows of a certificate that speak of newly promoted people and of the planned rounds left to them."""

from bianzu.audit.proofs.prices import Prices
from bianzu.audit.proofs.row_facts import Key, RowFacts
from bianzu.audit.rules.duties import Duty

__all__ = ["price_debt", "price_delay", "price_fresh", "price_new_cadres"]


def price_debt(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """- serving in the last chance and in earlier planned rounds of the window - missing units <= - owed."""
    duty = rows.duties.find(*key) if len(key) == 2 else None
    if duty is None or not rows.duties.is_hard(*key):
        return False
    for item in (*duty.before, key[0]):
        prices.add_serving(item, rows.one(key[1]), 1, -price)
    prices.fixed += price * duty.owed
    prices.add_slack(("new-cadre", *key), "minima", duty.owed, price)
    return True


def price_delay(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """- serving in the round and in earlier planned ones of the window but those left out - whether as many
    as k rounds are owed and the person does not serve <= - 1."""
    setting = rows.facts.rules.new_cadre
    duty = rows.duties.find(*key[:2]) if len(key) >= 3 else None
    if setting is None or duty is None or duty.owing.chances == 1 or not duty.before:
        return False
    at = {str(k): k for k in range(1, duty.owed + 1)}.get(key[2])
    if at is None or not _leaves_out(duty, key[3:], duty.owed - at):
        return False
    for item in (*duty.before, key[0]):
        if item not in key[3:]:
            prices.add_serving(item, rows.one(key[1]), 1, -price)
    prices.fixed += price
    cost = setting.weight * (duty.units(at) - duty.units(at - 1))
    prices.add_slack(("delay", *key[:3]), "soft", 1, price, cost=cost)
    return True


def price_fresh(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A person on a team - serving in earlier planned rounds of the window but those left out - whether a
    new cadre is on the team <= 0."""
    team = rows.facts.teams.get(key[0]) if len(key) >= 2 else None
    duty = None if team is None else rows.duties.find(team.round.id, key[1])
    if rows.facts.rules.mentoring is None or duty is None or not duty.new_cadre or not duty.before:
        return False
    if not _leaves_out(duty, key[2:], duty.owed - 1):
        return False
    prices.add_some(key[0], rows.everywhere(key[0]), rows.one(key[1]), price)
    for item in duty.before:
        if item not in key[2:]:
            prices.add_serving(item, rows.one(key[1]), 1, -price)
    prices.fresh[key[0]][key[1]] += price
    return True


def _leaves_out(duty: Duty, left: Key, most: int) -> bool:
    """Whether so many of the earlier rounds are left out, each once, or all where there are fewer."""
    known = set(left) <= set(duty.before) and len(set(left)) == len(left)
    return known and len(left) == min(most, len(duty.before))


def price_new_cadres(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """New cadres - 2 x backbones - soft units <= 0."""
    setting = rows.facts.rules.mentoring
    team = rows.facts.teams.get(key[0]) if len(key) == 1 else None
    if setting is None or team is None:
        return False
    prices.add_members(key[0], rows.everywhere(key[0]), rows.surplus_cadres(team.round), price)
    prices.new_cadres[key[0]] += price
    prices.add_slack(("new-cadres", *key), "soft", len(team.team.seats), price, cost=setting.weight)
    return True
