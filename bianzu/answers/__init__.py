"""Answers about instances and plans: why impossible, why somebody, who instead, what if.

Modules are imported when something of them is first used: whoever asks for other candidates needs no solver.
"""

from typing import TYPE_CHECKING, Final

from bianzu.lookups import find_homes, make_lookup

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

_HOMES: Final = {
    ".differences": ("diff",),
    ".explaining": ("explain",),
    ".price_lists": ("price_list",),
    ".ranking": ("alternatives",),
    ".reasoning": ("why",),
    ".refusing": ("why_not",),
    ".remedies": ("write_repairs",),
    ".repairs": ("repair",),
    ".standing_in": ("reserves",),
    ".sweeping": ("what_if",),
}

__getattr__, __dir__ = make_lookup(__name__, globals(), find_homes(_HOMES))
