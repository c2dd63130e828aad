"""The exclusions once more, as masks over everybody for one seat: who is barred, and soft costs.

The plain tests of `exclusions` have the last word on everybody whom a waiver may concern. The sieve must
never stop anybody whom no rule bars, nor overstate a cost; to let through one whom a rule bars only weakens
a bound.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from bianzu.audit.asked import Force
from bianzu.audit.facts import Facts
from bianzu.audit.flows import span_of_pairing
from bianzu.audit.proofs.crowd import BoolArray, IntArray, collect
from bianzu.audit.proofs.records import Records, rests_on_plan
from bianzu.audit.reasons import Case, Reason
from bianzu.audit.rules.post_rules import no_return, tenure
from bianzu.audit.rules.structure import covers_seat
from bianzu.audit.seating import Seating
from bianzu.audit.views import SeatView

__all__ = ["Sifted", "sift"]

_PARTY_ROLES = ("leader", "deputy", "liaison")


@dataclass(frozen=True, slots=True)
class Sifted:
    """Over everybody, for one seat: who is barred whatever waivers say, for whom a waiver may matter, and the
    weighted soft reasons."""

    barred: BoolArray
    doubtful: BoolArray
    soft: IntArray


def sift(records: Records, view: SeatView) -> Sifted:
    """Look at everybody for one seat."""
    facts, n = records.facts, records.crowd.n
    barred, doubtful = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    soft = np.zeros(n, dtype=np.int64)
    for rule, find in _RULES:
        if rule != "pins" and rule not in facts.on:
            continue
        for force, hits, weight in find(records, view):
            if force == "soft":
                soft[hits] += weight
            elif force == "hard" or not facts.waivers.get(rule):
                if hits.dtype == bool:
                    barred |= hits
                else:
                    barred[hits] = True
            else:
                stopped = np.zeros(n, dtype=bool)
                stopped[hits] = True
                waived = _may_be_waived(facts, n, rule, view)
                barred |= stopped & ~waived
                doubtful |= stopped & waived
    return Sifted(barred, doubtful, soft)


def _may_be_waived(facts: Facts, n: int, rule: str, view: SeatView) -> BoolArray:
    """Whom some waiver of the rule may concern on this seat, whatever else it asks."""
    found = np.zeros(n, dtype=bool)
    for waiver in facts.waivers.get(rule, ()):
        if waiver.team in (None, view.on.team.id) and waiver.seat in (None, view.seat.id):
            found[slice(None) if waiver.person is None else facts.positions[waiver.person]] = True
    return found


_Found = Iterator[tuple[Force, BoolArray | IntArray, int]]
"""Reasons: their force; a mask over everybody, or the positions of people with one each; the weight."""


def _objects(view: SeatView) -> list[str]:
    return [*(f"county {host}" for host in view.on.hosts), *(f"unit {unit}" for unit in view.on.neighbours)]


def _role_pools(records: Records, view: SeatView) -> _Found:
    yield "hard", ~records.fitting(view.seat.role, view.seat.pools), 0


def _source_sets(records: Records, view: SeatView) -> _Found:
    name = view.seat.source_set
    if name is not None:
        yield "hard", records.outside(name), 0


def _origin(records: Records, view: SeatView) -> _Found:
    if view.origin == "local":
        yield "hard", ~records.crowd.is_local(view.on), 0
    elif view.origin == "external":
        yield "hard", ~records.crowd.is_external(view.on), 0
    elif view.origin == "city-level":
        yield "hard", ~records.crowd.is_city_level, 0


def _gates(records: Records, view: SeatView) -> _Found:
    setting = records.rules.gates
    assert setting is not None
    yield "hard", records.unable(view.on.round), 0
    if setting.party and view.seat.role in _PARTY_ROLES:
        yield "hard", ~records.crowd.full_member, 0


def _rank(records: Records, view: SeatView) -> _Found:
    setting, head, role = records.rules.rank, view.on.head_step, view.seat.role
    assert setting is not None
    if head is not None and ((role == "leader" and setting.leader) or (role == "deputy" and setting.deputy)):
        needed = head if role == "leader" else head - 1
        ranks = records.crowd.rank
        yield setting.hardness, (ranks == -1) | (ranks < needed), 0


def _rating(records: Records, view: SeatView) -> _Found:
    setting = records.rules.rating
    assert setting is not None
    if setting.gate:
        yield "hard", records.crowd.below_competent, 0
    if setting.preference:
        yield "soft", records.crowd.less_than_excellent, setting.preference


def _place(records: Records, view: SeatView) -> _Found:
    setting, crowd = records.rules.place, records.crowd
    assert setting is not None
    own = view.origin == "local"
    for field, force in (
        ("work_county", setting.work),
        ("grown", setting.grown),
        ("native", setting.native),
        ("residence", setting.residence),
        ("birth_place", setting.birth),
        ("spouse_work", setting.spouse),
    ):
        if force != "off":
            yield force, crowd.is_tied(field, view.on, but_home=own), setting.weight


def _service(records: Records, view: SeatView) -> _Found:
    setting, team = records.rules.service, view.on
    assert setting is not None
    if setting.unit_clause:
        yield "hard", records.served_units(view), 0
    if setting.county_clause:
        for host in team.hosts:
            for found in collect(records.served_counties(team.round), (host,)):
                if view.origin == "local":
                    found = found[records.crowd.work_county[found] != records.crowd.county(host)]
                yield "hard", found, 0


def _kin(records: Records, view: SeatView) -> _Found:
    for found in collect(records.kin, view.on.neighbours):
        yield "hard", found, 0


def _interest(records: Records, view: SeatView) -> _Found:
    setting = records.rules.interest
    assert setting is not None
    for found in collect(records.requests, _objects(view)):
        yield "hard", found, 0
    for found in collect(records.declared, view.on.neighbours):
        yield "hard", found, 0
    force: Force = setting.strict_hardness if view.seat.role in setting.strict_roles else "soft"
    for found in collect(records.tied(view.on.round), view.on.neighbours):
        yield force, found, setting.weight


def _system(records: Records, view: SeatView) -> _Found:
    setting, role = records.rules.system, view.seat.role
    assert setting is not None
    if role in setting.strict_roles:
        force: Force = setting.strict_hardness
    elif role in setting.soft_roles:
        force = "soft"
    else:
        return
    for unit in view.on.units:
        if unit.system is not None:
            yield force, records.crowd.of_system(unit.system), setting.weight


def _repeat_unit(records: Records, view: SeatView) -> _Found:
    setting = records.rules.repeat_unit
    assert setting is not None
    for found in collect(records.crowd.inspected, view.on.neighbours):
        yield setting.hardness, found, 0


def _repeat_county(records: Records, view: SeatView) -> _Found:
    setting = records.rules.repeat_county
    assert setting is not None
    if view.origin == "local":
        return
    span = setting.g if view.seat.role == "leader" else setting.g_others
    for found in collect(records.lately(span, view.on.round), view.on.hosts):
        yield "soft", found, setting.weight


def _fresh_leaders(records: Records, view: SeatView) -> _Found:
    setting, facts, crowd = records.rules.fresh_pairing, records.facts, records.crowd
    assert setting is not None
    if view.seat.role != "leader" or facts.is_whole(view.on):
        return
    last = facts.last(view.on.round, span_of_pairing(facts.instance, setting.w))
    used = {flow for item in last for flow in facts.past_flows.leaders.get(item.id, ())}
    for sender, host in sorted(used):
        if host in view.on.hosts:
            yield "soft", np.flatnonzero(crowd.work_county == crowd.county(sender)), setting.weight


def _tenure(records: Records, view: SeatView) -> _Found:
    """Whom the past alone keeps off a post: everybody where one round is too long, else judged one by one."""
    setting, facts = records.rules.tenure, records.facts
    assert setting is not None
    for unit in view.on.neighbours:
        if len(facts.posts.months(unit, view.on.round.id)) > setting.t:
            yield setting.hardness, records.crowd.everybody(), 0
        else:
            yield setting.hardness, _judge_posts(records, view, tenure, unit), 0


def _no_return(records: Records, view: SeatView) -> _Found:
    setting = records.rules.no_return
    assert setting is not None
    for unit in view.on.neighbours:
        if not rests_on_plan(records.facts, unit, view.on.round):
            yield "soft", _judge_posts(records, view, no_return, unit), setting.weight


def _succession(records: Records, view: SeatView) -> _Found:
    """Everybody of a unit that had nobody at the post, where the past alone tells."""
    setting, facts = records.rules.succession, records.facts
    assert setting is not None
    for unit in view.on.neighbours:
        last = next(facts.posts.rounds_before(unit, view.on.round.id), None)
        if last is not None and not rests_on_plan(facts, unit, view.on.round):
            strange = np.ones(records.crowd.n, dtype=bool)
            for sender in facts.senders[unit, last]:
                strange[records.crowd.of_unit.get(sender, [])] = False
            yield "soft", strange, setting.weight


def _judge_posts(
    records: Records, view: SeatView, test: Callable[[Case], Iterator[Reason]], unit: str
) -> IntArray:
    """People with a past at a post of a team against whom a rule gives a reason about it."""
    crowd, nobody = records.crowd, Seating()
    posted = (at for group in collect(crowd.posted, (unit,)) for at in group.tolist())
    cases = ((at, Case(records.facts, nobody, crowd.people[at], view)) for at in posted)
    found = [at for at, case in cases if any(reason.unit == unit for reason in test(case))]
    return np.array(found, dtype=np.int64)


def _unfit(records: Records, view: SeatView) -> _Found:
    for found in collect(records.unfit, ["nothing", *_objects(view)]):
        yield "hard", found, 0


def _pins(records: Records, view: SeatView) -> _Found:
    for person, listed in records.facts.forbidding_pins.items():
        if any(covers_seat(pin, view) for pin in listed):
            yield "hard", np.array([records.facts.positions[person]], dtype=np.int64), 0


_RULES: tuple[tuple[str, Callable[[Records, SeatView], _Found]], ...] = (
    ("role-pools", _role_pools),
    ("source-sets", _source_sets),
    ("origin", _origin),
    ("gates", _gates),
    ("rank", _rank),
    ("rating", _rating),
    ("place", _place),
    ("service", _service),
    ("kin", _kin),
    ("interest", _interest),
    ("system", _system),
    ("repeat-unit", _repeat_unit),
    ("repeat-county", _repeat_county),
    ("fresh-pairing", _fresh_leaders),
    ("tenure", _tenure),
    ("no-return", _no_return),
    ("succession", _succession),
    ("unfit", _unfit),
    ("pins", _pins),
)
