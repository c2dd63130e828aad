"""Rows of a certificate on flows from county to county: no-swap, fresh-pairing, flow-balance.

The counted unit y(team, county) says that a whole team comes from a county, u(rule, round, county, host) that
a leader of a mixed team goes from one county to another in a round.
"""

from bianzu.audit.flows import span_of_pairing
from bianzu.audit.proofs.prices import Prices
from bianzu.audit.proofs.row_facts import Key, RowFacts, let_exceed
from bianzu.audit.reasons import Charge
from bianzu.audit.views import TeamView
from bianzu.models import Round

__all__ = [
    "price_leader_pairing",
    "price_leader_swap",
    "price_manned",
    "price_pairing",
    "price_past_leader_swap",
    "price_past_pairing",
    "price_past_swap",
    "price_received",
    "price_sent",
    "price_sent_leaders",
    "price_sent_swappers",
    "price_swap",
]


def _count_team(prices: Prices, team: TeamView, county: str, multiplier: int) -> None:
    """A row counts y(team, county); at most one of a team is 1, and `Prices.counties` holds what it gains."""
    prices.counties[team.team.id][county] -= multiplier


def _count_leaders(prices: Prices, rule: str, item: Round, county: str, host: str, multiplier: int) -> None:
    """A row counts u(rule, round, county, host), which costs nothing."""
    prices.add_slack(("flow", rule, item.id, county, host), "soft", 1, -multiplier, cost=0)


def _read_whole(rows: RowFacts, key: Key) -> TeamView | None:
    """The whole team of a key (team, county, host, ...), hosted by the host, not the county itself."""
    team = rows.facts.teams.get(key[0]) if len(key) > 2 else None
    if team is None or not rows.facts.is_whole(team) or not _is_flow(rows, key[1], key[2]):
        return None
    return team if key[2] in team.hosts else None


def _is_flow(rows: RowFacts, county: str, host: str) -> bool:
    known = rows.facts.instance.county_by_id
    return county in known and host in known and county != host


def _looks_back(rows: RowFacts, item: Round, earlier: Round, span: int) -> bool:
    return earlier in rows.facts.last(item, span)


def _was_sent(rows: RowFacts, item: Round, county: str, host: str, span: int) -> bool:
    """Whether a flow of teams was in a past one of the last rounds."""
    past = rows.facts.past_flows.teams
    return any((county, host) in past.get(one.id, ()) for one in rows.facts.last(item, span))


def _was_led(rows: RowFacts, item: Round, county: str, host: str, span: int) -> bool:
    """Whether a flow of leaders was in a past one of the last rounds."""
    past = rows.facts.past_flows.leaders
    return any((county, host) in past.get(one.id, ()) for one in rows.facts.last(item, span))


def _leader_kinds(rows: RowFacts, team: TeamView) -> tuple[int, ...]:
    kinds = enumerate(rows.pairs[team.team.id].kinds)
    return tuple(at for at, view in kinds if view.seat.role == "leader")


def _leader_seats(team: TeamView) -> int:
    return sum(seat.role == "leader" for seat in team.team.seats)


# -- no-swap


def _let_swap(
    rows: RowFacts, prices: Prices, clause: str, item: Round, county: str, host: str, price: int
) -> None:
    """The soft unit of two counties in a round; whole teams are forbidden to swap unless it says avoid."""
    setting = rows.facts.rules.no_swap
    assert setting is not None
    if clause == "leaders" or setting.mode == "avoid":
        name = ("no-swap", clause, item.id, *sorted((county, host)))
        prices.add_slack(name, "soft", 1, price, cost=setting.weight)


