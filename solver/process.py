"""Has a process solve an instance; listens to it, stops it when asked or late, replaces it when it dies."""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from bianzu.models import ALL_LEVEL_NAMES, EngineError, InputError, Instance, Plan, Problem
from bianzu.solver.child import Child, Frame
from bianzu.solver.options import CancelToken, Phase, Progress, ProgressCallback, SolveOptions
from bianzu.solver.warm import Worker

__all__ = ["Heard", "Herald", "StopReason", "run_process"]

StopReason = Literal["finished", "budget", "gap", "until", "time-limit", "cancelled", "memory", "crash"]
Death = Literal["memory", "crash"]

_POLL_SECONDS = 0.05
_HEARTBEAT_SECONDS = 0.5
_ANSWER_SECONDS = 0.4
_ANSWER_SHARE = 0.2
"""How long a process that is asked to stop may take to say that it will; where a fresh one had to build a
large model again, this share of the time that took."""
_ASSEMBLY_SECONDS = 20.0
"""How long it may then take to write up its plan, before a fresh process does it."""
_MEMORY_WORDS = re.compile(
    "bad_alloc|MemoryError|out of memory|memory allocation|allocate memory|unable to allocate", re.IGNORECASE
)

_log = logging.getLogger(__name__)


@dataclass
class Heard:
    """What was heard: the plan, or the incumbent told of last, and why the search ended."""

    plan: Plan | None = None
    columns: tuple[int, ...] | None = None
    bounds: tuple[int | None, ...] = (None,) * len(ALL_LEVEL_NAMES)
    standing: dict[str, object] = field(default_factory=dict)
    levels: tuple[int, ...] | None = None
    phase: Phase = "start"
    level: int | None = None
    reason: StopReason = "crash"
    retry_reason: Death | None = None
    error: EngineError | None = None


class Herald:
    """Calls the progress callback: at once with news, else twice a second."""

    def __init__(self, heard: Heard, progress: ProgressCallback | None) -> None:
        self.heard = heard
        self.progress = progress
        self.started = time.monotonic()
        self.told = -1.0

    @property
    def seconds(self) -> float:
        """Since the start of the solve."""
        return time.monotonic() - self.started

    def tick(self, *, news: bool = False) -> None:
        """Tell if there are news or it is time."""
        now = self.seconds
        if self.progress is not None and (news or now - self.told > _HEARTBEAT_SECONDS):
            self.told = now
            self.progress(self._describe(now))

    def enter(self, phase: Phase) -> None:
        """Tell of a new phase."""
        self.heard.phase = phase
        self.tick(news=True)

    def _describe(self, seconds: float) -> Progress:
        heard = self.heard
        if heard.level is None:
            return Progress(heard.phase, seconds)
        incumbent = None if heard.levels is None else heard.levels[heard.level]
        return Progress(
            heard.phase, seconds, ALL_LEVEL_NAMES[heard.level], incumbent, heard.bounds[heard.level]
        )


def run_process(
    instance: Instance,
    options: SolveOptions,
    herald: Herald,
    cancel: CancelToken | None,
    worker: Worker | None,
    meanwhile: Callable[[], None],
    *,
    start: Plan | None = None,
) -> None:
    """Solve in a process of its own; fills in ``herald.heard``.

    A process that dies is replaced once by one on safer settings that begins with the incumbent. When that
    dies as well, a third one only writes up the incumbent. ``meanwhile`` is called while the process starts;
    ``start`` is a plan to begin with.
    Without a plan and without an error there was no incumbent.

    Raises
    ------
    InputError
        When the solver refuses the instance.
    EngineError
        When the process died twice without an incumbent, or the incumbent could not be written up.
    """
    talk = _Talk(instance, options, herald, cancel, worker, start)
    talk.search(meanwhile)
    heard = herald.heard
    if heard.error is not None:
        _log.warning("the solving process died: %s", heard.error)
        stop = talk.why_stop()
        if stop is None:
            heard.retry_reason = "memory" if heard.reason == "memory" else "crash"
            talk.search(None)
        else:
            heard.reason, heard.error = stop, None
    if heard.plan is None and heard.columns is not None:
        if heard.error is not None:
            _log.warning("the solving process died again, its incumbent is kept: %s", heard.error)
        talk.rescue()
    elif heard.plan is None and heard.error is not None:
        raise heard.error


