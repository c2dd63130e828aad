"""Everybody is needed and only pairs matter: duals of seats and people have no measure of their own there."""

import pytest

from bianzu.instances import library_team_assignment
from bianzu.solver.assembly import build_model
from bianzu.solver.bounding import Bounding
from bianzu.solver.costs import SOFT
from bianzu.solver.ledger import Ledger


@pytest.mark.long
@pytest.mark.parametrize(("name", "least"), [("data1_6_24", 43_090), ("data3_6_28", 29_460)])
def test_the_relaxation_of_a_partition_keeps_its_bound(name: str, least: int) -> None:
    model = build_model(library_team_assignment(name).instance)
    ledger = Ledger(model)
    bounding = Bounding(model, ledger, lambda: None)
    relaxed, weights, pins = bounding.relax()
    assert relaxed is not None
    bounding.prove(relaxed, weights, pins)
    assert ledger.proofs[SOFT].bound(model) >= least
