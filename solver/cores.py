"""Minimal conflict cores: a few demands, pins, maxima and exclusions that no assignment meets together.

The deletion filter leaves members out one by one; where the rest cannot be met without one, it stays out,
else the answer is the witness that the member is needed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bianzu.solver.core_programmes import Build, Core, Rows
from bianzu.solver.demands import Board, Excused
from bianzu.solver.engines import Engine, solve_programme
from bianzu.solver.model import FloatArray

__all__ = ["Answer", "Filtered", "filter_core", "solve_core", "support"]

_WHOLE = 1e-6


@dataclass(frozen=True)
class Answer:
    """What an engine found.

    Attributes
    ----------
    short
        Units missed, at least (``None``: not known); 0 with ``taken`` the (slot, person) pairs.
    prices
        Of a relaxation: of demands, pins, and rows, and what a slot's seats are worth.
    """

    short: float | None
    taken: tuple[tuple[int, int], ...] = ()
    ask_prices: FloatArray = field(default_factory=lambda: np.zeros(0))
    pin_prices: FloatArray = field(default_factory=lambda: np.zeros(0))
    row_prices: dict[int, float] = field(default_factory=dict)
    slot_prices: dict[int, float] = field(default_factory=dict)


def solve_core(
    board: Board,
    rows: Rows,
    excused: Excused,
    core: Core,
    engine: Engine | None = None,
    *,
    relaxed: bool = False,
) -> Answer:
    """Whether the members can be met together: by a relaxation first, then by an integer programme.

    With an ``engine`` named, by its integer programme alone; ``relaxed``: by the relaxation alone.
    """
    build = Build(board, rows, excused, core)
    if not build.limit:
        return Answer(0.0)
    answer = Answer(None)
    if engine is None:
        point = solve_programme(build.programme(integer=False), "highs")
        if point.x is not None and point.duals is not None and point.objective is not None:
            duals = -point.duals
            answer = Answer(
                short=point.objective,
                ask_prices=np.array(
                    [sum(duals[row] for row in build.ask_row[at]) for at in range(len(core.asks))]
                ),
                pin_prices=np.array([duals[row] for row in build.pin_row]),
                row_prices={row: float(duals[at]) for row, at in build.kept_row.items()},
                slot_prices={slot: float(duals[at]) for slot, at in build.slot_row.items()},
            )
            if relaxed or point.objective > _WHOLE:
                return answer
            if np.all(np.abs(point.x - np.rint(point.x)) < _WHOLE):
                return replace(answer, short=0.0, taken=build.read(point.x))
    found = solve_programme(build.programme(integer=True), engine or "highs", work=20.0)
    if found.status == "optimal" and found.objective is not None and found.x is not None:
        if found.objective > 0.5:
            return Answer(float(round(found.objective)))
        return Answer(0.0, taken=build.read(found.x))
    return Answer(None)


def support(core: Core, answer: Answer) -> Core:
    """The members that have a price in a relaxation; they cannot be met together either."""
    if not len(answer.ask_prices) and not len(answer.pin_prices):
        return core
    return Core(
        asks=tuple(ask for ask, price in zip(core.asks, answer.ask_prices, strict=True) if price > _WHOLE),
        pins=tuple(pin for pin, price in zip(core.pins, answer.pin_prices, strict=True) if price > _WHOLE),
        rows=tuple(row for row in core.rows if answer.row_prices.get(row, 0.0) > _WHOLE),
        labels=core.labels,
    )


@dataclass(frozen=True)
class Filtered:
    """A core and, for each of its members in the order asks, pins, rows, labels, what meets all the others
    (``None``: not found within limits)."""

    core: Core
    drops: tuple[tuple[tuple[int, int], ...] | None, ...]


def filter_core(
    board: Board,
    rows: Rows,
    excused: Excused,
    core: Core,
    tick: Callable[[], None] = lambda: None,
) -> Filtered:
    """Leave out whatever the rest cannot be met without all the same."""

    def meets(smaller: Core) -> Answer:
        tick()
        return solve_core(board, rows, excused, smaller)

    core = _shrink(core, meets)
    needed: dict[_Key, tuple[tuple[int, int], ...] | None] = {}
    for key in _list_keys(core, ("rows", "asks", "pins", "labels")):
        if key not in _list_keys(core):
            continue
        smaller = _leave_out(core, key)
        answer = meets(smaller)
        if answer.short is None or answer.short < _WHOLE:
            needed[key] = None if answer.short is None else answer.taken
        else:
            core = support(smaller, answer)
    return Filtered(core, tuple(needed.get(key) for key in _list_keys(core)))


_Key = tuple[str, object]
_PARTS = ("asks", "pins", "rows", "labels")


def _list_keys(core: Core, order: Sequence[str] = _PARTS) -> list[_Key]:
    """The members of a core, part by part."""
    parts: dict[str, Sequence[object]] = {
        "asks": [ask.demand for ask in core.asks],
        "pins": core.pins,
        "rows": core.rows,
        "labels": core.labels,
    }
    return [(name, item) for name in order for item in parts[name]]


def _leave_out(core: Core, key: _Key) -> Core:
    """A core without one member."""
    name, gone = key
    return Core(
        asks=tuple(ask for ask in core.asks if name != "asks" or ask.demand != gone),
        pins=tuple(item for item in core.pins if name != "pins" or item != gone),
        rows=tuple(item for item in core.rows if name != "rows" or item != gone),
        labels=tuple(item for item in core.labels if name != "labels" or item != gone),
    )


def _shrink(core: Core, meets: Callable[[Core], Answer]) -> Core:
    """Repeat the support until nothing more falls away."""
    while True:
        answer = meets(core)
        if answer.short is None or answer.short < _WHOLE:
            return core
        smaller = support(core, answer)
        if len(smaller) == len(core):
            return core
        core = smaller
