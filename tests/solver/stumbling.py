"""A solving process that comes to grief once it has told of an incumbent, for tests of what follows."""

import json
import os
import re
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bianzu.solver import child

__all__ = ["Notes", "let_stumble", "main"]


@dataclass(frozen=True)
class Notes:
    """What the processes wrote down: one entry for each search they began."""

    folder: Path

    def read(self) -> list[Mapping[str, Any]]:
        """In the order of their start."""
        return [json.loads(path.read_text()) for path in sorted(self.folder.glob("search-*"))]


def let_stumble(monkeypatch: pytest.MonkeyPatch, folder: Path, deed: str, searches: int = 99) -> Notes:
    """From now on the first so many searches end in a deed; see `_do`."""
    code = f"from tests.solver.stumbling import main; main({deed!r}, {searches}, {str(folder)!r})"
    monkeypatch.setattr(child, "BOOT", code)
    return Notes(folder)


def main(deed: str, searches: int, folder: str) -> None:
    """What the process runs instead of the worker's own main."""
    from bianzu.solver import worker
    from bianzu.solver.search import Search

    tell, run = worker.Job.report, Search.run
    doomed = False

    def noted_run(search: Search) -> None:
        nonlocal doomed
        number = len(list(Path(folder).glob("search-*")))
        doomed = number < searches
        start = None if search.start is None else search.start.tolist()
        note = {"safe": search.safe, "start": start, "pid": os.getpid()}
        Path(folder, f"search-{number:03}").write_text(json.dumps(note))
        run(search)

    def report(job: worker.Job, phase: str, level: int | None, search: Search) -> None:
        tell(job, phase, level, search)
        if doomed and search.best is not None and len(search.best.columns):
            _do(deed)

    Search.run = noted_run  # type: ignore[method-assign]
    worker.Job.report = report  # type: ignore[method-assign]
    worker.main()


def _do(deed: str) -> None:
    match deed:
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "abort":
            os.abort()
        case "memory":
            raise MemoryError
        case "defect":
            raise ZeroDivisionError
        case "stuck":
            time.sleep(3600)
        case "deaf":  # nothing else in the process runs meanwhile
            re.match(r"(a+)+$", "a" * 64 + "b")
