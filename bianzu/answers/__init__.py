"""Answers about instances and plans: why impossible, why somebody, who instead, what if."""

from bianzu.answers.alternatives import alternatives
from bianzu.answers.differences import diff
from bianzu.answers.explaining import explain

__all__ = ["alternatives", "diff", "explain"]
