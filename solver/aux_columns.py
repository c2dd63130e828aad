"""Auxiliary columns: what is over a row, and what is counted because a row or a cost speaks of it."""

from dataclasses import dataclass, field
from typing import Literal

from bianzu.solver.patterns import RowKey

__all__ = ["Aux", "AuxKind", "Follows"]

AuxKind = Literal["short", "waive", "soft", "changed", "count", "empty"]

Follows = Literal[
    "excess", "skills", "seats", "serving", "meeting", "county", "sums", "kept", "rows", "services"
]
"""What gives an aux column its value. Slacks: the units over its rows, or those missing of a skill, both in
the order of charging. What seats alone decide (`bianzu.solver.following`): empty seats; whether a person
serves at all; whether a pair is on a team; whether anybody of a county is; the highest or lowest team sum;
whether a person serves in two rounds running; how far the rows that it lets exceed are over. Last, the
services of floaters."""


@dataclass
class Aux:
    """One auxiliary column, from 0 to ``upper``, with its entries in rows.

    ``team`` is the position of the team it belongs to, -1 for none; ``as_seat`` whether it costs load and
    travel as a seat on that team does to the person of its key; ``worth`` the violation units that one of
    it stands for, which ``weight`` covers; ``follows`` what gives the column its value.
    """

    kind: AuxKind
    rule: str
    clause: str | None
    key: RowKey
    upper: int
    weight: int = 0
    worth: int = 1
    waiver: int | None = None
    team: int = -1
    follows: Follows = "excess"
    rows: list[int] = field(default_factory=list)
    coefs: list[int] = field(default_factory=list)
    as_seat: bool = False
    places: frozenset[tuple[int, int]] | None = None
    """(slot, person) pairs of which one at least must be taken for the column to count; ``None``: always."""
