"""Everything that speaks against a person on a seat: reasons on record and maxima, with their input rows."""

from collections.abc import Iterable, Iterator

from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Case, Charge, Reason, find_waiver
from bianzu.audit.rules.exclusions import LIMITS, find_reasons
from bianzu.audit.rules.post_rules import list_holders
from bianzu.audit.rules.structure import covers_seat
from bianzu.audit.seating import Member, Seating
from bianzu.models import BLOOD_AND_MARRIAGE, Objection

__all__ = ["bars", "list_objections", "object_to_excess"]

_GATES = {
    "appraisal": "appraisal",
    "trained": "trained",
    "clue": "open_clue",
    "in-pool": "in_pool",
    "leave": "leave",
    "party": "party",
    "age": "birth",
}
"""Clause of gates -> field of a person."""


def bars(objection: Objection) -> bool:
    """Whether the objection keeps the person off the seat."""
    return objection.verdict == "barred"


def list_objections(case: Case) -> list[Objection]:
    """Reasons of the exclusion table, soft and waived ones included, then the limits of a person that
    serving in the seat's round would pass."""
    found = [_object(case, reason) for reason in find_reasons(case)]
    duties, view = case.facts.rules.sensitive_duties, case.view
    if duties is not None and view.seat.duty is not None and not case.facts.is_external(case.person, view.on):
        row = f"{case.facts.row(case.person.id)}.work_county"
        found.append(
            Objection(
                rule="sensitive-duties",
                clause="duty",
                verdict="penalised",
                weight=duties.weight,
                rows=(row,),
            )
        )
    return [*found, *(object_to_excess(case.facts, case.seating, c) for c in _find_overrun(case))]


def _find_overrun(case: Case) -> Iterator[Charge]:
    """service-cap and rest, this round served besides all planned ones."""
    facts, item, person = case.facts, case.view.on.round, case.person.id
    planned = [other for other in facts.planned if case.seating.serves(person, other)]
    if item in planned:
        return
    for rule, limit in LIMITS:
        if rule in facts.on:
            known = {(charge.clause, charge.round.id) for charge in limit(facts, person, planned)}
            for charge in limit(facts, person, [*planned, item]):
                if (charge.clause, charge.round.id) not in known:
                    yield charge


def _object(case: Case, reason: Reason) -> Objection:
    waiver = find_waiver(case.facts.waivers, reason.charge(case))
    soft = reason.force == "soft"
    return Objection(
        rule=reason.rule,
        clause=reason.clause,
        verdict="penalised" if soft else "barred" if waiver is None else "waived",
        waivable=reason.force == "waivable",
        waiver=None if waiver is None else waiver.id,
        weight=reason.weight if soft else 0,
        county=reason.county,
        unit=reason.unit,
        rows=reason.rows or tuple(_rows(case, reason)),
    )


def _rows(case: Case, reason: Reason) -> Iterator[str]:
    """Rows of reasons that name none themselves."""
    facts, person = case.facts, case.person
    here = facts.row(person.id)
    match reason.rule:
        case "role-pools":
            yield f"{here}.pools"
        case "rank":
            yield f"{here}.rank"
        case "gates":
            yield f"{here}.{_GATES[reason.clause or '']}"
        case "rating":
            rated = [row for row, record in facts.history.get(person.id, ()) if record.rating is not None]
            yield rated[-1] if rated else f"{here}.last_rating"
        case "source-sets":
            yield f"$.source_sets.{case.view.seat.source_set}"
        case "origin":
            yield f"{here}.work_county"
        case "pins":
            for at, pin in enumerate(facts.instance.pins):
                if pin.kind == "must-not" and pin.person == person.id and covers_seat(pin, case.view):
                    yield f"$.pins[{at}]"


def object_to_excess(facts: Facts, seating: Seating, charge: Charge) -> Objection:
    """A unit beyond a maximum as an objection; ``seating`` says who else is concerned."""
    waiver = find_waiver(facts.waivers, charge)
    people = [member.person.id for member in _concerned(facts, seating, charge)]
    return Objection(
        rule=charge.rule,
        clause=charge.clause,
        verdict="barred" if waiver is None else "waived",
        waivable=charge.force == "waivable",
        waiver=None if waiver is None else waiver.id,
        unit=charge.unit,
        people=tuple(dict.fromkeys((*charge.people, *people))),
        rows=tuple(_excess_rows(facts, charge, people)),
        limit=charge.limit,
        found=charge.found,
    )


def _concerned(facts: Facts, seating: Seating, charge: Charge) -> Iterable[Member]:
    """Those whom a maximum of a team, or of a sending unit, counts together."""
    team = None if charge.team is None else facts.teams.get(charge.team)
    here = [] if team is None else seating.members(team)
    match charge.rule, charge.clause:
        case "sender-spread", _:
            county = charge.found.rpartition(" from ")[2]
            return [m for m in here if m.person.work_county == county and m.view.origin != "local"]
        case "in-team", "same-unit":
            return [
                m for m in here if m.person.work_unit == charge.unit and m.person.id not in facts.full_time
            ]
        case "borrow-cap", _:
            return [
                m
                for m in seating.by_seat.values()
                if _is_sent(facts, m, charge) and m.view.on.round is charge.round
            ]
        case "post-strength", _:
            held = list_holders(facts, charge.round).get(charge.unit or "", ())
            serving = (m for m in seating.by_seat.values() if m.view.on.round is charge.round)
            return [m for m in serving if m.person.id in held]
        case "cross-form", _:
            return here
    return []


def _is_sent(facts: Facts, member: Member, charge: Charge) -> bool:
    return member.person.work_unit == charge.unit and member.person.id not in facts.full_time


def _excess_rows(facts: Facts, charge: Charge, people: Iterable[str]) -> Iterator[str]:
    match charge.rule, charge.clause:
        case (("sender-spread" | "cross-form"), _):
            yield from (f"{facts.row(person)}.work_county" for person in people)
        case ("in-team", "same-unit") | ("borrow-cap", _):
            yield from (f"{facts.row(person)}.work_unit" for person in people)
        case "in-team", "superior":
            yield f"{facts.row(charge.people[0])}.superior"
        case ("in-team", "kin") | ("couples", _):
            classes = BLOOD_AND_MARRIAGE if facts.rules.kin is None else facts.rules.kin.classes
            if charge.rule == "couples":
                classes = () if facts.rules.couples is None else facts.rules.couples.classes
            for tie in facts.ties.get(charge.people[0], ()):
                if tie.other_person == charge.people[1] and tie.kind in classes:
                    yield tie.row
        case "apart", _:
            setting = facts.rules.apart
            for at, pair in enumerate(() if setting is None else setting.pairs):
                if {pair.a, pair.b} == set(charge.people):
                    yield f"$.rules.apart.pairs[{at}]"
        case "reserved-seats", _:
            reserved = facts.rules.reserved_seats
            for at, item in enumerate(() if reserved is None else reserved.groups):
                if charge.where == f"group {item.id}":
                    yield f"$.rules.reserved-seats.groups[{at}]"
        case "post-strength", _:
            for person in people:
                records = facts.history.get(person, ())
                yield from (row for row, record in records if charge.unit in record.units)
        case (("service-cap" | "rest"), _):
            yield from (row for row, _ in facts.history.get(charge.people[0], ()))
