"""Every parameter of every rule changes what the audit says, and says what was counted by hand."""

from typing import Any, get_args

import pytest

from bianzu.audit import measure
from bianzu.models import RuleSettings
from tests.audit.parameter_cases import Case, Said
from tests.audit.parameter_recusals import RECUSAL_CASES
from tests.audit.parameter_rotations import ROTATION_CASES
from tests.audit.parameter_rounds import ROUND_CASES
from tests.audit.parameter_seats import SEAT_CASES
from tests.builders import assign, county, make_instance, person, team

CASES = [*SEAT_CASES, *RECUSAL_CASES, *ROTATION_CASES, *ROUND_CASES]
ELSEWHERE = {
    ("priority", "load"),  # below: a level of its own
    ("priority", "travel"),
    ("reserves", "r"),  # test_reserves.py: of a finished plan
    ("sector-sync", "sectors"),  # rules that no version implements yet
    ("sector-sync", "weight"),
}


def _list_parameters() -> set[tuple[str, str]]:
    """Every setting of every rule that takes more than one value."""
    found = set()
    for name, field in RuleSettings.model_fields.items():
        setting = next(item for item in get_args(field.annotation) if item is not type(None))
        for parameter, inner in setting.model_fields.items():
            if parameter != "hardness" or len(get_args(inner.annotation)) > 1:
                found.add((field.alias or name, parameter))
    return found


def _measure(item: Case, value: Any) -> Said:
    """What the audit says of a case at a value."""
    instance, rows, services = item.make(value)
    measured = measure(instance, rows, floaters=services)
    told = next(result for result in measured.rules if result.rule == item.told)
    return Said(
        sum(breach.rule == item.told for breach in measured.breaches),
        told.violations,
        told.objective,
        told.missing,
        told.waived,
    )


@pytest.mark.parametrize("item", CASES, ids=lambda item: f"{item.rule}-{item.parameter}")
def test_a_parameter_says_what_was_counted_by_hand(item: Case) -> None:
    assert [(value, _measure(item, value)) for value, _ in item.values] == list(item.values)
    assert len({said for _, said in item.values}) > 1


def test_every_parameter_of_every_rule_is_counted_at_two_values() -> None:
    counted = {(item.rule, item.parameter) for item in CASES}
    assert counted | ELSEWHERE == _list_parameters()
    assert counted.isdisjoint(ELSEWHERE)


@pytest.mark.parametrize(
    ("setting", "cost"),
    [
        ({}, 3 * 10 + 7),
        ({"load": 4}, 3 * 4 + 7),
        ({"travel": 5}, 3 * 10 + 7 * 5),
        ({"load": 0, "travel": 0}, 0),
    ],
)
def test_load_and_travel_by_their_weights(setting: dict[str, int], cost: int) -> None:
    people = [person("x", earlier_rounds=3)]
    counties = [county("A"), county("B", distances={"A": 7}), county("C")]
    instance = make_instance(people, [team("T1", "s")], {"priority": setting}, counties=counties)
    assert measure(instance, assign(instance, {"s": "x"})).levels[5].objective == cost
