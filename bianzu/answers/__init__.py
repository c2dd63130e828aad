"""Answers about instances and plans: why impossible, why somebody, who instead, what if."""

from bianzu.answers.explaining import explain

__all__ = ["explain"]
