"""Tables that never lose a cell: a grid where it fits, else one block of lines per row."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from bianzu.report.console import Printer, clean

__all__ = ["Column", "print_table"]

_PADDING = 2
_READABLE = 10
"""A column is still readable when cut to this many cells and folded."""


@dataclass(frozen=True)
class Column:
    """A column of a table; ``number`` aligns it to the right."""

    title: str
    number: bool = False


def print_table(printer: Printer, columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a grid; on a terminal too narrow for one, as blocks of ``title: value``."""
    cells = [[clean(value) for value in row] for row in rows]
    if _fits(printer.width, columns, cells):
        _print_grid(printer, columns, cells)
    else:
        _print_blocks(printer, columns, cells)


def _fits(width: int, columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> bool:
    least = 0
    for at, column in enumerate(columns):
        widest = max((cell_len(row[at]) for row in cells), default=0)
        least += max(min(widest, _READABLE), min(cell_len(column.title), _READABLE)) + _PADDING
    return least <= width


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
