"""What is measured: named cases, each an instance of the generator or the library."""

from functools import cache

from bianzu.instances import format_model, generate, read_library
from bianzu.models import Instance, Plan
from bianzu.solver import SolveOptions, solve

__all__ = ["SEEDS", "file_of", "instance_of", "plan_of"]

SEEDS = (1, 2, 3)


@cache
def instance_of(case: str, seed: int) -> Instance:
    """The instance of a case: generated, or from the library for cases that the generator does not name."""
    if case == "city-short":
        return read_library(case)
    if case == "city-tight":
        return generate("city", tightness="tight", seed=seed)
    assert case in ("tiny", "county", "city")
    return generate(case, seed=seed)


@cache
def file_of(case: str, seed: int) -> bytes:
    """The instance as the bytes of a file."""
    return format_model(instance_of(case, seed))


@cache
def plan_of(case: str, seed: int) -> Plan:
    """A solved plan, for measuring the audit."""
    return solve(instance_of(case, seed), options=SolveOptions())
