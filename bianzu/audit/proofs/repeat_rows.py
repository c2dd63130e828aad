"""Rows of a certificate that tie a seat to teams of other planned rounds: units, counties and company seen
again.

A row that adds up several teams of one round holds only where nobody can be on two of them; else there is
no such row.
"""

from bianzu.audit.asked import Force
from bianzu.audit.proofs.prices import Prices
from bianzu.audit.proofs.row_facts import Key, RowFacts, let_waive
from bianzu.audit.reasons import Charge
from bianzu.audit.views import TeamView

__all__ = [
    "list_unit_charges",
    "price_county_again",
    "price_leader_again",
    "price_pair_again",
    "price_unit_again",
]


def price_unit_again(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A person on a team and on one that inspects its unit in an earlier planned round of the term - the
    waiver unit <= 1."""
    setting = rows.facts.rules.repeat_unit
    if setting is None or len(key) != 4:
        return False
    team, earlier = rows.facts.teams.get(key[0]), rows.planned.get(key[3])
    if team is None or earlier is None or key[1] not in rows.facts.people:
        return False
    order = rows.facts.order
    if key[2] not in team.neighbours or order[earlier.id] >= order[team.round.id]:
        return False
    others = rows.teams_sent(earlier.id, key[2])
    in_term = earlier.term == rows.facts.instance.term
    if not in_term or not others or not rows.is_exclusive(others):
        return False
    if rows.has_inspected(key[1], key[2]):
        return False
    for other in (team, *others):
        prices.add_some(other.team.id, rows.everywhere(other.team.id), rows.one(key[1]), price)
    prices.fixed -= price
    charges = list_unit_charges(rows, "repeat-unit", setting.hardness, team, key[1], key[2])
    let_waive(prices, rows.facts, ("repeat-unit", *key[:3]), charges, price, most=1)
    return True


def list_unit_charges(
    rows: RowFacts, rule: str, force: Force, team: TeamView, person: str, unit: str
) -> list[Charge]:
    """The unit of a rule against a person and an inspected unit, as it would be on each seat of a team."""
    return [
        Charge(
            rule,
            None,
            force,
            team.round,
            people=(person,),
            seat=seat.id,
            team=team.team.id,
            unit=unit,
        )
        for seat in team.team.seats
    ]


def price_county_again(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A person on seats of the round in a county, of roles that look back as far as an earlier planned
    round, and on seats of that round in the county - the soft unit <= 1."""
    setting = rows.facts.rules.repeat_county
    if setting is None or len(key) != 4:
        return False
    item, earlier = rows.planned.get(key[0]), rows.planned.get(key[3])
    if item is None or earlier is None or key[1] not in rows.facts.people:
        return False
    back = rows.facts.order[item.id] - rows.facts.order[earlier.id]
    hosted = [team for team in rows.teams_in(item.id) if key[2] in team.hosts]
    others = [team for team in rows.teams_in(earlier.id) if key[2] in team.hosts]
    if back <= 0 or not others or not rows.is_exclusive(hosted) or not rows.is_exclusive(others):
        return False
    counts = {}
    for leads, span in ((True, setting.g), (False, setting.g_others)):
        counts[leads] = back <= span and not rows.has_served_lately(key[1], key[2], item, span)
    counted = []
    for team in hosted:
        views = enumerate(rows.pairs[team.team.id].kinds)
        kinds = [at for at, v in views if v.origin != "local" and counts[v.seat.role == "leader"]]
        if kinds:
            counted.append((team.team.id, tuple(kinds)))
    if not counted:
        return False
    counted += [(team.team.id, rows.everywhere(team.team.id)) for team in others]
    for name, chosen in counted:
        prices.add_some(name, chosen, rows.one(key[1]), price)
    prices.fixed -= price
    prices.add_slack(("repeat-county", *key[:3]), "soft", 1, price, cost=setting.weight)
    return True


def price_pair_again(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Two people on a team who were on one team in the past of the last g rounds - the soft unit <= 1."""
    setting = rows.facts.rules.fresh_pairs
    team = rows.facts.teams.get(key[0]) if len(key) == 3 else None
    if setting is None or team is None or not rows.company(team, key[1], key[2], setting.g):
        return False
    people = rows.pair(key[1], key[2])
    assert people is not None
    prices.add_some(key[0], rows.everywhere(key[0]), people, price)
    prices.fixed -= price
    name = ("fresh-pairs", "pair", key[0], *sorted(key[1:]))
    prices.add_slack(name, "soft", 1, price, cost=setting.weight)
    return True


def price_leader_again(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A leader on leader seats of a team and somebody whom he or she led there in the past of the last g
    rounds - the soft unit <= 1."""
    setting = rows.facts.rules.fresh_pairs
    team = rows.facts.teams.get(key[0]) if len(key) == 3 else None
    if setting is None or team is None or not any(rows.company(team, key[1], key[2], setting.g)):
        return False
    kinds = [at for at, view in enumerate(rows.pairs[key[0]].kinds) if view.seat.role == "leader"]
    prices.add_some(key[0], tuple(kinds), rows.one(key[1]), price)
    prices.add_some(key[0], rows.everywhere(key[0]), rows.one(key[2]), price)
    prices.fixed -= price
    prices.add_slack(("fresh-pairs", "leader", *key), "soft", 1, price, cost=setting.weight)
    return True
