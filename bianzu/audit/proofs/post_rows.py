"""Rows of a certificate on posts: how long somebody stays in an unbroken run, who comes back, and who comes
after whom."""

from bianzu.audit.calendar import add_months
from bianzu.audit.proofs.prices import Prices
from bianzu.audit.proofs.repeat_rows import list_unit_charges
from bianzu.audit.proofs.row_facts import Key, RowFacts, let_waive
from bianzu.audit.views import TeamView

__all__ = ["price_return", "price_stay", "price_successor"]


def price_stay(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A person on a team and on those of the planned rounds of the shortest run that ends with it and is too
    long - the waiver unit <= their number - 1; the past ones were served."""
    setting = rows.facts.rules.tenure
    team = rows.facts.teams.get(key[0]) if len(key) == 3 else None
    if setting is None or team is None or key[1] not in rows.facts.people or key[2] not in team.neighbours:
        return False
    planned = _find_run(rows, team, key[1], key[2], setting.t)
    sent = [rows.teams_sent(item, key[2]) for item in planned or ()]
    if not sent or not all(rows.is_exclusive(teams) for teams in sent):
        return False
    for other in (team, *(other for teams in sent for other in teams)):
        prices.add_some(other.team.id, rows.everywhere(other.team.id), rows.one(key[1]), price)
    prices.fixed -= price * len(sent)
    charges = list_unit_charges(rows, "tenure", setting.hardness, team, key[1], key[2])
    let_waive(prices, rows.facts, ("tenure", *key), charges, price, most=1)
    return True


def _find_run(rows: RowFacts, team: TeamView, person: str, unit: str, most: int) -> list[str] | None:
    """Earlier planned rounds of the shortest run of a post's rounds that ends with a team's and takes more
    than so many months; ``None`` where a past one was not served or no run is too long."""
    posts, item = rows.facts.posts, team.round.id
    months, planned = set(posts.months(unit, item)), list[str]()
    for earlier in posts.rounds_before(unit, item):
        if len(months) > most:
            break
        if earlier in rows.planned:
            planned.append(earlier)
        elif earlier not in rows.served_at(person, unit):
            return None
        months |= posts.months(unit, earlier)
    return planned if len(months) > most else None


def price_return(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """A person at a post in a round and in an earlier one, less planned ones between - the soft unit <= 1;
    when the earlier one is past, it does not count, and the limit is 0."""
    setting = rows.facts.rules.no_return
    item = rows.planned.get(key[0]) if len(key) == 4 else None
    sent = [] if item is None else rows.teams_sent(item.id, key[2])
    if setting is None or item is None or key[1] not in rows.facts.people or not rows.is_exclusive(sent):
        return False
    before = list(rows.facts.posts.rounds_before(key[2], item.id)) if sent else []
    if key[3] not in before[1:]:
        return False
    if rows.facts.instance.round_by_id[key[3]].end <= add_months(item.start, -setting.m):
        return False
    between = [other for other in before[: before.index(key[3])] if other in rows.planned]
    earlier = rows.teams_sent(key[3], key[2]) if key[3] in rows.planned else []
    if key[3] not in rows.planned:
        served = rows.served_at(key[1], key[2])
        last = next((other for other in before if other in served), None)
        if not between or last != key[3]:
            return False
    elif not rows.is_exclusive(earlier):
        return False
    for team in (*sent, *earlier):
        prices.add_some(team.team.id, rows.everywhere(team.team.id), rows.one(key[1]), price)
    for other in between:
        for team in rows.teams_sent(other, key[2]):
            prices.add_some(team.team.id, rows.everywhere(team.team.id), rows.one(key[1]), -price)
    prices.fixed -= price if earlier else 0
    prices.add_slack(("no-return", *key[:3]), "soft", 1, price, cost=setting.weight)
    return True


def price_successor(rows: RowFacts, prices: Prices, key: Key, price: int) -> bool:
    """People of a work unit on a team - as many times those of them at the post in its planned round just
    before - soft units <= 0."""
    setting = rows.facts.rules.succession
    team = rows.facts.teams.get(key[0]) if len(key) == 3 else None
    if setting is None or team is None or key[1] not in team.neighbours:
        return False
    before = next(rows.facts.posts.rounds_before(key[1], team.round.id), None)
    people = rows.crowd.of_unit.get(key[2])
    if before not in rows.planned or people is None:
        return False
    most = min(len(team.team.seats), len(people))
    prices.add_some(key[0], rows.everywhere(key[0]), people, price)
    for other in rows.teams_sent(before, key[1]):
        prices.add_some(other.team.id, rows.everywhere(other.team.id), people, -most * price)
    prices.add_slack(("succession", *key), "soft", most, price, cost=setting.weight)
    return True
