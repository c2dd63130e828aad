"""Rows of a certificate that speak of who serves in which planned round, whatever the seat."""

from collections.abc import Sequence

from bianzu.audit.proofs.prices import Prices
from bianzu.audit.proofs.row_facts import Key, RowFacts, let_exceed, let_waive
from bianzu.audit.reasons import Charge
from bianzu.audit.rules.maxima import spare_people
from bianzu.models import Round

__all__ = [
    "price_borrowed",
    "price_couple",
    "price_drawn",
    "price_floor",
    "price_load",
    "price_rest",
    "price_term",
    "price_year",
]


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


def price_couple(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Two people with a tie who serve in a round - the waiver unit <= 1."""
    setting = rows.facts.rules.couples
    item = rows.planned.get(key[0]) if len(key) == 3 else None
    if setting is None or item is None or (min(key[1:]), max(key[1:])) not in rows.couples:
        return False
    for person in key[1:]:
        prices.add_serving(item.id, rows.one(person), 1, price)
    prices.fixed -= price
    charge = Charge("couples", None, setting.hardness, item, people=key[1:])
    let_exceed(prices, rows.facts, ("couples", key[0], *sorted(key[1:])), charge, price)
    return True


def price_drawn(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Holders of a post who serve in a round - waiver units <= all but n of them."""
    setting = rows.facts.rules.post_strength
    item = rows.planned.get(key[0]) if len(key) == 2 else None
    people = () if item is None else rows.holders(item).get(key[1], ())
    if setting is None or item is None or not people:
        return False
    for person in people:
        prices.add_serving(item.id, rows.one(person), 1, price)
    prices.fixed -= price * max(0, len(people) - setting.n)
    charge = Charge("post-strength", None, setting.hardness, item, unit=key[1], units=len(people))
    let_exceed(prices, rows.facts, ("post-strength", *key), charge, price)
    return True


def price_term(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Serving in the planned rounds of a term - waiver units <= cap - past rounds of it."""
    setting = rows.facts.rules.service_cap
    if setting is None or len(key) != 2:
        return False
    rounds = [item for item in rows.facts.rounds if item.term == key[0]]
    return _price_cap(rows, prices, key, price, "term", rounds, setting.cap)


def price_year(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Serving in the planned rounds of a calendar year - waiver units <= y - past rounds of it."""
    setting = rows.facts.rules.service_cap
    if setting is None or len(key) != 2:
        return False
    rounds = [item for item in rows.facts.rounds if str(item.start.year) == key[0]]
    return _price_cap(rows, prices, key, price, "year", rounds, setting.y)


def _price_cap(
    rows: RowFacts,
    prices: Prices,
    key: Key,
    price: int,
    clause: str,
    rounds: Sequence[Round],
    limit: int,
) -> bool:
    setting, person = rows.facts.rules.service_cap, key[1]
    planned = [item for item in rounds if item.id in rows.planned]
    left = limit - _count_served(rows, person, rounds)
    if setting is None or person not in rows.facts.people or person in rows.facts.full_time:
        return False
    if left <= 0 or not planned:
        return False
    for item in planned:
        prices.add_serving(item.id, rows.one(person), 1, price)
    prices.fixed -= price * left
    charges = [Charge("service-cap", clause, setting.hardness, item, people=(person,)) for item in planned]
    let_waive(prices, rows.facts, ("service-cap", clause, *key), charges, price, most=len(charges))
    return True


def _count_served(rows: RowFacts, person: str, rounds: Sequence[Round]) -> int:
    past = rows.facts.past_rounds.get(person, ())
    return sum(item.id in past for item in rounds)


def price_rest(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Serving in a round and the planned ones of the c before it - the waiver unit <= their number - 1; the
    others of the c are past, and the person served them."""
    setting = rows.facts.rules.rest
    item = rows.planned.get(key[0]) if len(key) == 2 else None
    if setting is None or item is None or key[1] not in rows.facts.people or key[1] in rows.facts.full_time:
        return False
    now = rows.facts.order[item.id]
    if now < setting.c:
        return False
    before = rows.facts.rounds[now - setting.c : now]
    planned = [other for other in before if other.id in rows.planned]
    if not planned or _count_served(rows, key[1], before) + len(planned) < setting.c:
        return False
    for other in (*planned, item):
        prices.add_serving(other.id, rows.one(key[1]), 1, price)
    prices.fixed -= price * len(planned)
    charge = Charge("rest", None, setting.hardness, item, people=(key[1],))
    let_exceed(prices, rows.facts, ("rest", *key), charge, price)
    return True


def price_load(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Serving in the planned rounds - units that cost more and more <= 0."""
    setting = rows.facts.rules.fair_load
    person = rows.facts.people.get(key[0]) if len(key) == 1 else None
    if setting is None or person is None or len(rows.planned) == 1:
        return False
    for at, item in enumerate(rows.planned):
        prices.add_serving(item, rows.one(key[0]), 1, price)
        units = len(person.pools) * (2 * (rows.facts.earlier_rounds[key[0]] + at) + 1)
        prices.add_slack(("fair-load", *key, str(at)), "soft", 1, price, cost=setting.weight * units)
    return True


def price_floor(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """- serving in the planned rounds of a term - soft units <= past rounds of it - floor."""
    setting = rows.facts.rules.service_floor
    person = rows.facts.people.get(key[1]) if len(key) == 2 else None
    if setting is None or person is None or not person.pools:
        return False
    rounds = [item for item in rows.facts.rounds if item.term == key[0]]
    planned = [item.id for item in rounds if item.id in rows.planned]
    missing = setting.floor - _count_served(rows, key[1], rounds)
    if missing <= 0 or not planned:
        return False
    for item in planned:
        prices.add_serving(item, rows.one(key[1]), 1, -price)
    prices.fixed += price * missing
    prices.add_slack(("service-floor", *key), "soft", missing, price, cost=setting.weight)
    return True
