"""What was planted, so that an answer can be held against it."""

from dataclasses import dataclass
from typing import Literal, get_args

from bianzu.models import Instance

__all__ = ["KINDS", "Asked", "Kind", "Planted", "PlantedCause"]

Kind = Literal[
    "rank",
    "gates-rank",
    "leave-rank",
    "rest-rank",
    "system-rank",
    "recusal",
    "local-deputy",
    "sender-spread",
    "pair",
    "skill",
    "borrow-cap",
    "branch",
    "backbone",
    "desks",
    "new-cadre",
    "pins",
    "two",
]
"""Kinds of cause.

rank: more teams before high-ranking heads than leaders of that rank · gates-rank, leave-rank, rest-rank: all
leader seats, leaders lost to a gate, a training course or rest, deputies too low to stand in · system-rank:
the only leaders of the rank are of the inspected system · recusal: everybody barred from one leader seat ·
local-deputy: a county without a clean deputy · sender-spread: seats for one county's people only · pair: two
seats for two spouses only · skill: holders of a skill · borrow-cap: holders in one unit that can spare few ·
branch: party members · backbone: experienced people · desks: more desks than hands · new-cadre: more last
chances than seats · pins: orders that contradict each other · two: two causes at once.
"""
KINDS: tuple[Kind, ...] = get_args(Kind)

Asked = tuple[str, str, str]
"""A demand: (rule, seat or team or person, skill or clause or nothing)."""


@dataclass(frozen=True)
class PlantedCause:
    """One cause.

    Attributes
    ----------
    asked
        The demands that cannot all be met; an answer names some of them and no others.
    short
        Units that every plan misses among them; 0 where pins leave no plan at all.
    rules
        Rules without which the demands could be met, each of them (exclusions and maxima).
    people
        Whom a count leaves: all who can still meet any of the demands; empty where it is not about people.
    pins
        Positions of the pins that contradict each other.
    """

    asked: frozenset[Asked]
    short: int
    rules: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    pins: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Planted:
    """An instance with its causes. ``missing`` counts the shortage units of the best plans (0: no plan)."""

    name: str
    kind: Kind
    instance: Instance
    causes: tuple[PlantedCause, ...]

    @property
    def missing(self) -> int:
        """Shortage units of the best plans."""
        return sum(cause.short for cause in self.causes)
