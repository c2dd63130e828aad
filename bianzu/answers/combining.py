"""Proposals for several causes made into one: the same idea for all of them, each change once."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bianzu.answers.proposals import Proposal
from bianzu.models import AddPeople, AddWaiver, Change, DropPin, Traits, Waiver

__all__ = ["combine", "count_units", "merge_changes"]


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
