"""`alternatives`: everybody for one seat, ranked, each measured exactly and without a solve."""

from collections import Counter
from collections.abc import Iterable

from bianzu.answers.subject import Subject
from bianzu.audit.findings import Finding
from bianzu.audit.questions.objections import bars, list_objections, object_to_excess
from bianzu.audit.questions.trial import Broken
from bianzu.audit.rules.exclusions import BASIC
from bianzu.audit.views import SeatView
from bianzu.models import Alternatives, Candidate, Instance, Objection, Outcome, Person, Plan

__all__ = ["alternatives", "list_candidates", "try_person"]

_ALONE = ("service-cap", "rest")
"""Maxima of one person, which are among the objections of the pair already."""


def alternatives(instance: Instance, plan: Plan, *, team: str, seat: str) -> Alternatives:
    """Rank everybody who could be asked for a seat, by what the plan would be with this one change.

    Parameters
    ----------
    instance, plan
        A plan and what it answers.
    team, seat
        Ids; the seat may be held or empty.

    Returns
    -------
    Alternatives
        First those who can step in, by level; then those who sit on an overlapping team, with what their
        leaving does; then those whom a rule keeps off, with every rule and its input row. The levels are
        those that the audit measures.

    Raises
    ------
    InputError
        There is no such team or seat, or the plan does not pass the audit's recount.
    """
    subject = Subject(instance, plan)
    view = subject.find_seat(team, seat)
    holder = subject.holder(view)
    fit, others = _screen(subject, view)
    return Alternatives(
        input_digest=subject.digest,
        team=team,
        seat=seat,
        role=view.seat.role,
        person=None if holder is None else holder.person.id,
        candidates=tuple(_rank(subject, view, fit)),
        others=others,
    )


def list_candidates(subject: Subject, view: SeatView, *, idle: bool = False) -> list[Candidate]:
    """Candidates of a seat other than its holder, ranked; when ``idle`` only those without another seat."""
    fit, _ = _screen(subject, view)
    return _rank(subject, view, [who for who in fit if not (idle and subject.seat_beside(who.id, view.on))])


def _screen(subject: Subject, view: SeatView) -> tuple[list[Person], dict[str, int]]:
    """Who is a candidate of a seat, and by which rules how many others are none."""
    rules = [(rule, test) for rule, test in BASIC if rule in subject.facts.on]
    fit, others = [], Counter[str]()
    for person in subject.facts.people.values():
        case = subject.case(person, view)
        against = [rule for rule, test in rules if next(test(case), None) is not None]
        others.update(against)
        if not against:
            fit.append(person)
    return fit, dict(sorted(others.items()))


def _rank(subject: Subject, view: SeatView, people: Iterable[Person]) -> list[Candidate]:
    holder = subject.holder(view)
    found = [
        try_person(subject, person, view)
        for person in people
        if holder is None or person is not holder.person
    ]
    found.sort(key=_order)
    return [item.model_copy(update={"rank": rank}) for rank, item in enumerate(found, 1)]


def try_person(subject: Subject, person: Person, view: SeatView) -> Candidate:
    """Put somebody on a seat, all else equal, and measure what becomes of the plan."""
    seat, beside = view.seat.id, subject.seat_beside(person.id, view.on)
    change: dict[str, str | None] = {seat: person.id}
    if beside is not None:
        change = {beside.view.seat.id: None, **change}
    known = list_objections(subject.case(person, view))
    left = None if beside is None else beside.view.seat.id
    if any(bars(item) for item in known):
        return Candidate(
            rank=1,
            person=person.id,
            standing="barred",
            seat=left,
            objections=(*known, *_list_excesses(subject, change)),
        )
    tried = subject.trial.attempt(change)
    if isinstance(tried, Broken):
        objections = _merge(subject, known, tried, change)
        return Candidate(rank=1, person=person.id, standing="barred", seat=left, objections=objections)
    return Candidate(
        rank=1,
        person=person.id,
        standing="free" if beside is None else "seated",
        seat=left,
        outcome=subject.tell(tried, () if left is None else (left,)),
        exchange=None if left is None else _exchange(subject, person, view, left),
        objections=tuple(known),
    )


def _exchange(subject: Subject, person: Person, view: SeatView, left: str) -> Outcome | None:
    """The holder takes the seat that the person leaves, where no rule forbids it."""
    holder = subject.holder(view)
    if holder is None:
        return None
    case = subject.case(holder.person, subject.facts.seats[left])
    if any(bars(item) for item in list_objections(case)):
        return None
    tried = subject.trial.attempt({view.seat.id: person.id, left: holder.person.id})
    return None if isinstance(tried, Broken) else subject.tell(tried)


def _list_excesses(subject: Subject, change: dict[str, str | None]) -> list[Objection]:
    """Maxima of teams and sending units that a change would pass."""
    after, charges = subject.trial.list_excesses(change)
    return [object_to_excess(subject.facts, after, item) for item in charges if item.rule not in _ALONE]


def _merge(
    subject: Subject, known: list[Objection], broken: Broken, change: dict[str, str | None]
) -> tuple[Objection, ...]:
    """What the audit finds broken, as objections: waivers that are used up, maxima, pins, services."""
    spent = {item.rule for item in broken.breaches if item.code == "waiver-overdrawn"}
    found = [
        item.model_copy(update={"verdict": "barred"}) if item.waiver and item.rule in spent else item
        for item in (*known, *_list_excesses(subject, change))
    ]
    named = {item.rule for item in found if bars(item)}
    found += [_read_breach(item) for item in broken.breaches if item.rule not in named]
    return tuple(found)


def _read_breach(breach: Finding) -> Objection:
    row = breach.where.partition(" ")[0]
    return Objection(
        rule=breach.rule or breach.code,
        rows=(row,) if row.startswith("$") else (),
        limit=breach.claimed,
        found=breach.found,
    )


def _order(item: Candidate) -> tuple[object, ...]:
    """Who can step in, then who sits elsewhere, by what the plan becomes; then by how much stands against."""
    if item.outcome is None:
        barring = [objection for objection in item.objections if bars(objection)]
        hard = sum(not objection.waivable for objection in barring)
        return (2, hard, len(barring), item.person)
    first = item.outcome if item.exchange is None else min(item.outcome, item.exchange, key=_values)
    return (0 if item.standing == "free" else 1, *_values(first), item.person)


def _values(outcome: Outcome) -> tuple[int, ...]:
    return tuple(step.value for step in outcome.steps)
