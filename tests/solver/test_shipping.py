"""Transport problems: what is one, and that flows solve it as the simplex does."""

import numpy as np
import pytest

from bianzu.instances import generate, library_team_assignment, template
from bianzu.models import Instance
from bianzu.solver import SolveOptions, shipped_relaxation, solve
from bianzu.solver.assembly import build_model
from bianzu.solver.bounding import Bounding
from bianzu.solver.columns import Weights
from bianzu.solver.costs import LOAD_TRAVEL, SOFT, TIE_BREAK, WAIVERS
from bianzu.solver.coupling import ship_coupled
from bianzu.solver.holding import list_flat_prices
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import Model
from bianzu.solver.network import Shipping
from bianzu.solver.relaxation import relax
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.search import DEFAULT_BUDGET, Search
from bianzu.solver.shipping import Shipment, ship
from bianzu.solver.transport import _measure, find_transport

_BASE: Weights = ((SOFT, 4096), (LOAD_TRAVEL, 1))
_WEIGHTS: Weights = (*_BASE, *tuple(list_flat_prices(_BASE).items())[:WAIVERS])


def _relax(model: Model) -> Relaxed:
    return relax(model, _WEIGHTS, allowed=model.eligibility.allowed, aux_open=model.aux_cost[WAIVERS] == 0)


def _draw_villages(villages: int, without: int = 0) -> Instance:
    """One seat a village, without the last people of the pool whom nothing else names, and without the rules
    that tie people or villages together."""
    instance = template("village-secretaries", villages=villages)
    rules = instance.rules.model_copy(update={"couples": None, "reserved_seats": None})
    return _drop_people(instance.model_copy(update={"rules": rules}), without)


def _drop_people(instance: Instance, count: int) -> Instance:
    named = {pin.person for pin in instance.pins} | {record.person for record in instance.history}
    named |= {name for item in instance.relations for name in (item.person, item.other_person) if name}
    free = [person.id for person in instance.people if person.id not in named]
    gone = set(free[len(free) - count :])
    sets = {
        name: tuple(one for one in people if one not in gone) for name, people in instance.source_sets.items()
    }
    people = tuple(person for person in instance.people if person.id not in gone)
    return instance.model_copy(update={"people": people, "source_sets": sets})


@pytest.mark.parametrize("name", ["villages", "tiny", "team-assignment"])
def test_the_range_of_every_row_of_one_slot_is_that_of_its_entries(name: str) -> None:
    """Of everybody's, and nothing."""
    if name == "villages":
        instance = _draw_villages(30)
    else:
        instance = (
            generate("tiny", seed=1) if name == "tiny" else library_team_assignment("data3_6_28").instance
        )
    model = build_model(instance)
    columns = model.build_columns(np.arange(len(model.data.slots) * model.data.n))
    least, most = np.zeros(model.n_rows, dtype=np.int64), np.zeros(model.n_rows, dtype=np.int64)
    np.minimum.at(least, columns.rows, columns.values)
    np.maximum.at(most, columns.rows, columns.values)
    rows = _measure(model)
    alone = rows.touched == 1
    assert alone.sum() > 10
    assert np.array_equal(rows.low[alone], least[alone])
    assert np.array_equal(rows.high[alone], most[alone])
    assert (least[alone] < most[alone]).any()


@pytest.mark.parametrize("gone", [0, 40])
def test_flows_reach_what_the_simplex_does(monkeypatch: pytest.MonkeyPatch, gone: int) -> None:
    model = build_model(_draw_villages(60, gone))
    monkeypatch.setattr(shipped_relaxation, "_SHIPPED", 0)
    shipped = _relax(model)
    assert shipped.exact
    assert set(np.unique(shipped.x)) <= {0.0, 1.0}
    assert (shipped.aux_x[model.seat_aux].sum() > 0) == (gone > 0)
    activity = model.activity(shipped.columns, shipped.x, shipped.aux_x)
    assert (activity <= model.row_upper).all()
    monkeypatch.setattr(shipped_relaxation, "_SHIPPED", model.n_columns)
    plain = _relax(model)
    assert not plain.exact
    assert shipped.value == pytest.approx(plain.value, abs=0.5)


