"""A line on a terminal while something goes on that tells nothing itself: reading a large file, an audit."""

import threading
import time
from types import TracebackType
from typing import Self, TextIO

from bianzu.report.catalog import Words
from bianzu.report.progress import ProgressLine

__all__ = ["WaitingLine"]

_BEAT_SECONDS = 0.5


class WaitingLine(ProgressLine):
    """Tells of a phase and its seconds twice a second while the block runs; what is over soon shows nothing.

    A thread of its own tells, so that the block, in the main thread, can be interrupted at any time.
    """

    def __init__(self, words: Words, stream: TextIO, phase: str) -> None:
        super().__init__(words, stream)
        self._phase = phase
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tell, name="bianzu-waiting", daemon=True)

    def _tell(self) -> None:
        started = time.monotonic()
        while not self._over.wait(_BEAT_SECONDS):
            seconds = int(time.monotonic() - started)
            name = self.words.name("phase", self._phase)
            self._show(self.words("progress.phase", phase=name, seconds=seconds))

    def __enter__(self) -> Self:
        if self.active:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.active:
            self._over.set()
            self._thread.join()
            self.close()
