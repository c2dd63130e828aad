"""The programme of a core: its demands, pins and maxima as elastic rows over the people who could help.

A missed unit costs one, so there is always an answer, and its optimum is 0 exactly when the members can be
met together. Demands are met by people: empty seats meet nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bianzu.solver.data import IntArray
from bianzu.solver.demands import Ask, Board, Excused
from bianzu.solver.engines import Programme
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.model import FloatArray, Model

__all__ = ["Build", "Core", "Rows"]

_LINKED = ("seats", "one-seat", "pins")


@dataclass(frozen=True)
class Core:
    """Members by what they are: demands, pins (positions), rows of maxima, labels of exclusions."""

    asks: tuple[Ask, ...] = ()
    pins: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.asks) + len(self.pins) + len(self.rows) + len(self.labels)


class Rows:
    """Which rows of a model are maxima that no plan may exceed."""

    def __init__(self, model: Model) -> None:
        self.model = model
        kinds = np.zeros(model.n_rows, dtype=bool)
        measured = np.array([item.kind in ("soft", "short") for item in model.aux], dtype=bool)
        kinds[model.aux_rows[measured[model.aux_entry]]] = True
        self.group_of = np.zeros(model.n_rows, dtype=np.int64)
        self.background = np.zeros(model.n_rows, dtype=bool)
        pins = model.pins
        self.pin_row = {int(key["pin"]): pins.first + at for at, key in enumerate(pins.keys)}
        for number, group in enumerate(model.groups):
            self.group_of[group.span] = number
            if group.rule in _LINKED:
                kinds[group.span] = True
            self.background[group.span] = group.rule == "one-seat"
        self.maxima = np.flatnonzero(~kinds)

    @cached_property
    def dense(self) -> frozenset[int]:
        """Minima that count those who do not meet them."""
        model = self.model
        short = np.array([item.kind == "short" and item.team >= 0 for item in model.aux], dtype=bool)
        rows = np.unique(model.aux_rows[short[model.aux_entry]]).tolist()
        return frozenset(
            row
            for row in rows
            if model.groups[self.group_of[row]].netting is None
            and model.groups[self.group_of[row]].rule != "seats"
        )


class Build:
    """The programme of a core."""

    def __init__(self, board: Board, rows: Rows, excused: Excused, core: Core) -> None:
        self.board, self.rows, self.excused, self.core = board, rows, excused, core
        self.model = board.model
        self.data = board.data
        self.columns = self.model.build_columns(self._keys())
        self.limit: list[float] = []
        self.entry_row: list[IntArray] = []
        self.entry_column: list[IntArray] = []
        self.entry_value: list[FloatArray] = []
        self.extra_cost: list[float] = []
        self.extra_upper: list[float] = []
        self.slot_row: dict[int, int] = {}
        self.ask_row: dict[int, list[int]] = {}
        self.pin_row: list[int] = []
        self.kept_row: dict[int, int] = {}
        self._entries = (
            self.columns.entry,
            self.columns.rows,
            self.columns.values,
        )
        self._add_slots()
        self._add_asks()
        self._add_pins()
        self._add_rows()

    def _keys(self) -> IntArray:
        """Pairs that could help any demand or pin."""
        n, board, core = self.data.n, self.board, self.core
        wanted: dict[int, np.ndarray] = {}
        labels = core.labels
        for ask in core.asks:
            for slot in ask.slots:
                mask = board.counted(ask, slot)
                wanted[slot] = wanted[slot] | mask if slot in wanted else mask
        for pin in core.pins:
            person = self.data.person_at[self.data.instance.pins[pin].person]
            for slot in pin_slots(self.data, pin):
                wanted[slot] = wanted.get(slot, np.zeros(n, dtype=bool)) | (np.arange(n) == person)
        pairs = (
            slot * n + np.flatnonzero(wanted[slot] & board.free(slot, labels)) for slot in sorted(wanted)
        )
        return np.concatenate([np.zeros(0, dtype=np.int64), *pairs])

    def _row(self, limit: float, columns: IntArray, values: FloatArray) -> int:
        row = len(self.limit)
        self.limit.append(limit)
        self.entry_row.append(np.full(len(columns), row, dtype=np.int64))
        self.entry_column.append(columns)
        self.entry_value.append(values)
        return row

    def _column(self, cost: float, upper: float, rows: Iterable[tuple[int, float]]) -> None:
        at = len(self.columns) + len(self.extra_cost)
        self.extra_cost.append(cost)
        self.extra_upper.append(upper)
        for row, value in rows:
            self.entry_row.append(np.array([row], dtype=np.int64))
            self.entry_column.append(np.array([at], dtype=np.int64))
            self.entry_value.append(np.array([value], dtype=float))

    def _of_row(self, row: int) -> tuple[IntArray, FloatArray]:
        column, rows, values = self._entries
        mine = rows == row
        return column[mine], values[mine].astype(float)

    def _add_slots(self) -> None:
        for slot in np.unique(self.columns.slot).tolist():
            mine = np.flatnonzero(self.columns.slot == slot)
            room = self.data.slots[slot].capacity - self.excused.count_seats(self.data, slot)
            self.slot_row[slot] = self._row(room, mine, np.ones(len(mine)))

    def _add_asks(self) -> None:
        seats: dict[int, list[int]] = {}
        for at, ask in enumerate(self.core.asks):
            if ask.kind == "seat":
                seats.setdefault(ask.slots[0], []).append(at)
            else:
                self._add_minimum(at, ask)
        for slot, asked in seats.items():
            mine = np.flatnonzero(self.columns.slot == slot)
            row = self._row(-float(len(asked)), mine, -np.ones(len(mine)))
            self._column(1.0, len(asked), [(row, -1.0)])
            for at in asked:
                self.ask_row[at] = [row]

    def _add_minimum(self, at: int, ask: Ask) -> None:
        """The rows of a demand; what other demands in them miss costs nothing."""
        model = self.model
        aux = model.aux[ask.aux]
        empty = self.excused.count_empty(self.data, ask)
        mine: list[int] = []
        for row in aux.rows:
            if row in self.kept_row:
                mine.append(self.kept_row[row])
                continue
            columns, values = self._of_row(row)
            limit = float(model.row_upper[row])
            if row in self.rows.dense:
                team = [slot for slot in self.slot_row if self.data.slots[slot].team == aux.team]
                inside = np.flatnonzero(np.isin(self.columns.slot, team))
                whole = np.zeros(len(self.columns))
                whole[columns] = values
                columns, values = inside, whole[inside] - 1.0
                limit -= float(self.data.team_size[aux.team])
                limit += empty
            elif ask.kind == "team":
                group = model.groups[self.rows.group_of[row]]
                units = 1 if group.netting is None else int(group.netting[row - group.first])
                limit += empty * units
            self.kept_row[row] = self._row(limit, columns, values)
            mine.append(self.kept_row[row])
        self.ask_row[at] = mine
        self._column(1.0, aux.upper, [(row, -1.0) for row in mine])
        if self.excused.units.get(ask.aux):
            self._column(0.0, self.excused.units[ask.aux], [(row, -1.0) for row in mine])

    def _add_pins(self) -> None:
        for pin in self.core.pins:
            row = self._row(-1.0, *self._of_row(self.rows.pin_row[pin]))
            self._column(1.0, 1.0, [(row, -1.0)])
            self.pin_row.append(row)

    def _add_rows(self) -> None:
        """Maxima, one-seat, and the aux columns of every row that is there."""
        model = self.model
        used = np.unique(self.columns.rows)
        background = used[self.rows.background[used]].tolist()
        linked = [row for row in np.flatnonzero(self.rows.background).tolist() if not self.data.one_service]
        for row in sorted({*self.core.rows, *background, *linked}):
            self.kept_row[row] = self._row(float(model.row_upper[row]), *self._of_row(row))
        asked = {ask.aux for ask in self.core.asks}
        kept = np.zeros(model.n_rows, dtype=bool)
        kept[list(self.kept_row)] = True
        for at in np.unique(model.aux_entry[kept[model.aux_rows]]).tolist():
            if at in asked or model.aux[at].follows == "seats":
                continue
            span = slice(model.aux_indptr[at], model.aux_indptr[at + 1])
            entries = [
                (self.kept_row[row], float(value))
                for row, value in zip(
                    model.aux_rows[span].tolist(), model.aux_values[span].tolist(), strict=True
                )
                if row in self.kept_row
            ]
            self._column(0.0, float(model.aux_upper[at]), entries)

    def programme(self, *, integer: bool) -> Programme:
        """Minimise what is missed."""
        count = len(self.columns) + len(self.extra_cost)
        none = np.zeros(0, dtype=np.int64)
        row = np.concatenate([none, *self.entry_row])
        column = np.concatenate([none, *self.entry_column])
        value = np.concatenate([none.astype(float), *self.entry_value])
        order = np.lexsort((row, column))
        indptr = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(column, minlength=count), out=indptr[1:])
        return Programme(
            cost=np.concatenate([np.zeros(len(self.columns)), self.extra_cost]),
            lower=np.zeros(count),
            upper=np.concatenate([np.ones(len(self.columns)), self.extra_upper]),
            indptr=indptr,
            rows=row[order],
            values=value[order],
            row_lower=np.full(len(self.limit), -np.inf),
            row_upper=np.array(self.limit),
            integer=integer,
        )

    def read(self, x: FloatArray) -> tuple[tuple[int, int], ...]:
        """The pairs of a whole point."""
        chosen = np.flatnonzero(x[: len(self.columns)] > 0.5)
        return tuple((int(self.columns.slot[at]), int(self.columns.person[at])) for at in chosen.tolist())
