"""Runs the solving process, listens to it, and stops it when asked, late, or gone."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import IO, Literal

from bianzu.models import LEVEL_NAMES, EngineError, InputError, Instance, Plan, Problem, canonical_json
from bianzu.solver.options import CancelToken, Phase, Progress, ProgressCallback, SolveOptions

__all__ = ["Heard", "StopReason", "run_process"]

StopReason = Literal["finished", "budget", "time-limit", "cancelled", "memory", "crash"]
_POLL_SECONDS = 0.05
_HEARTBEAT_SECONDS = 0.5
_NEW_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""Ctrl-C is for the caller; the solving process is stopped by it, not by the terminal."""


@dataclass
class Heard:
    """What the process said: the finished plan, or the last incumbent if it did not finish."""

    plan: Plan | None = None
    columns: tuple[int, ...] | None = None
    bounds: tuple[int | None, ...] = (None,) * len(LEVEL_NAMES)
    levels: tuple[int, ...] | None = None
    phase: Phase = "start"
    level: int | None = None
    reason: StopReason = "crash"
    detail: str = ""


def run_process(
    instance: Instance,
    options: SolveOptions,
    progress: ProgressCallback | None,
    cancel: CancelToken | None,
) -> Heard:
    """Solve in a process of its own and return what was heard from it.

    Raises
    ------
    InputError
        When the solver refuses the instance.
    EngineError
        When the process reports a failure of its own, which would be a defect.
    """
    heard = Heard()
    started = time.monotonic()
    with _start(options, instance) as (lines, errors):
        told = -1.0
        while True:
            line = _next_line(lines)
            now = time.monotonic() - started
            if line is None:
                heard.detail = "".join(errors)[-2000:]
                break
            changed = bool(line) and _take(heard, json.loads(line))
            if heard.plan is not None:
                break
            if cancel is not None and cancel.is_set():
                heard.reason = "cancelled"
                break
            if options.time_limit is not None and now > options.time_limit:
                heard.reason = "time-limit"
                break
            if progress is not None and (changed or now - told > _HEARTBEAT_SECONDS):
                told = now
                progress(_describe(heard, now))
    return heard


def _describe(heard: Heard, seconds: float) -> Progress:
    if heard.level is None:
        return Progress(heard.phase, seconds)
    incumbent = None if heard.levels is None else heard.levels[heard.level]
    return Progress(heard.phase, seconds, LEVEL_NAMES[heard.level], incumbent, heard.bounds[heard.level])


def _take(heard: Heard, frame: dict[str, object]) -> bool:
    """Book one frame; returns whether there is something new to tell."""
    match frame:
        case {"kind": "state", "phase": phase, "level": level, "levels": levels, "bounds": bounds}:
            heard.phase, heard.level = phase, level  # type: ignore[assignment]  # our own worker wrote it
            heard.levels = tuple(levels) if isinstance(levels, list) else None
            heard.bounds = tuple(bounds) if isinstance(bounds, list) else heard.bounds
            columns = frame.get("columns")
            if isinstance(columns, list):
                heard.columns = tuple(columns) if heard.levels is not None else None
                return True
            return False
        case {"kind": "plan", "plan": str(plan), "reason": reason}:
            heard.plan = Plan.model_validate_json(plan)
            heard.reason = reason  # type: ignore[assignment]  # our own worker wrote it
            return True
        case {"kind": "input-error", "problems": list(problems)}:
            raise InputError(Problem(*item) for item in problems)
        case {"kind": "failure", "detail": str(detail)}:
            raise EngineError("worker-failed", detail=detail)
        case {"kind": "memory"}:
            heard.reason = "memory"
        case {"kind": "model"}:
            heard.phase = "model"
            return True
    return False


def _next_line(lines: "queue.Queue[bytes | None]") -> bytes | None:
    """A line, ``b""`` when none came in time, ``None`` at the end."""
    try:
        return lines.get(timeout=_POLL_SECONDS)
    except queue.Empty:
        return b""


@contextmanager
def _start(
    options: SolveOptions, instance: Instance
) -> Iterator[tuple["queue.Queue[bytes | None]", list[str]]]:
    """A running process with a queue of its lines; it is gone when the block ends."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(item for item in sys.path if item)}
    process = subprocess.Popen(
        [sys.executable, "-m", "bianzu.solver.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=sys.platform != "win32",
        creationflags=_NEW_GROUP,
    )
    lines: queue.Queue[bytes | None] = queue.Queue()
    errors: list[str] = []
    threads = [
        threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True),
        threading.Thread(target=_collect, args=(process.stderr, errors), daemon=True),
        threading.Thread(target=_feed, args=(process.stdin, options, instance), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield lines, errors
    finally:
        process.kill()
        process.wait()
        for thread in threads:
            thread.join(timeout=5)
        for stream in (process.stdin, process.stdout, process.stderr):
            _close(stream)


def _feed(stream: IO[bytes], options: SolveOptions, instance: Instance) -> None:
    header = {**asdict(options), "time_limit": None}
    try:
        stream.write(json.dumps(header).encode() + b"\n")
        stream.write(canonical_json(instance) + b"\n")
        stream.flush()
    except (BrokenPipeError, ValueError, OSError):
        pass  # the process is gone; the reader notices


def _pump(stream: IO[bytes], lines: "queue.Queue[bytes | None]") -> None:
    for line in iter(stream.readline, b""):
        lines.put(line)
    lines.put(None)


def _collect(stream: IO[bytes], errors: list[str]) -> None:
    errors.extend(line.decode("utf-8", "replace") for line in iter(stream.readline, b""))


def _close(stream: IO[bytes] | None) -> None:
    if stream is not None:
        with suppress(OSError):
            stream.close()
