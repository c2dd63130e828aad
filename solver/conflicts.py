"""Pins that no plan can honour together: a smallest set of them, and the rules they clash with.

Without pins every minimum may fall short and nobody need serve, so a plan always exists; only must and lock
pins can make an instance infeasible. Two engines must agree before the word is used.
"""

import numpy as np

from bianzu.models import Conflict
from bianzu.solver.data import BoolArray
from bianzu.solver.engines import solve_programme
from bianzu.solver.model import Model
from bianzu.solver.programmes import restrict
from bianzu.solver.rows import Group

__all__ = ["find_conflict"]


def find_conflict(model: Model) -> Conflict | None:
    """A minimal set of pins at odds, each member proven necessary; ``None`` when all can be honoured."""
    group = model.pins
    pin_rows = _list_rows(group)
    if not pin_rows or not _clashes(model, _without(model, [])):
        return None
    kept = pin_rows
    for row in pin_rows:
        fewer = [item for item in kept if item != row]
        if _clashes(model, _without(model, [item for item in pin_rows if item not in fewer])):
            kept = fewer
    dropped = [item for item in pin_rows if item not in kept]
    pins = tuple(int(group.keys[row - group.first]["pin"]) for row in kept)
    return Conflict(pins=pins, rules=_rules_at_odds(model, dropped))


def _list_rows(group: Group) -> list[int]:
    return list(range(group.span.start, group.span.stop))


def _without(model: Model, rows: list[int]) -> BoolArray:
    kept = np.ones(model.n_rows, dtype=bool)
    kept[rows] = False
    return kept


def _clashes(model: Model, rows: BoolArray) -> bool:
    """Whether both engines say that no set of columns satisfies the rows."""
    people = sorted({model.data.person_at[pin.person] for pin in model.data.instance.pins})
    open_pairs = np.zeros_like(model.eligibility.allowed)
    open_pairs[:, people] = model.eligibility.allowed[:, people]
    programme = restrict(
        model,
        model.build_columns(np.flatnonzero(open_pairs.ravel())),
        np.arange(model.n_aux),
        np.flatnonzero(rows),
        weights=(),
        integer=True,
    )
    return all(solve_programme(programme, engine).status == "infeasible" for engine in ("highs", "cp-sat"))


def _rules_at_odds(model: Model, dropped: list[int]) -> tuple[str, ...]:
    """Rules without whose rows the remaining pins fit together."""
    spans: dict[str, list[int]] = {}
    for group in model.groups:
        if group.rule not in ("pins", "waiver"):
            spans.setdefault(group.rule, []).extend(_list_rows(group))
    return tuple(
        rule
        for rule, rows in spans.items()
        if rows and not _clashes(model, _without(model, [*dropped, *rows]))
    )
