"""The audit of an explanation: members exist, causes are proven, members are needed, sums agree."""

from collections.abc import Iterator, Sequence

from bianzu.audit.causes.counts import check_count, limit_of_unit
from bianzu.audit.causes.multipliers import check_multipliers
from bianzu.audit.causes.places import Places, name_demand
from bianzu.audit.causes.witnesses import check_drops
from bianzu.audit.facts import Facts
from bianzu.audit.findings import ExplanationAudit, Finding
from bianzu.audit.remedies import check_repairs
from bianzu.models import (
    Cause,
    Demand,
    Exclusion,
    Explanation,
    Instance,
    Maximum,
    Ordered,
    digest,
)

__all__ = ["verify_explanation"]

_BACKGROUND = ("one-seat", "role-pools", "source-sets", "origin", "city-class")


def verify_explanation(
    instance: Instance, explanation: Explanation, changed: Sequence[Instance] | None = None
) -> ExplanationAudit:
    """Audit an explanation against its instance.

    Parameters
    ----------
    instance
        What the explanation is about.
    explanation
        Verdict, causes, proofs and repairs.
    changed
        What the changes of each repair make of the instance (`bianzu.apply_changes`), in their order. With
        them the audit compares what has changed with what was to change and verifies the plans; without
        them, repairs are only checked for what may be offered at all.

    Returns
    -------
    ExplanationAudit
        ``passed`` when nothing disagrees; ``proven`` when the audit itself proved at least one cause, and
        thereby that there is no complete plan.
    """
    findings = list(_check_claims(instance, explanation))
    findings += check_repairs(instance, explanation, changed)
    places = Places(Facts(instance))
    proven = 0
    for at, cause in enumerate(explanation.causes):
        where = f"$.causes[{at}]"
        faults = list(_check_members(places, cause, where))
        if not faults:
            faults += _check_proof(places, cause, where)
            faults += _check_kept(places, cause, where)
            proven += cause.proven_by != "engines" and not faults
            faults += check_drops(places, cause, where)
            faults += _check_lacking(places, cause, where)
        findings += faults
        for lack in cause.lacking:
            places.lack(lack)
    return ExplanationAudit(passed=not findings, findings=tuple(findings), proven=bool(proven))


def _check_claims(instance: Instance, found: Explanation) -> Iterator[Finding]:
    """What the explanation says as a whole."""
    true = digest(instance)
    if found.input_digest != true:
        yield Finding(code="wrong-digest", where="$.input_digest", claimed=found.input_digest, found=true)
    total = sum(cause.short for cause in found.causes)
    if found.explained != total:
        yield Finding(
            code="wrong-explanation", where="$.explained", claimed=str(found.explained), found=str(total)
        )
    background = tuple(rule for rule in instance.rules.on if rule in _BACKGROUND)
    if set(found.background) != set(background):
        words = ", ".join(found.background), ", ".join(background)
        yield Finding(code="wrong-explanation", where="$.background", claimed=words[0], found=words[1])
    pins_only = any(not any(isinstance(i, Demand) for i in cause.members) for cause in found.causes)
    verdict = "impossible" if pins_only else "incomplete"
    if found.causes and found.verdict != verdict:
        yield Finding(code="wrong-explanation", where="$.verdict", claimed=found.verdict, found=verdict)
    own = any(cause.proven_by != "engines" for cause in found.causes)
    rests = {"causes": own, "engines": not own, "plan": not found.causes, "certificate": not found.causes}
    if found.known_by is not None and not rests[found.known_by]:
        words = found.known_by, "causes" if own else "engines"
        yield Finding(code="wrong-explanation", where="$.known_by", claimed=words[0], found=words[1])


