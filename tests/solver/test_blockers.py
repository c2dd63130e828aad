"""Who stands in the way of somebody: teams whose members fill rows that tie teams together."""

import numpy as np

from bianzu.solver.assembly import build_model
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.evaluation import evaluate
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.proof import Proof
from tests.builders import make_instance, person, team


def test_a_unit_that_has_lent_all_it_may_points_to_the_team_that_holds_its_people() -> None:
    instance = make_instance(
        [person(name, work_unit="b1" if name in "xy" else "c1") for name in "xyz"],
        [team("T1", "s"), team("T2", "t"), team("T3", "u")],
        {"seats": {}, "one-seat": {}, "borrow-cap": {"bands": [{"up_to": None, "b": 1}]}},
    )
    model = build_model(instance)
    zero = np.zeros(model.n_rows, dtype=np.int64)
    proof = Proof(((SOFT, 1), (LOAD_TRAVEL, 1)), zero, (), 0, np.zeros(model.data.n_services, dtype=np.int64))
    columns = model.build_columns(np.arange(3 * model.data.n))
    space = Neighbourhoods(model, columns, proof, seed=0, effort=1.0)
    x, y, z = range(3)
    found = evaluate(model, np.array([model.key(1, x), model.key(2, z)]))
    assert found.feasible
    space.load(found.columns, found.aux_x)
    assert space.losses.find_blockers(model.key(0, y)).tolist() == [1]
    assert space.losses.find_blockers(model.key(0, z)).tolist() == [2]  # the person's own seat
    space.load(np.zeros(0, dtype=np.int64), evaluate(model, np.zeros(0, dtype=np.int64)).aux_x)
    assert space.losses.find_blockers(model.key(0, y)).tolist() == []
