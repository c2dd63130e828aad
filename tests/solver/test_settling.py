"""The end of a search, where the model leaves out what people who meet again cost."""

import pytest

from bianzu.instances import template
from tests.solver.running import assert_optimal


@pytest.mark.long
def test_a_term_of_pairs_is_proven_with_rows_for_those_who_meet_again() -> None:
    plan = assert_optimal(template("stationed-prosecutors"))
    assert {result.rule: result.violations for result in plan.rules}["fresh-pairs"] == 0
    assert [level.objective for level in plan.levels[4:6]] == [725, 1121]
