"""Answers about instances and plans: why impossible, why somebody, who instead, what if."""

from bianzu.answers.differences import diff
from bianzu.answers.explaining import explain
from bianzu.answers.price_lists import price_list
from bianzu.answers.ranking import alternatives
from bianzu.answers.remedies import write_repairs
from bianzu.answers.repairs import repair
from bianzu.answers.sweeping import what_if

__all__ = [
    "alternatives",
    "diff",
    "explain",
    "price_list",
    "repair",
    "what_if",
    "write_repairs",
]
