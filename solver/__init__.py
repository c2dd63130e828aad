"""The solver: eligibility, rules, relaxation, search. The only room that knows ortools.

Its names are imported when they are first used: a caller of `solve` needs neither the model nor an engine.
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

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

_HOME_OF: Final = {
    "Necessity": "checks",
    "check": "checks",
    "freeze_rounds": "freezing",
    "solve": "solving",
    "Worker": "warm",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = importlib.import_module(f"{__name__}.{_HOME_OF.get(name, 'options')}")
    value = globals()[name] = getattr(home, name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
