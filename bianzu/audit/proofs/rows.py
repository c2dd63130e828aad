"""Rows of a certificate that speak of seats, people, units or the plan as a whole, and all rows by name."""

from collections.abc import Callable, Mapping

from bianzu.audit.proofs.backbone_rows import (
    price_before,
    price_both,
    price_held,
    price_high_share,
    price_low_share,
)
from bianzu.audit.proofs.cadre_rows import price_debt, price_delay, price_fresh, price_new_cadres
from bianzu.audit.proofs.floater_rows import price_again, price_half, price_member
from bianzu.audit.proofs.flow_rows import (
    price_leader_pairing,
    price_leader_swap,
    price_manned,
    price_pairing,
    price_past_leader_swap,
    price_past_pairing,
    price_past_swap,
    price_received,
    price_sent,
    price_sent_leaders,
    price_sent_swappers,
    price_swap,
)
from bianzu.audit.proofs.post_rows import price_return, price_stay, price_successor
from bianzu.audit.proofs.prices import Prices
from bianzu.audit.proofs.repeat_rows import (
    price_county_again,
    price_leader_again,
    price_pair_again,
    price_unit_again,
)
from bianzu.audit.proofs.row_facts import Key, RowFacts
from bianzu.audit.proofs.service_rows import (
    price_borrowed,
    price_couple,
    price_drawn,
    price_floor,
    price_load,
    price_rest,
    price_term,
    price_year,
)
from bianzu.audit.proofs.team_rows import (
    price_apart,
    price_first_timers,
    price_kin,
    price_minimum,
    price_same_unit,
    price_skills,
    price_spread,
    price_superior,
)
from bianzu.audit.rules.structure import covers_seat

__all__ = ["has_any_sign", "name_row", "price_row"]

_LONG_NUMBER = 12
"""No position of a pin has so many digits; keys come with the plan and may be anything."""


def price_row(rows: RowFacts, prices: Prices, rule: str, clause: str | None, key: Key, price: int) -> bool:
    """Add a multiplier times a row; whether the instance has the row."""
    if not key:
        return False
    find = _FAMILIES.get((rule, clause))
    if find is not None:
        return find(rows, prices, key, price)
    return price_minimum(rows, prices, rule, clause, key, price)


def has_any_sign(rows: RowFacts, rule: str) -> bool:
    """Whether multipliers of a rule's rows may be negative: those of equations."""
    return rule == "seats" and rows.facts.rules.seats is not None


def name_row(rule: str, clause: str | None, key: Key) -> tuple[str, str | None, Key]:
    """The same name for every way of writing one row."""
    ordered = _ORDERED.get((rule, clause))
    return rule, clause, key if ordered is None else (*key[:ordered], *sorted(key[ordered:]))


_ORDERED: Mapping[tuple[str, str | None], int] = {
    ("skill-mix", None): 1,
    ("apart", None): 1,
    ("couples", None): 1,
    ("in-team", "kin"): 1,
    ("fresh-pairs", "pair"): 1,
    ("new-cadre", "soft"): 3,
    ("mentoring", "fresh"): 2,
}
"""How many parts of a key stand in an order that matters, where those after them do not."""


