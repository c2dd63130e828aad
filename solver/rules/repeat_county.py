"""repeat-county: better not the same county again within g rounds (leaders) or g_others (others).

soft units = host counties in which p served during the city's last g rounds; local seats exempt. Where the
past alone is no reason, an earlier planned round a counts:
Σ over seats of r there that are not local: x[p, s] + Σ over seats of a there: x[p, s] ≤ 1 + again[r, p,
county].
"""

from collections.abc import Callable

import numpy as np

from bianzu.solver.data import BoolArray, Data, IntArray
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.patterns import Keys, Pattern, Place
from bianzu.solver.rows import Builder


def exclusions(data: Data) -> list[Exclusion]:
    """The soft cost of coming back too soon."""
    setting = data.rules.repeat_county
    assert setting is not None
    none = np.zeros(data.n, dtype=np.int64)
    leaders = [_served_in(data, item, setting.g) for item in range(len(data.rounds))]
    others = [_served_in(data, item, setting.g_others) for item in range(len(data.rounds))]

    def units(slot: int) -> IntArray:
        if data.origin(slot) == "local":
            return none
        place = data.slots[slot]
        served = (leaders if place.seat.role == "leader" else others)[data.slot_round[slot]]
        return np.asarray(served[:, data.host[place.team]].sum(axis=1), dtype=np.int64)

    return [Exclusion("repeat-county", None, "soft", units, weight=setting.weight)]


def _served_in(data: Data, item: int, look_back: int) -> BoolArray:
    """(n, counties) who served where in the past ones of the rounds just before a planned round."""
    recent = {one.id for one in data.before(data.rounds[item], look_back)}
    served = np.zeros((data.n, len(data.county_at)), dtype=bool)
    for record in data.instance.history:
        if record.round in recent:
            for county in record.counties:
                served[data.person_at[record.person], data.county_at[county]] = True
    return served


def add_rows(data: Data, builder: Builder) -> None:
    """Rows for every planned round and each earlier one that it looks back to."""
    setting = data.rules.repeat_county
    assert setting is not None
    for item, this in enumerate(data.rounds):
        spans = {"leader": setting.g, "other": setting.g_others}
        before = [
            data.round_at[one.id] for one in data.before(this, max(spans.values())) if one.status == "planned"
        ]
        if before:
            _Return(data, builder, item, spans).add(before)


class _Return:
    """Coming back to a county in one planned round."""

    def __init__(self, data: Data, builder: Builder, item: int, spans: dict[str, int]) -> None:
        self.data = data
        self.builder = builder
        self.item = item
        self.spans = spans
        self.fresh = {kind: ~_served_in(data, item, span) for kind, span in spans.items()}
        everybody = np.arange(data.n, dtype=np.int64)
        self.everybody = builder.pattern(everybody, everybody, np.ones_like(everybody), data.n)
        self.patterns: dict[tuple[str, tuple[int, ...]], Pattern] = {}

    def add(self, before: list[int]) -> None:
        """Rows (county, person) against each earlier round, and the units that they share."""
        data, n = self.data, self.data.n
        setting = data.rules.repeat_county
        assert setting is not None
        counties = [county.id for county in data.instance.counties]
        this = data.rounds[self.item].id
        firsts = []
        for there in before:
            earlier = data.rounds[there].id
            keys = Keys(len(counties) * n, self._make_keys(this, counties, earlier))
            limit = np.ones(len(keys), dtype=np.int64)
            group = self.builder.add_group("repeat-county", None, keys, limit, self._placing(there))
            group.idle = ~self._find_repeaters(there).ravel()
            firsts.append(group.first)
        coming = self._find_people(lambda slot: data.origin(slot) != "local", [self.item])
        coming &= self._find_people(lambda _slot: True, before)
        for county, person in np.argwhere(coming).tolist():
            self.builder.add_aux(
                "soft",
                "repeat-county",
                None,
                {"round": this, "person": data.people[person].id, "county": counties[county]},
                1,
                weight=setting.weight,
                entries=[(first + county * n + person, -1) for first in firsts],
            )

    def _find_repeaters(self, there: int) -> BoolArray:
        """(counties, n) who could come to a county after an earlier round there, at the price of a unit."""
        data, gap = self.data, self._gap(there)
        found = np.zeros((len(data.county_at), data.n), dtype=bool)
        for slot in np.flatnonzero(data.slot_round == self.item).tolist():
            kind, hosts = self._kind(slot), data.host[data.slots[slot].team]
            if data.origin(slot) != "local" and gap <= self.spans[kind]:
                found[hosts] |= self.builder.eligibility.allowed[slot] & self.fresh[kind][:, hosts].T
        return found & self._find_people(lambda _slot: True, [there])

    def _gap(self, there: int) -> int:
        order = self.data.order
        return order[self.data.rounds[self.item].id] - order[self.data.rounds[there].id]

    def _kind(self, slot: int) -> str:
        return "leader" if self.data.slots[slot].seat.role == "leader" else "other"

    def _make_keys(self, this: str, counties: list[str], earlier: str) -> Callable[[int], dict[str, str]]:
        people, n = self.data.people, self.data.n
        return lambda at: {
            "round": this,
            "person": people[at % n].id,
            "county": counties[at // n],
            "earlier": earlier,
        }

    def _find_people(self, test: Callable[[int], bool], rounds: list[int]) -> BoolArray:
        """(counties, n) who could serve on a seat that passes a test, in some rounds."""
        data = self.data
        found = np.zeros((len(data.county_at), data.n), dtype=bool)
        for slot, place in enumerate(data.slots):
            if data.slot_round[slot] in rounds and test(slot):
                found[data.host[place.team]] |= self.builder.eligibility.allowed[slot]
        return found

    def _placing(self, there: int) -> Callable[[int], Place | None]:
        data = self.data
        gap = self._gap(there)

        def place(slot: int) -> Place | None:
            item, hosts = data.slot_round[slot], data.host[data.slots[slot].team]
            if item == there:
                return self._spread(None, hosts)
            kind = self._kind(slot)
            if item != self.item or data.origin(slot) == "local" or gap > self.spans[kind]:
                return None
            return self._spread(kind, hosts)

        return place

    def _spread(self, kind: str | None, hosts: BoolArray) -> Place:
        """Everybody whom the past gives no reason, in the rows of each host county."""
        counties = np.flatnonzero(hosts).tolist()
        n, fresh = self.data.n, None if kind is None else self.fresh[kind]
        if len(counties) == 1 and (fresh is None or bool(fresh[:, counties[0]].all())):
            return self.everybody, counties[0] * n
        key = (kind or "", tuple(counties))
        if key not in self.patterns:
            chosen = (
                np.ones((self.data.n, len(counties)), dtype=bool) if fresh is None else fresh[:, counties]
            )
            people, number = np.nonzero(chosen)
            rows = np.array(counties, dtype=np.int64)[number] * n + people - counties[0] * n
            length = (counties[-1] - counties[0] + 1) * n
            self.patterns[key] = self.builder.pattern(people, rows, np.ones_like(people), length)
        return self.patterns[key], counties[0] * n
