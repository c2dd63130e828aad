"""A sweep on a real Dask cluster: a scheduler, two workers, and one of them killed on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from bianzu.answers import what_if
from bianzu.answers.clusters import open_cluster
from bianzu.instances import read_library
from bianzu.models import AddPeople, BianzuError, Instance, Scenario, ScenarioResult, Sweep, Traits
from bianzu.solver import solve

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(find_spec("distributed") is None, reason="Dask is not installed: bianzu[cluster]"),
]
_PATIENCE = 120.0


@contextmanager
def start(module: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the cluster with a group of its own, so that it dies with what it started."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for_address(file: Path) -> str:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if file.exists() and file.stat().st_size:
            return str(json.loads(file.read_text("utf-8"))["address"])
        time.sleep(0.1)
    raise AssertionError("the scheduler did not start")


def list_scenarios(count: int) -> list[Scenario]:
    more = AddPeople(count=1, traits=Traits(pool="staff"))
    return [Scenario(name=f"seed {seed}", seed=seed, changes=(more,)) for seed in range(count)]


def strip(sweep: Sweep) -> list[dict[str, Any]]:
    return [item.model_dump(exclude={"run"}) for item in sweep.results]


def test_every_scenario_is_answered_once_though_a_worker_is_killed(tmp_path: Path) -> None:
    instance: Instance = read_library("tiny")
    base = solve(instance)
    scenarios = list_scenarios(8)
    file = tmp_path / "scheduler.json"
    told: list[ScenarioResult] = []
    with ExitStack() as stack:
        stack.enter_context(
            start("dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        )
        address = wait_for_address(file)
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path))
        workers = [stack.enter_context(start("dask_worker", address, *options)) for _ in range(2)]
        from distributed import Client

        with Client(address, timeout=_PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=_PATIENCE)

        def on_result(result: ScenarioResult) -> None:
            if not told:
                kill(workers[0])
            told.append(result)

        with open_cluster(address) as executor:
            found = what_if(
                instance,
                scenarios,
                base=base,
                executor=executor,
                on_result=on_result,
                resume=tmp_path / "sweep.jsonl",
            )
        assert workers[0].poll() is not None
        assert workers[1].poll() is None
    assert sorted(item.name for item in told) == sorted(item.name for item in scenarios)
    assert [item.name for item in found.results] == [item.name for item in scenarios]
    assert {item.state for item in found.results} == {"answered"}
    assert (tmp_path / "sweep.jsonl").read_bytes().count(b"\n") == len(scenarios)
    assert strip(found) == strip(what_if(instance, scenarios, base=base))


def test_a_scheduler_that_does_not_answer_is_an_error_with_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bianzu.answers.clusters._PATIENCE", "1s")
    with pytest.raises(BianzuError) as caught, open_cluster("tcp://127.0.0.1:9"):
        pass
    assert caught.value.code == "no-scheduler"
    assert caught.value.params["address"] == "tcp://127.0.0.1:9"