class _Talk:
    """The conversation with one process after the other about one instance."""

    def __init__(
        self,
        instance: Instance,
        options: SolveOptions,
        herald: Herald,
        cancel: CancelToken | None,
        worker: Worker | None,
        plan: Plan | None,
    ) -> None:
        self.instance = instance
        self.options = options
        self.herald = herald
        self.heard = herald.heard
        self.cancel = cancel
        self.worker = worker
        self.plan = None if plan is None else plan.model_dump_json(by_alias=True)
        self.told = False
        """Whether the process of now told of an incumbent."""
        self.built = 0.0
        """Seconds from the start of the solve to the first news of the search."""

    def search(self, meanwhile: Callable[[], None] | None) -> None:
        """Until there is a plan, a reason to stop, or a death, which leaves an error."""
        heard = self.heard
        heard.error, heard.phase, self.told = None, "start", False
        retry = heard.retry_reason is not None
        header = {"safe": retry, "start": heard.columns if retry else None, "plan": self.plan}
        with self._child(**header) as child:
            if meanwhile is not None:
                meanwhile()
            while heard.plan is None and heard.error is None:
                news = self._hear(child)
                stop = self.why_stop() if heard.plan is None and heard.error is None else None
                if stop is not None:
                    heard.reason = stop
                    if self.told:
                        self._wait_for_incumbent(child)
                    return
                self.herald.tick(news=news)

    def _wait_for_incumbent(self, child: Child) -> None:
        """A process that still listens has the model at hand and writes up its incumbent fastest."""
        heard = self.heard
        child.ask_to_stop()
        patience = time.monotonic() + max(_ANSWER_SECONDS, _ANSWER_SHARE * self.built)
        while heard.plan is None and heard.error is None and time.monotonic() < patience:
            before = heard.phase
            self._hear(child)
            if before != heard.phase == "assembly":
                patience = time.monotonic() + _ASSEMBLY_SECONDS
            self.herald.tick()
        heard.error = None

    def rescue(self) -> None:
        """Have a fresh process write up the incumbent; a cancel does not end this, heartbeats go on."""
        heard = self.heard
        reason, heard.error = heard.reason, None
        self.herald.enter("assembly")
        with self._child(rescue={"columns": heard.columns, "standing": heard.standing}) as child:
            while heard.plan is None and heard.error is None:
                self._hear(child)
                self.herald.tick()
        heard.reason = reason
        if heard.error is not None:
            raise heard.error

    @contextmanager
    def _child(self, **header: object) -> Iterator[Child]:
        """A process that was told of the instance; kept for the next solve when it answered in full."""
        child = Child() if self.worker is None else self.worker.take()
        fit = False
        try:
            options = self.options
            child.ask(
                {
                    "seed": options.seed,
                    "budget": options.budget,
                    "gap": options.gap,
                    "until": options.until,
                    "memory_limit_mib": options.memory_limit_mib,
                    **header,
                },
                self.instance,
            )
            yield child
            fit = self.heard.plan is not None and self.heard.reason in ("finished", "budget", "gap", "until")
        except InputError:
            fit = True
            raise
        finally:
            if self.worker is None:
                child.close()
            else:
                self.worker.give_back(child, fit=fit)

    def why_stop(self) -> StopReason | None:
        """Whether the caller wants no more."""
        if self.cancel is not None and self.cancel.is_set():
            return "cancelled"
        limit = self.options.time_limit
        return "time-limit" if limit is not None and self.herald.seconds > limit else None

    def _hear(self, child: Child) -> bool:
        """Wait a moment for a frame and book it; returns whether there is something new to tell."""
        frame = child.next_frame(_POLL_SECONDS)
        if frame is None:
            return False
        heard = self.heard
        match frame:
            case {"kind": "state"}:
                return self._take_state(frame)
            case {"kind": "phase", "phase": phase}:
                heard.phase = phase  # type: ignore[assignment]  # our own worker wrote it
                return True
            case {"kind": "plan", "plan": str(plan), "reason": reason}:
                heard.plan = Plan.model_validate_json(plan)
                if reason != "stopped":
                    heard.reason = reason  # type: ignore[assignment]  # our own worker wrote it
            case {"kind": "input-error", "problems": list(problems)}:
                raise InputError(Problem(*item) for item in problems)
            case {"kind": "failure", "detail": str(detail)}:
                heard.error = EngineError("worker-failed", detail=detail)
                heard.reason = self._death("crash")
            case {"kind": "memory"}:
                heard.error = EngineError("engine-died", reason="memory", detail="memory cap")
                heard.reason = self._death("memory")
            case {"kind": "end"}:
                detail = child.obituary()
                death: Death = "memory" if _MEMORY_WORDS.search(detail) else "crash"
                heard.error = EngineError("engine-died", reason=death, detail=detail)
                heard.reason = self._death(death)
        return False

    def _death(self, reason: Death) -> StopReason:
        """A process that dies while it is being stopped does not change why."""
        return self.heard.reason if self.heard.reason in ("cancelled", "time-limit") else reason

    def _take_state(self, frame: Frame) -> bool:
        heard = self.heard
        self.built = self.built or self.herald.seconds
        news = heard.phase != frame["phase"] or heard.level != frame["level"]
        heard.phase, heard.level = frame["phase"], frame["level"]  # type: ignore[assignment]  # as above
        levels, bounds, columns = frame["levels"], frame["bounds"], frame.get("columns")
        if not isinstance(levels, list) or not isinstance(bounds, list):
            return news
        found = tuple(levels)
        if heard.levels is not None and found > heard.levels:  # after a death: not back at the incumbent yet
            return news
        if isinstance(columns, list):
            heard.columns, self.told, news = tuple(columns), True, True
        heard.levels, heard.bounds = found, tuple(bounds)
        heard.standing["levels"] = frame["proven"]
        heard.standing["certificate"] = frame.get("certificate", heard.standing.get("certificate"))
        return news
