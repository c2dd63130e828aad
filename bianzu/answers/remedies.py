"""Ranked repairs of an instance without a complete plan: each one solved and audited before it is offered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bianzu.answers.leave import narrow_waivers
from bianzu.answers.proposals import BORROW, Proposal, list_proposals, top_up
from bianzu.instances import apply_changes, write_model
from bianzu.models import (
    AddPeople,
    AddWaiver,
    Cause,
    Change,
    DropPin,
    Explanation,
    InputError,
    Instance,
    LevelChange,
    Plan,
    Repair,
    Traits,
    Waiver,
    digest,
)
from bianzu.solver import CancelToken, SolveOptions, Worker, solve

__all__ = ["Bench", "find_repairs", "write_repairs"]

_MOST_TRIED = 10
"""Proposals that are solved at most."""


@dataclass(frozen=True)
class Bench:
    """What repairs are solved with."""

    options: SolveOptions
    worker: Worker
    cancel: CancelToken | None = None

    def solve(self, instance: Instance, start: Plan | None) -> Plan:
        """An audited plan, close to another one where there is one."""
        return solve(instance, options=self.options, worker=self.worker, cancel=self.cancel, start=start)

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""
        return self.cancel is not None and self.cancel.is_set()


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


def find_repairs(
    instance: Instance, causes: Sequence[Cause], base: Plan | None, bench: Bench, wanted: int
) -> tuple[Repair, ...]:
    """Try what could help, the lightest first, until enough complete plans are found.

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
    tried: list[_Tried] = []
    for proposal in combine([list_proposals(instance, cause, base) for cause in causes])[:_MOST_TRIED]:
        if bench.cancelled or sum(not item.missing for item in tried) >= wanted:
            break
        start = base if base is not None else tried[0].plan if tried else None
        found = _try(instance, proposal, start, bench)
        if found is None or (base is not None and found.missing >= count_missing(base)):
            continue
        more = top_up(found.instance, found.plan) if found.missing and proposal.weight < BORROW else ()
        fuller = None
        if more:  # leave covers a part, borrowed people the rest
            both = Proposal(proposal.key, (*found.changes, *more), BORROW + 1)
            fuller = _try(instance, both, found.plan, bench)
        tried.append(fuller if fuller is not None and not fuller.missing else found)
    tried.sort(key=lambda item: item.key)
    return tuple(_write(rank, item, causes, base) for rank, item in enumerate(tried[:wanted], 1))


def count_missing(plan: Plan) -> int:
    """Shortage units of a plan."""
    return sum(item.missing for item in plan.shortages)


def count_units(changes: Iterable[Change]) -> int:
    """How much is changed: people borrowed, waiver units granted, one for anything else."""
    total = 0
    for change in changes:
        if isinstance(change, AddPeople):
            total += change.count
        elif isinstance(change, AddWaiver):
            total += change.waiver.amount
        else:
            total += 1
    return total


def combine(lists: Sequence[Sequence[Proposal]]) -> list[Proposal]:
    """For every idea one proposal for all causes: the idea where a cause has it, else its lightest."""
    if len(lists) == 1:
        return list(lists[0])
    found: dict[tuple[Change, ...], Proposal] = {}
    for key in dict.fromkeys(item.key for items in lists for item in items):
        chosen = [_choose(items, key) for items in lists if items]
        merged = merge_changes(change for item in chosen for change in item.changes)
        weight = max(item.weight for item in chosen)
        found.setdefault(merged, Proposal(key, merged, weight, loose=any(item.loose for item in chosen)))
    return sorted(found.values(), key=lambda item: item.weight)


def _choose(items: Sequence[Proposal], key: tuple[str, ...]) -> Proposal:
    return next((item for item in items if item.key == key), items[0])


def merge_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each change once: people with the same traits and waivers of the same scope added up, the last pin
    first."""
    people: Counter[Traits] = Counter()
    waivers: dict[tuple[object, ...], Waiver] = {}
    others: list[Change] = []
    for change in changes:
        if isinstance(change, AddPeople):
            people[change.traits] += change.count
        elif isinstance(change, AddWaiver):
            _add_up(waivers, change.waiver)
        elif change not in others:
            others.append(change)
    pins = sorted((item for item in others if isinstance(item, DropPin)), key=lambda item: -item.pin)
    return (
        *(AddWaiver(waiver=waiver) for waiver in waivers.values()),
        *(AddPeople(count=count, traits=traits) for traits, count in people.items()),
        *(item for item in others if not isinstance(item, DropPin)),
        *pins,
    )


def _add_up(waivers: dict[tuple[object, ...], Waiver], waiver: Waiver) -> None:
    """Take in one more waiver, under an id that no other of them has."""
    scope = (waiver.rule, waiver.person, waiver.seat, waiver.team, waiver.unit)
    known = waivers.get(scope)
    if known is not None:
        waivers[scope] = known.model_copy(update={"amount": known.amount + waiver.amount})
        return
    ids = {item.id for item in waivers.values()}
    ident, number = waiver.id, len(ids)
    while ident in ids:
        number += 1
        ident = f"{waiver.rule}-{number}"
    waivers[scope] = waiver.model_copy(update={"id": ident})


def _try(instance: Instance, proposal: Proposal, start: Plan | None, bench: Bench) -> _Tried | None:
    """Solve a proposal; leave that it grants is cut to what was used and solved again."""
    changes = proposal.changes
    try:
        changed = apply_changes(instance, changes)
    except InputError:  # a date beyond the next round, a team that is the last one
        return None
    plan = bench.solve(changed, start)
    if not plan.levels:
        return None
    if proposal.loose:
        narrowed = narrow_waivers(instance, changes, plan)
        if not narrowed:
            return None
        if narrowed != changes:
            changes = narrowed
            changed = apply_changes(instance, changes)
            plan = bench.solve(changed, plan)
    return _Tried(proposal.weight, changes, changed, plan)


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
