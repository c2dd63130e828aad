"""Every parameter of every rule says to the solver what was counted by hand for the audit."""

from typing import Any

import pytest

from bianzu.solver.assembly import build_model
from bianzu.solver.extraction import list_rules
from tests.audit.parameter_cases import Case, Said
from tests.audit.parameter_recusals import RECUSAL_CASES
from tests.audit.parameter_rotations import ROTATION_CASES
from tests.audit.parameter_rounds import ROUND_CASES
from tests.audit.parameter_seats import SEAT_CASES
from tests.solver.agreeing import evaluate_seating

CASES = [
    item for item in (*SEAT_CASES, *RECUSAL_CASES, *ROTATION_CASES, *ROUND_CASES) if item.rule != "capacity"
]
"""An instance beyond capacity is refused before it is a model: tests/solver/test_checks.py."""


def _evaluate(item: Case, value: Any) -> Said | None:
    """What the solver says of a case at a value, ``None`` where the seating is no plan."""
    instance, _, services = item.make(value)
    model = build_model(instance)
    found = evaluate_seating(model, item.seats, services)
    if found is None or not found.feasible:
        return None
    told = next(result for result in list_rules(model, found) if result.rule == item.told)
    return Said(0, told.violations, told.objective, told.missing, told.waived)


@pytest.mark.parametrize("item", CASES, ids=lambda item: f"{item.rule}-{item.parameter}")
def test_a_parameter_says_what_was_counted_by_hand(item: Case) -> None:
    expected = [None if said.breaches else said for _, said in item.values]
    assert [_evaluate(item, value) for value, _ in item.values] == expected
