"""Runs a peer on an instance: in a process of its own, killed at its limit."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from benchmarks.peers.answers import Answer, Ending
from benchmarks.peers.ladder import LEVELS
from benchmarks.peers.registry import PEERS
from bianzu.instances import format_model
from bianzu.models import Instance, Plan

__all__ = ["run_peer"]

ROOT = Path(__file__).resolve().parents[2]
_READY_SECONDS = 300.0
_MARGIN = 0.97
"""An engine is told to stop this much before its limit, so that it can still say what it has."""
_USED_UP = 0.9
"""Whoever ends without a proof after this part of the limit was stopped by it."""


def run_peer(name: str, instance: Instance, seconds: float, seed: int = 0, memory_mib: int = 0) -> Answer:
    """A peer's answer; one that is not there answers ``absent`` with the reason."""
    reason = PEERS[name].missing()
    if reason:
        return Answer(name, "absent", 0.0, note=reason)
    child = _Child(name)
    try:
        job = {"peer": name, "seed": seed, "seconds": _MARGIN * seconds, "memory_mib": memory_mib}
        child.write(json.dumps(job).encode() + b"\n" + _one_line(instance) + b"\n")
        ready = child.read(_READY_SECONDS)
        if ready is None or ready["kind"] != "ready":
            return Answer(name, "failed", 0.0, note=child.last_words())
        started = time.monotonic()
        child.write(b"go\n")
        state: dict[str, Any] = {}
        end: dict[str, Any] | None = None
        while end is None:
            said = child.read(started + seconds - time.monotonic())
            if said is None:
                break
            if said["kind"] == "state":
                state = said
            else:
                end = said
        return _conclude(name, state, end, min(seconds, time.monotonic() - started), seconds, child)
    finally:
        child.kill()


def _conclude(
    name: str, state: dict[str, Any], end: dict[str, Any] | None, used: float, limit: float, child: "_Child"
) -> Answer:
    ending: Ending
    note = state.get("note", "")
    if end is None and child.ended():
        ending, note = "failed", child.last_words()
    elif end is not None and end["kind"] == "failure":
        ending, note = "failed", end["note"]
    elif state.get("proven"):
        ending = "proven"
    elif end is None or used >= _USED_UP * limit:
        ending, used = "limit", limit
        note = note if end is not None else "killed at the limit"
    else:
        ending = "stopped"
    keys, plan = state.get("keys"), state.get("plan")
    none = (None,) * LEVELS
    return Answer(
        peer=name,
        ending=ending,
        seconds=used,
        keys=None if keys is None else tuple(keys),
        plan=None if plan is None else Plan.model_validate_json(plan),
        values=tuple(state.get("values", none)),
        bounds=tuple(state.get("bounds", none)),
        peak_mib=None if end is None else end["peak_mib"],
        note=note,
    )


def _one_line(instance: Instance) -> bytes:
    return json.dumps(json.loads(format_model(instance)), ensure_ascii=False).encode()


class _Child:
    """A peer's process in a group of its own."""

    def __init__(self, name: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.peers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            start_new_session=True,
        )
        self._said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._words: list[str] = []
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._stdin: IO[bytes] = self._process.stdin
        self._threads = [
            threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True),
            threading.Thread(target=self._overhear, args=(self._process.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _listen(self, stream: IO[bytes]) -> None:
        for line in stream:
            with suppress(ValueError):
                self._said.put(json.loads(line))
        self._said.put(None)

    def _overhear(self, stream: IO[bytes]) -> None:
        for line in stream:
            self._words = [*self._words[-20:], line.decode(errors="replace").strip()]

    def write(self, data: bytes) -> None:
        """Tell the process; that it is dead shows when it is read."""
        with suppress(BrokenPipeError):
            self._stdin.write(data)
            self._stdin.flush()

    def read(self, seconds: float) -> dict[str, Any] | None:
        """The next message, ``None`` when there is none in time or no more will come."""
        try:
            return self._said.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None

    def ended(self) -> bool:
        """Whether the process has ended by itself."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(0.5)
        return self._process.poll() is not None

    def last_words(self) -> str:
        """Why it died, as far as it said."""
        self.ended()
        return f"ended with {self._process.poll()}: {' '.join(self._words[-1:])}"[:300]

    def kill(self) -> None:
        """End the process and all it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for thread in self._threads:
            thread.join(1.0)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
