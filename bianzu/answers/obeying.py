"""Orders about one person, obeyed by a solve of everything: the true cost, proven where the solve is."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from bianzu.answers.forcing import Forced
from bianzu.answers.orders import price_order
from bianzu.answers.subject import Subject
from bianzu.audit.questions.margins import Margins
from bianzu.instances import apply_changes, seat_nowhere, seat_on
from bianzu.models import AddPin, Order, Person, Plan
from bianzu.models.plan import LevelName
from bianzu.solver import CancelToken, Progress, SolveOptions, Worker, solve

__all__ = ["Goal", "Obeying", "set_goal"]


@dataclass(frozen=True)
class Goal:
    """What no plan that obeys can beat: its values of the levels up to ``level``, the first one that the
    order is proven to cost something at."""

    level: LevelName
    values: tuple[int, ...]


def set_goal(subject: Subject, margins: Margins | None, person: str, seats: Sequence[str]) -> Goal | None:
    """The goal of an order; ``None`` where the certificate does not show that it costs anything.

    Parameters
    ----------
    seats
        Seats of one round, one of which the person must take; none: the person must have no seat.
    """
    names, values = subject.trial.names, subject.trial.values
    told: dict[str, int] = dict(zip(names, values, strict=True))
    proven = [item.bound == item.objective for item in subject.plan.levels]
    for at, level in enumerate(names[:-1]):
        if margins is None or not all(proven[:at]):
            return None
        if level not in margins.levels:
            continue
        if seats:
            bound = margins.bound_with(level, told, person, seats)
        else:
            bound = margins.bound_without(level, told, person)
        if bound is not None and bound > values[at]:
            return Goal(level, (*values[:at], bound))
    return None


class _GivenUpError(Exception):
    """The solve is no longer wanted."""


@dataclass(frozen=True)
class _Call:
    """Stops a solve: with its plan when the caller of the question wants so, at once when it is given up."""

    cancel: CancelToken | None
    given_up: threading.Event = field(default_factory=threading.Event)

    def is_set(self) -> bool:
        return self.given_up.is_set() or (self.cancel is not None and self.cancel.is_set())

    def beat(self, _: Progress) -> None:
        if self.given_up.is_set():
            raise _GivenUpError


@dataclass(frozen=True)
class Obeying:
    """Solves an instance with an order, beginning with the plan, while a plan nearby is looked for.

    Leaving one of its contexts gives up a solve whose plan was not asked for.
    """

    subject: Subject
    margins: Margins | None
    options: SolveOptions | None = None
    worker: Worker | None = None
    cancel: CancelToken | None = None

    @contextmanager
    def seat(
        self, person: Person, team: str, seats: Sequence[str], goal: Goal | None
    ) -> Iterator["Obeyed | None"]:
        """Somebody must take one of some seats of a team."""
        others = [seat.id for seat in self.subject.facts.teams[team].team.seats if seat.id not in seats]
        with self._begin(person, seat_on(person.id, team, others), seats, goal) as obeyed:
            yield obeyed

    @contextmanager
    def unseat(self, person: Person, goal: Goal | None) -> Iterator["Obeyed | None"]:
        """Somebody must have no seat in any planned round."""
        with self._begin(person, seat_nowhere(self.subject.instance, person.id), (), goal) as obeyed:
            yield obeyed

    @contextmanager
    def _begin(
        self, person: Person, pins: Iterable[AddPin], seats: Sequence[str], goal: Goal | None
    ) -> Iterator["Obeyed | None"]:
        if self.subject.instance.rules.floaters is not None:
            yield None
            return
        call = _Call(self.cancel)
        options = self.options or SolveOptions()
        if goal is not None:
            options = replace(options, until=goal.level)
        changed = apply_changes(self.subject.instance, list(pins))
        with ThreadPoolExecutor(1, "bianzu-order") as threads:
            found = threads.submit(
                solve,
                changed,
                options=options,
                worker=self.worker,
                cancel=call,
                start=self.subject.plan,
                progress=call.beat,
            )
            try:
                yield Obeyed(self.subject, self.margins, person, tuple(seats), found)
            finally:
                call.given_up.set()
                with suppress(_GivenUpError):
                    found.result()


@dataclass(frozen=True)
class Obeyed:
    """A solve with an order, under way."""

    subject: Subject
    margins: Margins | None
    person: Person
    seats: tuple[str, ...]
    under_way: "Future[Plan]"

    def better(self, order: Order | None) -> Order | None:
        """The better of the plan that was found near and that of the solve, with what either proves; what is
        exact already needs no solve."""
        if _is_exact(order):
            return order
        found = self.under_way.result()
        if found.status not in ("optimal", "feasible"):
            return order
        forced = self._read(found)
        names = self.subject.trial.names
        if order is not None and _values(order, names) < forced.tried.values[:-1]:
            return order
        solved = price_order(self.subject, self.margins, forced, self.person.id, self.seats)
        return self._sharpen(solved, found)

    def _read(self, found: Plan) -> Forced:
        """A plan as changes of the one in question."""
        now = {item.seat: item.person for item in found.assignments}
        change: dict[str, str | None] = {}
        for seat in self.subject.facts.views:
            held = self.subject.seating.by_seat.get(seat)
            if now.get(seat) != (None if held is None else held.person.id):
                change[seat] = now.get(seat)
        return Forced(change, self.subject.trial.measure(change))

    def _sharpen(self, order: Order, found: Plan) -> Order:
        """The solve's own bound, where the levels before are proven."""
        if order.level is None:
            return order
        names = self.subject.trial.names
        at = names.index(order.level)
        bound = found.levels[at].bound
        if bound is None or any(level.bound != level.objective for level in found.levels[:at]):
            return order
        least = bound - self.subject.trial.values[at]
        return order.model_copy(update={"least": least if order.least is None else max(least, order.least)})


def _is_exact(order: Order | None) -> bool:
    return order is not None and (order.level is None or order.least == order.most)


def _values(order: Order, names: Sequence[str]) -> tuple[int, ...]:
    """Levels of an order's plan but the tie-break."""
    value: dict[str, int] = {step.level: step.value for step in order.outcome.steps}
    return tuple(value[name] for name in names[:-1])
