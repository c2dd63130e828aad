"""Every planted cause is answered and named: members, units, people (`bianzu.instances.causes`)."""

import pytest

from bianzu import explain
from bianzu.audit import measure
from bianzu.instances import planted as plan_for
from bianzu.instances.causes import KINDS, Kind, plant_cause
from bianzu.instances.causes.planting import OF_COUNTIES
from tests.answers.naming import list_faults

QUICK: list[tuple[Kind, str, int]] = [(kind, "tiny", 0) for kind in KINDS]
LONG: list[tuple[Kind, str, int]] = [
    *(("pins", "tiny", seed) for seed in (1, 2, 3, 4)),
    *(("two", "tiny", seed) for seed in (1, 2)),
    *((kind, "county", 0) for kind in ("rank", "borrow-cap", "new-cadre")),
    *((kind, "tiny", seed) for kind in KINDS for seed in (5, 6, 7)),
    *((kind, "county", seed) for kind in KINDS if kind not in OF_COUNTIES for seed in (1, 2)),
    *((kind, "city", 1) for kind in KINDS),
]


def test_the_set_holds_sixty_instances_of_ten_kinds_up_to_city_size() -> None:
    assert len({*QUICK, *LONG}) == len(QUICK) + len(LONG) >= 60
    assert len(KINDS) >= 10
    assert {size for _, size, _ in LONG} == {"tiny", "county", "city"}


@pytest.mark.parametrize(("kind", "size", "seed"), QUICK)
def test_the_planted_cause_is_named(kind: Kind, size: str, seed: int) -> None:
    case = plant_cause(kind, size, seed)
    assert list_faults(case, explain(case.instance)) == []


@pytest.mark.long
@pytest.mark.parametrize(("kind", "size", "seed"), LONG)
def test_the_planted_cause_is_named_up_to_city_size(kind: Kind, size: str, seed: int) -> None:
    case = plant_cause(kind, size, seed)
    assert list_faults(case, explain(case.instance)) == []


def test_planting_is_repeatable_and_leaves_the_original_alone() -> None:
    original, _ = plan_for("tiny", seed=3)
    first, second = plant_cause("rank", "tiny", 3), plant_cause("rank", "tiny", 3)
    assert first == second
    assert first.instance != original
    assert plan_for("tiny", seed=3)[0] == original


def test_a_planted_plan_misses_no_more_than_what_is_recorded() -> None:
    """The plan from which the cause took a unit is still there but for that unit."""
    case = plant_cause("skill", "tiny", 1)
    _, plan = plan_for("tiny", seed=1)
    kept = {person.id for person in case.instance.people}
    assert {place.person for place in plan} <= kept
    bare = [place.model_copy(update={"counts_for": ()}) for place in plan]
    result = measure(case.instance, bare)
    assert sum(item.missing for item in result.shortages if item.rule != "skill-mix") == 0