def price_swap(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A whole team from a to b, and one of this or an earlier planned round from b to a - the unit <= 1."""
    setting, team = rows.facts.rules.no_swap, _read_whole(rows, key) if len(key) == 4 else None
    other = rows.facts.teams.get(key[3]) if len(key) == 4 else None
    if setting is None or setting.mode == "allow" or team is None or other is None or other is team:
        return False
    if not rows.facts.is_whole(other) or key[1] not in other.hosts:
        return False
    if other.round.id != team.round.id and not _looks_back(rows, team.round, other.round, setting.look_back):
        return False
    _count_team(prices, team, key[1], price)
    _count_team(prices, other, key[2], price)
    prices.fixed -= price
    _let_swap(rows, prices, "whole", team.round, key[1], key[2], price)
    return True


def price_past_swap(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A whole team from a to b after one from b to a in a past round - the unit <= 0."""
    setting, team = rows.facts.rules.no_swap, _read_whole(rows, key) if len(key) == 3 else None
    if setting is None or setting.mode == "allow" or team is None:
        return False
    if not _was_sent(rows, team.round, key[2], key[1], setting.look_back):
        return False
    _count_team(prices, team, key[1], price)
    _let_swap(rows, prices, "whole", team.round, key[1], key[2], price)
    return True


def _price_led(rows: RowFacts, prices: Prices, rule: str, key: Key, price: int) -> bool:
    """People of a county on leader seats of a mixed team - leader seats x u <= 0."""
    team = rows.facts.teams.get(key[0]) if len(key) == 3 else None
    if team is None or rows.facts.is_whole(team) or not _is_flow(rows, key[1], key[2]):
        return False
    kinds, people = _leader_kinds(rows, team), rows.senders(key[1])
    if key[2] not in team.hosts or not kinds or people is None:
        return False
    prices.add_some(key[0], kinds, people, price)
    _count_leaders(prices, rule, team.round, key[1], key[2], -price * _leader_seats(team))
    return True


def price_sent_swappers(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Leaders of a mixed team from a county, for no-swap."""
    setting = rows.facts.rules.no_swap
    return setting is not None and setting.mode != "allow" and _price_led(rows, prices, "no-swap", key, price)


def price_leader_swap(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Leaders from a to b, and leaders of this or an earlier planned round from b to a - the unit <= 1."""
    setting = rows.facts.rules.no_swap
    item, other = (rows.planned.get(key[0]), rows.planned.get(key[3])) if len(key) == 4 else (None, None)
    if setting is None or setting.mode == "allow" or item is None or other is None:
        return False
    if not _is_flow(rows, key[1], key[2]):
        return False
    if other is not item and not _looks_back(rows, item, other, setting.look_back):
        return False
    _count_leaders(prices, "no-swap", item, key[1], key[2], price)
    _count_leaders(prices, "no-swap", other, key[2], key[1], price)
    prices.fixed -= price
    _let_swap(rows, prices, "leaders", item, key[1], key[2], price)
    return True


def price_past_leader_swap(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Leaders from a to b after some from b to a in a past round - the unit <= 0."""
    setting = rows.facts.rules.no_swap
    item = rows.planned.get(key[0]) if len(key) == 3 else None
    if setting is None or setting.mode == "allow" or item is None or not _is_flow(rows, key[1], key[2]):
        return False
    if not _was_led(rows, item, key[2], key[1], setting.look_back):
        return False
    _count_leaders(prices, "no-swap", item, key[1], key[2], price)
    _let_swap(rows, prices, "leaders", item, key[1], key[2], price)
    return True


# -- fresh-pairing


def _let_pair(rows: RowFacts, prices: Prices, team: TeamView, county: str, host: str, price: int) -> None:
    """The waiver unit of a flow of a team that was used lately."""
    charge = Charge(
        "fresh-pairing", "whole", "waivable", team.round, team=team.team.id, counties=(county, host)
    )
    let_exceed(prices, rows.facts, ("fresh-pairing", team.team.id, county, host), charge, price)


def price_pairing(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Two whole teams from a to b, one in an earlier planned round - the waiver unit <= 1."""
    setting, team = rows.facts.rules.fresh_pairing, _read_whole(rows, key) if len(key) == 4 else None
    other = rows.facts.teams.get(key[3]) if len(key) == 4 else None
    if setting is None or team is None or other is None:
        return False
    span = span_of_pairing(rows.facts.instance, setting.w)
    if not rows.facts.is_whole(other) or key[2] not in other.hosts:
        return False
    if not _looks_back(rows, team.round, other.round, span):
        return False
    if _was_sent(rows, team.round, key[1], key[2], span):
        return False
    _count_team(prices, team, key[1], price)
    _count_team(prices, other, key[1], price)
    prices.fixed -= price
    _let_pair(rows, prices, team, key[1], key[2], price)
    return True


def price_past_pairing(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A whole team from a to b after one in a past round - the waiver unit <= 0."""
    setting, team = rows.facts.rules.fresh_pairing, _read_whole(rows, key) if len(key) == 3 else None
    if setting is None or team is None:
        return False
    if not _was_sent(rows, team.round, key[1], key[2], span_of_pairing(rows.facts.instance, setting.w)):
        return False
    _count_team(prices, team, key[1], price)
    _let_pair(rows, prices, team, key[1], key[2], price)
    return True


def price_sent_leaders(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Leaders of a mixed team from a county, for fresh-pairing."""
    on = rows.facts.rules.fresh_pairing is not None
    return on and _price_led(rows, prices, "fresh-pairing", key, price)


def price_leader_pairing(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Leaders of a mixed team from a to b + its leader seats x u of an earlier planned round - the units <=
    the leader seats."""
    setting = rows.facts.rules.fresh_pairing
    team, earlier = (
        (rows.facts.teams.get(key[0]), rows.planned.get(key[3])) if len(key) == 4 else (None, None)
    )
    if setting is None or team is None or earlier is None or rows.facts.is_whole(team):
        return False
    kinds, people = _leader_kinds(rows, team), rows.senders(key[1])
    if not kinds or people is None or key[2] not in team.hosts or not _is_flow(rows, key[1], key[2]):
        return False
    span = span_of_pairing(rows.facts.instance, setting.w)
    if not _looks_back(rows, team.round, earlier, span) or _was_led(rows, team.round, key[1], key[2], span):
        return False
    seats = _leader_seats(team)
    prices.add_some(key[0], kinds, people, price)
    _count_leaders(prices, "fresh-pairing", earlier, key[1], key[2], price * seats)
    prices.fixed -= price * seats
    prices.add_slack(("fresh-pairing", *key[:3]), "soft", seats, price, cost=setting.weight)
    return True


# -- flow-balance


def _price_balance(rows: RowFacts, prices: Prices, key: Key, price: int, sign: int) -> bool:
    """What a county sends less what it receives, or the reverse - waiver units <= d."""
    setting = rows.facts.rules.flow_balance
    item = rows.planned.get(key[0]) if len(key) == 2 else None
    counties = rows.facts.instance.county_by_id
    if setting is None or item is None or key[1] not in counties:
        return False
    teams = [team for team in rows.teams_in(item.id) if rows.facts.is_whole(team)]
    for team in teams:
        _count_team(prices, team, key[1], sign * price * len(team.hosts - {key[1]}))
        for other in counties if key[1] in team.hosts else ():
            if other != key[1]:
                _count_team(prices, team, other, -sign * price)
    prices.fixed -= price * setting.d
    most = sum(len(team.hosts) for team in teams)
    charge = Charge("flow-balance", None, setting.hardness, item, counties=(key[1],), units=most)
    let_exceed(prices, rows.facts, ("flow-balance", str(sign), *key), charge, price)
    return True


def price_sent(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Flows from a county - flows to it - waiver units <= d."""
    return _price_balance(rows, prices, key, price, 1)


def price_received(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Flows to a county - flows from it - waiver units <= d."""
    return _price_balance(rows, prices, key, price, -1)


def price_manned(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """Whether a whole team comes from a county - people of the county on it <= 0."""
    team = rows.facts.teams.get(key[0]) if len(key) == 2 else None
    people = rows.senders(key[1]) if len(key) == 2 else None
    if rows.facts.rules.flow_balance is None or team is None or people is None:
        return False
    if not rows.facts.is_whole(team):
        return False
    _count_team(prices, team, key[1], price)
    prices.add_some(key[0], rows.everywhere(key[0]), people, -price)
    return True