def _check_members(places: Places, cause: Cause, where: str) -> Iterator[Finding]:
    """The instance has every member, and says of it what the cause does."""
    facts = places.facts
    for at, demand in enumerate((*cause.members, *cause.also)):
        spot = f"{where}.members[{at}]"
        if isinstance(demand, Demand):
            true = places.state(demand)
            if true != demand:
                yield _unknown(spot, demand, "no such demand" if true is None else repr(true))
        elif isinstance(demand, Exclusion):
            known = demand.rule == "pins" or demand.rule in facts.on
            people = {*demand.people} <= set(facts.people)
            if not known or not people or not {*demand.teams} <= set(facts.teams):
                yield _unknown(spot, demand, "no such rule, team or person")
        elif isinstance(demand, Ordered):
            pins = facts.instance.pins
            if demand.pin >= len(pins) or pins[demand.pin].kind == "must-not":
                yield _unknown(spot, demand, "no must or lock pin")
        else:
            yield from _check_maximum(places, demand, spot)
    names = [name_demand(item) for item in (*cause.members, *cause.also) if isinstance(item, Demand)]
    if len(set(names)) < len(names) or not cause.members:
        yield Finding(
            code="unknown-member", where=where, claimed="each member once", found="repeated, or none"
        )


def _check_maximum(places: Places, row: Maximum, where: str) -> Iterator[Finding]:
    """The rule is on and what the row speaks of exists; limits that a line tells are compared."""
    facts = places.facts
    waivers = {item.id: item.amount for item in facts.instance.waivers}
    limit: int | None = row.limit
    if row.rule == "waiver":
        limit = waivers.get(row.waiver or "")
    elif row.rule not in facts.on:
        limit = None
    elif row.rule == "sender-spread":
        limit = None if facts.rules.sender_spread is None else facts.rules.sender_spread.q
    elif row.rule == "borrow-cap":
        most = limit_of_unit(places, row)
        limit = row.limit if most is not None and row.limit <= most else None
    reserved = facts.rules.reserved_seats
    known = (
        row.group in (None, *(() if reserved is None else (item.id for item in reserved.groups)))
        and row.team in (None, *facts.teams)
        and row.unit in (None, *facts.units)
        and row.person in (None, *facts.people)
        and row.other in (None, *facts.people)
    )
    if limit != row.limit or not known:
        yield _unknown(where, row, f"limit {limit}" if known else "no such team, unit or person")


def _unknown(where: str, claimed: object, found: str) -> Finding:
    return Finding(code="unknown-member", where=where, claimed=repr(claimed)[:300], found=found[:300])


def _check_kept(places: Places, cause: Cause, where: str) -> Iterator[Finding]:
    """Every exclusion names those whom it keeps from the cause's seats."""
    for at, member in enumerate(cause.members):
        if isinstance(member, Exclusion):
            people, teams = places.find_kept(cause, member.rule)
            for name, claimed, found in (("people", member.people, people), ("teams", member.teams, teams)):
                if sorted(claimed) != sorted(found):
                    words = ", ".join(claimed), ", ".join(sorted(found))
                    spot = f"{where}.members[{at}].{name}"
                    yield Finding(code="wrong-count", where=spot, claimed=words[0], found=words[1])


def _check_proof(places: Places, cause: Cause, where: str) -> Iterator[Finding]:
    if cause.proven_by == "hall":
        yield from check_count(places, cause, where)
    elif cause.proven_by == "multipliers":
        yield from check_multipliers(places.facts.instance, cause, where)


def _check_lacking(places: Places, cause: Cause, where: str) -> Iterator[Finding]:
    """What later causes take for missing are units of this cause's demands, as many as it is short."""
    names = {name_demand(item) for item in (*cause.members, *cause.also) if isinstance(item, Demand)}
    total = sum(item.units for item in cause.lacking)
    right = all(
        name_demand(item.demand) in names and item.units <= places.left(item.demand, waived=False)
        for item in cause.lacking
    )
    hall = cause.hall
    short = cause.short if hall is None else hall.need - hall.have
    if total != cause.short or short != cause.short or not right or (names and not cause.short):
        yield Finding(
            code="wrong-explanation", where=f"{where}.lacking", claimed=str(cause.short), found=str(total)
        )
