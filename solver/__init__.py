"""The solver: eligibility, rules, relaxation, search. The only room that knows ortools."""

from bianzu.solver.checks import Necessity, check
from bianzu.solver.options import CancelToken, Phase, Progress, ProgressCallback, SolveOptions
from bianzu.solver.solving import solve

__all__ = [
    "CancelToken",
    "Necessity",
    "Phase",
    "Progress",
    "ProgressCallback",
    "SolveOptions",
    "check",
    "solve",
]
