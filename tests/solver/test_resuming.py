"""The beginning of a search from a plan: what nobody can fill is proven empty, wrong prices are put aside."""

from collections.abc import Iterable
from functools import cache

import numpy as np
import pytest

from bianzu.instances import apply_changes, generate
from bianzu.models import Instance, Pin, Plan, SetRule
from bianzu.solver import solve
from bianzu.solver.assembly import build_model
from bianzu.solver.bounding import Bounding
from bianzu.solver.costs import OTHER_SEATS, SOFT
from bianzu.solver.improving import improve
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import Model
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.recalling import recall
from bianzu.solver.resuming import resume
from bianzu.solver.search import DEFAULT_BUDGET, Search
from tests.solver.running import vector

COUNTY = generate("county", seed=3)


@cache
def _plan() -> Plan:
    return solve(COUNTY)


@cache
def _closed() -> Instance:
    """Two seats of a team that nobody may take any more."""
    bars = [
        Pin(kind="must-not", person=person.id, seat=seat.id, asked_by="office", reason="asked")
        for seat in [seat for seat in COUNTY.teams[1].seats if seat.role == "member"][:2]
        for person in COUNTY.people
    ]
    return COUNTY.model_copy(update={"pins": (*COUNTY.pins, *bars)})


@cache
def _cold() -> Plan:
    return solve(_closed())


def _barren(model: Model) -> int:
    return sum(
        slot.capacity for at, slot in enumerate(model.data.slots) if not model.eligibility.allowed[at].any()
    )


def test_seats_that_nobody_can_take_are_proven_empty_at_once() -> None:
    model = build_model(_closed())
    search = Search(model, 0, DEFAULT_BUDGET, plan=_plan(), gap=0.01)
    resume(search, _plan(), Bounding(model, search.ledger, lambda: None))
    assert search.best is not None
    barren = _barren(model)
    assert barren > 0
    assert (search.best.levels[OTHER_SEATS], search.standing.bounds[OTHER_SEATS]) == (barren, barren)


def test_a_closed_county_reaches_from_a_start_what_it_reaches_without() -> None:
    warm, cold = solve(_closed(), start=_plan()), _cold()
    assert vector(warm.levels) == vector(cold.levels)
    assert (warm.status, cold.status) == ("optimal", "optimal")


def test_the_price_of_an_empty_seat_costs_a_bound_nothing_where_nobody_can_take_it() -> None:
    model = build_model(_closed())
    bounding = Bounding(model, ledger := Ledger(model), lambda: None)
    recalled = recall(model, ledger, _plan(), bounding.tick)
    assert recalled is not None
    bounding.prove(*recalled, alone=())
    barren = _barren(model)
    assert recalled[2][OTHER_SEATS] == (OTHER_SEATS, barren)
    (optimum,) = (item.objective for item in _cold().levels if item.name == "soft")
    assert optimum is not None
    assert optimum - 4 <= ledger.proofs[SOFT].bound(model, (0, barren, 0, 0, 0)) <= optimum


def test_neighbourhoods_leave_seats_alone_that_nobody_can_take() -> None:
    model = build_model(_closed())
    bounding = Bounding(model, ledger := Ledger(model), lambda: None)
    recalled = recall(model, ledger, _plan(), bounding.tick)
    assert recalled is not None
    joint = bounding.prove(*recalled, alone=())
    search = Search(model, 0, DEFAULT_BUDGET)
    search.run()
    assert search.best is not None
    columns = model.build_columns(np.flatnonzero(model.eligibility.allowed.ravel()))
    space = Neighbourhoods(model, columns, joint, seed=0, effort=1.0)
    space.load(search.best.columns, search.best.aux_x)
    assert search.best.levels[OTHER_SEATS] == _barren(model)
    assert not space.lacking
    held = space.objective()
    space.improve(range(len(model.data.teams)))
    assert space.objective() == held
    assert space.held.aux_x[model.seat_aux].sum() == _barren(model)


def test_a_plan_of_other_prices_is_kept_but_its_prices_are_not() -> None:
    model = build_model(apply_changes(COUNTY, [SetRule(rule="fair-load", settings=None)]))
    search = Search(model, 0, DEFAULT_BUDGET, plan=_plan())
    assert resume(search, _plan(), Bounding(model, search.ledger, lambda: None)) is None
    assert search.best is not None
    held = search.best.levels
    search.run()
    assert search.proven
    assert search.best.levels < held


def test_a_long_chain_of_replacements_is_looked_for_before_teams_are_freed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps: list[str] = []
    exchange = Neighbourhoods.exchange

    def note_exchange(space: Neighbourhoods, teams: Iterable[int]) -> bool:
        steps.append("exchange")
        return exchange(space, teams)

    def note_improve(search: Search, space: Neighbourhoods, number: int, *, mixes: int | None = None) -> bool:
        steps.append("improve")
        return improve(search, space, number, mixes=mixes)

    monkeypatch.setattr(Neighbourhoods, "exchange", note_exchange)
    monkeypatch.setattr("bianzu.solver.resuming.improve", note_improve)
    monkeypatch.setattr("bianzu.solver.resuming._FAR", 1.0)
    model = build_model(_closed())
    search = Search(model, 0, DEFAULT_BUDGET, plan=_plan())
    resume(search, _plan(), Bounding(model, search.ledger, lambda: None))
    assert steps[:2] == ["exchange", "improve"]
