"""Section D: no-swap, fresh-pairing and flow-balance over the flows from county to county."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from bianzu.audit.facts import Facts
from bianzu.audit.flows import Flow, send, span_of_pairing
from bianzu.audit.reasons import Case, Charge, Reason
from bianzu.audit.seating import Seating
from bianzu.audit.views import TeamView
from bianzu.models import Round

__all__ = ["flow_balance", "fresh_leaders", "fresh_pairing", "no_swap", "swapped_leaders"]


def _sent(facts: Facts, seating: Seating, team: TeamView) -> list[Flow]:
    """The flows of a whole team; none while it is empty, or when its members do not agree."""
    homes = {member.person.work_county for member in seating.members(team)}
    if not facts.is_whole(team) or len(homes) != 1:
        return []
    return send(next(iter(homes)), team.team.host_counties)


def _flows(facts: Facts, seating: Seating, item: Round) -> list[Flow]:
    """All flows of whole teams of a round, planned or past; of a planned one each as often as it occurs."""
    if item.status == "past":
        return sorted(facts.past_flows.teams.get(item.id, ()))
    teams = (team for team in facts.teams.values() if team.round.id == item.id)
    return [flow for team in teams for flow in _sent(facts, seating, team)]


def _leader_flows(facts: Facts, seating: Seating, item: Round) -> Collection[Flow]:
    """All flows of leaders of mixed teams of a round, planned or past."""
    if item.status == "past":
        return facts.past_flows.leaders.get(item.id, {}).keys()
    return {
        flow
        for member in seating.leaders.get(item.id, ())
        if not facts.is_whole(member.view.on)
        for flow in send(member.person.work_county, member.view.on.team.host_counties)
    }


def _list_swaps(now: Collection[Flow], before: Collection[Flow]) -> list[Flow]:
    """Pairs of counties with one direction in the round, and the other in it or before it."""
    known = {*now, *before}
    return sorted({(min(a, b), max(a, b)) for a, b in now if (b, a) in known})


def no_swap(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Whole teams: never both a -> b and b -> a, in one round or against the last L rounds."""
    setting = facts.rules.no_swap
    if setting is None or setting.mode == "allow":
        return
    for item in facts.planned:
        before = [flow for r in facts.last(item, setting.look_back) for flow in _flows(facts, seating, r)]
        for a, b in _list_swaps(_flows(facts, seating, item), before):
            yield Charge(
                "no-swap",
                "whole",
                "hard" if setting.mode == "forbid" else "soft",
                item,
                counties=(a, b),
                weight=setting.weight,
                where=f"round {item.id}",
                found=f"{a} and {b} inspect each other",
                limit="not both ways",
            )


def swapped_leaders(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Mixed teams: a penalty per pair of counties whose leaders go both ways."""
    setting = facts.rules.no_swap
    if setting is None or setting.mode == "allow":
        return
    for item in facts.planned:
        last = facts.last(item, setting.look_back)
        before = [flow for earlier in last for flow in _leader_flows(facts, seating, earlier)]
        for pair in _list_swaps(_leader_flows(facts, seating, item), before):
            yield Charge(
                "no-swap",
                "leaders",
                "soft",
                item,
                counties=pair,
                weight=setting.weight,
                where=f"round {item.id}",
            )


def fresh_pairing(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Whole teams: a -> b was not used within the last W rounds."""
    setting = facts.rules.fresh_pairing
    if setting is None:
        return
    span = span_of_pairing(facts.instance, setting.w)
    for item in facts.planned:
        used = {flow for earlier in facts.last(item, span) for flow in _flows(facts, seating, earlier)}
        for team in facts.teams.values():
            for flow in _sent(facts, seating, team) if team.round.id == item.id else ():
                if flow in used:
                    yield Charge(
                        "fresh-pairing",
                        "whole",
                        "waivable",
                        item,
                        team=team.team.id,
                        counties=flow,
                        where=f"team {team.team.id}",
                        found=f"{flow[0]} to {flow[1]} again",
                        limit=f"not within {span} rounds",
                    )


def fresh_leaders(case: Case) -> Iterator[Reason]:
    """Mixed teams: no leader of the person's county went to the host county within the last W rounds."""
    facts, team, setting = case.facts, case.view.on, case.facts.rules.fresh_pairing
    assert setting is not None
    if case.view.seat.role != "leader" or facts.is_whole(team):
        return
    last = facts.last(team.round, span_of_pairing(facts.instance, setting.w))
    for flow in send(case.person.work_county, team.team.host_counties):
        rows = _find_uses(case, flow, last)
        if rows:
            yield Reason(
                "fresh-pairing", "leaders", "soft", county=flow[1], weight=setting.weight, rows=tuple(rows)
            )


def _find_uses(case: Case, flow: Flow, last: Sequence[Round]) -> list[str]:
    """Rows of the past and seats of the plan by which a leader flow was in some rounds."""
    facts, rows = case.facts, list[str]()
    for item in last:
        rows += facts.past_flows.leaders.get(item.id, {}).get(flow, ())
        for member in case.seating.leaders.get(item.id, ()):
            view = member.view
            if not facts.is_whole(view.on) and flow in send(member.person.work_county, view.on.hosts):
                rows.append(f"seat {view.seat.id}")
    return rows


def flow_balance(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Whole teams: for each county, what it sends and what it receives differ by at most d."""
    setting = facts.rules.flow_balance
    if setting is None:
        return
    for item in facts.planned:
        flows = _flows(facts, seating, item)
        sent = Counter(sender for sender, _ in flows)
        received = Counter(host for _, host in flows)
        for county in facts.instance.county_by_id:
            beyond = abs(sent[county] - received[county]) - setting.d
            if beyond > 0:
                yield Charge(
                    "flow-balance",
                    None,
                    setting.hardness,
                    item,
                    counties=(county,),
                    units=beyond,
                    where=f"round {item.id}",
                    found=f"{county} sends {sent[county]} and receives {received[county]}",
                    limit=f"a difference of at most {setting.d}",
                )
