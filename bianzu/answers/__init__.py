"""Answers about instances and plans: why impossible, why somebody, who instead, what if."""
