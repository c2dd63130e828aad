"""Two neighbourhoods at a time: what both do is one legal assignment, and none the worse."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Barrier, Event, Lock

import numpy as np
import pytest

from bianzu.instances import generate
from bianzu.models import Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.bounding import Bounding
from bianzu.solver.construction import construct
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.data import IntArray
from bianzu.solver.engines import Engine, Outcome, Programme, solve_programme
from bianzu.solver.evaluation import evaluate
from bianzu.solver.ledger import Ledger
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.narrowing import narrow
from bianzu.solver.neighbourhoods import Neighbourhoods
from bianzu.solver.programmes import find_useful_rows
from bianzu.solver.proof import Proof
from tests.builders import make_instance, person, team
from tests.solver.kept_world import make_kept

_NOBODY = np.zeros(0, dtype=np.int64)


_PATIENCE = 20.0
"""Seconds after which a programme that waits for the other one gives up: only a failing test spends them."""


def _open(model: Model, keys: IntArray, *, seed: int = 0, effort: float = 1.0) -> Neighbourhoods:
    """Neighbourhoods over all columns from some assignment, nothing known of prices."""
    zero = np.zeros(model.n_rows, dtype=np.int64)
    nothing = np.zeros(model.data.n_services, dtype=np.int64)
    proof = Proof(((SOFT, 1 << 16), (LOAD_TRAVEL, 1)), zero, (), 0, nothing)
    columns = model.build_columns(np.flatnonzero(model.eligibility.allowed.ravel()))
    space = Neighbourhoods(model, columns, proof, seed=seed, effort=effort)
    found = evaluate(model, keys)
    space.load(found.columns, found.aux_x)
    return space


def _two_teams(lent: str) -> Instance:
    """Two seats, four people, of whom the unit b1 may send one."""
    return make_instance(
        [person(name, work_unit="b1" if name in lent else "c1") for name in "wxyz"],
        [team("T1", "s"), team("T2", "t")],
        {"seats": {}, "one-seat": {}, "borrow-cap": {"bands": [{"up_to": None, "b": 1}]}},
    )


@dataclass
class _Engines:
    """Solves programmes and notes how; ``around`` solves one in its own way, given which it is."""

    around: Callable[[int, Callable[[], Outcome]], Outcome] = lambda _number, solve: solve()
    asked: list[tuple[int, float | None]] = field(default_factory=list)
    one_at_a_time = Lock()

    def __call__(
        self,
        programme: Programme,
        engine: Engine,
        *,
        work: float | None = None,
        seed: int = 0,
        hint: FloatArray | None = None,
    ) -> Outcome:
        with self.one_at_a_time:
            number = len(self.asked)
            self.asked.append((seed, work))
        return self.around(
            number, lambda: solve_programme(programme, engine, work=work, seed=seed, hint=hint)
        )


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> _Engines:
    noting = _Engines()
    monkeypatch.setattr("bianzu.solver.steps.solve_programme", noting)
    return noting


def _cheap_and_dear(*loads: int) -> Model:
    """Two teams of one seat that each hold the first and the second person, and others who cost less."""
    people = [person(name, earlier_rounds=load) for name, load in zip("abcdef", loads, strict=True)]
    rules = {"seats": {}, "one-seat": {}, "priority": {"load": 1}}
    return build_model(make_instance(people, [team("T1", "s"), team("T2", "t")], rules))


@pytest.mark.parametrize(("lent", "filled"), [("", 1), ("wx", 2), ("wxyz", 1)])
def test_both_together_lend_no_more_than_a_unit_may(lent: str, filled: int) -> None:
    model = build_model(_two_teams(lent))
    space = _open(model, _NOBODY)
    space.improve_both([0], [1])
    found = evaluate(model, space.keys)
    assert found.feasible
    assert len(space.keys) == filled
    assert len(np.unique(space.keys % model.data.n)) == filled
    assert np.array_equal(found.aux_x, space.held.aux_x)


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_people_of_one_team_stay_with_it_while_both_are_freed(first: int, second: int) -> None:
    model = build_model(_two_teams(""))
    kept = np.array([model.key(0, first), model.key(1, second)])
    space = _open(model, kept)
    one, other = space._deal_out(space.candidates.team == 0, space.candidates.team == 1)
    people = [set(space.candidates.columns.person[mine].tolist()) for mine in (one, other)]
    assert first in people[0]
    assert second in people[1]
    assert not people[0] & people[1]
    assert people[0] | people[1] == {0, 1, 2, 3}


def test_pairs_of_teams_improve_a_plan_and_stay_legal() -> None:
    model = build_model(generate("tiny", seed=3), 0)
    start = evaluate(model, construct(model))
    space = _open(model, start.columns)
    before = space.objective()
    dice = np.random.default_rng(1)
    for _ in range(6):
        order = dice.permutation(len(model.data.teams)).tolist()
        space.improve_both(order[:1], order[1:2])
        found = evaluate(model, space.keys)
        assert found.feasible
        assert space.objective() <= before
        before = space.objective()
        space.load(found.columns, found.aux_x)
        assert space.objective() <= before
    assert evaluate(model, space.keys).levels < start.levels


def test_a_second_run_side_by_side_does_the_same() -> None:
    model = build_model(generate("tiny", seed=4), 0)
    ends = []
    for _ in range(2):
        space = _open(model, construct(model))
        space.build(lambda: None)
        ends.append(space.keys.tolist())
    assert ends[0] == ends[1]


def test_the_narrowed_model_measures_every_row_that_can_bind() -> None:
    model = build_model(generate("tiny", seed=2), 0)
    bounding = Bounding(model, Ledger(model), lambda: None)
    relaxed, _, _ = bounding.relax()
    assert relaxed is not None
    columns = relaxed.columns
    kept = np.zeros(model.n_rows, dtype=bool)
    kept[find_useful_rows(model, columns, np.arange(model.n_aux))] = True
    part, same, local = narrow(model, columns, kept)
    assert 0 < part.n_rows < model.n_rows
    assert np.array_equal(local >= 0, kept)
    dice = np.random.default_rng(0)
    x, aux_x = dice.random(len(columns)), dice.random(model.n_aux)
    assert np.allclose(part.activity(same, x, aux_x), model.activity(columns, x, aux_x)[kept])
    left = model.activity(columns, np.ones(len(columns)), model.aux_upper.astype(float))[~kept]
    assert (left <= model.row_upper[~kept]).all()


def test_seats_are_open_only_where_somebody_could_sit() -> None:
    model = build_model(_two_teams("wxyz"))  # one unit, which may send one of them
    space = _open(model, np.array([model.key(0, 0)]))
    assert space.has_open_seats
    full = build_model(_two_teams("wx"))
    space = _open(full, np.array([full.key(0, 0), full.key(1, 2)]))
    assert not space.has_open_seats


@pytest.mark.parametrize("teams", [(0, 1), (1, 0)])
def test_both_answers_are_kept_and_each_programme_is_solved_once(
    engines: _Engines, teams: tuple[int, int]
) -> None:
    model = _cheap_and_dear(9, 8, 3, 2, 0, 1)
    space = _open(model, np.array([model.key(0, 0), model.key(1, 1)]))
    assert space.improve_both(teams[:1], teams[1:]) == (True, True)
    assert len(engines.asked) == 2
    assert not {0, 1} & set((space.keys % model.data.n).tolist())
    assert space.objective() == evaluate(model, space.keys).levels[LOAD_TRAVEL] == 1


def test_it_is_said_which_of_two_is_better() -> None:
    model = _cheap_and_dear(9, 0, 8, 8, 8, 8)
    held = np.array([model.key(0, 0), model.key(1, 1)])
    assert _open(model, held).improve_both([0], [1]) == (True, False)
    assert _open(model, held).improve_both([1], [0]) == (False, True)


@pytest.mark.parametrize(("priced", "share"), [(False, 1.0), (True, 0.3)])
def test_both_programmes_have_the_same_seed_and_effort(engines: _Engines, priced: bool, share: float) -> None:
    model = _cheap_and_dear(9, 8, 3, 2, 0, 1)
    space = _open(model, np.array([model.key(0, 0), model.key(1, 1)]), seed=7, effort=0.5)
    space.improve_both([0], [1], priced=priced)
    assert engines.asked == [(7, 0.5 * share)] * 2
    space.improve([0], priced=priced)
    assert engines.asked[2] == (7, 0.5 * share)


def test_the_larger_programme_is_the_size_of_both() -> None:
    model = build_model(
        make_instance(
            [person(name, pools=["leader" if name in "de" else "staff"]) for name in "abcde"],
            [team("T1", {"id": "s", "role": "leader"}), team("T2", "t")],
            {"seats": {}, "one-seat": {}, "role-pools": {}},
        )
    )
    sizes = []
    for teams in ((0, 1), (1, 0)):
        space = _open(model, _NOBODY)
        space.improve_both(teams[:1], teams[1:])
        sizes.append(space.last_size)
    assert sizes == [3, 3]


def test_both_programmes_are_solved_at_the_same_time(engines: _Engines) -> None:
    meeting = Barrier(2)

    def meet(_number: int, solve: Callable[[], Outcome]) -> Outcome:
        meeting.wait(_PATIENCE)  # broken when the other one is not there
        return solve()

    engines.around = meet
    model = _cheap_and_dear(9, 8, 3, 2, 0, 1)
    space = _open(model, np.array([model.key(0, 0), model.key(1, 1)]))
    assert space.improve_both([0], [1]) == (True, True)


@pytest.mark.parametrize("slow", [0, 1])
def test_which_programme_ends_first_changes_nothing(engines: _Engines, slow: int) -> None:
    model = _cheap_and_dear(9, 8, 3, 2, 0, 1)
    held = np.array([model.key(0, 0), model.key(1, 1)])
    space = _open(model, held)
    better = space.improve_both([0], [1])
    engines.asked.clear()
    ended = Event()

    def hold_back(number: int, solve: Callable[[], Outcome]) -> Outcome:
        if number == slow:
            assert ended.wait(_PATIENCE)
            return solve()
        answer = solve()
        ended.set()
        return answer

    engines.around = hold_back
    other = _open(model, held)
    assert other.improve_both([0], [1]) == better
    assert other.keys.tolist() == space.keys.tolist()


def test_what_both_teams_count_towards_is_counted_for_both() -> None:
    """Two of two seats are to be held by people of the last round; each team alone sees that one is missing
    in the other."""
    model = build_model(make_kept())
    for kept in ((0, 1), (1, 0)):
        space = _open(model, np.array([model.key(0, kept[0]), model.key(1, kept[1])]))
        space.improve_both([0], [1])
        found = evaluate(model, space.keys)
        assert set((space.keys % model.data.n).tolist()) == {2, 3}
        assert np.array_equal(found.aux_x, space.held.aux_x)
