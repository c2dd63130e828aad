"""Repairs of an explanation: solved, audited, ranked, and only what an office may decide."""

from collections.abc import Iterator

import pytest

from bianzu import Worker, apply_changes, digest, explain, verify, verify_explanation
from bianzu.instances.causes import Kind, plant_cause
from bianzu.models import (
    WAIVABLE_RULES,
    AddPeople,
    AddTeams,
    AddWaiver,
    Change,
    DropPin,
    DropTeam,
    Explanation,
    Instance,
    MergeTeams,
    MoveRound,
)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as ready:
        yield ready


def _explain(kind: Kind, size: str, seed: int, worker: Worker) -> tuple[Instance, Explanation]:
    instance = plant_cause(kind, size, seed).instance
    return instance, explain(instance, repairs=3, worker=worker)


def _check(instance: Instance, found: Explanation) -> None:
    """Every repair is audited, ranked, and touches nothing hard."""
    assert [item.rank for item in found.repairs] == list(range(1, len(found.repairs) + 1))
    missing = [item.missing for item in found.repairs]
    assert missing == sorted(missing)
    for item in found.repairs:
        changed = apply_changes(instance, item.changes)
        assert item.digest == digest(changed) == item.plan.provenance.input_digest
        audit = verify(changed, item.plan)
        assert audit.passed
        assert audit.complete == (item.missing == 0)
        assert item.missing == sum(shortage.missing for shortage in item.plan.shortages)
        _check_waivers(item.changes, {use.waiver: use.units for use in item.plan.waivers_used})

    changed = [apply_changes(instance, item.changes) for item in found.repairs]
    assert verify_explanation(instance, found, changed).findings == ()


def _check_waivers(changes: tuple[Change, ...], used: dict[str, int]) -> None:
    """Waivers are of rules of H*, and no larger than needed."""
    granted = {item.waiver.id: item.waiver for item in changes if isinstance(item, AddWaiver)}
    assert {waiver.rule for waiver in granted.values()} <= WAIVABLE_RULES
    assert {ident: waiver.amount for ident, waiver in granted.items()} == used


@pytest.mark.long
def test_too_few_leaders_of_a_rank_are_helped_by_leave_borrowing_or_one_team_less(worker: Worker) -> None:
    instance, found = _explain("rank", "tiny", 0, worker)
    _check(instance, found)
    first, second, third = (item.changes[0] for item in found.repairs)
    assert isinstance(first, AddWaiver)
    assert (first.waiver.rule, first.waiver.amount) == ("rank", 1)
    assert first.waiver.person is not None
    assert isinstance(second, AddPeople)
    assert (second.count, second.traits.pool, second.traits.rank) == (1, "leader", "正处")
    assert isinstance(third, DropTeam)
    assert [item.missing for item in found.repairs] == [0, 0, 0]
    level = next(item for item in found.repairs[0].levels if item.name == "leader-seats")
    assert (level.before, level.after) == (1, 0)


@pytest.mark.long
def test_a_course_is_helped_by_moving_the_round_past_it(worker: Worker) -> None:
    instance, found = _explain("leave-rank", "tiny", 0, worker)
    _check(instance, found)
    assert any(item.changes == (MoveRound(round="r10", days=1),) for item in found.repairs)


def test_recusal_is_never_offered(worker: Worker) -> None:
    instance, found = _explain("recusal", "tiny", 0, worker)
    _check(instance, found)
    kinds = {type(change) for item in found.repairs for change in item.changes}
    assert kinds <= {AddPeople, DropTeam, MergeTeams}
    assert AddPeople in kinds


@pytest.mark.long
def test_leave_for_one_seat_and_somebody_borrowed_for_the_other_go_together(worker: Worker) -> None:
    instance, found = _explain("local-deputy", "tiny", 0, worker)
    _check(instance, found)
    mixed = next(item for item in found.repairs if len({type(change) for change in item.changes}) == 2)
    assert mixed.missing == 0
    assert [type(change) for change in mixed.changes] == [AddWaiver, AddPeople]


@pytest.mark.long
def test_where_one_team_is_short_another_may_be_left_out_or_serve_as_a_model(worker: Worker) -> None:
    instance, found = _explain("backbone", "tiny", 0, worker)
    _check(instance, found)
    dropped = [
        change.team for item in found.repairs for change in item.changes if isinstance(change, DropTeam)
    ]
    assert [item.missing for item in found.repairs] == [0, 0, 0]
    assert len(set(dropped)) == 2
    instance, found = _explain("new-cadre", "tiny", 0, worker)
    _check(instance, found)
    models = [
        change.team for item in found.repairs for change in item.changes if isinstance(change, AddTeams)
    ]
    assert len(set(models)) == len(found.repairs) == 2


@pytest.mark.long
def test_of_two_teams_that_are_short_one_is_left_out_or_takes_the_other_over(worker: Worker) -> None:
    """28 full members for six teams that ask for five each: with one team less they suffice."""
    instance, found = _explain("branch", "tiny", 1, worker)
    _check(instance, found)
    assert found.missing == 2
    assert [type(item.changes[0]) for item in found.repairs] == [AddPeople, MergeTeams, DropTeam]
    assert [len(item.changes) for item in found.repairs] == [1, 1, 1]


@pytest.mark.long
def test_orders_at_odds_are_taken_back_one_at_a_time_or_waived(worker: Worker) -> None:
    instance, found = _explain("pins", "tiny", 1, worker)
    _check(instance, found)
    changes = [item.changes[0] for item in found.repairs]
    assert isinstance(changes[0], AddWaiver)
    assert {change.pin for change in changes[1:] if isinstance(change, DropPin)} == {0, 1}
    assert found.missing is None


@pytest.mark.long
def test_two_causes_are_repaired_together(worker: Worker) -> None:
    instance, found = _explain("two", "tiny", 1, worker)
    _check(instance, found)
    assert [item.missing for item in found.repairs][:2] == [0, 0]
    assert all(len(item.changes) >= 2 for item in found.repairs)
    assert len({item.changes for item in found.repairs}) == len(found.repairs)


def test_the_same_question_has_the_same_answer(worker: Worker) -> None:
    first, second = (_explain("desks", "tiny", 0, worker)[1] for _ in range(2))
    plain = [
        item.model_copy(update={"plan": item.plan.model_copy(update={"provenance": None})})
        for found in (first, second)
        for item in found.repairs
    ]
    half = len(plain) // 2
    assert plain[:half] == plain[half:]


@pytest.mark.long
@pytest.mark.parametrize("size", ["tiny", "county"])
@pytest.mark.parametrize(
    "kind", ["rank", "gates-rank", "rest-rank", "system-rank", "skill", "borrow-cap", "branch", "desks"]
)
def test_kinds_that_can_be_helped_have_three_complete_repairs(kind: Kind, size: str, worker: Worker) -> None:
    instance, found = _explain(kind, size, 1, worker)
    _check(instance, found)
    assert [item.missing for item in found.repairs] == [0, 0, 0]
