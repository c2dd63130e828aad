"""The parts of an instance that are checked against each other, and the tools that collect what is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from bianzu.models.base import OUTSIDE, RESERVED_PLACES
from bianzu.models.decisions import Baseline, DonorLimit, Pin, Waiver, WaiverRecord
from bianzu.models.errors import Problem
from bianzu.models.geography import County, RankLadder, WorkUnit
from bianzu.models.people import Person, RecusalRequest, Relation, Unfit
from bianzu.models.rounds import HistoryRecord, Round, Team
from bianzu.models.settings import RuleSettings

__all__ = ["HasId", "Parts", "ReferenceBook", "list_items"]


@dataclass(frozen=True)
class Parts:
    """The parts of an instance that could be read; ``None`` keeps the place of one that could not.

    ``unread_ids`` holds, per kind, ids of items that exist but could not be read.
    """

    as_of: date | None = None
    ranks: RankLadder | None = None
    rules: RuleSettings | None = None
    counties: Sequence[County | None] = ()
    units: Sequence[WorkUnit | None] = ()
    people: Sequence[Person | None] = ()
    relations: Sequence[Relation | None] = ()
    recusal_requests: Sequence[RecusalRequest | None] = ()
    unfit: Sequence[Unfit | None] = ()
    donors: Sequence[DonorLimit | None] = ()
    source_sets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rounds: Sequence[Round | None] = ()
    teams: Sequence[Team | None] = ()
    history: Sequence[HistoryRecord | None] = ()
    pins: Sequence[Pin | None] = ()
    waivers: Sequence[Waiver | None] = ()
    baseline: Baseline | None = None
    waiver_history: Sequence[WaiverRecord | None] = ()
    unread_ids: Mapping[str, frozenset[str]] = field(default_factory=dict)


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


_T = TypeVar("_T")


def list_items(items: Sequence[_T | None]) -> Iterator[tuple[int, _T]]:
    """The items that could be read, each with its position."""
    return ((position, item) for position, item in enumerate(items) if item is not None)


class ReferenceBook:
    """Known ids, and the problems found so far."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.problems: list[Problem] = []
        self.counties = self._ids("county", parts.counties)
        self.units = self._ids("unit", parts.units)
        self.people = self._ids("person", parts.people)
        self.teams = self._ids("team", parts.teams)
        self.rounds = self._ids("round", parts.rounds)
        self.round_status = {item.id: item.status for _, item in list_items(parts.rounds)}
        self.seats = {seat.id: team for _, team in list_items(parts.teams) for seat in team.seats}
        ladder = parts.ranks
        self.ranks = None if ladder is None else {*ladder.steps, *ladder.equivalents}

    def _ids(self, kind: str, items: Sequence[HasId | None]) -> set[str]:
        return {item.id for _, item in list_items(items)} | self.parts.unread_ids.get(kind, frozenset())

    def add(self, code: str, where: str, value: object, expected: str) -> None:
        """One more problem; long values are cut."""
        text = None if value is None else repr(value) if isinstance(value, str) else str(value)
        if text is not None and len(text) > 80:
            text = text[:77] + "..."
        self.problems.append(Problem(code, where, text, expected))

    def refer(self, value: str | None, known: Iterable[str] | None, where: str, kind: str) -> None:
        """A reference must be null or known."""
        if value is not None and known is not None and value not in known:
            self.add("dangling-reference", where, value, f"the id of a listed {kind}")

    def place(self, value: str | None, where: str, *, work: bool = False) -> None:
        """A place must be a county, outside, null, or (of work) the city."""
        allowed = RESERVED_PLACES if work else (OUTSIDE,)
        if value is not None and value not in allowed and value not in self.counties:
            words = "a county's id, " + ", ".join(f'"{name}"' for name in allowed) + " or null"
            self.add("dangling-reference", where, value, words)

    def order(self, start: object, end: object, where: str) -> None:
        """A start must not be after its end."""
        if start is not None and end is not None and str(start) > str(end):
            self.add("dates-reversed", where, f"{start} .. {end}", "a start that is not after the end")

    def unique(self, values: Iterable[tuple[str, str]], kind: str) -> None:
        """Values, given with their places, must differ."""
        first: dict[str, str] = {}
        for where, value in values:
            if value in first:
                self.add(
                    "duplicate-id", where, value, f"an id of its own; {first[value]} has the same {kind}"
                )
            else:
                first[value] = where

    def check_cycles(self, above: Mapping[str, str], places: Mapping[str, str]) -> None:
        """Nobody and nothing may stand above itself."""
        done: set[str] = set()
        for origin in above:
            trail: list[str] = []
            seen: set[str] = set()
            node: str | None = origin
            while node is not None and node not in done and node not in seen:
                trail.append(node)
                seen.add(node)
                node = above.get(node)
            if node in seen:
                ring = [*trail[trail.index(str(node)) :], str(node)]
                self.add("cycle", places[str(node)], " -> ".join(ring[:8]), "superiors without a cycle")
            done.update(trail)
