"""Jobs on an executor: each is answered once, also when workers die under it."""

import logging
import os
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack

from bianzu.answers.jobs import Job, answer_job
from bianzu.models import ScenarioResult, ScenarioRun
from bianzu.solver import CancelToken, Worker

__all__ = ["count_cores", "run_jobs"]

_LOG = logging.getLogger("bianzu.answers")
_TICK_SECONDS = 0.2
_MOST_ATTEMPTS = 2

_Future = Future[ScenarioResult]


def count_cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def run_jobs(
    jobs: Sequence[Job],
    executor: Executor | None,
    cores: int,
    worker: Worker | None = None,
    cancel: CancelToken | None = None,
) -> Iterator[ScenarioResult]:
    """Results as they come; those of a cancelled sweep that were not finished are left out.

    A job whose worker died, or that raised, is submitted once more; when it is lost again it is ``failed``.
    An executor that takes no more jobs is replaced by threads of this process.
    """
    with ExitStack() as stack:
        yield from _Dispatch(executor, cores, worker, cancel, stack).run(jobs)


class _Dispatch:
    """The jobs under way and what came of them."""

    def __init__(
        self,
        executor: Executor | None,
        cores: int,
        worker: Worker | None,
        cancel: CancelToken | None,
        stack: ExitStack,
    ) -> None:
        self.executor = executor
        self.cores = cores
        self.worker = worker
        self.cancel = cancel
        self.stack = stack
        self.done: queue.SimpleQueue[_Future] = queue.SimpleQueue()
        self.pending: dict[_Future, tuple[Job, int]] = {}
        self._here: Callable[[Job], _Future] | None = None

    def run(self, jobs: Sequence[Job]) -> Iterator[ScenarioResult]:
        self.stack.callback(self._drop)
        for job in jobs:
            self._submit(job, 1)
        while self.pending:
            try:
                future = self.done.get(timeout=_TICK_SECONDS)
            except queue.Empty:
                if self._is_cancelled():
                    self._drop()
                continue
            job, attempt = self.pending.pop(future)
            result = self._take(future, job, attempt)
            if result is not None and not self._is_cancelled():
                yield result

    def _is_cancelled(self) -> bool:
        return self.cancel is not None and self.cancel.is_set()

    def _drop(self) -> None:
        for future in list(self.pending):
            future.cancel()

    def _take(self, future: _Future, job: Job, attempt: int) -> ScenarioResult | None:
        """The result; none when the job goes on, or was cancelled with the sweep."""
        error: BaseException | None = None
        if future.cancelled():
            reason = "cancelled by the executor"
        else:
            error = future.exception()
            if error is None:
                found = future.result()
                return found.model_copy(
                    update={"run": ScenarioRun(seconds=found.run.seconds, attempts=attempt)}
                )
            reason = f"{type(error).__name__}: {error}"
        if self._is_cancelled():
            return None
        if attempt < _MOST_ATTEMPTS:
            _LOG.warning("scenario %s is submitted again: %s", job.scenario.name, reason)
            self._submit(job, attempt + 1)
            return None
        run = ScenarioRun(attempts=attempt)
        return ScenarioResult(name=job.scenario.name, key=job.key, state="failed", reason=reason, run=run)

    def _submit(self, job: Job, attempt: int) -> None:
        future: _Future | None = None
        if self.executor is not None:
            try:
                future = self.executor.submit(answer_job, job)
            except RuntimeError as error:  # it is broken or was shut down
                _LOG.warning("the executor takes no more jobs, threads take over: %s", error)
                self.executor = None
        if future is None:
            future = self._submit_here(job)
        self.pending[future] = job, attempt
        future.add_done_callback(self.done.put)

    def _submit_here(self, job: Job) -> _Future:
        """Threads of this process; the solving is done by processes that are kept ready."""
        if self._here is None:
            worker = self.worker or self.stack.enter_context(Worker(self.cores))
            threads = self.stack.enter_context(ThreadPoolExecutor(self.cores, "bianzu-scenario"))
            self.stack.callback(self._drop)  # before the threads are waited for
            self._here = lambda item: threads.submit(answer_job, item, worker, self.cancel)
        return self._here(job)
