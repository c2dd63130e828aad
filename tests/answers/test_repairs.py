"""`repair`: fewest shortages, then fewest changed seats, then the best by level; what more changes buy."""

from itertools import product
from pathlib import Path

import pytest

import bianzu
from bianzu.audit import measure, verify
from bianzu.models import AddRecusal, Change, InputError, Instance, LockTeam, Plan, RemovePeople
from bianzu.report.catalog import LANGUAGES, Language, Words
from bianzu.report.console import Printer
from bianzu.report.repair_view import print_repair, repair_document
from tests.builders import assign, make_instance, person, seat, team
from tests.solver.agreeing import list_seatings

OFFICE = make_instance(
    [
        person("x", pools=["leader"], work_county="C"),
        person("y", work_county="C"),
        person("z", work_county="D"),
        person("w", work_county="B"),
        person("v", pools=["staff"], work_county="D"),
    ],
    [team("T1", seat("s", "leader"), "t"), team("T2", "u")],
    {
        "seats": {},
        "one-seat": {},
        "role-pools": {},
        "interest": {},
        "place": {},
        "priority": {"load": 0, "travel": 1},
    },
)


@pytest.fixture(scope="module")
def worker() -> bianzu.Worker:
    with bianzu.Worker() as found:
        yield found


@pytest.fixture(scope="module")
def plan(worker: bianzu.Worker) -> Plan:
    return bianzu.solve(OFFICE, worker=worker)


def _best(instance: Instance) -> dict[int, tuple[int, ...]]:
    """For each number of changed seats, the least levels over all legal assignments with at most so many."""
    assert instance.baseline is not None
    found: dict[int, tuple[int, ...]] = {}
    for seating in list_seatings(instance):
        measured = measure(instance, assign(instance, seating))
        if measured.breaches:
            continue
        levels = tuple(
            item.objective or 0 for item in measured.levels if item.name not in ("changes", "tie-break")
        )
        changed = sum(seating.get(item.seat) != item.person for item in instance.baseline.seats)
        found[changed] = min(levels, found.get(changed, levels))
    return found


CASES: tuple[tuple[Change, ...], ...] = (
    (RemovePeople(people=("x",)),),
    (RemovePeople(people=("y", "z")),),
    (AddRecusal(person="z", unit="a1"),),
    (RemovePeople(people=("w",)), LockTeam(team="T1")),
    (),
)


@pytest.mark.parametrize("changes", CASES)
def test_the_fewest_changes_and_what_more_of_them_buy(
    changes: tuple[Change, ...], plan: Plan, worker: bianzu.Worker
) -> None:
    found = bianzu.repair(OFFICE, plan, changes, more=2, worker=worker)
    best = _best(found.instance)
    least = min((levels[:3], changed) for changed, levels in best.items())
    assert found.changed == found.least == least[1]
    assert verify(found.instance, found.plan).passed
    assert found.digest == found.plan.provenance.input_digest
    assert [row.allowed for row in found.table] == [least[1] + more for more in range(3)]
    for row in found.table:
        wanted = min(levels for changed, levels in best.items() if changed <= row.allowed)
        if row.allowed == found.changed:
            wanted = min(
                levels
                for changed, levels in best.items()
                if changed == found.changed and levels[:3] == least[0]
            )
        ranked = tuple(i.objective for i in row.levels if i.name not in ("changes", "tie-break"))
        assert ranked == wanted
        assert row.changed <= row.allowed
        assert row.plan.status == "optimal"


def test_nothing_changes_when_nothing_happened(plan: Plan, worker: bianzu.Worker) -> None:
    found = bianzu.repair(OFFICE, plan, (), more=0, worker=worker)
    assert (found.changed, found.least) == (0, 0)
    assert found.diff.seats == ()
    assert found.replacements == ()
    assert not found.diff.same_instance


def test_nobody_of_a_locked_team_moves(plan: Plan, worker: bianzu.Worker) -> None:
    held = {item.seat: item.person for item in plan.assignments}
    for team_id, gone in product(("T1",), ("z", "w", "v")):
        changes = (RemovePeople(people=(gone,)), LockTeam(team=team_id))
        if gone in (held["s"], held["t"]):
            continue
        found = bianzu.repair(OFFICE, plan, changes, more=0, worker=worker)
        now = {item.seat: item.person for item in found.plan.assignments}
        assert (now["s"], now["t"]) == (held["s"], held["t"])


def test_changes_that_do_not_fit_are_refused(plan: Plan) -> None:
    with pytest.raises(InputError):
        bianzu.repair(OFFICE, plan, (RemovePeople(people=("nobody",)),))
    with pytest.raises(ValueError, match="not less"):
        bianzu.repair(OFFICE, plan, (), more=-1)


def test_who_else_could_step_in_is_ranked(plan: Plan, worker: bianzu.Worker) -> None:
    held = {item.person: item.seat for item in plan.assignments}
    gone = next(who for who in ("y", "z", "w", "v") if who in held)
    found = bianzu.repair(OFFICE, plan, (RemovePeople(people=(gone,)),), more=0, worker=worker)
    seated = {item.person: item.seat for item in found.plan.assignments}
    (ranked,) = found.replacements
    assert ranked.seat == held[gone]
    assert seated[ranked.person or ""] == ranked.seat
    assert {item.person for item in ranked.candidates} == {"y", "z", "w", "v"} - {gone, *seated}
    alone = bianzu.repair(OFFICE, plan, (RemovePeople(people=(gone,)),), more=0, others=0, worker=worker)
    assert alone == found.model_copy(update={"plan": alone.plan, "table": alone.table, "replacements": ()})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_repair_in_words(
    language: Language, plan: Plan, worker: bianzu.Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    words = Words(language)
    found = bianzu.repair(OFFICE, plan, (RemovePeople(people=("x",)),), more=1, worker=worker)
    print_repair(Printer(width=200), words, found, OFFICE, Path("new.json"), None)
    out = capsys.readouterr().out
    assert words("repair.fewest", changed=found.changed, least=found.least) in out
    assert "Name of x (x)" in out
    for key in ("title.moves", "move.out", "title.trade-off", "col.allowed", "repair.not-written"):
        assert words(key) in out
    print_repair(Printer(width=200), words, found, OFFICE, Path("new.json"), Path("changed.json"))
    assert words("repair.written", instance="changed.json", plan="new.json") in capsys.readouterr().out
    tree = repair_document(words, found)
    assert [row["allowed"] for row in tree["table"]] == [row.allowed for row in found.table]  # type: ignore[attr-defined]
