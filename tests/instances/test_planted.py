"""The planted plan is complete under the independent audit, whatever the size, tightness and preset."""

from typing import Any

import pytest

from bianzu.audit import Measure, measure
from bianzu.instances import PRESETS, TIGHTNESSES, planted

BIG: list[Any] = [("city", tightness, 77, None) for tightness in TIGHTNESSES]
SMALL: list[Any] = [
    (size, tightness, seed, None)
    for size in ("tiny", "county")
    for tightness in TIGHTNESSES
    for seed in range(2)
]
FORMS: list[Any] = [
    *(("county" if preset == "own-county" else "tiny", "normal", 1, preset) for preset in PRESETS),
    ("city", "tight", 1, "whole-team"),
    ("city", "normal", 1, "upgraded"),
]


def check(size: str, tightness: Any, seed: int, preset: Any) -> Measure:
    instance, plan = planted(size, tightness=tightness, seed=seed, preset=preset)
    assert instance.completable is True
    assert len(plan) == sum(len(team.seats) for team in instance.teams)
    result = measure(instance, plan)
    assert result.breaches == ()
    assert result.shortages == ()
    assert result.waivers_used == ()
    return result


@pytest.mark.parametrize("case", [*SMALL, *BIG, *FORMS])
def test_the_planted_plan_has_no_shortage_waiver_or_breach(case: Any) -> None:
    check(*case)


@pytest.mark.long
@pytest.mark.parametrize("size", ["metro", "province"])
def test_the_planted_plan_of_a_big_instance_is_complete(size: str) -> None:
    check(size, "tight", 1, None)


def test_the_instance_bites_when_the_plan_is_shuffled() -> None:
    instance, plan = planted("tiny", seed=7)
    people = [place.person for place in plan]
    moved = [
        place.model_copy(update={"person": person, "counts_for": ()})
        for place, person in zip(plan, people[12:] + people[:12], strict=True)
    ]
    broken = {finding.rule for finding in measure(instance, moved).breaches}
    assert {"origin", "place", "system"} <= broken


def test_counts_for_is_the_best_that_the_members_allow() -> None:
    instance, plan = planted("city", seed=77)
    result = measure(instance, plan)
    assert not [finding for finding in result.breaches if finding.rule == "skill-mix"]
    assert all(len(place.counts_for) <= 2 for place in plan)
    covered = {place.team for place in plan if "finance-audit" in place.counts_for}
    assert covered == {team.id for team in instance.teams}
