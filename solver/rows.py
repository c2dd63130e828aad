"""Rows: how a rule's inequality enters the model, with its auxiliary columns.

Every row reads ``Σ coefficient · x − Σ aux ≤ limit``. A *maximum* counts people against a limit. A
*minimum* of a team, met by people or by its empty seats, reads ``−Σ met · x − Σ empty − aux ≤ −need``; where
most people meet it, the same row is written with those who do not: ``Σ unmet · x − aux ≤ seats − need``.
Aux columns measure what is over: shortage units, waiver units or soft units.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bianzu.solver.aux_columns import Aux, AuxKind, Follows
from bianzu.solver.data import BoolArray, Data, IntArray
from bianzu.solver.exclusions import Eligibility, WaiverBook
from bianzu.solver.patterns import Pattern, Place, RowKey

__all__ = ["TURNS", "Builder", "Group"]

TURNS = "turns"
"""Clause of rows that say in which round a person is beyond a limit; no certificate knows them."""


@dataclass
class Group:
    """Rows that one clause of a rule adds; ``first`` is the position of its first row.

    Attributes
    ----------
    limit
        (r,) right-hand sides.
    place
        slot -> the coefficients of people on the slot, ``None`` for none.
    netting
        (r,) how many units each empty seat of the row's team is worth, ``None`` where none counts.
    team
        (r,) the team that each row speaks of, ``None`` for rows of no team.
    eager
        Whether the rows tie teams together or link decisions: the relaxation has them from the start.
    likely
        (r,) further rows that it has from the start, as they often bind; all others come in when violated.
    slots
        The slots on which ``place`` may give anything, in order; ``None`` for all.
    idle
        (r,) rows that no plan can exceed, as whom they speak of is barred: no multiplier of theirs proves
        anything, and a certificate does not hold them. ``None`` for none.
    """

    rule: str
    clause: str | None
    keys: Sequence[RowKey]
    limit: IntArray
    place: Callable[[int], Place | None]
    netting: IntArray | None = None
    team: IntArray | None = None
    eager: bool = False
    first: int = 0
    likely: BoolArray | None = None
    slots: Sequence[int] | None = None
    idle: BoolArray | None = None

    @property
    def span(self) -> slice:
        """Where the rows stand among those of the model."""
        return slice(self.first, self.first + len(self.limit))


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
        self.service_costs: list[tuple[str, int, int, IntArray]] = []
        self.soft_constants: list[tuple[str, int, int]] = []
        self.missing_constants: list[tuple[str, int]] = []
        self._masks: dict[tuple[bytes, int], Pattern] = {}

    def pattern(self, people: IntArray, rows: IntArray, coefs: IntArray, n_rows: int) -> Pattern:
        """A pattern over all people."""
        return Pattern(people, rows, coefs, self.data.n, n_rows)

    def mask_pattern(self, mask: BoolArray, coef: int) -> Pattern:
        """One row with the same coefficient for everybody in a mask; equal masks share it."""
        key = (mask.tobytes(), coef)
        if key not in self._masks:
            people = np.flatnonzero(mask)
            self._masks[key] = self.pattern(people, np.zeros_like(people), np.full_like(people, coef), 1)
        return self._masks[key]

    # -- rows

    def add_group(
        self,
        rule: str,
        clause: str | None,
        keys: Sequence[RowKey],
        limit: IntArray,
        place: Callable[[int], Place | None],
        *,
        netting: IntArray | None = None,
        team: IntArray | None = None,
        eager: bool = False,
        likely: BoolArray | None = None,
        slots: Sequence[int] | None = None,
    ) -> Group:
        """Add rows ``Σ coefficient · x ≤ limit``; ``place`` gives the coefficients on a slot."""
        group = Group(rule, clause, keys, limit, place, netting, team, eager, self.n_rows, likely, slots)
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
        *,
        rounds: IntArray | None = None,
        likely: bool = True,
    ) -> Group:
        """Add rows over "p serves in a planned round", given as parallel (person, row, coefficient) arrays.

        ``rounds`` is parallel to them: the position of the planned round, the first one by default. Rows that
        are not ``likely`` to bind wait until they are violated.
        """
        data = self.data
        places: list[Place | None] = [None] * len(data.rounds)
        for item in range(len(data.rounds)):
            mine = slice(None) if rounds is None else rounds == item
            if data.one_service and (rounds is not None or item == 0) and len(people[mine]):
                places[item] = (self.pattern(people[mine], rows[mine], coefs[mine], len(keys)), 0)
        group = self.add_group(
            rule,
            clause,
            keys,
            limit,
            lambda slot: places[data.slot_round[slot]],
            eager=True,
            likely=None if likely else np.zeros(len(keys), dtype=bool),
        )
        if not data.one_service:
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
        worth: int = 1,
        waiver: int | None = None,
        follows: Follows = "excess",
        entries: Iterable[tuple[int, int]] = (),
        as_seat: bool = False,
    ) -> int:
        """Add an aux column with its (row, coefficient) entries; returns its position."""
        team = self.data.team_at[key["team"]] if "team" in key else -1
        item = Aux(kind, rule, clause, key, upper, weight, worth, waiver, team, follows, as_seat=as_seat)
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
        counties: tuple[str, ...] = (),
        item: int = 0,
    ) -> None:
        """Let row ``at`` of a group be exceeded: softly, by waiver, or (a minimum) as a shortage.

        ``item`` is the planned round of a row that speaks of no team.
        """
        if hardness == "waivable" and not minimum and group.rule not in self.book.rules:
            return
        entry = ((group.first + at, -1),)
        key = group.keys[at]
        if hardness == "soft":
            self.add_aux("soft", group.rule, group.clause, key, upper, weight=weight, entries=entry)
            return
        if hardness == "waivable":
            team = key.get("team")
            if team is not None:
                item = int(self.data.team_round[self.data.team_at[team]])
            waiver = self.book.first(group.rule, item, people=people, team=team, unit=unit, counties=counties)
            if waiver is not None:
                amount = min(upper, self.book.waivers[waiver].amount)
                self.add_aux("waive", group.rule, group.clause, key, amount, waiver=waiver, entries=entry)
        if minimum:
            self.add_aux("short", group.rule, group.clause, key, upper, entries=entry)

    def add_unit_waivers(self, rule: str, team: int, person: int, unit: str, rows: Sequence[int]) -> None:
        """Let rows on a person at a unit be exceeded by a waiver: the first in force for the seat."""
        data, name = self.data, self.data.people[person].id
        covered: dict[int, set[tuple[int, int]]] = {}
        for slot in data.team_slots[team]:
            place = data.slots[slot]
            waiver = self.book.first(
                rule,
                int(data.team_round[team]),
                people=(name,),
                seat=place.seat_ids[0] if place.capacity == 1 else None,
                team=data.teams[team].id,
                unit=unit,
            )
            if waiver is not None:
                covered.setdefault(waiver, set()).add((slot, person))
        for waiver, places in covered.items():
            key = {"team": data.teams[team].id, "person": name, "unit": unit}
            entries = [(row, -1) for row in rows]
            at = self.add_aux("waive", rule, None, key, 1, waiver=waiver, entries=entries)
            if len(places) < len(data.team_slots[team]):
                self.aux[at].places = frozenset(places)

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
        if not teams:
            return
        data = self.data
        row_of = {team: at for at, team in enumerate(teams)}
        slots = [slot for team in teams for slot in data.team_slots[team]]
        sparse = 2 * sum(int(met(slot).sum()) for slot in slots) <= len(slots) * data.n
        patterns = {
            slot: self.mask_pattern(met(slot), -1) if sparse else self.mask_pattern(~met(slot), 1)
            for slot in slots
        }
        needs = np.array(need, dtype=np.int64)
        sizes = np.array([data.team_size[team] for team in teams], dtype=np.int64)

        def place(slot: int) -> Place | None:
            row = row_of.get(data.slots[slot].team)
            if row is None:
                return None
            return patterns[slot], row

        group = self.add_group(
            rule,
            clause,
            [{"team": data.teams[team].id} for team in teams],
            -needs if sparse else sizes - needs,
            place,
            netting=np.ones_like(needs) if sparse else None,
            team=np.array(teams, dtype=np.int64),
        )
        for at in range(len(teams)):
            self.add_slack(group, at, hardness, weight, int(need[at]), minimum=True)

    # -- costs

    def add_soft_cost(self, rule: str, weight: int, units: Callable[[int], IntArray]) -> None:
        """Soft units of each person on a slot."""
        self.soft_slot_costs.append((rule, weight, units))

    def add_service_cost(self, rule: str, weight: int, units: IntArray, item: int = 0) -> None:
        """Soft units (possibly negative) of each person who serves in planned round ``item``."""
        self.service_costs.append((rule, weight, item, units))

    def add_soft_constant(self, rule: str, weight: int, units: int) -> None:
        """Soft units that every plan has."""
        self.soft_constants.append((rule, weight, units))

    def add_missing_constant(self, rule: str, units: int) -> None:
        """Shortage units that every plan has."""
        self.missing_constants.append((rule, units))
