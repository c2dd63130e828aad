"""fresh-pairs: two people of one team of the last g rounds are not on one team again.

Known from the past: x[p, t] + x[q, t] ≤ 1 + again[t, p, q]; and for a leader there who leads again,
Σ over leader seats: x[p, s] + x[q, t] ≤ 1 + again[t, p → q]. Pairs that meet in two planned rounds have no
rows here: their units are counted in every plan found (`Companies.count`), and bounds hold without them. For
some of them a search has rows of its own (`watch`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from bianzu.solver.data import Data, IntArray
from bianzu.solver.patterns import Keys, Place, RowKey
from bianzu.solver.rows import Builder, Group

__all__ = ["Companies", "Watched", "add_rows", "watch"]

Watched = tuple[int, str, int]
"""A pair that a search keeps apart: the later planned round, the clause, and the pair's number."""

Codes = tuple[IntArray, IntArray]
"""Sorted numbers of pairs on one team (the lower position · n + the other's), and of pairs of a leader and
another (leader · n + the other's)."""

_NONE: Codes = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


class Companies:
    """Who was on one team with whom in the rounds that each planned round looks back to.

    Attributes
    ----------
    past
        Pairs of the past ones of these rounds, by planned round.
    planned
        The planned ones of them, by planned round.
    """

    def __init__(self, data: Data) -> None:
        setting = data.rules.fresh_pairs
        span = 0 if setting is None else setting.g
        self.data = data
        teams: dict[str, dict[str, list[tuple[int, bool]]]] = defaultdict(lambda: defaultdict(list))
        for record in data.instance.history:
            member = data.person_at[record.person], record.role == "leader"
            teams[record.round][record.team].append(member)
        self.past: list[Codes] = []
        self.planned: list[list[int]] = []
        for item in data.rounds:
            before = data.before(item, span)
            met = [self._number(teams[one.id].values()) for one in before if one.id in teams]
            self.past.append(_unite(met))
            self.planned.append([data.round_at[one.id] for one in before if one.status == "planned"])

    def _number(self, teams: Iterable[list[tuple[int, bool]]]) -> Codes:
        n = self.data.n
        met: set[int] = set()
        led: set[int] = set()
        for members in teams:
            for person, leads in members:
                others = [other for other, _ in members if other != person]
                met.update(person * n + other for other in others if person < other)
                led.update(person * n + other for other in others if leads)
        return np.array(sorted(met), dtype=np.int64), np.array(sorted(led), dtype=np.int64)

    def find_planned(self, slots: IntArray, people: IntArray) -> list[Codes]:
        """For each planned round, the pairs of a plan that met in an earlier planned one and not in the
        past ones it looks back to."""
        data = self.data
        if not any(self.planned):
            return [_NONE for _ in self.planned]
        members: list[list[tuple[int, bool]]] = [[] for _ in data.teams]
        for slot, person in zip(slots.tolist(), people.tolist(), strict=True):
            place = data.slots[slot]
            members[place.team].append((person, place.seat.role == "leader"))
        own = [
            self._number([members[team] for team in np.flatnonzero(data.team_round == item).tolist()])
            for item in range(len(data.rounds))
        ]
        found = []
        for item, before in enumerate(self.planned):
            earlier, past = _unite([own[there] for there in before]), self.past[item]
            again = [np.intersect1d(own[item][kind], earlier[kind]) for kind in (0, 1)]
            found.append((np.setdiff1d(again[0], past[0]), np.setdiff1d(again[1], past[1])))
        return found

    def count(self, slots: IntArray, people: IntArray) -> int:
        """Units of a plan that no row of the model counts."""
        return sum(len(met) + len(led) for met, led in self.find_planned(slots, people))


def _unite(parts: list[Codes]) -> Codes:
    met, led = zip(*parts, strict=True) if parts else ((), ())
    none = np.zeros(0, dtype=np.int64)
    return np.unique(np.concatenate([none, *met])), np.unique(np.concatenate([none, *led]))


def add_rows(data: Data, builder: Builder) -> None:
    """Soft maxima per planned round, team and pair known from the past."""
    for item, codes in enumerate(Companies(data).past):
        for clause, pairs in zip(("pair", "leader"), codes, strict=True):
            if len(pairs):
                _add_slacks(data, builder, item, add_company(data, builder, item, clause, pairs), pairs)


