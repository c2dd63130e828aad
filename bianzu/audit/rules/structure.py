"""Sections A and B, gates and pins: who may take a seat at all. One function per rule."""

from collections.abc import Iterator

from bianzu.audit.calendar import age_at
from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Case, Reason
from bianzu.audit.views import SeatView
from bianzu.models import BelowCompetent, Person, Pin, Role, Round

__all__ = [
    "covers_seat",
    "gates",
    "origin",
    "pins",
    "rank",
    "rating",
    "role_pools",
    "shut_gates",
    "source_sets",
]

_PARTY_ROLES = ("leader", "deputy", "liaison")


def role_pools(case: Case) -> Iterator[Reason]:
    """A pool of the person allows the seat's role and is among the seat's pools (none: any)."""
    setting = case.facts.rules.role_pools
    assert setting is not None
    seat = case.view.seat
    fits = any(
        seat.role in setting.matrix.get(pool, ()) and (not seat.pools or pool in seat.pools)
        for pool in case.person.pools
    )
    if not fits:
        yield Reason("role-pools", None, "hard")


def rank(case: Case) -> Iterator[Reason]:
    """Leader's rank >= rank of the highest-ranked head among the team's units; deputy one step below."""
    setting = case.facts.rules.rank
    assert setting is not None
    role, head = case.view.seat.role, case.view.on.head_step
    tested = (role == "leader" and setting.leader) or (role == "deputy" and setting.deputy)
    if not tested or head is None:
        return
    needed = head if role == "leader" else head - 1
    if case.person.rank is None or case.facts.step(case.person.rank) < needed:
        yield Reason("rank", None, setting.hardness)


def gates(case: Case) -> Iterator[Reason]:
    """Appraisal competent, trained, no open clue, in pool, no leave in the round, party, age."""
    for clause in shut_gates(case.facts, case.person, case.view.on.round, case.view.seat.role):
        yield Reason("gates", clause, "hard")


def shut_gates(facts: Facts, person: Person, item: Round, role: Role) -> Iterator[str]:
    """Clauses of gates that keep a person from a role in a round."""
    setting = facts.rules.gates
    assert setting is not None
    limit = setting.age_limit
    shut = (
        ("appraisal", setting.appraisal and (person.appraisal is None or person.appraisal in BelowCompetent)),
        ("trained", setting.trained and not person.trained),
        ("clue", setting.clue and person.open_clue),
        ("in-pool", setting.in_pool and not person.in_pool),
        ("leave", setting.leave and bool(person.leave) and facts.is_on_leave(person, item)),
        ("party", setting.party and person.party != "full" and role in _PARTY_ROLES),
        ("age", limit is not None and age_at(person.birth, item.start) > limit),
    )
    for clause, closed in shut:
        if closed:
            yield clause


def rating(case: Case) -> Iterator[Reason]:
    """People rated below competent in their last round are out; the excellent ones are preferred."""
    setting = case.facts.rules.rating
    assert setting is not None
    last = case.facts.last_ratings[case.person.id]
    if setting.gate and last in BelowCompetent:
        yield Reason("rating", "gate", "hard")
    if setting.preference and last not in (None, "excellent"):
        yield Reason("rating", "preference", "soft", weight=setting.preference)


def source_sets(case: Case) -> Iterator[Reason]:
    """A seat may be limited to a named set of people."""
    name = case.view.seat.source_set
    if name is not None and case.person.id not in case.facts.sources[name]:
        yield Reason("source-sets", None, "hard")


def origin(case: Case) -> Iterator[Reason]:
    """A seat is for local people, for external ones, for city-level ones, or for any."""
    wanted, team, person = case.view.origin, case.view.on, case.person
    wrong = (
        (wanted == "local" and not case.facts.is_local(person, team))
        or (wanted == "external" and not case.facts.is_external(person, team))
        or (wanted == "city-level" and person.work_county != "city")
    )
    if wrong:
        yield Reason("origin", None, "hard")


def pins(case: Case) -> Iterator[Reason]:
    """A must-not pin covers the person and the seat."""
    for pin in case.facts.forbidding_pins.get(case.person.id, ()):
        if covers_seat(pin, case.view):
            yield Reason("pins", None, "hard")
            return


def covers_seat(pin: Pin, view: SeatView) -> bool:
    """Whether a pin's round, team and seat, as far as they are given, are the seat's."""
    return (
        pin.seat in (None, view.seat.id)
        and pin.team in (None, view.on.team.id)
        and pin.round in (None, view.on.round.id)
    )
