"""What the solves behind one answer are done with: a few at a time, all of them stopped with the answer."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final, ParamSpec, TypeVar

from bianzu.models import Instance, Plan
from bianzu.solver import CancelToken, SolveOptions, Worker, solve

__all__ = ["Bench"]

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Bench:
    """Solves on threads of their own, until the end of a ``with`` block, which stops what still runs.

    Parameters
    ----------
    options, worker, cancel
        Of all solves.
    size
        How many run at once.
    """

    def __init__(self, options: SolveOptions, worker: Worker, cancel: CancelToken | None, size: int) -> None:
        self.options: Final = options
        self.worker: Final = worker
        self.size: Final = size
        self._cancel = cancel
        self._over = threading.Event()
        self._pool = ThreadPoolExecutor(size, "bianzu-bench")

    def solve(self, instance: Instance, start: Plan | None, cancel: CancelToken | None = None) -> Plan:
        """An audited plan, close to another one where there is one."""
        token = _Any(self, cancel)
        return solve(instance, options=self.options, worker=self.worker, cancel=token, start=start)

    def submit(self, call: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Have something done on a thread."""
        return self._pool.submit(call, *args, **kwargs)

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._over.is_set() or (self._cancel is not None and self._cancel.is_set())

    def __enter__(self) -> "Bench":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._pool.shutdown(cancel_futures=True)


class _Any:
    """Set when the bench is over or cancelled, or this one solve is."""

    def __init__(self, bench: Bench, cancel: CancelToken | None) -> None:
        self._bench = bench
        self._cancel = cancel

    def is_set(self) -> bool:
        return self._bench.cancelled or (self._cancel is not None and self._cancel.is_set())
