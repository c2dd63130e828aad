"""One solving process from its caller's side: starting it, talking to it, ending it."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

import bianzu.version

if TYPE_CHECKING:
    from bianzu.models import Instance

__all__ = ["Child", "Frame"]

Frame = dict[str, object]
"""One message of the process; ``kind`` says which."""

BOOT = "import gc; gc.disable(); from bianzu.solver.worker import main; main()"
"""What the process runs; nothing of what it imports is garbage."""

_NEW_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""Ctrl-C is for the caller; the solving process is stopped by it, not by the terminal."""

_SETTINGS = {
    "PYTHONHASHSEED": "0",  # whatever still depends on the order of a set is the same in every process
    "PYDANTIC_DISABLE_PLUGINS": "__all__",  # they are looked for in every installed distribution
    "OMP_NUM_THREADS": "1",  # sums of floats depend on the number of threads
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
_ERROR_LINES = 200


class Child:
    """A started process. It imports while the caller goes on; `ask` hands it a job at any time.

    Frames come back through `next_frame`. One job at a time; not safe for several threads at once.

    Raises
    ------
    EngineError
        When no process can be started.
    """

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(
                [sys.executable or "python", "-P", "-c", BOOT],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, **_SETTINGS, "PYTHONPATH": _search_path()},
                start_new_session=sys.platform != "win32",
                creationflags=_NEW_GROUP,
            )
        except OSError as error:  # no such interpreter, or too many processes
            from bianzu.models import EngineError

            raise EngineError("engine-died", reason="crash", detail=str(error)) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self.served = 0
        self.stopped = False
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._errors: deque[str] = deque(maxlen=_ERROR_LINES)
        self._threads = [
            threading.Thread(target=_pump, args=(self._process.stdout, self._lines), daemon=True),
            threading.Thread(target=_collect, args=(self._process.stderr, self._errors), daemon=True),
            threading.Thread(target=_post, args=(self._process.stdin, self._outbox), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(self, header: Frame, instance: "Instance") -> None:
        """Hand over a job; returns before it is read."""
        if self.served:  # what the first job finds there may already be the cause of a death at the start
            self._errors.clear()
        self.served += 1
        self._outbox.put(json.dumps({"kind": "solve", **header}).encode() + b"\n")
        self._outbox.put(instance.model_dump_json(by_alias=True).encode() + b"\n")

    def ask_to_stop(self) -> None:
        """Ask for the plan of the best columns so far; the process is of no use for another job then."""
        self.stopped = True
        self._outbox.put(b'{"kind": "stop"}\n')

    def next_frame(self, timeout: float) -> Frame | None:
        """The next message, ``None`` when none came in time; kind ``end`` when the process is gone."""
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            return None
        if not line.endswith(b"\n"):  # nothing, or the half of a line that a dying process left
            return {"kind": "end"}
        frame: Frame = json.loads(line)
        return frame

    def obituary(self) -> str:
        """How a process that is gone ended, and the last it wrote to standard error."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "closed its output"
        self._threads[1].join(timeout=5)
        try:
            end = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        except ValueError:
            end = f"exit code {code}"
        return "\n".join([end, "".join(self._errors)[-2000:]]).strip()

    def close(self) -> None:
        """End the process, whatever it does, and leave nothing of it behind."""
        self._outbox.put(None)
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(timeout=5)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _search_path() -> str:
    """The caller's own, so that the process finds what the caller found, and nothing else."""
    found = [item or os.getcwd() for item in sys.path]
    return os.pathsep.join([*found, str(Path(bianzu.version.__file__).parents[1])])


def _pump(stream: IO[bytes], lines: "queue.SimpleQueue[bytes]") -> None:
    for line in iter(stream.readline, b""):
        lines.put(line)
    lines.put(b"")


def _collect(stream: IO[bytes], errors: deque[str]) -> None:
    for line in iter(stream.readline, b""):
        errors.append(line.decode("utf-8", "replace"))


def _post(stream: IO[bytes], outbox: "queue.SimpleQueue[bytes | None]") -> None:
    with suppress(OSError, ValueError):  # the process is gone; the reader notices
        for message in iter(outbox.get, None):
            stream.write(message)
            stream.flush()
