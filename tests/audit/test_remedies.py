"""The audit of an explanation's repairs: true ones pass, tampered ones and other changes are caught."""

from collections.abc import Callable
from functools import cache

import pytest

from bianzu import Worker, apply_changes, explain, verify_explanation
from bianzu.instances.causes import plant_cause
from bianzu.models import (
    AddPeople,
    AddPin,
    AddTeams,
    AddWaiver,
    Change,
    DropTeam,
    Explanation,
    Instance,
    MergeTeams,
    MoveRound,
    Pin,
    Repair,
    SetRule,
    Traits,
)


@cache
def _explained() -> tuple[Instance, Explanation]:
    instance = plant_cause("leave-rank", "tiny", 0).instance
    with Worker() as worker:
        return instance, explain(instance, repairs=4, worker=worker)


def _changed(instance: Instance, found: Explanation) -> list[Instance]:
    return [apply_changes(instance, item.changes) for item in found.repairs]


def test_repairs_pass_with_what_their_changes_lead_to() -> None:
    instance, found = _explained()
    kinds = {change.kind for item in found.repairs for change in item.changes}
    assert {"add-people", "move-round"} <= kinds
    audit = verify_explanation(instance, found, _changed(instance, found))
    assert (audit.findings, audit.proven) == ((), True)


def _tamper(at: int, **update: object) -> Explanation:
    _, found = _explained()
    repairs = list(found.repairs)
    repairs[at] = repairs[at].model_copy(update=update)
    return found.model_copy(update={"repairs": tuple(repairs)})


def _with_plan(repair: Repair, **update: object) -> dict[str, object]:
    return {"plan": repair.plan.model_copy(update=update)}


@pytest.mark.parametrize(
    ("update", "where"),
    [
        (lambda item: {"rank": 2}, "$.repairs[0]"),
        (lambda item: {"causes": (7,)}, "$.repairs[0]"),
        (lambda item: {"missing": 1}, "$.repairs[0].missing"),
        (lambda item: {"digest": "0" * 64}, "$.repairs[0].digest"),
        (lambda item: {"levels": ()}, "$.repairs[0].levels"),
        (lambda item: _with_plan(item, assignments=item.plan.assignments[1:]), "$.repairs[0].plan"),
        (lambda item: {"changes": (SetRule(rule="kin", settings=None),)}, "$.repairs[0]"),
        (lambda item: {"changes": ()}, "$.repairs[0].changes"),
    ],
)
def test_a_tampered_repair_is_caught(update: Callable[[Repair], dict[str, object]], where: str) -> None:
    instance, found = _explained()
    wrong = _tamper(0, **update(found.repairs[0]))
    audit = verify_explanation(instance, wrong, _changed(instance, found))
    assert any(item.where.startswith(where) for item in audit.findings)


def _another_day(instance: Instance) -> Instance:
    return instance.model_copy(update={"as_of": instance.rounds[-1].start})


def _more_people(instance: Instance) -> Instance:
    return apply_changes(instance, [AddPeople(count=1)])


def _other_names(instance: Instance) -> Instance:
    teams = tuple(item.model_copy(update={"name": "another"}) for item in instance.teams)
    return instance.model_copy(update={"teams": teams})


def _ordered(instance: Instance) -> Instance:
    first = instance.teams[0]
    pin = Pin(kind="must-not", person=instance.people[0].id, team=first.id, asked_by="office", reason="no")
    return apply_changes(instance, [AddPin(pin=pin)])


@pytest.mark.parametrize(
    "changes",
    [
        (DropTeam(team="t001"),),
        (MergeTeams(team="t002", other="t001"),),
        (AddTeams(team="t002", count=2), AddPeople(count=1, traits=Traits(pool="leader"))),
        (MoveRound(round="r10", days=3),),
    ],
    ids=["drop", "merge", "add", "move"],
)
def test_what_changes_do_is_told_from_what_they_do_not(changes: tuple[Change, ...]) -> None:
    instance, _ = _explained()
    told = _tamper(0, changes=changes)
    told = told.model_copy(update={"repairs": told.repairs[:1]})
    right = verify_explanation(instance, told, [apply_changes(instance, changes)])
    assert "$.repairs[0].changes" not in {item.where for item in right.findings}
    for other in ((), (DropTeam(team="t003"),), (MoveRound(round="r10", days=2),)):
        wrong = verify_explanation(instance, told, [apply_changes(instance, other)])
        assert "$.repairs[0].changes" in {item.where for item in wrong.findings}


@pytest.mark.parametrize("change", [_another_day, _more_people, _other_names, _ordered])
def test_an_instance_that_differs_in_something_else_is_caught(change: Callable[[Instance], Instance]) -> None:
    instance, found = _explained()
    for at in range(len(found.repairs)):
        changed = _changed(instance, found)
        changed[at] = change(changed[at])
        audit = verify_explanation(instance, found, changed)
        assert f"$.repairs[{at}].changes" in {item.where for item in audit.findings}


def test_leave_that_is_larger_than_what_is_used_is_caught() -> None:
    instance, found = _explained()
    at, granted = next(
        (at, change)
        for at, item in enumerate(found.repairs)
        for change in item.changes
        if isinstance(change, AddWaiver)
    )
    more = AddWaiver(waiver=granted.waiver.model_copy(update={"amount": granted.waiver.amount + 1}))
    changed = _changed(instance, found)
    changed[at] = apply_changes(instance, [more])
    audit = verify_explanation(instance, _tamper(at, changes=(more,)), changed)
    assert f"$.repairs[{at}].changes" in {item.where for item in audit.findings}


def test_there_is_one_changed_instance_for_each_repair() -> None:
    instance, found = _explained()
    audit = verify_explanation(instance, found, _changed(instance, found)[:-1])
    assert [item.where for item in audit.findings] == ["$.repairs"]
