"""What becomes of a solve whose process dies, hangs, or is stopped: never silent, never stuck."""

import sys
import threading
from pathlib import Path

import pytest

import bianzu.audit
from bianzu.audit import Audit, verify
from bianzu.instances import planted
from bianzu.models import EngineError, Instance, Plan
from bianzu.solver import Progress, SolveOptions, solve
from bianzu.solver.child import Child
from tests.solver.stumbling import let_stumble

TINY = planted("tiny", seed=4, tightness="tight")[0]
PATIENCE = 120
"""Seconds after which a hanging test gives up; nothing here is about speed."""

DEATHS = [
    pytest.param("killed", "crash", marks=pytest.mark.skipif(sys.platform == "win32", reason="no signals")),
    ("abort", "crash"),
    ("memory", "memory"),
    ("defect", "crash"),
]


def _assert_audited(instance: Instance, plan: Plan) -> None:
    assert [str(item) for item in verify(instance, plan).findings] == []


class _CancelWhen:
    """Listens, and asks to stop at the so-many-th heartbeat that tells the same incumbent."""

    def __init__(self, beats: int) -> None:
        self.beats = beats
        self.heard: list[Progress] = []
        self.same = 0
        self.cancel = threading.Event()
        self.timer = threading.Timer(PATIENCE, self.cancel.set)
        self.timer.daemon = True
        self.timer.start()

    def __call__(self, beat: Progress) -> None:
        last = self.heard[-1].incumbent if self.heard else None
        self.same = self.same + 1 if beat.incumbent is not None and beat.incumbent == last else 0
        self.heard.append(beat)
        if self.same >= self.beats:
            self.cancel.set()


@pytest.mark.parametrize(("deed", "reason"), DEATHS)
def test_a_process_that_dies_is_replaced_by_a_safer_one_that_begins_with_its_incumbent(
    deed: str, reason: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notes = let_stumble(monkeypatch, tmp_path, deed, searches=1)
    plan = solve(TINY)
    assert plan.status == "optimal"
    run = plan.provenance.run
    assert (run.stop_reason, run.retried, run.retry_reason) == ("finished", True, reason)
    first, second = notes.read()
    assert (first["safe"], first["start"]) == (False, None)
    assert second["safe"] is True
    assert second["start"]
    assert second["pid"] != first["pid"]


@pytest.mark.parametrize(
    ("deed", "reason"), [pytest.param("abort", "crash", marks=pytest.mark.long), ("memory", "memory")]
)
def test_when_the_second_dies_too_the_incumbent_is_returned(
    deed: str, reason: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notes = let_stumble(monkeypatch, tmp_path, deed)
    plan = solve(TINY)
    _assert_audited(TINY, plan)
    assert plan.assignments
    run = plan.provenance.run
    assert (run.stop_reason, run.retried, run.retry_reason) == (reason, True, reason)
    assert len(notes.read()) == 2


def test_the_process_ends_with_its_caller(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    notes = let_stumble(monkeypatch, tmp_path, "stuck")
    idle, busy = Child(), Child()
    busy.ask({"seed": 0, "budget": None, "memory_limit_mib": None}, TINY)
    for _ in range(PATIENCE):
        if busy.next_frame(1) is not None and notes.read():
            break
    for child in (idle, busy):
        stream = child._process.stdin
        assert stream is not None
        stream.close()  # as when the caller is gone
        assert child._process.wait(PATIENCE) == 0
        child.close()


def test_without_an_incumbent_a_second_death_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bianzu.solver.child.BOOT", f"open({str(tmp_path / 'log')!r}, 'a').write('x'); 1 / 0")
    with pytest.raises(EngineError) as caught:
        solve(TINY)
    assert caught.value.code == "engine-died"
    assert caught.value.params["reason"] == "crash"
    assert "ZeroDivisionError" in str(caught.value.params["detail"])
    assert (tmp_path / "log").read_text() == "xx"


def test_what_killed_a_process_before_its_first_job_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bianzu.solver.child.BOOT", "1 / 0")
    child = Child()
    try:
        assert "ZeroDivisionError" in child.obituary()  # which waits for all it wrote
        child.ask({}, TINY)
        assert "ZeroDivisionError" in child.obituary()
    finally:
        child.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the memory cap is tested where it is known to bite")
def test_a_memory_cap_that_is_too_low_is_an_engine_error() -> None:
    with pytest.raises(EngineError) as caught:
        solve(TINY, options=SolveOptions(memory_limit_mib=16))
    assert (caught.value.code, caught.value.params["reason"]) == ("engine-died", "memory")


@pytest.mark.parametrize("deed", ["stuck", "deaf"])
def test_heartbeats_go_on_while_an_engine_is_stuck_and_a_cancel_saves_the_incumbent(
    deed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    let_stumble(monkeypatch, tmp_path, deed)
    listener = _CancelWhen(beats=3)
    plan = solve(TINY, progress=listener, cancel=listener.cancel)
    listener.timer.cancel()
    assert listener.same >= 3
    _assert_audited(TINY, plan)
    assert plan.assignments
    run = plan.provenance.run
    assert (run.stop_reason, run.retried) == ("cancelled", False)
    assert listener.heard[-1].phase == "audit"


def test_the_time_limit_ends_a_stuck_engine_and_is_recorded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    let_stumble(monkeypatch, tmp_path, "stuck")
    plan = solve(TINY, options=SolveOptions(time_limit=2.5))
    _assert_audited(TINY, plan)
    assert (plan.provenance.run.stop_reason, plan.provenance.run.time_limit) == ("time-limit", 2.5)


def test_heartbeats_go_on_during_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    auditing = 0
    enough = threading.Event()

    def listen(beat: Progress) -> None:
        nonlocal auditing
        auditing += beat.phase == "audit"
        if auditing >= 3:
            enough.set()

    def slow(instance: Instance, plan: Plan) -> Audit:
        assert enough.wait(PATIENCE)
        return verify(instance, plan)

    monkeypatch.setattr(bianzu.audit, "verify", slow)
    assert solve(TINY, progress=listen).status == "optimal"
    assert auditing >= 3


def test_a_fault_of_the_audit_itself_reaches_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_instance: Instance, _plan: Plan) -> Audit:
        raise ZeroDivisionError

    monkeypatch.setattr(bianzu.audit, "verify", broken)
    with pytest.raises(ZeroDivisionError):
        solve(TINY)


@pytest.mark.parametrize("phase", ["start", "model", "search", "audit"])
def test_what_the_progress_callback_raises_ends_the_solve_and_its_process(
    phase: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    let_stumble(monkeypatch, tmp_path, "stuck", searches=0 if phase == "audit" else 1)
    started: list[Child] = []

    class Noted(Child):
        def __init__(self) -> None:
            super().__init__()
            started.append(self)

    monkeypatch.setattr("bianzu.solver.process.Child", Noted)

    def give_up(beat: Progress) -> None:
        if beat.phase == phase:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(TINY, progress=give_up)
    assert [child.alive() for child in started] == [False]
