"""The solver: eligibility, rules, relaxation, search. The only room that knows ortools.

Its names are imported when they are first used: a caller of `solve` needs neither the model nor an engine.
"""

from typing import TYPE_CHECKING, Final

from bianzu.lookups import find_homes, make_lookup

if TYPE_CHECKING:
    from bianzu.solver.checks import Necessity, check
    from bianzu.solver.freezing import freeze_rounds
    from bianzu.solver.options import CancelToken, Phase, Progress, ProgressCallback, SolveOptions
    from bianzu.solver.solving import solve
    from bianzu.solver.warm import Worker

__all__ = [
    "CancelToken",
    "Necessity",
    "Phase",
    "Progress",
    "ProgressCallback",
    "SolveOptions",
    "Worker",
    "check",
    "freeze_rounds",
    "solve",
]

_HOMES: Final = {
    ".checks": ("Necessity", "check"),
    ".freezing": ("freeze_rounds",),
    ".options": ("CancelToken", "Phase", "Progress", "ProgressCallback", "SolveOptions"),
    ".solving": ("solve",),
    ".warm": ("Worker",),
}

__getattr__, __dir__ = make_lookup(__name__, globals(), find_homes(_HOMES))