def add_company(data: Data, builder: Builder, item: int, clause: str, pairs: IntArray) -> Group:
    """Rows of two people on one team of a round, team by team: ``pair``, or with the first as ``leader``."""
    count = len(pairs)
    first, second, rows = pairs // data.n, pairs % data.n, np.arange(count)
    ones = np.ones(2 * count, dtype=np.int64)
    both = builder.pattern(np.concatenate([first, second]), np.tile(rows, 2), ones, count)
    led = builder.pattern(second, rows, ones[:count], count) if clause == "leader" else both
    teams = np.flatnonzero(data.team_round == item)
    number = np.zeros(len(data.teams), dtype=np.int64)
    number[teams] = np.arange(len(teams))

    def place(slot: int) -> Place | None:
        if data.slot_round[slot] != item:
            return None
        here = data.slots[slot]
        return (both if here.seat.role == "leader" else led), int(number[here.team]) * count

    def key(at: int) -> RowKey:
        a, b = int(first[at % count]), int(second[at % count])
        team = data.teams[teams[at // count]].id
        return {"team": team, "person": data.people[a].id, "other": data.people[b].id}

    keys = Keys(len(teams) * count, key)
    limit = np.ones(len(keys), dtype=np.int64)
    return builder.add_group("fresh-pairs", clause, keys, limit, place, team=np.repeat(teams, count))


def _add_slacks(data: Data, builder: Builder, item: int, group: Group, pairs: IntArray) -> None:
    """A unit for every row whose two people can both be there; the others are idle."""
    setting = data.rules.fresh_pairs
    assert setting is not None
    first, second = pairs // data.n, pairs % data.n
    allowed = builder.eligibility.allowed
    group.idle = np.ones(len(group.limit), dtype=bool)
    for number, team in enumerate(np.flatnonzero(data.team_round == item).tolist()):
        slots = data.team_slots[team]
        leading = [slot for slot in slots if data.slots[slot].seat.role == "leader"]
        able = np.asarray(allowed[slots].any(axis=0))
        leads = np.asarray(allowed[leading].any(axis=0)) if group.clause == "leader" else able
        both = leads[first] & able[second]
        group.idle[number * len(pairs) : (number + 1) * len(pairs)] = ~both
        for row in np.flatnonzero(both).tolist():
            builder.add_slack(group, number * len(pairs) + row, "soft", setting.weight, 1, minimum=False)


def watch(data: Data, builder: Builder, watched: Sequence[Watched]) -> None:
    """Units of some pairs that meet in two planned rounds.

    x[p, t] + x[q, t] ≤ 1 + meets(r, p, q);  Σ over the two rounds: meets(·, p, q) ≤ 1 + again[r, p, q]
    """
    setting = data.rules.fresh_pairs
    if setting is None or not watched:
        return
    before = Companies(data).planned
    wanted: dict[tuple[int, str], set[int]] = defaultdict(set)
    for item, clause, code in watched:
        for there in (item, *before[item]):
            wanted[there, clause].add(code)
    meets: dict[Watched, int] = {}
    for (there, clause), codes in sorted(wanted.items()):
        pairs = np.array(sorted(codes), dtype=np.int64)
        first = add_company(data, builder, there, clause, pairs).first
        teams = int((data.team_round == there).sum())
        for row, code in enumerate(pairs.tolist()):
            entries = [(first + number * len(pairs) + row, -1) for number in range(teams)]
            meets[there, clause, code] = builder.add_aux(
                "count", "fresh-pairs", clause, {}, 1, follows="rows", entries=entries
            )
    count = sum(len(before[item]) for item, _, _ in watched)
    again = builder.add_group(
        "fresh-pairs", "again", [{}] * count, np.ones(count, dtype=np.int64), lambda _slot: None, eager=True
    )
    row = again.first
    for item, clause, code in watched:
        mine = range(row, row + len(before[item]))
        row = mine.stop
        weight, entries = setting.weight, [(at, -1) for at in mine]
        builder.add_aux("soft", "fresh-pairs", "again", {}, 1, weight=weight, entries=entries)
        for at, there in zip(mine, before[item], strict=True):
            for end in (item, there):
                met = builder.aux[meets[end, clause, code]]
                met.rows.append(at)
                met.coefs.append(1)