def price_seat(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """People on a seat + the empty seat = 1; without the rule seats, people on it <= 1."""
    view = rows.facts.seats.get(key[0]) if len(key) == 1 else None
    if view is None:
        return False
    prices.add_seat(view.on.team.id, key[0], price)
    prices.fixed -= price
    if rows.facts.rules.seats is not None:
        level = "leader-seats" if view.seat.role == "leader" else "other-seats"
        prices.add_slack(("seats", *key), level, 1, -price)
    return True


def price_reserved(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """People outside a source set on the seats of some teams <= seats - those kept for the set."""
    setting = rows.facts.rules.reserved_seats
    groups = {} if setting is None else {item.id: item for item in setting.groups}
    item = groups.get(key[0]) if len(key) == 1 else None
    if item is None:
        return False
    people = rows.outside(item.source_set)
    for team in item.teams:
        prices.add_some(team, rows.everywhere(team), people, price)
    seats = sum(len(rows.facts.teams[team].team.seats) for team in item.teams)
    prices.fixed -= price * max(0, seats - item.n)
    return True


def _price_balance(rows: RowFacts, prices: Prices, key: Key, price: int, sign: int) -> bool:
    setting = rows.facts.rules.balance
    if setting is None or len(key) != 2 or key[0] not in rows.facts.teams or key[1] not in setting.fields:
        return False
    item = rows.facts.teams[key[0]].round
    prices.add_members(key[0], rows.everywhere(key[0]), rows.field(key[1], item, sign), price)
    (prices.highs if sign > 0 else prices.lows)[item.id, key[1]] += price
    return True


def price_high(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A team's sum of a field - the highest sum <= 0."""
    return _price_balance(rows, prices, key, price, 1)


def price_low(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """The lowest sum - a team's sum of a field <= 0."""
    return _price_balance(rows, prices, key, price, -1)


def price_county(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """People of a county on a seat of a whole team - whether the team comes from it <= 0."""
    view = rows.facts.seats.get(key[0]) if len(key) == 2 else None
    people = rows.senders(key[1]) if len(key) == 2 else None
    if rows.facts.rules.cross_form is None or view is None or people is None:
        return False
    team = view.on.team
    if team.cross_form != "whole":
        return False
    prices.add_some(team.id, (rows.pairs[team.id].kind_of[key[0]],), people, price)
    prices.counties[team.id][key[1]] += price
    return True


def _price_meeting(rows: RowFacts, prices: Prices, key: Key, price: int, end: int) -> bool:
    if len(key) != 3 or key[0] not in rows.facts.teams:
        return False
    if key[1:] not in rows.together:
        return False
    prices.add_some(key[0], rows.everywhere(key[0]), rows.one(key[end]), -price)
    prices.meetings[key[1], key[2]][key[0]] += price
    return True


def price_first(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Whether two people meet on a team - the first on it <= 0."""
    return _price_meeting(rows, prices, key, price, 1)


def price_second(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Whether two people meet on a team - the second on it <= 0."""
    return _price_meeting(rows, prices, key, price, 2)


def price_pin(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """- the pinned person on the seats that a must or lock pin allows <= -1."""
    pins = rows.facts.instance.pins
    at = int(key[0]) if len(key) == 1 and key[0].isdecimal() and len(key[0]) < _LONG_NUMBER else len(pins)
    if at >= len(pins) or key[0] != str(at) or pins[at].kind == "must-not":
        return False
    pin = pins[at]
    people = rows.one(pin.person)
    named = pin.team
    if pin.seat is not None and pin.seat in rows.facts.seats:
        named = rows.facts.seats[pin.seat].on.team.id
    for team in rows.pairs if named is None else (named,) if named in rows.pairs else ():
        pairs = rows.pairs[team]
        kinds = [at for at, view in enumerate(pairs.kinds) if covers_seat(pin, view)]
        prices.add_some(team, tuple(kinds), people, -price)
    prices.fixed += price
    return True


def price_waiver(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Units of a waiver in exclusions and in other rows <= its amount."""
    waivers = {waiver.id: waiver for waiver in rows.facts.instance.waivers}
    waiver = waivers.get(key[0]) if len(key) == 1 else None
    if waiver is None:
        return False
    prices.waivers[key[0]] += price
    prices.fixed -= price * waiver.amount
    return True


def price_list(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """- listed people on their seats + anybody on seats listed empty - changed seats that are not free <=
    free seats - seats listed filled."""
    baseline = rows.facts.instance.baseline
    if baseline is None or key != ("baseline",):
        return False
    listed = [item for item in baseline.seats if item.seat in rows.facts.seats]
    most = len(listed) - baseline.allowance
    if most <= 0:
        return False
    for item in listed:
        team = rows.facts.seats[item.seat].on.team.id
        if item.person is None:
            prices.add_seat(team, item.seat, price)
        elif item.person in rows.facts.people:
            prices.add_listed(team, item.seat, rows.facts.positions[item.person], -price)
    filled = sum(item.person is not None for item in listed)
    prices.fixed -= price * (baseline.allowance - filled)
    prices.add_slack(("changes",), "changes", most, price)
    return True


_FAMILIES: Mapping[tuple[str, str | None], Callable[[RowFacts, Prices, Key, int], bool]] = {
    ("seats", None): price_seat,
    ("changes", None): price_list,
    ("reserved-seats", None): price_reserved,
    ("skill-mix", None): price_skills,
    ("mentoring", "first-timers"): price_first_timers,
    ("mentoring", "new-cadres"): price_new_cadres,
    ("sender-spread", None): price_spread,
    ("in-team", "kin"): price_kin,
    ("in-team", "superior"): price_superior,
    ("in-team", "same-unit"): price_same_unit,
    ("apart", None): price_apart,
    ("couples", None): price_couple,
    ("borrow-cap", None): price_borrowed,
    ("post-strength", None): price_drawn,
    ("service-cap", "term"): price_term,
    ("service-cap", "year"): price_year,
    ("rest", None): price_rest,
    ("repeat-unit", None): price_unit_again,
    ("repeat-county", None): price_county_again,
    ("fresh-pairs", "pair"): price_pair_again,
    ("fresh-pairs", "leader"): price_leader_again,
    ("tenure", None): price_stay,
    ("no-return", None): price_return,
    ("succession", None): price_successor,
    ("fair-load", None): price_load,
    ("service-floor", None): price_floor,
    ("new-cadre", "last"): price_debt,
    ("new-cadre", "soft"): price_delay,
    ("mentoring", "fresh"): price_fresh,
    ("keep-backbone", "low"): price_low_share,
    ("keep-backbone", "high"): price_high_share,
    ("keep-backbone", "held"): price_held,
    ("keep-backbone", "before"): price_before,
    ("keep-backbone", "both"): price_both,
    ("balance", "high"): price_high,
    ("balance", "low"): price_low,
    ("cross-form", None): price_county,
    ("floaters", "half"): price_half,
    ("floaters", "member"): price_member,
    ("floaters", "again"): price_again,
    ("no-swap", "whole"): price_swap,
    ("no-swap", "past"): price_past_swap,
    ("no-swap", "sent"): price_sent_swappers,
    ("no-swap", "leaders"): price_leader_swap,
    ("no-swap", "leaders-past"): price_past_leader_swap,
    ("fresh-pairing", "whole"): price_pairing,
    ("fresh-pairing", "past"): price_past_pairing,
    ("fresh-pairing", "sent"): price_sent_leaders,
    ("fresh-pairing", "leaders"): price_leader_pairing,
    ("flow-balance", "sent"): price_sent,
    ("flow-balance", "received"): price_received,
    ("flow-balance", "manned"): price_manned,
    ("together", "first"): price_first,
    ("together", "second"): price_second,
    ("pins", None): price_pin,
    ("waiver", None): price_waiver,
}
