"""Solving processes kept ready, for services that solve again and again."""

import os
import threading
import weakref
from contextlib import suppress
from types import TracebackType

from bianzu.solver.child import Child

__all__ = ["Worker"]

_MOST_SOLVES = 500
"""A process that has served so often is replaced, lest an engine's leaks add up."""


class Worker:
    """Keeps started solving processes ready, so that a solve need not wait for one.

        with Worker() as worker:
            plans = [solve(instance, worker=worker) for instance in instances]

    A worker may be shared by threads: a solve takes a ready process or, when there is none, starts one of its
    own, and never waits for another solve. A process that was stopped, killed or has failed is replaced. A
    plan has the same bytes with a worker as without one.

    Parameters
    ----------
    size
        How many processes to keep ready, hence how many solves at once find one.
    """

    def __init__(self, size: int = 1) -> None:
        self.size = size
        self._lock = threading.Lock()
        self._closed = False
        self._adopt([Child() for _ in range(size)])

    def _adopt(self, idle: list[Child]) -> None:
        self._owner = os.getpid()
        self._idle = idle
        self._finalizer = weakref.finalize(self, _close_all, idle, self._owner)

    def take(self) -> Child:
        """A ready process, which the caller gives back.

        Raises
        ------
        ValueError
            When the worker is closed.
        """
        with self._lock:
            if self._closed:
                raise ValueError("the worker is closed")
            if self._owner != os.getpid():  # a fork: the processes belong to the parent
                self._adopt([])
            while self._idle:
                child = self._idle.pop()
                if child.alive():
                    return child
                child.close()
        return Child()

    def give_back(self, child: Child, *, fit: bool) -> None:
        """Keep a process that answered and waits for the next job; replace any other."""
        with self._lock:
            if fit and not child.stopped and child.served < _MOST_SOLVES and self._wanted():
                self._idle.append(child)
                return
        from bianzu.models import EngineError

        child.close()
        with self._lock:
            if self._wanted():
                with suppress(EngineError):  # then the next solve tries to start one, and reports it
                    self._idle.append(Child())

    def _wanted(self) -> bool:
        return not self._closed and len(self._idle) < self.size

    def close(self) -> None:
        """End the processes that are ready; one that is busy ends with its solve."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        _close_all(idle, self._owner)
        self._finalizer.detach()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _close_all(idle: list[Child], owner: int) -> None:
    if os.getpid() == owner:
        while idle:
            idle.pop().close()
