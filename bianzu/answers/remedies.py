"""Ranked repairs of an instance without a complete plan: each one solved and audited before it is offered."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from bianzu.answers.bench import Bench
from bianzu.answers.borrowing import borrow, top_up
from bianzu.answers.combining import combine, count_units
from bianzu.answers.leave import narrow_waivers
from bianzu.answers.proposals import BORROW, Proposal, list_proposals
from bianzu.instances import apply_changes, write_model
from bianzu.models import Cause, Change, Explanation, InputError, Instance, LevelChange, Plan, Repair, digest
from bianzu.solver.causes import list_lacks

__all__ = ["find_repairs", "write_repairs"]

_MOST_TRIED = 10
"""Proposals that are solved at most."""
_DOUBTFUL = ("waive", "move", "merge")
"""Kinds of proposals that often leave as much missing as before, which a count may say at once."""


@dataclass(frozen=True)
class _Tried:
    """A proposal with its plan."""

    weight: int
    changes: tuple[Change, ...]
    instance: Instance
    plan: Plan

    @property
    def missing(self) -> int:
        return count_missing(self.plan)

    @property
    def key(self) -> tuple[object, ...]:
        """Complete first, then the lightest, then the fewest, then the best by level."""
        objectives = tuple(level.objective or 0 for level in self.plan.levels)
        return (self.missing, self.weight, count_units(self.changes), objectives)

    def covers(self, other: "_Tried") -> bool:
        """Whether the other one changes all of this, and more or nothing else, and leaves as much missing."""
        return set(self.changes) <= set(other.changes) and self.missing <= other.missing


def find_repairs(
    instance: Instance, causes: Sequence[Cause], base: Plan | None, bench: Bench, wanted: int
) -> tuple[Repair, ...]:
    """Try what could help, the lightest first, until enough complete plans are found.

    Several are tried at once, never one that would not be tried if they came one after the other: the repairs
    are the same however many run at once, and whichever is done first.

    Parameters
    ----------
    instance
        The one without a complete plan.
    causes
        Why; a repair speaks to all of them together.
    base
        An incomplete plan, which the repaired ones begin with and are compared to; ``None`` when there is
        none because pins contradict each other.
    bench
        Options, worker and cancel token of the solves.
    wanted
        How many repairs are enough.

    Returns
    -------
    tuple of Repair
        Ranked. Fewer than wanted when no more are found; one that leaves something missing, though less than
        before, comes after all complete ones.
    """
    waiting = deque(combine([list_proposals(instance, cause, base) for cause in causes])[:_MOST_TRIED])
    under_way: deque[Future[_Tried | None]] = deque()
    tried: list[_Tried] = []
    while not bench.cancelled:
        complete = sum(not item.missing for item in tried)
        start = base if base is not None else tried[0].plan if tried else None
        most = wanted - complete if start is not None else 1
        while waiting and complete < wanted and len(under_way) < most:
            trial = _Trial(instance, waiting.popleft(), base, start, bench)
            under_way.append(bench.submit(trial.run))
        if not under_way:
            break
        found = under_way.popleft().result()
        if found is not None and not any(item.covers(found) for item in tried):
            tried.append(found)
    tried.sort(key=lambda item: item.key)
    return tuple(_write(rank, item, causes, base) for rank, item in enumerate(tried[:wanted], 1))


def count_missing(plan: Plan) -> int:
    """Shortage units of a plan."""
    return sum(item.missing for item in plan.shortages)


@dataclass(frozen=True)
class _Trial:
    """One proposal, to be solved from a plan."""

    instance: Instance
    proposal: Proposal
    base: Plan | None
    start: Plan | None
    bench: Bench

    def run(self) -> _Tried | None:
        """The proposal with its plan, topped up by borrowing where leave is not enough, if it helps."""
        try:
            return self._run()
        except InputError:  # a date beyond the next round, the last team dropped, a pin that is barred now
            return None

    def _run(self) -> _Tried | None:
        item = self.proposal
        more: tuple[Change, ...] = ()
        if item.key[0] in _DOUBTFUL and self.base is not None:
            lacks = list_lacks(apply_changes(self.instance, item.changes))
            if not self._is_better(sum(lack.units for lack in lacks)):
                return None
            more = borrow(self.instance, ((lack.demand, lack.units) for lack in lacks))
        if more and item.loose and item.weight < BORROW:
            fuller = self._solve((*item.changes, *more), BORROW + 1, self.start)
            if fuller is not None and not fuller.missing:
                return fuller
        found = self._solve(item.changes, item.weight, self.start)
        if found is None or not self._is_better(found.missing):
            return None
        more = top_up(found.instance, found.plan) if found.missing and item.weight < BORROW else ()
        if more:  # leave covers a part, borrowed people the rest
            fuller = self._solve((*found.changes, *more), BORROW + 1, found.plan)
            if fuller is not None and not fuller.missing:
                return fuller
        return found

    def _is_better(self, missing: int) -> bool:
        return self.base is None or missing < count_missing(self.base)

    def _solve(self, changes: tuple[Change, ...], weight: int, start: Plan | None) -> _Tried | None:
        """Solve some changes; leave that they grant is cut to what was used and solved again."""
        changed = apply_changes(self.instance, changes)
        plan = self.bench.solve(changed, start)
        if not plan.levels:
            return None
        narrowed = narrow_waivers(self.instance, changes, plan) if self.proposal.loose else changes
        if not narrowed:
            return None
        if narrowed != changes:
            changed = apply_changes(self.instance, narrowed)
            plan = self.bench.solve(changed, plan)
        return _Tried(weight, narrowed, changed, plan)


def _write(rank: int, item: _Tried, causes: Sequence[Cause], base: Plan | None) -> Repair:
    return Repair(
        rank=rank,
        changes=item.changes,
        causes=tuple(range(len(causes))),
        digest=digest(item.instance),
        plan=item.plan,
        missing=item.missing,
        levels=_compare(base, item.plan),
    )


def _compare(base: Plan | None, plan: Plan) -> tuple[LevelChange, ...]:
    """Objectives of the incomplete plan and of the repaired one."""
    before = {} if base is None else {level.name: level for level in base.levels}
    changes = []
    for level in plan.levels:
        old = before.get(level.name)
        changes.append(
            LevelChange(
                name=level.name,
                before=None if old is None else old.objective,
                after=level.objective,
                bound_before=None if old is None else old.bound,
                bound_after=level.bound,
            )
        )
    return tuple(changes)


def write_repairs(instance: Instance, found: Explanation, folder: Path) -> list[tuple[Path, Path]]:
    """Write what each repair makes of an instance, and its plan, into a folder; the files by rank."""
    written = []
    for repair in found.repairs:
        paths = (folder / f"repair-{repair.rank}.json", folder / f"repair-{repair.rank}.plan.json")
        write_model(apply_changes(instance, repair.changes), paths[0])
        write_model(repair.plan, paths[1])
        written.append(paths)
    return written
