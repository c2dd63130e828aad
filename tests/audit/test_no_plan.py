"""What a plan that seats nobody may say: infeasible with its conflict, unknown with nothing."""

from typing import Any

import pytest

from bianzu.audit import FINDING_CODES, verify
from bianzu.models import AtRisk, Conflict, Instance, Level, Plan, RuleResult, Shortage, WaiverUse
from tests.audit.small_worlds import seat_people
from tests.builders import make_instance, make_plan, pin, team


@pytest.fixture
def contradictory() -> Instance:
    pins = [pin("must", "p", seat="s"), pin("must", "q", seat="s")]
    return make_instance(["p", "q"], [team("T1", "s")], {"seats": {}}, pins=pins)


def no_plan(instance: Instance, status: str, **fields: Any) -> Plan:
    base = make_plan(instance, ())
    empty = {"shortages": (), "rules": (), "levels": (), "complete": False, "gap": None}
    return base.model_copy(update={"status": status, **empty, **fields})


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"conflicts": (Conflict(pins=(0, 1), rules=("seats",)),)}, set()),
        ({"conflicts": (Conflict(pins=(1, 0), rules=("pins",)),)}, set()),
        ({}, {"conflict-unnamed"}),
        ({"conflicts": (Conflict(pins=(0, 2)),)}, {"unknown-pin"}),
        ({"conflicts": (Conflict(pins=()),)}, {"conflict-without-pins"}),
        ({"conflicts": (Conflict(pins=(1, 1)),)}, {"conflict-repeats-pin"}),
        ({"conflicts": (Conflict(pins=(0,), rules=("gravity",)),)}, {"unknown-rule"}),
    ],
)
def test_an_infeasible_plan_names_its_conflict(contradictory: Instance, fields: Any, codes: set[str]):
    audit = verify(contradictory, no_plan(contradictory, "infeasible", **fields))
    assert {finding.code for finding in audit.findings} == codes
    assert audit.passed is (not codes)


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, set()),
        ({"levels": (Level(name="leader-seats", bound=0),)}, set()),
        ({"complete": True}, {"wrong-complete"}),
        ({"gap": 0.0}, {"wrong-gap"}),
        ({"levels": (Level(name="leader-seats", objective=0),)}, {"unexpected-content"}),
        ({"shortages": (Shortage(rule="seats", round="R1", missing=1),)}, {"unexpected-content"}),
        ({"waivers_used": (WaiverUse(waiver="w", units=1),)}, {"unexpected-content"}),
        ({"rules": (RuleResult(rule="seats", missing=1),)}, {"unexpected-content"}),
        ({"at_risk": (AtRisk(person="p", round="R1", owed=1),)}, {"unexpected-content"}),
        ({"conflicts": (Conflict(pins=(0,)),)}, {"unexpected-conflict"}),
    ],
)
def test_an_unknown_plan_shows_nothing(contradictory: Instance, fields: Any, codes: set[str]):
    audit = verify(contradictory, no_plan(contradictory, "unknown", **fields))
    assert {finding.code for finding in audit.findings} == codes


def test_assignments_do_not_go_with_status_infeasible(contradictory: Instance):
    plan = no_plan(contradictory, "infeasible", assignments=seat_people(contradictory, "s=p"))
    assert "unexpected-content" in {item.code for item in verify(contradictory, plan).findings}


def test_finding_codes_are_distinct():
    assert len(set(FINDING_CODES)) == len(FINDING_CODES) == 70
