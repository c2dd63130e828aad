"""Large neighbourhoods: free a few teams, keep all others, and solve what is left to optimality.

A complete assignment is built a few teams at a time, people priced by what the relaxation says they are worth
elsewhere; then the teams that lose most against the bound are freed together with teams that hold the people
they want. Every step is a small integer programme of the same rows as the whole, so every rule is honoured.
"""

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bianzu.solver.assignment import Assignment, price_candidates
from bianzu.solver.columns import Columns, scatter, spans
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import Engine, Outcome
from bianzu.solver.losses import Losses
from bianzu.solver.model import Model
from bianzu.solver.proof import Proof
from bianzu.solver.steps import Step, prepare, take_over

__all__ = ["Neighbourhoods"]


class Neighbourhoods:
    """An assignment and the candidates around it.

    Parameters
    ----------
    columns
        Columns worth looking at; every column of the assignment must be among them.
    proof
        Weights of the soft and load levels, and duals that price people, rows and teams.
    effort
        Work of one programme.

    Attributes
    ----------
    candidates
        The columns with what they cost and are worth.
    held
        The assignment.
    losses
        What it loses against the bound, and where.
    last_size
        Columns of the last programme.
    """

    def __init__(
        self,
        model: Model,
        columns: Columns,
        proof: Proof,
        *,
        seed: int,
        effort: float,
        engine: Engine = "cp-sat",
    ) -> None:
        self.seed = seed
        self.effort = effort
        self.engine: Engine = engine
        self.candidates = price_candidates(model, columns, proof)
        self.last_size = 0
        self.restore(self.candidates.leave_empty())

    # -- values

    @property
    def keys(self) -> IntArray:
        """Columns of the assignment, sorted."""
        return np.sort(self.candidates.columns.keys[self.held.x])

    def objective(self) -> int:
        """Weighted objective of the assignment without constants."""
        return self.candidates.evaluate(self.held)

    @property
    def lost(self) -> int:
        """Objective of the assignment above the bound."""
        return self.objective() - self.candidates.bound

    @property
    def lacking(self) -> bool:
        """Whether the assignment has shortages, or uses a waiver, besides seats that nobody can take."""
        return bool((self.held.aux_x[self.candidates.short] > 0).any())

    @property
    def has_open_seats(self) -> bool:
        """Whether a seat is empty that somebody could take."""
        seats = self.candidates.model.seat_aux
        return bool((self.held.aux_x[seats[~self.candidates.settled[seats]]] > 0).any())

    def load(self, keys: IntArray, aux_x: IntArray) -> None:
        """Take an assignment; its columns must be candidates."""
        self.restore(Assignment(np.isin(self.candidates.columns.keys, keys), aux_x.astype(float)))

    def restore(self, held: Assignment) -> None:
        """Take an assignment that was held before."""
        self.held = held
        self.losses = Losses(self.candidates, held)

    # -- steps: each says whether the assignment is better now

    def build(self, tick: Callable[[], None], teams: Collection[int] | None = None) -> None:
        """Fill all teams or some, two at a time, those with the fewest candidates first."""
        candidates = self.candidates
        count = np.bincount(candidates.team, minlength=len(candidates.model.data.teams))
        order = [team for team in np.argsort(count, kind="stable").tolist() if teams is None or team in teams]
        for first in range(0, len(order), 2):
            tick()
            self.improve_both(order[first : first + 1], order[first + 1 : first + 2], priced=True)

    def exchange(self, teams: Iterable[int]) -> bool:
        """Free many teams, but give a seat only to people who could replace its holder as things are.

        Long chains of replacements over many teams, each of which is harmless by itself, are found here.
        """
        chosen = self._mark(teams)
        return self._solve(chosen, chosen[self.candidates.team] & self._replacements(chosen))

    def _replacements(self, teams: BoolArray) -> BoolArray:
        """(k,) candidates that break no row of their team when they replace somebody on their slot."""
        model, columns, x = self.candidates.model, self.candidates.columns, self.held.x
        room = model.row_upper - self.candidates.measure(self.held)
        slack = np.where(model.row_team >= 0, room, np.inf)
        fitting = x.copy()
        starts = columns.indptr
        order = np.argsort(columns.slot, kind="stable")
        bounds = np.searchsorted(columns.slot[order], np.arange(len(model.data.slots) + 1))
        for slot in np.flatnonzero(teams[self.candidates.team_of_slot]).tolist():
            mine = order[bounds[slot] : bounds[slot + 1]]
            if not len(mine):
                continue
            entry = spans(starts[mine], starts[mine + 1] - starts[mine])
            owner = np.repeat(np.arange(len(mine)), starts[mine + 1] - starts[mine])
            rows, local = np.unique(columns.rows[entry], return_inverse=True)
            dense = np.zeros((len(mine), len(rows)))
            dense[owner, local] = columns.values[entry]
            room = slack[rows]
            held = dense[x[mine]]
            if len(held) < model.data.slots[slot].capacity:
                held = np.vstack([held, np.zeros(len(rows))])
            for present in held:
                fitting[mine] |= (dense - present <= room + 1e-6).all(axis=1)
        return fitting

    def improve(self, teams: Iterable[int], *, priced: bool = False, anyway: bool = False) -> bool:
        """Free some teams and solve; keeps the result when it is no worse, or ``anyway``."""
        chosen = self._mark(teams)
        return self._solve(chosen, chosen[self.candidates.team], priced=priced, anyway=anyway)

    def improve_both(
        self, first: Iterable[int], second: Iterable[int], *, priced: bool = False
    ) -> tuple[bool, bool]:
        """The same for two sets of teams that have none in common, solved side by side.

        People of one set stay out of the other, and so does who serves nowhere yet and is worth more there.
        What both may not do together, the second does again after the first.
        """
        one, other = self._mark(first), self._mark(second)
        in_one, in_other = one[self.candidates.team], other[self.candidates.team]
        if not other.any():
            return self._solve(one, in_one, priced=priced), False
        free, beside = self._deal_out(in_one, in_other)
        steps = [
            prepare(self.candidates, self.held, one, free, priced=priced),
            prepare(self.candidates, self.held, other, beside, priced=priced),
        ]
        with ThreadPoolExecutor(len(steps)) as pool:
            answers = list(pool.map(self._run, steps))
        self.last_size = max(len(step.inner) for step in steps)
        before = self.held
        better = self._keep(steps[0], answers[0])
        between = self.held
        better_too = self._keep(steps[1], answers[1])
        alone, _ = take_over(self.candidates, before, steps[1], answers[1])
        if self._clash(before, between, alone):
            self.restore(between)
            better_too = self._solve(other, in_other, priced=priced)
        return better, better_too

    def _mark(self, teams: Iterable[int]) -> BoolArray:
        """(t,) some teams."""
        chosen = np.zeros(len(self.candidates.model.data.teams), dtype=bool)
        chosen[list(teams)] = True
        return chosen

    def _deal_out(self, one: BoolArray, other: BoolArray) -> tuple[BoolArray, BoolArray]:
        """Two sets of candidates (k,) without those of services that the other one holds, or rather has."""
        model, service = self.candidates.model, self.candidates.columns.service
        if model.first_person_row < 0:
            return one, other
        n = model.data.n_services
        least = np.full((2, n), np.inf)
        for mine, found in zip((one, other), least, strict=True):
            np.minimum.at(found, service[mine], self.candidates.worth[mine].astype(float))
            found[service[mine & self.held.x]] = -np.inf
        spread = scatter(np.arange(n)) % 2 == 1  # who is worth the same in both
        second = (least[1] < least[0]) | ((least[1] == least[0]) & spread)
        return one & ~second[service], other & second[service]

    def _clash(self, before: Assignment, first: Assignment, second: Assignment) -> bool:
        """Whether two steps, prepared for what was ``before``, break a row together or value the same aux
        column anew; ``first`` and ``second`` are what each of them makes of it alone."""
        if ((first.aux_x != before.aux_x) & (second.aux_x != before.aux_x)).any():
            return True
        overrun = self.candidates.overrun
        return bool((overrun(self.held) > overrun(before) + 1e-6).any())

    def mix(self, teams: Iterable[int], slots: IntArray) -> bool:
        """Free some teams altogether and some slots of the others."""
        chosen, candidates = self._mark(teams), self.candidates
        freed = chosen[candidates.team_of_slot]
        freed[slots] = True
        touched = chosen.copy()
        touched[candidates.team_of_slot[slots]] = True
        mine, open_slot = touched[candidates.team], freed[candidates.columns.slot]
        free = mine & (open_slot | self.held.x)
        return self._solve(touched, free, kept=self.held.x & mine & ~open_slot)

    def _solve(
        self,
        teams: BoolArray,
        free: BoolArray,
        *,
        priced: bool = False,
        anyway: bool = False,
        kept: BoolArray | None = None,
    ) -> bool:
        step = prepare(self.candidates, self.held, teams, free, priced=priced, anyway=anyway, kept=kept)
        self.last_size = len(step.inner)
        return self._keep(step, self._run(step))

    def _run(self, step: Step) -> Outcome:
        return step.solve(self.engine, effort=self.effort, seed=self.seed)

    def _keep(self, step: Step, answer: Outcome) -> bool:
        """Take an answer over, unless it is worse; whether the assignment is better now."""
        held, better = take_over(self.candidates, self.held, step, answer)
        if held is not self.held:
            self.restore(held)
        return better
