"""Rows and auxiliary columns: how a rule's inequality enters the model.

Every row reads ``Σ coefficient · x − Σ aux ≤ limit``. A *maximum* counts people against a limit. A *minimum*
of a team is netted with its empty seats, so it reads "at most (seats − need) members who do not meet it".
Aux columns measure what is over: shortage units, waiver units or soft units.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from bianzu.solver.data import BoolArray, Data, IntArray
from bianzu.solver.exclusions import Eligibility, WaiverBook

__all__ = ["Aux", "Builder", "Entries", "Group", "RowKey"]

Entries = tuple[IntArray, IntArray, IntArray]
"""Parallel (person, row of the group, coefficient) arrays of one slot."""

RowKey = Mapping[str, str]
"""What a row speaks of: any of team, skill, unit, county, person, pair, clause."""

AuxKind = Literal["short", "waive", "soft", "count"]


@dataclass
class Group:
    """Rows that one clause of a rule adds; ``first`` is the position of its first row."""

    rule: str
    clause: str | None
    keys: Sequence[RowKey]
    limit: IntArray
    entries: Callable[[int], Entries]
    slots: Sequence[int]
    first: int = 0
    lazy: bool = False


@dataclass
class Aux:
    """One auxiliary column with its entries in rows."""

    kind: AuxKind
    rule: str
    clause: str | None
    key: RowKey
    upper: int
    weight: int = 0
    waiver: int | None = None
    rows: list[int] = field(default_factory=list)
    coefs: list[int] = field(default_factory=list)


class Builder:
    """Collects groups, aux columns and linear costs from the rules."""

    def __init__(self, data: Data, book: WaiverBook, eligibility: Eligibility) -> None:
        self.data = data
        self.book = book
        self.eligibility = eligibility
        self.groups: list[Group] = []
        self.aux: list[Aux] = []
        self.n_rows = 0
        self.service_entries: list[tuple[Group, IntArray, IntArray, IntArray]] = []
        self.soft_slot_costs: list[tuple[str, int, Callable[[int], IntArray]]] = []
        self.service_costs: list[tuple[str, int, IntArray]] = []
        self.soft_constants: list[tuple[str, int, int]] = []

    # -- rows

    def add_group(
        self,
        rule: str,
        clause: str | None,
        keys: Sequence[RowKey],
        limit: IntArray,
        entries: Callable[[int], Entries],
        slots: Sequence[int] | None = None,
        *,
        lazy: bool = False,
    ) -> Group:
        """Add rows ``Σ coefficient · x ≤ limit``; ``entries`` gives the coefficients of a slot.

        ``lazy`` rows rarely bind: the relaxation may leave them out until they are violated.
        """
        chosen = range(len(self.data.slots)) if slots is None else slots
        group = Group(rule, clause, keys, limit, entries, chosen, self.n_rows, lazy)
        self.groups.append(group)
        self.n_rows += len(keys)
        return group

    def add_service_group(
        self,
        rule: str,
        clause: str | None,
        keys: Sequence[RowKey],
        limit: IntArray,
        people: IntArray,
        rows: IntArray,
        coefs: IntArray,
    ) -> Group:
        """Add rows over "p serves in the round", given as parallel (person, row, coefficient) arrays."""
        group = self.add_group(rule, clause, keys, limit, lambda _slot: (people, rows, coefs))
        if not self.data.one_service:
            group.slots = ()
            self.service_entries.append((group, people, rows, coefs))
        return group

    def add_aux(
        self,
        kind: AuxKind,
        rule: str,
        clause: str | None,
        key: RowKey,
        upper: int,
        *,
        weight: int = 0,
        waiver: int | None = None,
        entries: Iterable[tuple[int, int]] = (),
    ) -> int:
        """Add an aux column with its (row, coefficient) entries; returns its position."""
        item = Aux(kind, rule, clause, key, upper, weight, waiver)
        for row, coef in entries:
            item.rows.append(row)
            item.coefs.append(coef)
        self.aux.append(item)
        return len(self.aux) - 1

    def add_slack(
        self,
        group: Group,
        at: int,
        hardness: str,
        weight: int,
        upper: int,
        *,
        minimum: bool,
        people: tuple[str, ...] = (),
        unit: str | None = None,
    ) -> None:
        """Let row ``at`` of a group be exceeded: softly, by waiver, or (a minimum) as a shortage."""
        entry = ((group.first + at, -1),)
        key = group.keys[at]
        if hardness == "soft":
            self.add_aux("soft", group.rule, group.clause, key, upper, weight=weight, entries=entry)
            return
        if hardness == "waivable":
            waiver = self.book.first(group.rule, people=people, team=key.get("team"), unit=unit)
            if waiver is not None:
                amount = min(upper, self.book.waivers[waiver].amount)
                self.add_aux("waive", group.rule, group.clause, key, amount, waiver=waiver, entries=entry)
        if minimum:
            self.add_aux("short", group.rule, group.clause, key, upper, entries=entry)

    def add_team_minimum(
        self,
        rule: str,
        clause: str | None,
        teams: Sequence[int],
        need: Sequence[int],
        met: Callable[[int], BoolArray],
        hardness: str,
        weight: int = 0,
    ) -> None:
        """At least ``need`` members for whom ``met(slot)`` holds, empty seats counted as met."""
        data = self.data
        row_of = {team: at for at, team in enumerate(teams)}
        limit = np.array([data.team_size[team] for team in teams], dtype=np.int64) - np.array(
            need, dtype=np.int64
        )

        def entries(slot: int) -> Entries:
            people = np.flatnonzero(~met(slot))
            row = row_of[data.slots[slot].team]
            return people, np.full(len(people), row), np.ones(len(people), dtype=np.int64)

        keys = [{"team": data.teams[team].id} for team in teams]
        slots = [slot for team in teams for slot in data.team_slots[team]]
        group = self.add_group(rule, clause, keys, limit, entries, slots)
        for at in range(len(keys)):
            self.add_slack(group, at, hardness, weight, int(need[at]), minimum=True)

    # -- costs

    def add_soft_cost(self, rule: str, weight: int, units: Callable[[int], IntArray]) -> None:
        """Soft units of each person on a slot."""
        self.soft_slot_costs.append((rule, weight, units))

    def add_service_cost(self, rule: str, weight: int, units: IntArray) -> None:
        """Soft units (possibly negative) of each person who serves in the round."""
        self.service_costs.append((rule, weight, units))

    def add_soft_constant(self, rule: str, weight: int, units: int) -> None:
        """Soft units that every plan has."""
        self.soft_constants.append((rule, weight, units))
