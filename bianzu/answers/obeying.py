"""Orders about one person, obeyed by a solve of everything: the true cost, proven where the solve is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bianzu.answers.forcing import Forced
from bianzu.answers.orders import price_order
from bianzu.answers.subject import Subject
from bianzu.audit.questions.margins import Margins
from bianzu.instances import apply_changes
from bianzu.models import AddPin, Order, Person, Pin, Plan
from bianzu.solver import CancelToken, SolveOptions, Worker, solve

__all__ = ["Obeying"]


@dataclass(frozen=True)
class Obeying:
    """Solves an instance with an order, beginning with the plan, where the cost is not exact without."""

    subject: Subject
    margins: Margins | None
    options: SolveOptions | None = None
    worker: Worker | None = None
    cancel: CancelToken | None = None

    def seat(self, order: Order | None, person: Person, team: str, seats: Sequence[str]) -> Order | None:
        """Somebody must take one of some seats of a team."""
        others = [seat.id for seat in self.subject.facts.teams[team].team.seats if seat.id not in seats]
        pins = [self._pin("must", person, team=team)]
        pins += [self._pin("must-not", person, seat=seat) for seat in others]
        return self._obey(order, person, pins, seats)

    def unseat(self, order: Order | None, person: Person) -> Order | None:
        """Somebody must have no seat in any planned round."""
        planned = self.subject.facts.planned
        pins = [self._pin("must-not", person, round=item.id) for item in planned]
        return self._obey(order, person, pins, ())

    @staticmethod
    def _pin(kind: str, person: Person, **where: str) -> AddPin:
        fields = {"kind": kind, "person": person.id, "asked_by": "bianzu", "reason": "question", **where}
        return AddPin(pin=Pin.model_validate(fields))

    def _obey(
        self, order: Order | None, person: Person, pins: Iterable[AddPin], seats: Sequence[str]
    ) -> Order | None:
        """The better of the plan that was found near and that of a solve, with what either proves."""
        subject = self.subject
        if _is_exact(order) or subject.instance.rules.floaters is not None:
            return order
        changed = apply_changes(subject.instance, list(pins))
        found = solve(
            changed, options=self.options, worker=self.worker, cancel=self.cancel, start=subject.plan
        )
        if found.status not in ("optimal", "feasible"):
            return order
        forced = self._read(found)
        names = subject.trial.names
        if order is not None and _values(order, names) < forced.tried.values[:-1]:
            return order
        solved = price_order(subject, self.margins, forced, person.id, seats)
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
