"""Plans with floaters: whom they serve, what that is worth, and what is proven."""

import numpy as np
import pytest

from bianzu.instances import generate
from bianzu.models import Instance, SkillNeed
from bianzu.models.settings import Floaters
from bianzu.solver.assembly import build_model
from bianzu.solver.evaluation import evaluate
from tests.builders import make_instance, person, team
from tests.solver.floater_worlds import FLOATER_WORLDS
from tests.solver.oracle import best_vector
from tests.solver.running import assert_optimal, solve_here, vector

H = [{"skill": "h"}]
SHORT = make_instance(
    ["m", "n", *(person(name, skills=H, earlier_rounds=at) for at, name in enumerate("xyz"))],
    [team("T1", "s", needs=[{"skill": "h", "need": 2}]), team("T2", "t")],
    {
        "floaters": {},
        "skill-mix": {"needs": [], "hard_skills": ["h"], "hard_hardness": "hard"},
        "seats": {},
        "one-seat": {},
        "priority": {"load": 1, "travel": 0},
    },
)


def test_the_two_cheapest_floaters_cover_what_one_seat_cannot() -> None:
    plan = assert_optimal(SHORT)
    assert plan.complete
    seated = {item.person for item in plan.assignments if item.team == "T1"}
    served = {item.person for item in plan.floaters}
    assert {item.team for item in plan.floaters} == {"T1"}
    assert seated | served == {"x", "y", "z"}
    assert plan.levels[5].objective == 3


def test_nobody_floats_where_nothing_is_missing() -> None:
    calm = SHORT.model_copy(update={"teams": (SHORT.teams[1],)})
    assert assert_optimal(calm).floaters == ()


@pytest.mark.parametrize("name", FLOATER_WORLDS)
def test_plans_with_floaters_are_proven_best(name: str) -> None:
    plan = assert_optimal(FLOATER_WORLDS[name])
    assert vector(plan.levels) == best_vector(FLOATER_WORLDS[name])


def test_the_audit_proves_again_what_floaters_cannot_cover() -> None:
    """Three would be needed beside the two who are seated or float: one unit stays missing."""
    more = (SHORT.teams[0].model_copy(update={"needs": (SkillNeed(skill="h", need=3),)}), *SHORT.teams[1:])
    plan = assert_optimal(SHORT.model_copy(update={"teams": more}))
    (missing,) = (level for level in plan.levels if level.name == "minima")
    assert (missing.objective, missing.certified_bound, missing.bound_by) == (1, 1, "certificate")


def test_an_evaluation_writes_the_services_into_the_rows() -> None:
    model = build_model(SHORT)
    slot, who = model.data.slots[0], model.data.person_at
    assert slot.seat_ids == ("s",)
    found = evaluate(model, np.array([model.key(0, who["x"]), model.key(1, who["m"])]))
    assert found.feasible
    assert [(item.team, item.person, item.skills) for item in found.services] == [
        (0, who["y"], ("h",)),
        (0, who["z"], ("h",)),
    ]
    covered = [found.aux_x[at] for at, item in enumerate(model.aux) if item.clause == "covered"]
    assert covered == [1]


def _ask_for_more(instance: Instance, floating: Floaters | None) -> Instance:
    """Every team needs more people of finance and audit than it has."""
    rules = instance.rules.model_copy(update={"floaters": floating})
    need = (SkillNeed(skill="finance-audit", need=4, level=1),)
    teams = tuple(item.model_copy(update={"needs": need}) for item in instance.teams)
    return instance.model_copy(update={"rules": rules, "teams": teams})


def test_floaters_make_a_generated_round_lack_less() -> None:
    instance = generate("tiny", seed=1)
    alone = solve_here(_ask_for_more(instance, None))
    helped = solve_here(_ask_for_more(instance, Floaters(m=4)))
    assert alone.floaters == ()
    assert helped.floaters
    before, after = ([level.objective for level in plan.levels[:5]] for plan in (alone, helped))
    assert after < before
