"""The library inside a web service: concurrent calls from worker threads answer as sequential ones do."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any

import pytest

from bianzu.answers import what_if
from bianzu.instances import generate, parse_instance
from bianzu.models import Instance, Scenario, canonical_json
from bianzu.solver import SolveOptions, Worker, solve

pytestmark = pytest.mark.skipif(
    find_spec("fastapi") is None or find_spec("httpx") is None, reason="FastAPI and httpx are not installed"
)

CALLS = 4


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(2) as ready:
        yield ready


class _Cancelled:
    """A cancel token that is set from the start of the first call on."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    def is_set(self) -> bool:
        self.asked.set()
        return True


@pytest.fixture(scope="module")
def client(worker: Worker) -> Iterator[Any]:
    from fastapi import Body, FastAPI
    from fastapi.testclient import TestClient

    app = FastAPI()

    # plain functions: the framework runs them in its worker threads
    @app.post("/solve")
    def answer_solve(body: str = Body(), seed: int = 0) -> dict[str, Any]:
        plan = solve(parse_instance(body), options=SolveOptions(seed=seed), worker=worker)
        return {**strip(plan.model_dump(mode="json")), "thread": threading.current_thread().name}

    @app.post("/what-if")
    def answer_what_if(body: str = Body(), seed: int = 0) -> list[dict[str, Any]]:
        sweep = what_if(parse_instance(body), [Scenario(name="seed", seed=seed)], cores=1, worker=worker)
        return [item.model_dump(mode="json", exclude={"run"}) for item in sweep.results]

    @app.post("/cancelled")
    def answer_cancelled(body: str = Body()) -> dict[str, Any]:
        token = _Cancelled()
        plan = solve(parse_instance(body), cancel=token, worker=worker)
        return {"asked": token.asked.is_set(), "reason": plan.provenance.run.stop_reason}

    with TestClient(app) as ready:
        yield ready


def strip(tree: dict[str, Any]) -> dict[str, Any]:
    """A plan without what differs from run to run."""
    tree["provenance"].pop("run")
    return tree


def post(client: Any, path: str, instance: Instance, seed: int = 0) -> Any:
    body = canonical_json(instance).decode()
    answer = client.post(path, json=body, params={"seed": seed})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def instances() -> list[Instance]:
    return [generate("micro", seed=seed) for seed in range(CALLS)]


def test_concurrent_solves_answer_as_sequential_ones(
    client: Any, worker: Worker, instances: list[Instance]
) -> None:
    with ThreadPoolExecutor(CALLS) as threads:
        found = list(
            threads.map(lambda at: post(client, "/solve", instances[at], seed=at), range(len(instances)))
        )
    names = {tree.pop("thread") for tree in found}
    assert threading.main_thread().name not in names
    for seed, (instance, tree) in enumerate(zip(instances, found, strict=True)):
        plan = solve(instance, options=SolveOptions(seed=seed), worker=worker)
        assert tree == strip(plan.model_dump(mode="json"))


def test_concurrent_sweeps_answer_as_sequential_ones(
    client: Any, worker: Worker, instances: list[Instance]
) -> None:
    instance = instances[3]
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda seed: post(client, "/what-if", instance, seed), (1, 2)))
    for seed, tree in zip((1, 2), found, strict=True):
        sweep = what_if(instance, [Scenario(name="seed", seed=seed)], cores=1, worker=worker)
        assert tree == [item.model_dump(mode="json", exclude={"run"}) for item in sweep.results]
    assert found[0][0]["key"] != found[1][0]["key"]


def test_a_solve_in_a_worker_thread_can_be_cancelled(client: Any) -> None:
    answer = post(client, "/cancelled", generate("tiny", seed=1))
    assert answer == {"asked": True, "reason": "cancelled"}
