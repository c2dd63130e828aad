"""Where words go: a console that survives any encoding, width and name, and one JSON document."""

import io
import json
import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import TextIO

from rich.console import Console
from rich.text import Text

__all__ = ["Printer", "clean", "prepare_stream"]

_PIPE_WIDTH = 160
"""Width of tables that go to a file or a pipe, where nobody said how wide a line may be."""

_LEAST_WIDTH = 20


def clean(value: object) -> str:
    """Text of a value without control characters, so that a name cannot move the cursor."""
    text = str(value)
    if text.isascii() and text.isprintable():
        return text
    return "".join("?" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in text)


def prepare_stream(stream: TextIO) -> None:
    """Let a stream replace characters that its encoding lacks instead of failing on them."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


class Printer:
    """Prints paragraphs, headings and tables for people, or one JSON document.

    Parameters
    ----------
    stream
        Where to print, `sys.stdout` by default.
    width
        Columns of a line; by default those of the terminal or of ``COLUMNS``.

    Attributes
    ----------
    bounded
        Whether somebody said how wide a line may be.
    """

    def __init__(self, stream: TextIO | None = None, width: int | None = None) -> None:
        self.stream = sys.stdout if stream is None else stream
        self.bounded = True
        if width is None and not os.environ.get("COLUMNS", "").isdigit() and not self.stream.isatty():
            width = _PIPE_WIDTH
            self.bounded = False
        self.console = Console(
            file=self.stream, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False
        )
        if self.console.width < _LEAST_WIDTH:
            self.console.width = _LEAST_WIDTH

    @property
    def width(self) -> int:
        """Columns of a line."""
        return self.console.width

    def say(self, text: str = "", *, style: str = "", indent: int = 0, hanging: int = 0) -> None:
        """Print one paragraph; long ones wrap, all lines indented, those after the first by more."""
        room = max(self.width - indent - hanging, 1)
        lines = Text(clean(text), style=style).wrap(self.console, room, overflow="fold") or [Text()]
        for number, line in enumerate(lines):
            line.rstrip()
            blanks = " " * (indent + (hanging if number else 0))
            self.console.print(Text(blanks) + line, soft_wrap=True)

    def row(self, text: str) -> None:
        """Print one line, however long it is."""
        self.console.print(Text(clean(text)), soft_wrap=True)

    def lines(self, *texts: str) -> None:
        """Print several paragraphs, leaving out empty ones."""
        for text in texts:
            if text:
                self.say(text)

    def heading(self, text: str) -> None:
        """Print a heading with an empty line above it."""
        self.console.print()
        self.say(text, style="bold")

    def document(self, tree: Mapping[str, object]) -> None:
        """Print one JSON document and nothing else; plain ASCII unless the stream speaks UTF-8."""
        unicode = (getattr(self.stream, "encoding", None) or "").lower().replace("-", "") in (
            "utf8",
            "utf8sig",
        )
        self.stream.write(json.dumps(tree, ensure_ascii=not unicode, indent=2, allow_nan=False) + "\n")
