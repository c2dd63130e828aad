"""Solving processes that are kept ready: the same plans, and nothing left behind."""

import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bianzu.instances import generate, planted
from bianzu.models import InputError, Plan, Run
from bianzu.solver import Progress, Worker, solve
from bianzu.solver.child import Child
from tests.builders import make_instance, team
from tests.solver.stumbling import let_stumble

TINY = planted("tiny", seed=4, tightness="tight")[0]
OTHER = generate("tiny", seed=2)
REFUSED = make_instance("x", [team("T1", "s")], {"sector-sync": {}})


def _reproducible(plan: Plan) -> str:
    provenance = plan.provenance.model_copy(update={"run": Run()})
    return plan.model_copy(update={"provenance": provenance}).model_dump_json(by_alias=True)


def _ready(worker: Worker) -> list[Child]:
    return list(worker._idle)


def test_one_process_serves_again_and_again_and_plans_are_those_of_a_fresh_one() -> None:
    with Worker() as worker:
        (child,) = _ready(worker)
        plans = [solve(instance, worker=worker) for instance in (TINY, OTHER, TINY)]
        assert [item.pid for item in _ready(worker)] == [child.pid]
    assert not child.alive()
    assert [_reproducible(plan) for plan in plans] == [_reproducible(solve(i)) for i in (TINY, OTHER, TINY)]


def test_a_refused_instance_leaves_the_process_ready() -> None:
    with Worker() as worker:
        (child,) = _ready(worker)
        with pytest.raises(InputError):
            solve(REFUSED, worker=worker)
        assert solve(TINY, worker=worker).status == "optimal"
        assert [item.pid for item in _ready(worker)] == [child.pid]


def test_a_cancelled_solve_costs_its_process_but_not_the_next_solve(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    let_stumble(monkeypatch, tmp_path, "stuck", searches=1)
    cancel = threading.Event()

    def listen(beat: Progress) -> None:
        if beat.incumbent is not None:
            cancel.set()

    with Worker() as worker:
        (child,) = _ready(worker)
        stopped = solve(TINY, progress=listen, cancel=cancel, worker=worker)
        assert stopped.provenance.run.stop_reason == "cancelled"
        assert not child.alive()
        (following,) = _ready(worker)
        assert following.pid != child.pid
        assert solve(TINY, worker=worker).provenance.run.stop_reason == "finished"


def test_a_process_that_dies_during_a_solve_is_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    let_stumble(monkeypatch, tmp_path, "abort", searches=1)
    with Worker() as worker:
        plan = solve(TINY, worker=worker)
        assert (plan.status, plan.provenance.run.retried) == ("optimal", True)
        assert [child.alive() for child in _ready(worker)] == [True]


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_process_that_died_while_it_waited_goes_unnoticed() -> None:
    with Worker() as worker:
        (child,) = _ready(worker)
        os.kill(child.pid, signal.SIGKILL)
        child.obituary()
        plan = solve(TINY, worker=worker)
        assert (plan.status, plan.provenance.run.retried) == ("optimal", False)


def test_threads_share_a_worker() -> None:
    with Worker(size=1) as worker, ThreadPoolExecutor(3) as pool:
        plans = list(pool.map(lambda _: solve(TINY, worker=worker), range(3)))
        assert len(_ready(worker)) == 1
    assert len({_reproducible(plan) for plan in plans}) == 1


def test_a_closed_worker_refuses_and_has_left_no_process() -> None:
    worker = Worker(size=2)
    children = _ready(worker)
    worker.close()
    worker.close()
    assert [child.alive() for child in children] == [False, False]
    with pytest.raises(ValueError, match="closed"):
        solve(TINY, worker=worker)


def test_a_forgotten_worker_ends_its_processes() -> None:
    worker = Worker()
    children = _ready(worker)
    del worker
    assert [child.alive() for child in children] == [False]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_after_a_fork_the_processes_stay_with_the_parent() -> None:
    with Worker() as worker:
        (child,) = _ready(worker)
        number = os.fork()
        if number == 0:
            own = worker.take()
            different = own.pid != child.pid
            own.close()
            os._exit(0 if different else 1)
        assert os.waitpid(number, 0)[1] == 0
        assert solve(TINY, worker=worker).status == "optimal"
        assert [item.pid for item in _ready(worker)] == [child.pid]
