"""Answers about instances and plans: why impossible, why somebody, who instead, what if.

Modules are imported when something of them is first used: whoever asks for other candidates needs no solver.
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bianzu.answers.differences import diff
    from bianzu.answers.explaining import explain
    from bianzu.answers.price_lists import price_list
    from bianzu.answers.ranking import alternatives
    from bianzu.answers.reasoning import why
    from bianzu.answers.refusing import why_not
    from bianzu.answers.remedies import write_repairs
    from bianzu.answers.repairs import repair
    from bianzu.answers.standing_in import reserves
    from bianzu.answers.sweeping import what_if

__all__ = [
    "alternatives",
    "diff",
    "explain",
    "price_list",
    "repair",
    "reserves",
    "what_if",
    "write_repairs",
    "why",
    "why_not",
]

_HOME_OF: Final = {
    "alternatives": "ranking",
    "diff": "differences",
    "explain": "explaining",
    "price_list": "price_lists",
    "repair": "repairs",
    "reserves": "standing_in",
    "what_if": "sweeping",
    "write_repairs": "remedies",
    "why": "reasoning",
    "why_not": "refusing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
