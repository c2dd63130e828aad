"""Rows of a certificate for keep-backbone: who serves in a planned round and in the one just before it."""

from bianzu.audit.proofs.prices import Prices
from bianzu.audit.proofs.row_facts import Key, RowFacts
from bianzu.models import Round

__all__ = ["price_before", "price_both", "price_held", "price_high_share", "price_low_share"]


def price_low_share(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """- people of the round before who serve - soft units <= - the least share of the seats."""
    setting = rows.facts.rules.keep_backbone
    seats = _price_kept(rows, prices, key, -price)
    if setting is None or seats is None:
        return False
    least = -(-setting.lo_percent * seats // 100)
    prices.fixed += price * least
    prices.add_slack(("keep-backbone", "low", *key), "soft", least, price, cost=setting.weight)
    return True


def price_high_share(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """People of the round before who serve - soft units <= the largest share of the seats."""
    setting = rows.facts.rules.keep_backbone
    seats = _price_kept(rows, prices, key, price)
    if setting is None or seats is None:
        return False
    prices.fixed -= price * (setting.hi_percent * seats // 100)
    prices.add_slack(("keep-backbone", "high", *key), "soft", seats, price, cost=setting.weight)
    return True


def _find_before(rows: RowFacts, item: str) -> tuple[Round, Round] | None:
    """A planned round and the one just before it in the city's order, which is past or planned."""
    at = rows.facts.order[item] if item in rows.planned else 0
    if rows.facts.rules.keep_backbone is None or at == 0:
        return None
    before = rows.facts.rounds[at - 1]
    return None if before.status == "announced" else (rows.facts.rounds[at], before)


def _price_kept(rows: RowFacts, prices: Prices, key: Key, price: int) -> int | None:
    """Count the people of the round before; the seats of the round, ``None`` when there is no such row."""
    found = _find_before(rows, key[0]) if len(key) == 1 else None
    if found is None:
        return None
    item, before = found
    if before.status == "past":
        prices.add_serving(item.id, rows.served_in(before.id), 1, price)
    else:
        prices.add_kept(item.id, rows.everybody, price)
    return sum(len(team.team.seats) for team in rows.facts.teams.values() if team.round.id == item.id)


def price_held(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Whether a person is kept - serving in the round <= 0."""
    return _price_end(rows, prices, key, price, 0)


def price_before(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Whether a person is kept - serving in the round before <= 0."""
    return _price_end(rows, prices, key, price, 1)


def _find_person(rows: RowFacts, key: Key) -> tuple[Round, Round] | None:
    """The two rounds of a row on one person, both of them planned."""
    found = _find_before(rows, key[0]) if len(key) == 2 and key[1] in rows.facts.people else None
    return found if found is not None and found[1].status == "planned" else None


def _price_end(rows: RowFacts, prices: Prices, key: Key, price: int, end: int) -> bool:
    found = _find_person(rows, key)
    if found is None:
        return False
    prices.add_serving(found[end].id, rows.one(key[1]), 1, -price)
    prices.add_kept(found[0].id, rows.one(key[1]), price)
    return True


def price_both(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Serving in the round + in the one before - whether the person is kept <= 1."""
    found = _find_person(rows, key)
    if found is None:
        return False
    for item in found:
        prices.add_serving(item.id, rows.one(key[1]), 1, price)
    prices.add_kept(found[0].id, rows.one(key[1]), -price)
    prices.fixed -= price
    return True
