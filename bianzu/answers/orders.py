"""Orders about one person as answers: what obeying them costs, who moves, and what is scarce."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from bianzu.answers.forcing import Forced
from bianzu.answers.subject import Subject
from bianzu.audit.questions.margins import Margins, PricedRow
from bianzu.audit.questions.reseating import reseat
from bianzu.audit.seating import Seating
from bianzu.models import Move, Order, Scarcity

__all__ = ["list_scarcity", "open_margins", "price_order"]

_MOST = 6
"""Priced rows that are told."""


def open_margins(subject: Subject) -> Margins | None:
    """The plan's certificate, if it has one that can prove anything."""
    certificate = subject.plan.certificate
    return None if certificate is None else Margins(subject.facts, certificate)


def price_order(
    subject: Subject, margins: Margins | None, forced: Forced, person: str, seats: Iterable[str]
) -> Order:
    """The cost of the best plan found with an order, and the least that any such plan costs.

    Parameters
    ----------
    seats
        Seats of one round, one of which the person must take; none: the person must have no seat.
    """
    names, old, new = subject.trial.names, subject.trial.values, forced.tried.values
    gone = [seat for seat, who in forced.change.items() if who is None and seat in subject.seating.by_seat]
    outcome = subject.tell(forced.tried, tuple(sorted(gone)))
    after = reseat(subject.facts, subject.seating, forced.change)
    moves = tuple(_list_moves(subject.seating, after))
    at = next((at for at in range(len(names) - 1) if old[at] != new[at]), None)
    if at is None:
        return Order(outcome=outcome, moves=moves)
    level, listed = names[at], list(seats)
    values: Mapping[str, int] = dict(zip(names, new, strict=True))
    known = []
    if all(item.bound == item.objective for item in subject.plan.levels[:at]):
        bound = subject.plan.levels[at].bound  # holds for every plan, so for those that obey
        known = [] if bound is None else [bound]
        if margins is not None:
            found = (
                margins.bound_with(level, values, person, listed)
                if listed
                else margins.bound_without(level, values, person)
            )
            known += [] if found is None else [found]
    least = max(known) - old[at] if known else None
    return Order(outcome=outcome, moves=moves, level=level, most=new[at] - old[at], least=least)


def _list_moves(before: Seating, after: Seating) -> Iterator[Move]:
    for person in {**before.by_person, **after.by_person}:
        had = [member.view.seat.id for member in before.by_person.get(person, ())]
        has = [member.view.seat.id for member in after.by_person.get(person, ())]
        left = tuple(seat for seat in had if seat not in has)
        taken = tuple(seat for seat in has if seat not in had)
        if left or taken:
            kind: Literal["in", "out", "moved"] = "in" if not had else "out" if not has else "moved"
            yield Move(person=person, kind=kind, left=left, taken=taken)


def list_scarcity(margins: Margins | None, person: str, seat: str) -> tuple[Scarcity, ...]:
    """What the certificate prices about somebody on a seat's team, dearest first."""
    if margins is None:
        return ()
    team = margins.facts.views[seat].on.team.id
    found = []
    for level in ("soft", "load-travel"):
        if level in margins.levels:
            found = [_tell(margins, row, team) for row in margins.list_rows(level, person, seat)]
            found = [item for item in found if item.points >= 0.5]
        if found:
            break
    found.sort(key=lambda item: (-item.points, item.rule, item.key))
    return tuple(found[:_MOST])


_CAPS = frozenset(
    {
        *("reserved-seats", "sender-spread", "in-team", "apart", "couples", "borrow-cap", "post-strength"),
        *("service-cap", "rest", "repeat-unit", "repeat-county"),
    }
)


def _tell(margins: Margins, row: PricedRow, team: str) -> Scarcity:
    """A row in points. Minima charge those who do not count for them, maxima those who do; a person's own row
    (new-cadre) pays for serving."""
    capped = row.rule in _CAPS
    points = round(abs(row.price) / margins.scale, 2)
    if capped and row.share == 0:
        points = 0.0
    level: Literal["soft", "load-travel"] = "soft" if row.level == "soft" else "load-travel"
    return Scarcity(
        kind="crowded" if capped else "scarce",
        level=level,
        rule=row.rule,
        clause=row.clause,
        team=team,
        key=row.key,
        points=points,
        gives=not capped and row.share <= 0,
    )
