"""The order of neighbourhoods: when two go side by side, when one goes alone, and when they end."""

from collections.abc import Iterable

import numpy as np
import pytest

from bianzu.solver.assembly import build_model
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.data import IntArray
from bianzu.solver.improving import improve
from bianzu.solver.model import Model
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.proof import Proof
from tests.builders import make_instance, team

_TEAMS, _USUAL = 70, 16
"""So many that there are others beside those that go first: so many, as teams have a single seat."""


class _Search:
    """A search that is never content."""

    seed = 1
    enough = False

    def __init__(self, model: Model) -> None:
        self.model = model

    def offer(self, keys: IntArray, level: int) -> bool:
        return False

    def tell(self, phase: str, level: int) -> None:
        pass


class _Space(Neighbourhoods):
    """Neighbourhoods that note what they are asked for, and say that it helped."""

    opened = True
    helps = True

    def __init__(self, model: Model) -> None:
        zero = np.zeros(model.n_rows, dtype=np.int64)
        nothing = np.zeros(model.data.n_services, dtype=np.int64)
        proof = Proof(((SOFT, 1), (LOAD_TRAVEL, 1)), zero, (), 0, nothing)
        columns = model.build_columns(np.flatnonzero(model.eligibility.allowed.ravel()))
        super().__init__(model, columns, proof, seed=0, effort=1.0)
        self.steps: list[int] = []
        self.sizes: list[int] = []

    @property
    def has_open_seats(self) -> bool:
        return self.opened

    def improve(self, teams: Iterable[int], *, priced: bool = False, anyway: bool = False) -> bool:
        self.sizes.append(len(list(teams)))
        self.steps.append(1)
        return self.helps

    def mix(self, teams: Iterable[int], slots: IntArray) -> bool:
        self.steps.append(0)
        return self.helps

    def exchange(self, teams: Iterable[int]) -> bool:
        return self.helps

    def improve_both(
        self, first: Iterable[int], second: Iterable[int], *, priced: bool = False
    ) -> tuple[bool, bool]:
        assert not set(first) & set(second)
        self.sizes.append(len(list(first)))
        self.steps.append(2)
        return self.helps, self.helps


@pytest.fixture(scope="module")
def model() -> Model:
    """Everybody may sit anywhere, nobody does: all that is there to lose is lost."""
    teams = [team(f"T{at:02}", f"s{at:02}") for at in range(_TEAMS)]
    return build_model(make_instance(["a", "b", "c"], teams, {"seats": {}, "one-seat": {}}))


def test_while_a_seat_is_open_every_other_neighbourhood_goes_alone(model: Model) -> None:
    space = _Space(model)
    assert space.lacking
    assert not improve(_Search(model), space, 7)
    assert space.steps == [1, 2, 1, 2, 1]


def test_two_go_side_by_side_where_no_seat_is_open_and_count_as_two(model: Model) -> None:
    space = _Space(model)
    space.opened = False
    assert space.lacking  # which alone is no reason to go alone
    assert not improve(_Search(model), space, 6)
    assert space.steps == [2, 2, 2]


def test_where_there_are_few_teams_one_goes_alone() -> None:
    few = build_model(
        make_instance(["a", "b"], [team("T1", "s"), team("T2", "t")], {"seats": {}, "one-seat": {}})
    )
    space = _Space(few)
    space.opened = False
    improve(_Search(few), space, 3)
    assert space.steps == [1, 1, 1]


def _fail(monkeypatch: pytest.MonkeyPatch, model: Model, *, settled: bool) -> _Space:
    """Neighbourhoods that find nothing where the soft level is met and half a unit is to lose a seat."""
    space = _Space(model)
    space.opened = space.helps = False
    space.last_size = 1000
    monkeypatch.setattr(_Space, "lost", 0.75)
    assert improve(_Search(model), space, 1000, settled=lambda: settled)
    return space


def test_what_mixed_ones_do_not_find_is_left_to_an_integer_programme(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = _fail(monkeypatch, model, settled=True)
    assert space.steps.count(0) == 8
    assert not space.steps[-1]
    assert max(space.sizes) < 2 * _USUAL


def test_without_such_a_programme_they_grow_further_and_mix_less(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = _fail(monkeypatch, model, settled=False)
    assert max(space.sizes) == 3 * _USUAL
    eighth = [at for at, step in enumerate(space.steps) if not step][7]
    soon = space.steps[eighth + 1 : eighth + 16]
    assert soon.count(0) == 5
    assert space.sizes.count(max(space.sizes)) == 5
