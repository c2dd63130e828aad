"""One line on a terminal that tells how far a solve has come."""

import os
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len, set_cell_size

from bianzu.report.catalog import Words

if TYPE_CHECKING:
    from bianzu.models import ScenarioResult
    from bianzu.solver import Progress

__all__ = ["ProgressLine", "SweepLine", "progress_text"]


def progress_text(words: Words, beat: "Progress") -> str:
    """Phase, level, incumbent, bound and gap of one heartbeat."""
    parts = [words("progress.phase", phase=words.name("phase", beat.phase), seconds=int(beat.seconds))]
    if beat.level is not None:
        parts.append(words.name("level", beat.level))
    if beat.incumbent is not None:
        parts.append(words("progress.incumbent", value=beat.incumbent))
    if beat.bound is not None:
        parts.append(words("progress.bound", value=beat.bound))
    if beat.gap is not None:
        parts.append(words("progress.gap", value=f"{100 * beat.gap:.1f}"))
    return " | ".join(parts)


class ProgressLine:
    """A line that overwrites itself; silent unless the stream is a terminal."""

    def __init__(self, words: Words, stream: TextIO) -> None:
        self.words = words
        self.stream = stream
        self.active = stream.isatty()
        self._shown = 0

    def __call__(self, beat: "Progress") -> None:
        """Show one heartbeat."""
        if self.active:
            self._show(progress_text(self.words, beat))

    def announce(self, key: str) -> None:
        """Leave a message of its own on the terminal; safe to call from a signal handler."""
        if self.active:
            text = self.words(key).ljust(self._shown)
            encoding = self.stream.encoding or "utf-8"
            os.write(self.stream.fileno(), f"\r{text}\n".encode(encoding, "replace"))
            self._shown = 0

    def _show(self, text: str) -> None:
        room = max(_columns(self.stream) - 1, 10)
        if cell_len(text) > room:
            text = set_cell_size(text, room)
        rest = max(self._shown - cell_len(text), 0)
        self.stream.write("\r" + text + " " * rest)
        self.stream.flush()
        self._shown = cell_len(text)

    def close(self) -> None:
        """Wipe the line."""
        if self.active and self._shown:
            self.stream.write("\r" + " " * self._shown + "\r")
            self.stream.flush()
            self._shown = 0


class SweepLine(ProgressLine):
    """A line that tells how many scenarios are answered."""

    def __init__(self, words: Words, stream: TextIO, total: int) -> None:
        super().__init__(words, stream)
        self.total = total
        self._done = 0

    def count(self, result: "ScenarioResult") -> None:
        """Show one more."""
        self._done += 1
        if self.active:
            self._show(self.words("sweep.progress", done=self._done, total=self.total, name=result.name))


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
