"""The solving process: reads instances, searches, and writes what it finds as JSON lines.

It is a process of its own so that a crash or the memory cap of an engine cannot take the caller down, and so
that an engine that ignores interrupts can be stopped. It waits for one job after the other until its standard
input closes. A thread reads that input, so that a request to stop is heard while an engine runs.
"""

import faulthandler
import gc
import json
import os
import queue
import sys
import threading
import time
import traceback
from typing import Any, BinaryIO

import numpy as np
from pydantic import ValidationError

from bianzu.models import Certificate, Conflict, InputError, Instance, Plan, Problem
from bianzu.solver.assembly import build_model
from bianzu.solver.conflicts import find_conflict
from bianzu.solver.evaluation import Evaluation, evaluate
from bianzu.solver.model import Model
from bianzu.solver.options import SolveOptions
from bianzu.solver.planning import assemble_plan
from bianzu.solver.search import DEFAULT_BUDGET, Search
from bianzu.solver.standing import Standing

__all__ = ["Job", "main"]

_STATE_SECONDS = 0.2
_NEW_OBJECTS = 200_000
"""How many objects are made between two searches for garbage: an instance and its model are kept."""


class _Frames:
    """Writes frames to the caller; engines' own chatter goes to standard error."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.lock = threading.Lock()

    def send(self, kind: str, **fields: object) -> None:
        """One JSON line."""
        line = json.dumps({"kind": kind, **fields}, ensure_ascii=True).encode() + b"\n"
        with self.lock:
            self.stream.write(line)
            self.stream.flush()

    def send_plan(self, plan: Plan, reason: str) -> None:
        """The last frame of a job."""
        self.send("plan", plan=plan.model_dump_json(by_alias=True), reason=reason)


class Job:
    """One instance to solve, or the columns of one to write up."""

    def __init__(self, frames: _Frames, header: dict[str, Any], body: bytes) -> None:
        self.frames = frames
        self.header = header
        self.body = body
        self.options = SolveOptions(
            seed=header["seed"],
            budget=header["budget"],
            memory_limit_mib=header["memory_limit_mib"],
            gap=header.get("gap"),
            until=header.get("until"),
        )
        plan = header.get("plan")
        self.plan = None if plan is None else Plan.model_validate_json(plan)
        self.model: Model | None = None
        self.incumbent: tuple[Evaluation, Standing] | None = None
        self.stopping = threading.Event()
        self.last_state = 0.0
        self.last_told: Evaluation | None = None
        self.last_certificate: Certificate | None = None

    def run(self) -> None:
        """Solve and send the plan."""
        self.frames.send("phase", phase="model")
        instance = Instance.model_validate_json(self.body)
        model = self.model = build_model(instance, self.options.seed)
        rescue = self.header.get("rescue")
        if rescue is not None:
            best = evaluate(model, np.array(rescue["columns"], dtype=np.int64))
            standing = Standing.from_fields(rescue["standing"])
            self.frames.send_plan(assemble_plan(model, best, standing, self.options), "finished")
            return
        search = Search(
            model,
            self.options.seed,
            DEFAULT_BUDGET if self.options.budget is None else self.options.budget,
            self.report,
            plan=self.plan,
            gap=self.options.gap,
            until=self.options.until,
            **self._after_a_death(),
        )
        search.run()
        conflict = find_conflict(model) if search.best is None else None
        conflicts: tuple[Conflict, ...] = () if conflict is None else (conflict,)
        plan = assemble_plan(
            model,
            search.best,
            search.standing,
            self.options,
            infeasible=conflict is not None,
            conflicts=conflicts,
        )
        self._pause_if_stopping()
        self.frames.send_plan(plan, search.reason)

    def _after_a_death(self) -> dict[str, Any]:
        """Safer settings, and the incumbent of the process before this one."""
        if not self.header.get("safe"):
            return {}
        start = self.header["start"]
        return {"safe": True, "start": None if start is None else np.array(start, dtype=np.int64)}

    def report(self, phase: str, level: int | None, search: Search) -> None:
        """Tell the caller of a new incumbent at once, of anything else a few times a second."""
        self._pause_if_stopping()
        best, standing = search.best, search.standing
        if best is not None:
            self.incumbent = best, standing
        fresh = best is not self.last_told
        now = time.monotonic()
        if not fresh and now - self.last_state < _STATE_SECONDS:
            return
        self.last_state, self.last_told = now, best
        fields: dict[str, object] = {
            "phase": phase,
            "level": level,
            "levels": None if best is None else best.levels,
            "bounds": standing.bounds,
            "proven": [[level.bound, level.certified, level.by] for level in standing.levels],
        }
        if standing.certificate is not self.last_certificate and standing.certificate is not None:
            self.last_certificate = standing.certificate
            fields["certificate"] = standing.certificate.model_dump_json()
        if fresh and best is not None:
            fields["columns"] = best.columns.tolist()
        self.frames.send("state", **fields)

    def stop(self) -> None:
        """Write up the incumbent; called by the reading thread while the search may be inside an engine."""
        incumbent, model = self.incumbent, self.model
        if incumbent is None or model is None:
            return
        self.stopping.set()
        self.frames.send("phase", phase="assembly")
        best, standing = incumbent
        self.frames.send_plan(assemble_plan(model, best, standing, self.options), "stopped")

    def _pause_if_stopping(self) -> None:
        """The caller ends this process as soon as it has the plan of `stop`."""
        if self.stopping.is_set():
            threading.Event().wait()


class _Inbox:
    """Reads jobs and requests to stop; ends the process when the caller is gone."""

    def __init__(self) -> None:
        self.jobs: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
        self.job: Job | None = None

    def read(self) -> None:
        """Until standard input closes."""
        source = sys.stdin.buffer
        for line in iter(source.readline, b""):
            header = json.loads(line)
            if header["kind"] == "solve":
                self.jobs.put((header, source.readline()))
            elif self.job is not None:
                try:
                    self.job.stop()
                except Exception:  # the caller has another process write up the incumbent
                    traceback.print_exc()
        os._exit(0)


def _cap_memory(mib: int | None) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = most if mib is None else mib << 20
    if most != resource.RLIM_INFINITY:
        wanted = most if wanted == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def _serve(frames: _Frames, job: Job) -> None:
    _cap_memory(job.options.memory_limit_mib)
    try:
        job.run()
    except InputError as error:
        frames.send("input-error", problems=[_as_list(problem) for problem in error.problems])
    except ValidationError as error:  # the caller built its instance without validation
        from bianzu.instances.field_problems import list_field_problems

        frames.send("input-error", problems=[_as_list(problem) for problem in list_field_problems(error)])
    except MemoryError:
        _cap_memory(None)
        frames.send("memory")
    except Exception:
        frames.send("failure", detail=traceback.format_exc())


def _as_list(problem: Problem) -> list[object]:
    return [problem.code, problem.where, problem.value, problem.expected, dict(problem.params)]


def main() -> None:
    """Serve jobs until the caller is gone."""
    faulthandler.enable()
    frames = _Frames(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    inbox = _Inbox()
    threading.Thread(target=inbox.read, daemon=True).start()
    gc.freeze()  # what is loaded stays; no collection need look at it
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
    gc.enable()
    while True:
        header, body = inbox.jobs.get()
        inbox.job = Job(frames, header, body)
        _serve(frames, inbox.job)
        inbox.job = None
