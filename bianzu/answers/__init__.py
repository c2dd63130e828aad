"""Answers about instances and plans: why impossible, why somebody, who instead, what if."""

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
