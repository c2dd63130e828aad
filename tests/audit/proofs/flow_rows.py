"""The rows from county to county (section D), listed from the table in docs/format.md."""

from collections.abc import Iterator
from itertools import product

from bianzu.audit.facts import Facts
from bianzu.models import Team
from tests.audit.proofs.rotation_rows import Row

__all__ = ["list_flow_rows"]


def list_flow_rows(facts: Facts) -> Iterator[Row]:
    """Rows of whole teams, and of leaders of mixed ones."""
    swap, pairing = facts.rules.no_swap, facts.rules.fresh_pairing
    if swap is not None and swap.mode != "allow":
        yield from _list_swaps(facts, swap.look_back)
    if pairing is not None:
        w = pairing.w
        span = min(3, len(facts.instance.counties) - 2) if w is None else w
        yield from _list_pairings(facts, max(0, span))
    if facts.rules.flow_balance is not None:
        for item, county in product(facts.planned, facts.instance.counties):
            yield from (("flow-balance", clause, (item.id, county.id)) for clause in ("sent", "received"))
        for team, county in product(_teams(facts, whole=True), facts.instance.counties):
            yield "flow-balance", "manned", (team.id, county.id)


def _teams(facts: Facts, *, whole: bool) -> list[Team]:
    on = facts.rules.cross_form is not None
    return [team for team in facts.instance.teams if (on and team.cross_form == "whole") is whole]


def _ways(facts: Facts, team: Team) -> list[tuple[str, str]]:
    counties = [county.id for county in facts.instance.counties]
    return [(county, host) for county, host in product(counties, team.host_counties) if county != host]


def _gap(facts: Facts, later: str, earlier: str) -> int:
    return facts.order[later] - facts.order[earlier]


def _past(facts: Facts, item: str, span: int, *, leaders: bool) -> set[tuple[str, str]]:
    known = facts.past_flows.leaders if leaders else facts.past_flows.teams
    return {flow for name, flows in known.items() if 0 < _gap(facts, item, name) <= span for flow in flows}


def _list_swaps(facts: Facts, span: int) -> Iterator[Row]:
    teams = _teams(facts, whole=True)
    for team, other in product(teams, teams):
        if team is not other and 0 <= _gap(facts, team.round, other.round) <= span:
            for county, host in _ways(facts, team):
                if county in other.host_counties:
                    yield "no-swap", "whole", (team.id, county, host, other.id)
    for team in teams:
        past = _past(facts, team.round, span, leaders=False)
        for county, host in _ways(facts, team):
            if (host, county) in past:
                yield "no-swap", "past", (team.id, county, host)
    yield from _list_sent(facts, "no-swap")
    counties = [county.id for county in facts.instance.counties]
    for item, other, a, b in product(facts.planned, facts.planned, counties, counties):
        if a != b and 0 <= _gap(facts, item.id, other.id) <= span:
            yield "no-swap", "leaders", (item.id, a, b, other.id)
    for item in facts.planned:
        for a, b in _past(facts, item.id, span, leaders=True):
            yield "no-swap", "leaders-past", (item.id, b, a)


def _list_sent(facts: Facts, rule: str) -> Iterator[Row]:
    for team in _teams(facts, whole=False):
        if any(seat.role == "leader" for seat in team.seats):
            yield from ((rule, "sent", (team.id, *way)) for way in _ways(facts, team))


def _list_pairings(facts: Facts, span: int) -> Iterator[Row]:
    teams = _teams(facts, whole=True)
    for team in teams:
        past = _past(facts, team.round, span, leaders=False)
        for county, host in _ways(facts, team):
            if (county, host) in past:
                yield "fresh-pairing", "past", (team.id, county, host)
                continue
            for other in teams:
                if 0 < _gap(facts, team.round, other.round) <= span and host in other.host_counties:
                    yield "fresh-pairing", "whole", (team.id, county, host, other.id)
    yield from _list_sent(facts, "fresh-pairing")
    for team in _teams(facts, whole=False):
        past = _past(facts, team.round, span, leaders=True)
        leads = any(seat.role == "leader" for seat in team.seats)
        for way in _ways(facts, team) if leads else ():
            for earlier in facts.planned:
                if way not in past and 0 < _gap(facts, team.round, earlier.id) <= span:
                    yield "fresh-pairing", "leaders", (team.id, *way, earlier.id)
