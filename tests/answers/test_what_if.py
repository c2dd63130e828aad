"""`what_if`: every scenario answered once, by any executor, resumable, and equal to solving one by one."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from bianzu.answers import what_if
from bianzu.instances import apply_changes
from bianzu.models import (
    AddPeople,
    DropTeam,
    InputError,
    Instance,
    LockTeam,
    Pin,
    Plan,
    RemovePeople,
    Scenario,
    ScenarioResult,
    SetRule,
    Sweep,
    Traits,
)
from bianzu.models.changes import AddPin
from bianzu.solver import SolveOptions, Worker, solve
from tests.builders import county, make_instance, past, person, planned, record, seat, team


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as ready:
        yield ready


@pytest.fixture(scope="module")
def instance() -> Instance:
    """Two teams with a leader and a member each, two leaders, four others, and roads of known length."""
    away = {"A": 40, "D": 70}
    return make_instance(
        [
            person("p1", pools=["leader"], earlier_rounds=2),
            person("p2", pools=["leader"], work_county="city", work_unit="m1"),
            person("p3", pools=["staff"], work_county="C", work_unit="c1"),
            person("p4", pools=["full-time", "staff"], work_county="city", work_unit="m1"),
            person("p5", pools=["staff"], earlier_rounds=5),
            person("p6", pools=["staff"], earlier_rounds=6),
        ],
        [
            team("T1", seat("T1-s1", "leader"), "T1-s2"),
            team("T2", seat("T2-s1", "leader"), "T2-s2", host_counties=["D"], units=[]),
        ],
        {"one-seat": {}, "seats": {}, "role-pools": {}, "priority": {}},
        rounds=[past("R0", "2025-10-01"), planned("R1")],
        history=[record("p1", "R0"), record("p3", "R0")],
        counties=[
            county("A", city_distance=10),
            county("B", distances=away),
            county("C", distances=away),
            county("D", city_distance=25),
        ],
    )


@pytest.fixture(scope="module")
def base(instance: Instance, worker: Worker) -> Plan:
    return solve(instance, worker=worker)


def make_scenarios(instance: Instance) -> list[Scenario]:
    leaders = sum("leader" in person.pools for person in instance.people)
    return [
        Scenario(name="as it is"),
        Scenario(name="no leaders", changes=(RemovePeople(count=leaders, traits=Traits(pool="leader")),)),
        Scenario(name="one team fewer", changes=(DropTeam(team=instance.teams[-1].id),)),
        Scenario(name="other seed", seed=5, changes=(AddPeople(count=1, traits=Traits(pool="staff")),)),
    ]


def strip(sweep: Sweep) -> list[dict[str, Any]]:
    return [item.model_dump(exclude={"run"}) for item in sweep.results]


@pytest.fixture(scope="module")
def sweep(instance: Instance, base: Plan, worker: Worker) -> Sweep:
    return what_if(instance, make_scenarios(instance), base=base, cores=1, worker=worker)


def test_scenarios_are_what_solving_the_changed_instance_gives(
    instance: Instance, base: Plan, sweep: Sweep, worker: Worker
) -> None:
    assert [item.name for item in sweep.results] == ["as it is", "no leaders", "one team fewer", "other seed"]
    assert [item.state for item in sweep.results] == ["answered"] * 4
    for scenario, result in zip(make_scenarios(instance), sweep.results, strict=True):
        plan = solve(
            apply_changes(instance, scenario.changes),
            start=base,
            options=SolveOptions(gap=0.001, seed=scenario.seed or 0),
            worker=worker,
        )
        assert result.indicators is not None
        assert result.indicators.levels == plan.levels
        assert result.indicators.seats_filled == len(plan.assignments)


def test_differences_are_against_the_base_plan(instance: Instance, base: Plan, sweep: Sweep) -> None:
    same, leaderless, fewer, _ = (item.against_base for item in sweep.results)
    assert same is not None
    assert {level.objective for level in same.levels} == {0}
    assert all(level.proven for level in same.levels)
    assert (same.missing, same.kilometres, same.borrowed, same.load_squares) == (0, 0, 0, 0)
    assert leaderless is not None
    assert leaderless.levels[0].objective == 2
    assert leaderless.missing == 2
    assert leaderless.seats_filled == -2
    assert leaderless.borrowed == -2
    assert fewer is not None
    assert (fewer.seats_filled, fewer.missing) == (-2, 0)
    for result in sweep.results:
        assert result.indicators is not None
        assert result.indicators.missing == sum(result.indicators.missing_by_rule.values())


def test_indicators_are_those_of_the_plan(base: Plan, sweep: Sweep) -> None:
    # p1, p2 lead; of the members p3 (1 earlier round) and p4 (none) cost least, p4 to the farther team
    seats = {item.seat: item.person for item in base.assignments}
    assert {seats["T1-s1"], seats["T2-s1"]} == {"p1", "p2"}
    assert {seats["T1-s2"], seats["T2-s2"]} == {"p3", "p4"}
    found = sweep.base
    assert found.seats_filled == 4
    assert found.borrowed == 3  # p4 is full-time
    assert found.load_spread == 4 - 1  # p1 has 2 + 1 + 1 rounds, p2 and p4 one
    assert found.load_squares == 16 + 1 + 4 + 1
    # two of B and C to A, two of the city to D, which is nearest in all
    assert found.kilometres == 40 + 40 + 25 + 25
    assert (found.missing, found.missing_by_rule, found.new_cadres) == (0, {}, 0)


def test_people_who_are_gone_or_new_leave_the_soft_level_as_it_is(instance: Instance, worker: Worker) -> None:
    fair = {"fair-load": {"weight": 3}, "service-floor": {"weight": 7, "floor": 2}, "new-cadre": {}}
    changes = [SetRule(rule=rule, settings=settings) for rule, settings in fair.items()]
    world = apply_changes(instance, changes)
    base = solve(world, worker=worker)
    seated = {item.person for item in base.assignments}
    idle = next(who.id for who in world.people if who.id not in seated)
    scenarios = [
        Scenario(name="gone", changes=(RemovePeople(people=(idle,)),)),
        Scenario(name="new", changes=(AddPeople(count=1, traits=Traits(party="none", pool="leader")),)),
    ]
    found = what_if(world, scenarios, base=base, cores=1, worker=worker)
    gone, new = found.results
    assert gone.indicators is not None
    assert gone.against_base is not None
    past = next(who.earlier_rounds for who in world.people if who.id == idle)
    assert past > 4
    assert gone.indicators.soft_of_people == -3 * past**2 - 7 * 2
    soft = [level.objective for level in gone.against_base.levels if level.name == "soft"]
    assert soft == [0]
    assert new.indicators is not None
    assert new.indicators.soft_of_people == 7 * 2


class Clumsy(Executor):
    """Runs jobs in threads, but loses those that ``lose`` names, as often as it says."""

    def __init__(self, lose: dict[str, int], worker: Worker) -> None:
        self.lose = dict(lose)
        self.worker = worker
        self.submitted: list[str] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        name = args[0].scenario.name
        self.submitted.append(name)
        future: Future[Any] = Future()
        if self.lose.get(name, 0):
            self.lose[name] -= 1
            future.set_exception(OSError("the worker is gone"))
        else:
            future.set_result(fn(*args, worker=self.worker, **kwargs))
        return future


def test_a_lost_job_is_submitted_again_and_one_lost_twice_is_failed(
    instance: Instance, base: Plan, sweep: Sweep, worker: Worker
) -> None:
    clumsy = Clumsy({"as it is": 1, "no leaders": 2}, worker)
    told: list[str] = []
    found = what_if(
        instance,
        make_scenarios(instance),
        base=base,
        executor=clumsy,
        on_result=lambda item: told.append(item.name),
    )
    assert sorted(told) == sorted(item.name for item in make_scenarios(instance))
    assert [item.state for item in found.results] == ["answered", "failed", "answered", "answered"]
    assert [item.run.attempts for item in found.results] == [2, 2, 1, 1]
    assert found.results[1].reason == "OSError: the worker is gone"
    assert found.results[1].against_base is None
    assert len(clumsy.submitted) == 6
    assert strip(found)[0] == strip(sweep)[0]


def test_threads_take_over_from_a_broken_executor(
    instance: Instance, base: Plan, sweep: Sweep, worker: Worker
) -> None:
    class Broken(Executor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            raise BrokenProcessPool("a worker died")

    found = what_if(instance, make_scenarios(instance), base=base, executor=Broken(), cores=1, worker=worker)
    assert strip(found) == strip(sweep)


def test_processes_answer_as_threads_do(instance: Instance, base: Plan, sweep: Sweep) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found = what_if(instance, make_scenarios(instance)[:1], base=base, executor=pool)
    assert strip(found) == strip(sweep)[:1]


@pytest.mark.long
def test_a_killed_process_of_a_pool_loses_no_scenario(instance: Instance, base: Plan) -> None:
    scenarios = [Scenario(name=f"seed {seed}", seed=seed) for seed in range(8)]
    told: list[ScenarioResult] = []
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:

        def on_result(result: ScenarioResult) -> None:
            if not told:
                os.kill(min(pool._processes), signal.SIGKILL)
            told.append(result)

        found = what_if(instance, scenarios, base=base, executor=pool, cores=1, on_result=on_result)
    assert sorted(item.name for item in told) == [item.name for item in scenarios]
    assert {item.state for item in found.results} == {"answered"}
    assert max(item.run.attempts for item in found.results) == 2
    assert strip(found) == strip(what_if(instance, scenarios, base=base, cores=1))


def test_a_sweep_goes_on_where_it_was_cut_off(
    instance: Instance, base: Plan, sweep: Sweep, worker: Worker, tmp_path: Path
) -> None:
    file = tmp_path / "sweep.jsonl"
    scenarios = make_scenarios(instance)
    told: list[ScenarioResult] = []
    run = {"base": base, "cores": 1, "worker": worker, "resume": file}
    what_if(instance, scenarios[:2], **run, on_result=told.append)  # type: ignore[arg-type]
    assert len(told) == 2
    whole = file.read_bytes()
    assert whole.count(b"\n") == 2
    file.write_bytes(whole[: -len(whole) // 5])  # the second line is torn
    told.clear()
    found = what_if(instance, scenarios, **run, on_result=told.append)  # type: ignore[arg-type]
    assert sorted(item.name for item in told) == ["no leaders", "one team fewer", "other seed"]
    assert strip(found) == strip(sweep)
    told.clear()
    again = what_if(instance, scenarios, **run, on_result=told.append)  # type: ignore[arg-type]
    assert told == []
    assert strip(again) == strip(sweep)
    other = Scenario(name="as it is", seed=9)
    what_if(instance, [other], **run, on_result=told.append)  # type: ignore[arg-type]
    assert [item.name for item in told] == ["as it is"]


def test_a_scenario_that_cannot_be_solved_is_failed_with_its_reason(
    instance: Instance, base: Plan, worker: Worker
) -> None:
    leader = next(who.id for who in instance.people if "leader" not in who.pools)
    seat = next(s.id for s in instance.teams[0].seats if s.role == "leader")
    pin = Pin(kind="must", person=leader, seat=seat, asked_by="office", reason="")
    scenario = Scenario(name="pin", changes=(AddPin(pin=pin),))
    found = what_if(instance, [scenario], base=base, cores=1, worker=worker)
    assert found.results[0].state == "failed"
    assert found.results[0].run.attempts == 1
    assert "pin-breaks-exclusion" in str(found.results[0].reason)


def test_wrong_scenarios_are_refused_together_before_anything_is_solved(
    instance: Instance, base: Plan
) -> None:
    told: list[ScenarioResult] = []
    scenarios = [
        Scenario(name="fine", changes=(LockTeam(team=instance.teams[0].id),)),
        Scenario(name="team", changes=(DropTeam(team="nothing"),)),
        Scenario(name="rule", changes=(DropTeam(team="t9"), SetRule(rule="nothing", settings=None))),
        Scenario(name="fine"),
    ]
    with pytest.raises(InputError) as caught:
        what_if(instance, scenarios, base=base, on_result=told.append)
    assert [(item.where, item.code) for item in caught.value.problems] == [
        ("team: $.changes[0].team", "dangling-reference"),
        ("rule: $.changes[0].team", "dangling-reference"),
        ("rule: $.changes[1].rule", "dangling-reference"),
        ("fine", "duplicate-id"),
    ]
    assert told == []
    other = apply_changes(instance, [DropTeam(team=instance.teams[0].id)])
    with pytest.raises(InputError) as caught:
        what_if(other, [], base=base)
    assert [item.code for item in caught.value.problems] == ["plan-of-another-instance"]


def test_a_cancelled_sweep_says_what_it_left_out(instance: Instance, base: Plan, worker: Worker) -> None:
    cancel = threading.Event()
    names = [item.name for item in make_scenarios(instance)]
    found = what_if(
        instance,
        make_scenarios(instance),
        base=base,
        cores=1,
        worker=worker,
        cancel=cancel,
        on_result=lambda _: cancel.set(),
    )
    assert len(found.results) == 1
    assert [item.name for item in found.results] + list(found.left_out) == names
