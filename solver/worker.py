"""The solving process: reads an instance, searches, and writes what it finds as JSON lines.

It is started as ``python -m bianzu.solver.worker`` so that a crash or the memory cap of an engine cannot take
the caller down, and so that an engine that ignores interrupts can be stopped.
"""

import json
import os
import sys
import threading
import time
import traceback
from typing import BinaryIO

from bianzu.models import InputError, Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.conflicts import find_conflict
from bianzu.solver.options import SolveOptions
from bianzu.solver.planning import assemble_plan
from bianzu.solver.search import DEFAULT_BUDGET, Search

__all__ = ["main"]


class _Frames:
    """Writes frames to the caller; engines' own chatter goes to standard error."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.last_heartbeat = 0.0
        self.last_columns: tuple[int, ...] | None = None

    def send(self, kind: str, **fields: object) -> None:
        """One JSON line."""
        line = json.dumps({"kind": kind, **fields}, ensure_ascii=True)
        self.stream.write(line.encode() + b"\n")
        self.stream.flush()

    def report(self, phase: str, level: int | None, search: Search) -> None:
        """Tell the caller of a new incumbent at once, of anything else a few times a second."""
        columns = None if search.best is None else tuple(search.best.columns.tolist())
        fresh = columns != self.last_columns
        now = time.monotonic()
        if not fresh and now - self.last_heartbeat < 0.2:
            return
        self.last_heartbeat, self.last_columns = now, columns
        levels = search.best.levels if search.best is not None else None
        fields: dict[str, object] = {
            "phase": phase,
            "level": level,
            "levels": levels,
            "bounds": search.valid_bounds(),
        }
        if fresh:
            fields["columns"] = columns
        self.send("state", **fields)


def _cap_memory(mib: int | None) -> None:
    if mib is None:
        return
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (mib << 20, mib << 20))


def _die_with_caller() -> None:
    """The caller keeps our standard input open as long as it lives."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(1)


def _run(frames: _Frames, options: SolveOptions, instance: Instance) -> None:
    model = build_model(instance, options.seed)
    frames.send("model", columns=model.n_columns, rows=model.n_rows)
    budget = DEFAULT_BUDGET if options.budget is None else options.budget
    search = Search(model, options.seed, budget, frames.report)
    search.run()
    conflict = find_conflict(model) if search.best is None else None
    plan = assemble_plan(
        model,
        search.best,
        search.valid_bounds(),
        options,
        infeasible=conflict is not None,
        conflicts=() if conflict is None else (conflict,),
    )
    reason = "budget" if search.exhausted and not search.proven else "finished"
    frames.send("plan", plan=plan.model_dump_json(by_alias=True), reason=reason)


def main() -> int:
    """Serve one solve."""
    frames = _Frames(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    options = SolveOptions(**json.loads(sys.stdin.buffer.readline()))
    instance = Instance.model_validate_json(sys.stdin.buffer.readline())
    threading.Thread(target=_die_with_caller, daemon=True).start()
    _cap_memory(options.memory_limit_mib)
    try:
        _run(frames, options, instance)
    except InputError as error:
        problems = [[p.code, p.where, p.value, p.expected, dict(p.params)] for p in error.problems]
        frames.send("input-error", problems=problems)
    except MemoryError:
        frames.send("memory")
    except Exception:
        frames.send("failure", detail=traceback.format_exc())
    return 0


if __name__ == "__main__":
    os._exit(main())
