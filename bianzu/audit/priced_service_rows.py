"""Rows of a certificate that speak of who serves in which planned round, whatever the seat."""

from bianzu.audit.maxima import spare_people
from bianzu.audit.prices import Prices
from bianzu.audit.reasons import Charge
from bianzu.audit.row_facts import Key, RowFacts, let_exceed

__all__ = ["price_borrowed", "price_debt"]


def price_borrowed(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """People of a unit who serve in a round and are not full-time - waiver units <= what it can spare."""
    setting = rows.facts.rules.borrow_cap
    item = rows.planned.get(key[0]) if len(key) == 2 else None
    if setting is None or item is None or key[1] not in rows.facts.units:
        return False
    limit, people = spare_people(rows.facts, key[1]), rows.borrowed(key[1])
    if limit is None:
        return False
    prices.add_serving(item.id, people, 1, price)
    prices.fixed -= price * limit
    charge = Charge("borrow-cap", None, setting.hardness, item, unit=key[1], units=len(people))
    let_exceed(prices, rows.facts, ("borrow-cap", *key), charge, price)
    return True


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
