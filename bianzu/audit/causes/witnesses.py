"""Whether every member of a cause is needed: what meets all the others, by the rules' own sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bianzu.audit.causes.flows import Flow
from bianzu.audit.causes.places import Places, name_demand
from bianzu.audit.causes.supplies import build_flow
from bianzu.audit.findings import Finding
from bianzu.audit.reasons import Case, Charge, find_waiver
from bianzu.audit.rules.exclusions import find_reasons
from bianzu.audit.rules.maxima import find_excesses, find_team_excesses
from bianzu.audit.rules.skills import find_needs, holds, least_missing
from bianzu.audit.rules.structure import covers_seat
from bianzu.audit.seating import Member as Seated
from bianzu.audit.seating import Seating
from bianzu.models import Cause, Demand, Drop, Exclusion, Maximum, Member, Ordered

__all__ = ["check_drops"]

_UNCHECKED = frozenset({"cross-form", "no-swap", "fresh-pairing", "flow-balance"})
"""Maxima whose rows link a choice of counties: one row says nothing by itself."""


def check_drops(places: Places, cause: Cause, where: str) -> Iterator[Finding]:
    """Every drop that is shown holds, and where the cause is called minimal there is one for each member."""
    shown = [drop.member for drop in cause.drops]
    if len(set(shown)) < len(shown) or any(at >= len(cause.members) for at in shown):
        yield _fault(where, shown, "each member once at most")
        return
    if cause.topic != "presence" and cause.minimal != (len(shown) == len(cause.members)):
        yield _fault(f"{where}.minimal", cause.minimal, f"{len(shown)} of {len(cause.members)} members")
    flow = None if cause.proven_by != "hall" else build_flow(places, cause.members)
    for number, drop in enumerate(cause.drops):
        others = [item for at, item in enumerate(cause.members) if at != drop.member]
        spot = f"{where}.drops[{number}]"
        if flow is not None:
            yield from _check_by_flow(places, cause, drop.member, flow, spot)
        if flow is None or drop.witness:
            found = next(_find_faults(places, others, drop, counted=flow is not None), None)
            if found is not None:
                yield _fault(spot, "meets the other members", found)


def _fault(where: str, claimed: object, found: str) -> Finding:
    return Finding(code="cause-not-minimal", where=where, claimed=str(claimed), found=found)


def _check_by_flow(places: Places, cause: Cause, dropped: int, flow: Flow, where: str) -> Iterator[Finding]:
    """The other members of a count can be met."""
    others = [item for at, item in enumerate(cause.members) if at != dropped]
    member = cause.members[dropped]
    if isinstance(member, Demand):
        met = flow.met_without("/".join(map(str, name_demand(member))))
    else:
        met = build_flow(places, others).met
    asked = sum(places.left(item) for item in others if isinstance(item, Demand))
    if met < asked:
        yield _fault(where, f"{asked} units can be met", f"{met} can")


def _find_faults(places: Places, others: Sequence[Member], drop: Drop, *, counted: bool) -> Iterator[str]:
    """What is wrong with a witness."""
    seating = Seating()
    yield from _seat(places, drop, seating)
    rules = {item.rule for item in others if isinstance(item, Exclusion)}
    for member in seating.by_seat.values():
        if not places.is_open(member.person, member.view, rules, ()):
            yield f"{member.person.id} on {member.view.seat.id}: barred by a member"
    for item in others:
        if isinstance(item, Ordered):
            yield from _check_order(places, seating, item, counted=counted)
    used: Counter[str] = Counter()
    if not counted:
        yield from _check_maxima(places, seating, others, used)
    yield from _check_demands(places, seating, others, used)
    most = {item.waiver: item.limit for item in others if isinstance(item, Maximum) and item.waiver}
    for waiver, units in used.items():
        if waiver in most and units > most[waiver]:
            yield f"waiver {waiver}: {units}"


def _seat(places: Places, drop: Drop, seating: Seating) -> Iterator[str]:
    """Seats and people exist, nobody is on two overlapping teams, everybody belongs where he or she sits."""
    facts = places.facts
    for taken in drop.witness:
        view, person = facts.seats.get(taken.seat), facts.people.get(taken.person)
        if view is None or person is None or taken.seat in places.empty or taken.seat in seating.by_seat:
            yield f"{taken.person} on {taken.seat}: no such seat or person, or taken"
            continue
        if any(places.excludes(view.on, held.view.on) for held in seating.by_person.get(person.id, ())):
            yield f"{taken.person} on {taken.seat}: sits elsewhere"
        case = Case(facts, Seating(), person, view)
        for reason in find_reasons(case):
            if reason.rule in ("role-pools", "source-sets", "origin"):
                yield f"{taken.person} on {taken.seat}: {reason.rule}"
        seating.add(Seated(person, view, taken.counts_for, "witness"))


def _check_order(places: Places, seating: Seating, item: Ordered, *, counted: bool) -> Iterator[str]:
    pin = places.facts.instance.pins[item.pin]
    held = seating.by_person.get(pin.person, ())
    if counted:
        off = [member.view for member in held if item.pin in places.list_orders(member.person, member.view)]
        if off:
            yield f"{pin.person} on {off[0].seat.id}: pin {item.pin}"
    elif not any(covers_seat(pin, member.view) for member in held):
        yield f"pin {item.pin} is not honoured"


def _check_maxima(
    places: Places, seating: Seating, others: Sequence[Member], used: Counter[str]
) -> Iterator[str]:
    facts = places.facts
    rows = [item for item in others if isinstance(item, Maximum) and item.rule not in _UNCHECKED]
    charges = [*find_excesses(facts, seating)]
    for team in facts.teams.values():
        charges += find_team_excesses(facts, seating, team)
    for member in seating.by_seat.values():
        case = Case(facts, seating, member.person, member.view)
        own = (reason for reason in find_reasons(case) if reason.rule in ("repeat-unit", "tenure"))
        charges += [reason.charge(case) for reason in own]
    seen: set[int] = set()
    for at, charge in enumerate(charges):
        if charge.force == "soft" or at in seen or not any(_is_about(row, charge) for row in rows):
            continue
        seen.add(at)
        waiver = find_waiver(facts.waivers, charge)
        if waiver is None or charge.units > waiver.amount:
            yield f"{charge.rule}: {charge.found}"
        else:
            used[waiver.id] += charge.units


def _is_about(row: Maximum, charge: Charge) -> bool:
    """Whether an excess is one over the row."""
    if row.rule != charge.rule or row.clause not in (None, charge.clause):
        return False
    pair = {item for item in (row.person, row.other) if item is not None}
    return (
        row.team in (None, charge.team)
        and row.unit in (None, charge.unit)
        and row.round in (None, charge.round.id)
        and (row.county is None or charge.found.endswith(f" {row.county}"))
        and (not pair or pair <= set(charge.people))
        and (row.group is None or charge.found.endswith(f" {row.group}"))
    )


def _check_demands(
    places: Places, seating: Seating, others: Sequence[Member], used: Counter[str]
) -> Iterator[str]:
    demands = [item for item in others if isinstance(item, Demand)]
    skills: dict[str, list[Demand]] = {}
    for demand in demands:
        if demand.skill is not None:
            skills.setdefault(demand.team or "", []).append(demand)
            continue
        asked = places.left(demand, waived=False)
        if demand.seat is not None:
            met = int(demand.seat in seating.by_seat)
        elif demand.person is not None:
            served = seating.rounds.get(demand.person, set())
            met = len(served & set(places.list_rounds(demand)))
        else:
            found = places.find_asked(demand)
            here = seating.members(places.facts.teams[demand.team or ""])
            met = sum(found is not None and found.counted(item.person, item.view.seat) for item in here)
        yield from _take(places, demand, asked - met, used)
    for asked_skills in skills.values():
        yield from _check_skills(places, seating, asked_skills, used)


def _take(places: Places, demand: Demand, missing: int, used: Counter[str]) -> Iterator[str]:
    """What is missing is covered by a waiver."""
    if missing <= 0:
        return
    if missing > demand.waived:
        yield f"{demand.rule} of {demand.team or demand.person}: {missing} missing"
        return
    team, asked = places.facts.teams[demand.team or ""], places.find_asked(demand)
    force = "hard" if asked is None else asked.force
    charge = Charge(demand.rule, demand.clause, force, round=team.round, team=team.team.id)
    waiver = find_waiver(places.facts.waivers, charge)
    if waiver is not None:
        used[waiver.id] += missing


def _check_skills(
    places: Places, seating: Seating, demands: Sequence[Demand], used: Counter[str]
) -> Iterator[str]:
    """Skills of one team together: everybody counts for at most c of them."""
    facts = places.facts
    team, setting = facts.teams[demands[0].team or ""], facts.rules.skill_mix
    assert setting is not None
    needs = find_needs(facts, team)
    asked = {item.skill or "": places.left(item, waived=False) for item in demands}
    able = [
        frozenset(skill for skill in asked if holds(member.person, skill, needs[skill].level))
        for member in seating.members(team)
    ]
    missing, _ = least_missing(asked, able, setting.c, frozenset(asked))
    waived = sum(item.waived for item in demands)
    first = demands[0].model_copy(update={"waived": waived})
    yield from _take(places, first, missing, used)
