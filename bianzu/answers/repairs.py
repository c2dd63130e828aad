"""`repair`: a published list after changes, with as few changed seats as possible."""

import dataclasses
from collections.abc import Iterator, Sequence

from bianzu.answers.differences import diff
from bianzu.answers.ranking import alternatives
from bianzu.instances import apply_changes
from bianzu.models import (
    Alternatives,
    Baseline,
    Change,
    Instance,
    Level,
    ListedSeat,
    Plan,
    Repaired,
    TradeOff,
    digest,
)
from bianzu.solver import CancelToken, ProgressCallback, SolveOptions, Worker, solve

__all__ = ["publish", "repair"]

_MOST_SEATS = 5
"""Ranking everybody for a seat takes about a second at city size."""


def repair(
    instance: Instance,
    plan: Plan,
    changes: Sequence[Change],
    *,
    more: int = 3,
    others: int = 3,
    options: SolveOptions | None = None,
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
    worker: Worker | None = None,
) -> Repaired:
    """Repair a published list: fewest shortages, then fewest changed seats, then the best by level.

    Parameters
    ----------
    instance, plan
        The list as published, and what it answers.
    changes
        What happened, in order; `LockTeam` keeps everybody on a team where the plan has them.
    more
        The table goes up to so many changed seats beyond the fewest.
    others
        So many ranked replacements are named for each seat that somebody had to leave, besides whom the plan
        puts there; for the first seats only, when many had to.
    options, progress, cancel, worker
        As for `solve`; limits are those of each single solve.

    Returns
    -------
    Repaired
        The changed instance, whose ``baseline`` is the published list, an audited plan for it, the ``diff``
        from the published plan, and in ``table`` what more changed seats buy. The table ends early where a
        search was stopped.

    Raises
    ------
    InputError
        A change that does not fit the instance, or what `solve` raises.
    ValueError
        ``more`` is negative.
    """
    if more < 0:
        raise ValueError("more changed seats, or none: not less")
    changed = publish(apply_changes(instance, changes, plan=plan), instance, plan)
    if worker is not None:
        ladder = _Ladder(changed, options or SolveOptions(), progress, cancel, worker)
        found = ladder.run(instance, plan, tuple(changes), more)
    else:
        with Worker() as own:
            ladder = _Ladder(changed, options or SolveOptions(), progress, cancel, own)
            found = ladder.run(instance, plan, tuple(changes), more)
    return found.model_copy(update={"replacements": tuple(_replace(found, others))}) if others else found


def publish(changed: Instance, instance: Instance, plan: Plan) -> Instance:
    """An instance with the seats of another one as a plan fills them as its published list."""
    holder = {item.seat: item.person for item in plan.assignments}
    seats = tuple(
        ListedSeat(seat=seat.id, person=holder.get(seat.id)) for team in instance.teams for seat in team.seats
    )
    return changed.model_copy(update={"baseline": Baseline(seats=seats)})


def _replace(found: Repaired, count: int) -> Iterator[Alternatives]:
    """Who else could step in where somebody went out."""
    if not found.plan.levels:
        return
    seats = [seat for move in found.diff.people if move.kind == "out" for seat in move.left]
    formed = [seat for seat in seats if seat in found.instance.seat_by_id]
    for seat in formed[:_MOST_SEATS]:
        team, _ = found.instance.seat_by_id[seat]
        ranked = alternatives(found.instance, found.plan, team=team.id, seat=seat)
        free = tuple(item for item in ranked.candidates if item.standing == "free")
        yield ranked.model_copy(update={"candidates": free[:count]})


@dataclasses.dataclass(frozen=True)
class _Ladder:
    """Solves the changed instance with more and more free changes."""

    changed: Instance
    options: SolveOptions
    progress: ProgressCallback | None
    cancel: CancelToken | None
    worker: Worker

    def run(self, instance: Instance, plan: Plan, changes: tuple[Change, ...], more: int) -> Repaired:
        first = self._solve(0)
        changed = _count_changes(self.changed, first)
        level = next((item for item in first.levels if item.name == "changes"), None)
        return Repaired(
            changes=changes,
            instance=self.changed,
            digest=digest(self.changed),
            plan=first,
            changed=changed,
            least=None if level is None else level.bound,
            diff=diff(plan, first, instance=instance, after=self.changed),
            table=tuple(self._climb(first, changed, more)) if first.levels else (),
        )

    def _climb(self, first: Plan, changed: int, more: int) -> Iterator[TradeOff]:
        """The best plan, and those with one, two … more changed seats."""
        yield TradeOff(allowed=changed, changed=changed, better=True, levels=first.levels, plan=first)
        best = _rank(first.levels)
        for allowed in range(changed + 1, changed + more + 1):
            if self._stopped(first):
                return
            plan = self._solve(allowed)
            if not plan.levels:
                return
            rank = _rank(plan.levels)
            better = rank < best
            best = min(best, rank)
            yield TradeOff(
                allowed=allowed,
                changed=_count_changes(self.changed, plan),
                better=better,
                levels=plan.levels,
                plan=plan,
            )

    def _stopped(self, first: Plan) -> bool:
        cancelled = self.cancel is not None and self.cancel.is_set()
        return cancelled or first.provenance.run.stop_reason not in ("finished", "budget")

    def _solve(self, allowance: int) -> Plan:
        assert self.changed.baseline is not None
        baseline = self.changed.baseline.model_copy(update={"allowance": allowance})
        return solve(
            self.changed.model_copy(update={"baseline": baseline}),
            options=self.options,
            progress=self.progress,
            cancel=self.cancel,
            worker=self.worker,
        )


def _count_changes(instance: Instance, plan: Plan) -> int:
    """Listed seats with another occupant than listed."""
    holder = {item.seat: item.person for item in plan.assignments}
    listed = () if instance.baseline is None else instance.baseline.seats
    return sum(holder.get(item.seat) != item.person for item in listed if item.seat in instance.seat_by_id)


def _rank(levels: Sequence[Level]) -> tuple[int, ...]:
    """What two plans with different allowances are compared by; the tie-break says nothing of worth."""
    return tuple(item.objective or 0 for item in levels if item.name not in ("changes", "tie-break"))
