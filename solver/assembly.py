"""From an instance to the model: compile the rules, add the rows of seats and people, find what is shared."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bianzu.models import Instance
from bianzu.solver.aux_columns import Aux
from bianzu.solver.costs import LEVELS, LOAD_TRAVEL, SOFT, WAIVERS, Costs, level_of_aux
from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import WaiverBook, check_pins, compute_eligibility
from bianzu.solver.keeping import add_list_row
from bianzu.solver.model import Model
from bianzu.solver.patterns import Keys, Pattern, Place
from bianzu.solver.rows import Builder, Group
from bianzu.solver.rules import add_rows, check_supported, collect_exclusions
from bianzu.solver.rules.fresh_pairs import Watched, watch

__all__ = ["build_model"]


def build_model(instance: Instance, seed: int = 0, watched: Sequence[Watched] = ()) -> Model:
    """Compile an instance; with rows for ``watched`` pairs, after all others, it is one to search with, and
    proves nothing.

    Raises
    ------
    InputError
        For rules that are not implemented and pins that break an exclusion by themselves.
    """
    check_supported(instance)
    data = Data(instance)
    book = WaiverBook(data)
    eligibility = compute_eligibility(data, collect_exclusions(data), book)
    check_pins(data, eligibility)
    builder = Builder(data, book, eligibility)
    add_rows(data, builder)
    _add_seat_rows(data, builder)
    first_person_row = _add_person_rows(data, builder)
    _add_waiver_rows(builder)
    add_list_row(data, builder)
    watch(data, builder, watched)
    return _assemble(builder, seed, first_person_row)


def _add_seat_rows(data: Data, builder: Builder) -> None:
    """Every slot: people + empty seats = seats. An empty seat also meets every minimum of its team."""
    everybody = builder.mask_pattern(np.ones(data.n, dtype=bool), 1)
    limit = np.array([slot.capacity for slot in data.slots], dtype=np.int64)
    keys = [{"team": data.teams[slot.team].id, "seat": slot.seat_ids[0]} for slot in data.slots]
    netted: dict[int, list[tuple[int, int]]] = {}
    for group in builder.groups:
        if group.netting is not None and group.team is not None:
            for at, (team, units) in enumerate(zip(group.team.tolist(), group.netting.tolist(), strict=True)):
                if units:
                    netted.setdefault(team, []).append((group.first + at, -units))
    rows = builder.add_group("seats", None, keys, limit, lambda slot: (everybody, slot), eager=True)
    counted = data.rules.seats is not None
    for at, slot in enumerate(data.slots):
        builder.add_aux(
            "short" if counted else "empty",
            "seats",
            "leader" if slot.seat.role == "leader" else "other",
            keys[at],
            slot.capacity,
            follows="seats",
            entries=[(rows.first + at, 1), *netted.get(slot.team, ())],
        )


def _add_person_rows(data: Data, builder: Builder) -> int:
    """One-seat: at most one seat among overlapping teams. Returns the first row of the simple case.

    Where somebody can hold several seats, an aux column per person says who serves at all.
    """
    everybody = np.arange(data.n, dtype=np.int64)
    ones = np.ones_like(everybody)
    pattern = builder.pattern(everybody, everybody, ones, data.n)
    if data.one_service:
        n = data.n
        keys = Keys(
            data.n_services,
            lambda at: {"round": data.rounds[at // n].id, "person": data.people[at % n].id},
        )
        return builder.add_group(
            "one-seat",
            None,
            keys,
            np.ones(data.n_services, dtype=np.int64),
            lambda slot: (pattern, int(data.slot_round[slot]) * n),
            eager=True,
        ).first
    each = (pattern, 0)
    keys = Keys(data.n, lambda at: {"person": data.people[at].id})
    cliques = (
        data.overlap_cliques if data.rules.one_seat is not None else [[at] for at in range(len(data.teams))]
    )
    entries: list[list[tuple[int, int]]] = [[] for _ in data.people]
    for clique in cliques:
        inside = frozenset(clique)
        group = builder.add_group(
            "one-seat",
            "clique",
            keys,
            0 * ones,
            lambda slot, inside=inside: each if data.slots[slot].team in inside else None,  # type: ignore[misc]
            eager=True,
        )
        for person in range(data.n):
            entries[person].append((group.first + person, -1))
    minus = (builder.pattern(everybody, everybody, -ones, data.n), 0)
    serves = builder.add_group("one-seat", "serves", keys, 0 * ones, lambda _slot: minus, eager=True)
    for person in range(data.n):
        entries[person].append((serves.first + person, 1))
    for owner, people, rows, coefs in builder.service_entries:
        for person, row, coef in zip(people.tolist(), rows.tolist(), coefs.tolist(), strict=True):
            entries[person].append((owner.first + row, coef))
    for person, item in enumerate(data.people):
        builder.add_aux(
            "count", "one-seat", "serves", {"person": item.id}, 1, follows="serving", entries=entries[person]
        )
    return -1


def _add_waiver_rows(builder: Builder) -> None:
    """No waiver is charged beyond its amount."""
    waivers = builder.book.waivers
    by_slot: dict[int, list[tuple[int, int, int]]] = {}
    for (person, slot), charge in builder.eligibility.charges.items():
        by_slot.setdefault(slot, []).extend((person, at, units) for at, units in charge.items())

    def place(slot: int) -> Place | None:
        if slot not in by_slot:
            return None
        people, rows, units = (np.array(item, dtype=np.int64) for item in zip(*by_slot[slot], strict=True))
        return builder.pattern(people, rows, units, len(waivers)), 0

    keys = [{"waiver": item.id} for item in waivers]
    limit = np.array([item.amount for item in waivers], dtype=np.int64)
    group = builder.add_group("waiver", None, keys, limit, place, eager=True)
    for item in builder.aux:
        if item.waiver is not None:
            item.rows.append(group.first + item.waiver)
            item.coefs.append(1)
        if item.follows == "serving":
            person = builder.data.person_at[item.key["person"]]
            for at, units_needed in builder.eligibility.service_charges.get(person, {}).items():
                item.rows.append(group.first + at)
                item.coefs.append(units_needed)


def _assemble(builder: Builder, seed: int, first_person_row: int) -> Model:
    data, groups, aux = builder.data, builder.groups, builder.aux
    upper = np.concatenate([group.limit for group in groups]).astype(float)
    lower = np.full(len(upper), -np.inf)
    eager = np.zeros(len(upper), dtype=bool)
    row_team = np.full(len(upper), -1, dtype=np.int64)
    for group in groups:
        span = group.span
        eager[span] = group.eager if group.likely is None else group.likely
        if group.rule == "seats":
            lower[span] = upper[span]
        if group.team is not None:
            row_team[span] = group.team
    costs = Costs(builder, builder.eligibility, seed)
    lengths = [len(item.rows) for item in aux]
    own = _find_places(data, groups)
    base, by_team, by_slot = _share_places(data, own)
    return Model(
        data=data,
        eligibility=builder.eligibility,
        book=builder.book,
        builder=builder,
        costs=costs,
        groups=tuple(groups),
        aux=tuple(aux),
        row_lower=lower,
        row_upper=upper,
        eager=eager,
        aux_indptr=np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]),
        aux_rows=np.array([row for item in aux for row in item.rows], dtype=np.int64),
        aux_values=np.array([coef for item in aux for coef in item.coefs], dtype=np.int64),
        aux_upper=np.array([item.upper for item in aux], dtype=np.int64),
        aux_cost=_cost_aux(data, aux, costs),
        aux_team=np.array([item.team for item in aux], dtype=np.int64),
        layout=_lay_out(own),
        base_places=base,
        team_places=by_team,
        slot_places=by_slot,
        first_seat_row=next(group.first for group in groups if group.rule == "seats"),
        first_person_row=first_person_row,
        row_team=row_team,
    )


def _cost_aux(data: Data, aux: list[Aux], costs: Costs) -> np.ndarray:
    cost = np.zeros((LEVELS, len(aux)), dtype=np.int64)
    for at, item in enumerate(aux):
        level = level_of_aux(item)
        cost[level, at] = item.weight if level == SOFT else 1
        if item.follows == "serving":
            person = data.person_at[item.key["person"]]
            cost[SOFT, at] = costs.service[0, person]
            cost[WAIVERS, at] = costs.service_charges.get(person, 0)
        if item.as_seat:
            cost[LOAD_TRAVEL, at] = costs.of_team(item.team)[data.person_at[item.key["person"]]]
    return cost


def _find_places(data: Data, groups: list[Group]) -> list[list[Place]]:
    """Per slot, its patterns with their rows."""
    own: list[list[Place]] = [[] for _ in data.slots]
    for group in groups:
        for slot in range(len(data.slots)) if group.slots is None else group.slots:
            place = group.place(slot)
            if place is not None and place[0].n_rows and len(place[0].people):
                own[slot].append((place[0], place[1] + group.first))
    return own


def _lay_out(own: list[list[Place]]) -> tuple[tuple[Pattern, IntArray, IntArray], ...]:
    """Per pattern, the slots that repeat it and the row it begins at there."""
    patterns: dict[int, Pattern] = {}
    slots: dict[int, list[int]] = {}
    rows: dict[int, list[int]] = {}
    for slot, places in enumerate(own):
        for pattern, row in places:
            patterns[id(pattern)] = pattern
            slots.setdefault(id(pattern), []).append(slot)
            rows.setdefault(id(pattern), []).append(row)
    return tuple(
        (pattern, np.array(slots[key], dtype=np.int64), np.array(rows[key], dtype=np.int64))
        for key, pattern in patterns.items()
    )


def _share_places(
    data: Data, own: list[list[Place]]
) -> tuple[tuple[tuple[Place, ...], ...], tuple[tuple[Place, ...], ...], tuple[tuple[Place, ...], ...]]:
    """Split every slot's places into those of all slots of a round, of all slots of a team, and its own."""
    base: list[tuple[Place, ...]] = []
    for item in range(len(data.rounds)):
        slots = np.flatnonzero(data.slot_round == item).tolist()
        times = Counter((id(pattern), row) for slot in slots for pattern, row in own[slot])
        first = own[slots[0]] if slots else []
        base.append(tuple(place for place in first if times[id(place[0]), place[1]] == len(slots)))
    by_team: list[tuple[Place, ...]] = []
    by_slot: list[tuple[Place, ...]] = [()] * len(own)
    for team, slots in enumerate(data.team_slots):
        in_base = {(id(pattern), row) for pattern, row in base[data.team_round[team]]}
        count = Counter((id(pattern), row) for slot in slots for pattern, row in own[slot])
        shared = {key for key, found in count.items() if found == len(slots)} - in_base
        by_team.append(
            tuple(place for place in (own[slots[0]] if slots else ()) if (id(place[0]), place[1]) in shared)
        )
        for slot in slots:
            by_slot[slot] = tuple(
                place
                for place in own[slot]
                if (id(place[0]), place[1]) not in shared and (id(place[0]), place[1]) not in in_base
            )
    return tuple(base), tuple(by_team), tuple(by_slot)
