"""One step of the neighbourhood search: what its answer may change, and what it leaves alone."""

import numpy as np

from bianzu.solver.assembly import build_model
from bianzu.solver.assignment import Assignment, Candidates, price_candidates
from bianzu.solver.costs import LOAD_TRAVEL, SOFT
from bianzu.solver.engines import Outcome
from bianzu.solver.proof import Proof
from bianzu.solver.steps import Step, prepare, take_over
from tests.solver.kept_world import make_kept


def _candidates() -> Candidates:
    """Two teams of one seat; both are to be held by the last two people, who served in the round before."""
    model = build_model(make_kept())
    nothing = np.zeros(model.data.n_services, dtype=np.int64)
    zero = np.zeros(model.n_rows, dtype=np.int64)
    proof = Proof(((SOFT, 1 << 16), (LOAD_TRAVEL, 1)), zero, (), 0, nothing)
    return price_candidates(model, model.build_columns(np.arange(2 * model.data.n)), proof)


def _hold(candidates: Candidates, first: int, second: int, lacking: int) -> Assignment:
    """Two people on the two seats, and so many of the round before lacking."""
    empty = candidates.leave_empty()
    n = candidates.model.data.n
    x = np.isin(candidates.columns.keys, [first, n + second])
    aux_x = empty.aux_x.copy()
    aux_x[candidates.model.seat_aux] = 0
    aux_x[_low(candidates)] = lacking
    return Assignment(x, aux_x)


def _low(candidates: Candidates) -> int:
    """The aux column that says how many people of the round before are lacking."""
    (found,) = (at for at, item in enumerate(candidates.model.aux) if item.clause == "low")
    return found


def _step(candidates: Candidates, held: Assignment, team: int) -> Step:
    teams = np.arange(2) == team
    return prepare(candidates, held, teams, teams[candidates.team])


def test_an_answer_leaves_alone_what_it_does_not_change() -> None:
    """The first team got one of the round before meanwhile; the answer of the second knows nothing of it."""
    candidates = _candidates()
    step = _step(candidates, _hold(candidates, 0, 1, lacking=2), 1)
    assert _low(candidates) in step.aux
    same = np.concatenate([np.isin(step.inner, [4 + 1]), step.aux_x]).astype(float)
    now = _hold(candidates, 2, 1, lacking=1)
    after, better = take_over(candidates, now, step, Outcome("optimal", x=same))
    assert not better
    assert np.array_equal(after.x, now.x)
    assert np.array_equal(after.aux_x, now.aux_x)


def test_an_answer_changes_the_freed_team_alone() -> None:
    candidates = _candidates()
    held = _hold(candidates, 0, 1, lacking=2)
    step = _step(candidates, held, 1)
    after, better = take_over(candidates, held, step, step.solve("highs", effort=1.0, seed=0))
    assert better
    taken = candidates.columns.keys[after.x].tolist()
    assert taken[0] == 0
    assert taken[1] in (4 + 2, 4 + 3)
    assert after.aux_x[_low(candidates)] == 1
    assert candidates.evaluate(after) < candidates.evaluate(held)
    assert (candidates.overrun(after) <= candidates.overrun(held)).all()


def test_a_worse_answer_is_kept_only_when_anything_will_do() -> None:
    candidates = _candidates()
    held = _hold(candidates, 0, 2, lacking=1)
    teams = np.array([False, True])
    for anyway in (False, True):
        step = prepare(candidates, held, teams, teams[candidates.team], anyway=anyway)
        worse = np.concatenate([np.isin(step.inner, [4 + 1]), step.aux_x + (step.aux == _low(candidates))])
        after, better = take_over(candidates, held, step, Outcome("optimal", x=worse.astype(float)))
        assert not better
        assert (after is held) != anyway
        assert candidates.columns.keys[after.x].tolist() == ([0, 4 + 1] if anyway else [0, 4 + 2])


def test_no_answer_changes_nothing() -> None:
    candidates = _candidates()
    held = _hold(candidates, 0, 1, lacking=2)
    after, better = take_over(candidates, held, _step(candidates, held, 0), Outcome("limit"))
    assert after is held
    assert not better
