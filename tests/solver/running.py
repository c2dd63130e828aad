"""Solving inside the test's own process: much faster than a child process, and audited all the same."""

from bianzu.audit import verify
from bianzu.models import InputError, Instance, Level, Plan
from bianzu.solver import SolveOptions
from bianzu.solver.assembly import build_model
from bianzu.solver.conflicts import find_conflict
from bianzu.solver.planning import assemble_plan
from bianzu.solver.search import DEFAULT_BUDGET, Search

__all__ = ["assert_infeasible", "assert_optimal", "find_refused_pins", "objectives", "solve_here", "vector"]


def solve_here(instance: Instance, seed: int = 0) -> Plan:
    """What the solving process would answer; fails when the audit finds anything."""
    model = build_model(instance, seed)
    search = Search(model, seed, DEFAULT_BUDGET)
    search.run()
    conflict = find_conflict(model) if search.best is None else None
    plan = assemble_plan(
        model,
        search.best,
        search.standing,
        SolveOptions(seed=seed),
        infeasible=conflict is not None,
        conflicts=() if conflict is None else (conflict,),
    )
    assert [str(item) for item in verify(instance, plan).findings] == []
    return plan


def vector(levels: tuple[Level, ...]) -> tuple[int, ...]:
    """Objectives of levels 1 to 4: three sub-levels of shortages, waivers, soft, load and travel."""
    return tuple(level.objective for level in levels[:-1] if level.objective is not None)


def assert_optimal(instance: Instance, seed: int = 0) -> Plan:
    """The plan, whose every bound up to level 4 must equal its objective."""
    plan = solve_here(instance, seed)
    assert plan.status == "optimal"
    assert plan.gap == 0
    assert tuple(level.bound for level in plan.levels[:-1]) == vector(plan.levels)
    return plan


def objectives(instance: Instance, seed: int = 0) -> tuple[int, ...]:
    """The proven best vector of levels 1 to 4."""
    return vector(assert_optimal(instance, seed).levels)


def assert_infeasible(instance: Instance, *pins: int) -> Plan:
    """Exactly infeasible, not unknown, with a conflict that names exactly these pins."""
    plan = solve_here(instance)
    assert plan.status == "infeasible"
    assert plan.assignments == ()
    assert plan.gap is None
    assert [set(item.pins) for item in plan.conflicts] == [set(pins)]
    return plan


def find_refused_pins(instance: Instance) -> dict[int, set[str]]:
    """Pins that an exclusion breaks by themselves, each with the rules at fault."""
    try:
        build_model(instance)
    except InputError as error:
        assert {item.code for item in error.problems} == {"pin-breaks-exclusion"}  # noqa: PT017
        places = (item.where.removeprefix("$.pins[").removesuffix("]") for item in error.problems)
        rules = (set(str(item.params["rules"]).split(", ")) for item in error.problems)
        return {int(at): names for at, names in zip(places, rules, strict=True)}
    return {}
