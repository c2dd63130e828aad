"""Tables that never lose a cell: a grid where it fits, else one block of lines per row."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from bianzu.report.console import Printer, clean

__all__ = ["Column", "print_table"]

_PADDING = 2
_SPACING = 3
"""Cells between two columns of a grid in which nothing is folded."""
_READABLE = 10
"""A column is still readable when cut to this many cells and folded."""


@dataclass(frozen=True)
class Column:
    """A column of a table; ``number`` aligns it to the right."""

    title: str
    number: bool = False


def print_table(
    printer: Printer, columns: Sequence[Column], rows: Sequence[Sequence[object]], *, fold: bool = True
) -> None:
    """Print rows as a grid; where one does not fit, as blocks of ``title: value``.

    Without ``fold`` a row of the grid is one line: in a file or a pipe as long as it is, elsewhere there are
    blocks when it does not fit.
    """
    cells = [[clean(value) for value in row] for row in rows]
    readable, spacing = (_READABLE, _PADDING) if fold else (sys.maxsize, _SPACING)
    least = _least_width(columns, cells, readable, spacing)
    if not fold and not printer.bounded:
        printer = Printer(printer.stream, max(least, printer.width))
    if least <= printer.width:
        _print_grid(printer, columns, cells)
    else:
        _print_blocks(printer, columns, cells)


def _least_width(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], readable: int, spacing: int
) -> int:
    """Width of the columns when each may be cut to ``readable`` cells."""
    least = 0
    for at, column in enumerate(columns):
        widest = max((cell_len(row[at]) for row in cells), default=0)
        least += max(min(widest, readable), min(cell_len(column.title), readable)) + spacing
    return least


def _print_grid(printer: Printer, columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", safe_box=True)
    for at, column in enumerate(columns):
        widest = max((cell_len(row[at]) for row in cells), default=0)
        table.add_column(
            Text(column.title),
            justify="right" if column.number else "left",
            overflow="fold",
            min_width=min(widest, _READABLE),
        )
    for row in cells:
        table.add_row(*(Text(value) for value in row))
    printer.console.print(table)


def _print_blocks(printer: Printer, columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    for row in cells:
        shown = [
            f"{column.title}: {value}" if column.title else value
            for column, value in zip(columns, row, strict=True)
            if value
        ]
        printer.say("- " + "; ".join(shown), hanging=2)