def test_multipliers_of_flows_prove_their_point() -> None:
    model = build_model(_draw_villages(100))
    bounding = Bounding(model, Ledger(model), lambda: None)
    relaxed, weights, pins = bounding.relax()
    assert relaxed is not None
    assert relaxed.exact
    joint = bounding.prove(relaxed, weights, pins)
    constant = sum(weight * int(model.constant[level]) for level, weight in weights)
    assert joint.bound(model) == round(relaxed.value) + constant


@pytest.mark.parametrize("gone", [0, 70])
def test_a_transport_problem_is_proven_optimal(gone: int) -> None:
    instance = _draw_villages(100, gone)
    plan = solve(instance, options=SolveOptions(seed=1))
    assert plan.status == "optimal"
    assert plan.complete == (gone == 0)


def test_teams_of_several_seats_are_no_transport_problem() -> None:
    model = build_model(generate("tiny", seed=1))
    assert find_transport(model, _WEIGHTS, model.aux_cost[WAIVERS] == 0) is None


def test_rules_that_tie_people_together_leave_coupling_rows() -> None:
    model = build_model(template("village-secretaries", villages=60))
    transport = find_transport(model, _WEIGHTS, model.aux_cost[WAIVERS] == 0)
    assert transport is not None
    clauses = {
        group.rule
        for group in model.groups
        for row in transport.coupling
        if group.first <= row < group.first + len(group.limit)
    }
    assert clauses == {"couples", "reserved-seats"}
    held = {
        group.rule
        for group in model.groups
        for row in transport.cap_rows
        if group.first <= row < group.first + len(group.limit)
    }
    assert held == {"borrow-cap"}


def _ship_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped_relaxation, "_SHIPPED", 0)
    monkeypatch.setattr(shipped_relaxation, "_COUPLED", 0)


@pytest.mark.parametrize("villages", [60, 100, 150])
def test_prices_of_coupling_rows_bound_the_plan(monkeypatch: pytest.MonkeyPatch, villages: int) -> None:
    model = build_model(template("village-secretaries", villages=villages))
    plain = _relax(model)
    assert not plain.exact
    _ship_small(monkeypatch)
    bounding = Bounding(model, Ledger(model), lambda: None)
    relaxed, weights, pins = bounding.relax()
    assert relaxed is not None
    assert relaxed.exact
    assert set(np.unique(relaxed.x)) <= {0.0, 1.0}
    assert (model.activity(relaxed.columns, relaxed.x, relaxed.aux_x) <= model.row_upper).all()
    bound = bounding.prove(relaxed, weights, pins).bound(model)
    value = relaxed.value + sum(weight * int(model.constant[level]) for level, weight in weights)
    assert bound <= value
    load = float(relaxed.columns.cost[LOAD_TRAVEL] @ relaxed.x)
    assert value - bound <= 0.01 * load or villages == 60  # there, so few people are left that order matters
    shipped = _relax(model)
    assert shipped.exact
    assert shipped.value >= plain.value - 0.5


def test_prices_and_neighbourhoods_prove_a_coupled_transport_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    model = build_model(template("village-secretaries", villages=60))
    plain = Search(model, 1, DEFAULT_BUDGET)
    plain.run()
    _ship_small(monkeypatch)
    priced = Search(model, 1, DEFAULT_BUDGET)
    priced.run()
    assert plain.best is not None
    assert priced.best is not None
    assert plain.proven
    assert priced.proven
    assert priced.best.levels[:TIE_BREAK] == plain.best.levels[:TIE_BREAK]


def test_a_couple_that_both_could_go_is_settled() -> None:
    """The plain flow sends both of a couple and nobody of the reserved source; the priced one does not."""
    model = build_model(template("village-secretaries", villages=100))
    transport = find_transport(model, _WEIGHTS, model.aux_cost[WAIVERS] == 0)
    assert transport is not None
    given = model.eligibility.allowed, model.aux_cost[WAIVERS] == 0
    shipping = Shipping(model, transport, _WEIGHTS, *given, lambda: None)
    loose, kept = ship(shipping), ship_coupled(shipping)
    assert loose is not None
    assert kept is not None

    def exceed(shipment: Shipment) -> int:
        columns = model.build_columns(shipment.keys[shipment.taken])
        over = model.activity(columns, np.ones(len(columns)), np.zeros(model.n_aux)) - model.row_upper
        return int(np.count_nonzero(over[transport.coupling] > 0))

    assert exceed(loose) > 0
    assert exceed(kept) == 0
    assert (kept.duals[transport.coupling] <= 0).all()
