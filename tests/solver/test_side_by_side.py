"""Two neighbourhoods at a time: what both do is one legal assignment, and none the worse."""

import numpy as np
import pytest

from bianzu.instances import generate
from bianzu.models import Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.bounding import Bounding
from bianzu.solver.construction import construct
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.data import IntArray
from bianzu.solver.evaluation import evaluate
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import Model
from bianzu.solver.narrowing import narrow
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.programmes import find_useful_rows
from bianzu.solver.proof import Proof
from tests.builders import make_instance, person, team

_NOBODY = np.zeros(0, dtype=np.int64)


def _open(model: Model, keys: IntArray) -> Neighbourhoods:
    """Neighbourhoods over all columns from some assignment, nothing known of prices."""
    zero = np.zeros(model.n_rows, dtype=np.int64)
    nothing = np.zeros(model.data.n_services, dtype=np.int64)
    proof = Proof(((SOFT, 1 << 16), (LOAD_TRAVEL, 1)), zero, (), 0, nothing)
    columns = model.build_columns(np.flatnonzero(model.eligibility.allowed.ravel()))
    space = Neighbourhoods(model, columns, proof, seed=0, effort=1.0)
    found = evaluate(model, keys)
    space.load(found.columns, found.aux_x)
    return space


def _two_teams(lent: str) -> Instance:
    """Two seats, four people, of whom the unit b1 may send one."""
    return make_instance(
        [person(name, work_unit="b1" if name in lent else "c1") for name in "wxyz"],
        [team("T1", "s"), team("T2", "t")],
        {"seats": {}, "one-seat": {}, "borrow-cap": {"bands": [{"up_to": None, "b": 1}]}},
    )


@pytest.mark.parametrize(("lent", "filled"), [("", 1), ("wx", 2), ("wxyz", 1)])
def test_both_together_lend_no_more_than_a_unit_may(lent: str, filled: int) -> None:
    model = build_model(_two_teams(lent))
    space = _open(model, _NOBODY)
    space.improve_both([0], [1])
    found = evaluate(model, space.keys)
    assert found.feasible
    assert len(space.keys) == filled
    assert len(np.unique(space.keys % model.data.n)) == filled
    assert np.array_equal(found.aux_x, space.held.aux_x)


def test_people_of_one_team_stay_with_it_while_both_are_freed() -> None:
    model = build_model(_two_teams(""))
    kept = np.array([model.key(0, 0), model.key(1, 1)])
    space = _open(model, kept)
    one, other = space._deal_out(space.candidates.team == 0, space.candidates.team == 1)
    people = [set(space.candidates.columns.person[mine].tolist()) for mine in (one, other)]
    assert 0 in people[0]
    assert 1 in people[1]
    assert not people[0] & people[1]
    assert people[0] | people[1] == {0, 1, 2, 3}


def test_pairs_of_teams_improve_a_plan_and_stay_legal() -> None:
    model = build_model(generate("tiny", seed=3), 0)
    start = evaluate(model, construct(model))
    space = _open(model, start.columns)
    before = space.objective()
    dice = np.random.default_rng(1)
    for _ in range(6):
        order = dice.permutation(len(model.data.teams)).tolist()
        space.improve_both(order[:1], order[1:2])
        found = evaluate(model, space.keys)
        assert found.feasible
        assert space.objective() <= before
        before = space.objective()
        space.load(found.columns, found.aux_x)
        assert space.objective() <= before
    assert evaluate(model, space.keys).levels < start.levels


def test_a_second_run_side_by_side_does_the_same() -> None:
    model = build_model(generate("tiny", seed=4), 0)
    ends = []
    for _ in range(2):
        space = _open(model, construct(model))
        space.build(lambda: None)
        ends.append(space.keys.tolist())
    assert ends[0] == ends[1]


def test_the_narrowed_model_measures_every_row_that_can_bind() -> None:
    model = build_model(generate("tiny", seed=2), 0)
    bounding = Bounding(model, Ledger(model), lambda: None)
    relaxed, _, _ = bounding.relax()
    assert relaxed is not None
    columns = relaxed.columns
    kept = np.zeros(model.n_rows, dtype=bool)
    kept[find_useful_rows(model, columns, np.arange(model.n_aux))] = True
    part, same, local = narrow(model, columns, kept)
    assert 0 < part.n_rows < model.n_rows
    assert np.array_equal(local >= 0, kept)
    dice = np.random.default_rng(0)
    x, aux_x = dice.random(len(columns)), dice.random(model.n_aux)
    assert np.allclose(part.activity(same, x, aux_x), model.activity(columns, x, aux_x)[kept])
    left = model.activity(columns, np.ones(len(columns)), model.aux_upper.astype(float))[~kept]
    assert (left <= model.row_upper[~kept]).all()


def test_seats_are_open_only_where_somebody_could_sit() -> None:
    model = build_model(_two_teams("wxyz"))  # one unit, which may send one of them
    space = _open(model, np.array([model.key(0, 0)]))
    assert space.has_open_seats
    full = build_model(_two_teams("wx"))
    space = _open(full, np.array([full.key(0, 0), full.key(1, 2)]))
    assert not space.has_open_seats
