"""Timefold's local search: who sits on a seat is the planning variable.

The score is kept incrementally from the rows of the compact model: hard counts what no plan may do (people
whom a rule bars from a seat included: a range of each seat takes the package minutes to take over), medium
adds up shortages and waivers with steep weights, soft the soft level and, far below it, load and travel.
Missing skills are counted skill by skill, as if a member could count for all that he or she holds; the plan
itself is evaluated and audited as everybody's. Several threads need another edition.

The methods of the score are translated to Java and must be simple: one with many branches is called back in
Python, at a thousandth of the speed.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Annotated, Any

import numpy as np
from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    SolverConfigOverride,
    TerminationConfig,
)
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ProblemFactProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import HardMediumSoftScore, IncrementalScoreCalculator

from benchmarks.peers.ladder import LEVELS, SHORT_LEVELS, STEPS, State, UnsupportedInstanceError
from bianzu.models import Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.costs import LOAD_TRAVEL, SOFT, WAIVERS
from bianzu.solver.model import Model
from bianzu.solver.rules.balance import field_values

__all__ = ["prepare"]

STEP = 1_000
"""Weight of a shortage level against the next one."""
SOFT_WEIGHT = 1_000_000
"""Weight of the soft level against load and travel."""


@dataclass
class Candidate:
    """Somebody who may sit somewhere."""

    id: Annotated[int, PlanningId]


@dataclass
class Facts:
    """Rows, columns and costs for the score, every list as text of numbers: Java takes that over at once.

    Attributes
    ----------
    limits
        Right-hand side of each row.
    medium, soft, room
        For each row the cost of a unit over it, and how many units may be so; every other one is hard.
    keys, starts, rows, coefs, medium_cost, soft_cost
        Columns by key (``slot · people + person``; ``-1 - slot``: an empty seat), their entries and costs.
    friend_starts, friends, wishes
        For each person whom to be with, at what reward.
    values
        For each field of balance everybody's value.
    """

    people: int
    teams: int
    fields: int
    balance_weight: int
    limits: str
    medium: str
    soft: str
    room: str
    keys: str
    starts: str
    rows: str
    coefs: str
    medium_cost: str
    soft_cost: str
    team_of_slot: str
    friend_starts: str
    friends: str
    wishes: str
    values: str


@planning_entity
@dataclass
class Seat:
    """A seat of a slot."""

    id: Annotated[int, PlanningId]
    slot: int
    person: Annotated[Candidate | None, PlanningVariable(allows_unassigned=True)] = None


@planning_solution
@dataclass
class Seating:
    """Everybody's seat."""

    facts: Annotated[Facts, ProblemFactProperty]
    candidates: Annotated[list[Candidate], ProblemFactCollectionProperty, ValueRangeProvider]
    seats: Annotated[list[Seat], PlanningEntityCollectionProperty]
    score: Annotated[HardMediumSoftScore | None, PlanningScore] = field(default=None)


def read_numbers(text: str) -> list[int]:
    """Numbers from text."""
    numbers = []
    if len(text) > 0:
        for word in text.split(" "):
            numbers.append(int(word))  # noqa: PERF401
    return numbers


class Score(IncrementalScoreCalculator):  # type: ignore[misc]
    """Row sums, and what they cost, kept up to date seat by seat."""

    def reset_working_solution(self, solution: Seating) -> None:
        self.read_facts(solution.facts)  # resets are few
        self.sums = [0] * len(self.limits)
        self.present = [0] * (self.teams * self.people)
        self.totals = [0] * (self.fields * self.teams)
        self.hard = 0
        self.medium = 0
        self.soft = 0
        for row in range(len(self.limits)):
            self.charge(row, 1)
        for seat in solution.seats:
            self.move(seat, 1)

    def read_facts(self, facts: Facts) -> None:
        self.people = facts.people
        self.teams = facts.teams
        self.fields = facts.fields
        self.balance_weight = facts.balance_weight
        self.limits = read_numbers(facts.limits)
        self.row_medium = read_numbers(facts.medium)
        self.row_soft = read_numbers(facts.soft)
        self.room = read_numbers(facts.room)
        self.starts = read_numbers(facts.starts)
        self.rows = read_numbers(facts.rows)
        self.coefs = read_numbers(facts.coefs)
        self.medium_cost = read_numbers(facts.medium_cost)
        self.soft_cost = read_numbers(facts.soft_cost)
        self.team_of_slot = read_numbers(facts.team_of_slot)
        self.friend_starts = read_numbers(facts.friend_starts)
        self.friends = read_numbers(facts.friends)
        self.wishes = read_numbers(facts.wishes)
        self.values = read_numbers(facts.values)
        self.column_of = {}
        keys = read_numbers(facts.keys)
        for column in range(len(keys)):
            self.column_of[keys[column]] = column

    def charge(self, row: int, sign: int) -> None:
        over = self.sums[row] - self.limits[row]
        if over > 0:
            units = over
            if units > self.room[row]:
                units = self.room[row]
            self.hard = self.hard + sign * (over - units)
            self.medium = self.medium + sign * units * self.row_medium[row]
            self.soft = self.soft + sign * units * self.row_soft[row]

    def move(self, seat: Seat, sign: int) -> None:
        person = seat.person
        if person is None:
            self.shift(-1 - seat.slot, sign)
        else:
            self.shift(seat.slot * self.people + person.id, sign)
            self.greet(person.id, self.team_of_slot[seat.slot], sign)

    def shift(self, key: int, sign: int) -> None:
        column = self.column_of.get(key, -1)
        if column < 0:
            self.hard = self.hard + sign
        else:
            self.add_column(column, sign)

    def add_column(self, column: int, sign: int) -> None:
        self.medium = self.medium + sign * self.medium_cost[column]
        self.soft = self.soft + sign * self.soft_cost[column]
        for entry in range(self.starts[column], self.starts[column + 1]):
            row = self.rows[entry]
            self.charge(row, -1)
            self.sums[row] = self.sums[row] + sign * self.coefs[entry]
            self.charge(row, 1)

    def greet(self, at: int, team: int, sign: int) -> None:
        for number in range(self.friend_starts[at], self.friend_starts[at + 1]):
            beside = self.present[team * self.people + self.friends[number]]
            self.soft = self.soft - sign * beside * self.wishes[number]
        here = team * self.people + at
        self.present[here] = self.present[here] + sign
        for number in range(self.fields):
            place = number * self.teams + team
            self.totals[place] = self.totals[place] + sign * self.values[number * self.people + at]

    def before_entity_added(self, entity: Seat) -> None:
        pass

    def after_entity_added(self, entity: Seat) -> None:
        self.move(entity, 1)

    def before_variable_changed(self, entity: Seat, variable_name: str) -> None:
        self.move(entity, -1)

    def after_variable_changed(self, entity: Seat, variable_name: str) -> None:
        self.move(entity, 1)

    def before_entity_removed(self, entity: Seat) -> None:
        self.move(entity, -1)

    def after_entity_removed(self, entity: Seat) -> None:
        pass

    def calculate_score(self) -> HardMediumSoftScore:
        spread = 0
        for number in range(self.fields):
            sums = self.totals[number * self.teams : (number + 1) * self.teams]
            spread = spread + max(sums) - min(sums)
        return HardMediumSoftScore.of(-self.hard, -self.medium, -self.soft - self.balance_weight * spread)


def _medium(level: int) -> int:
    return int(STEP ** (STEPS.index(WAIVERS) - STEPS.index(level)))


def _slacks(model: Model) -> tuple[list[int], list[int], list[int]]:
    """For each row the medium and soft cost of a unit over it, and how many units may be."""
    medium, soft, room = ([0] * model.n_rows for _ in range(3))
    for at, item in enumerate(model.aux):
        if item.kind not in ("short", "waive", "soft") or item.rule == "seats":
            continue
        for row in model.aux_rows[model.aux_indptr[at] : model.aux_indptr[at + 1]].tolist():
            if item.waiver is None:
                room[row] += int(model.aux_upper[at])
                soft[row] = max(soft[row], SOFT_WEIGHT * int(model.aux_cost[SOFT, at]))
                for level in STEPS[:SHORT_LEVELS]:
                    medium[row] = max(medium[row], _medium(level) * int(model.aux_cost[level, at]))
    return medium, soft, room


def _gather(model: Model) -> Facts:
    data = model.data
    several = len(data.rounds) > 1
    if several or not data.one_service or data.rules.cross_form is not None or model.book.waivers:
        raise UnsupportedInstanceError(
            "several planned rounds, teams that do not overlap, teams of one county, waivers"
        )
    medium, soft, room = _slacks(model)
    left_out = {  # seats are entities; balance and together are scored by themselves
        row
        for group in model.groups
        if group.rule in ("seats", "balance", "together")
        for row in range(group.first, group.first + len(group.limit))
    }
    left_out.update(
        group.first + at
        for group in model.groups
        if group.rule == "skill-mix"
        for at, key in enumerate(group.keys)
        if "+" in key["skill"]
    )
    columns = model.build_columns(np.flatnonzero(model.eligibility.allowed.ravel()))
    spans = [
        (columns.rows[first:last].tolist(), columns.values[first:last].tolist())
        for first, last in zip(columns.indptr[:-1].tolist(), columns.indptr[1:].tolist(), strict=True)
    ]
    keys = columns.keys.tolist()
    medium_cost = (_medium(WAIVERS) * columns.cost[WAIVERS]).tolist()
    soft_cost = (SOFT_WEIGHT * columns.cost[SOFT] + columns.cost[LOAD_TRAVEL]).tolist()
    empty = [at for at, item in enumerate(model.aux) if item.rule == "seats"]
    for slot, at in enumerate(empty):
        first, last = int(model.aux_indptr[at]), int(model.aux_indptr[at + 1])
        spans.append((model.aux_rows[first:last].tolist(), model.aux_values[first:last].tolist()))
        keys.append(-1 - slot)
        paid = (_medium(level) * int(model.aux_cost[level, at]) for level in STEPS[:SHORT_LEVELS])
        medium_cost.append(sum(paid))
        soft_cost.append(0)
    starts, rows, coefs = [0], [], []
    for span_rows, span_values in spans:
        for row, value in zip(span_rows, span_values, strict=True):
            if row not in left_out:
                rows.append(row)
                coefs.append(value)
        starts.append(len(rows))
    limits = [
        1 << 30 if row in left_out else int(limit) for row, limit in enumerate(model.row_upper.tolist())
    ]
    friends: list[list[tuple[int, int]]] = [[] for _ in range(data.n)]
    for pair in () if data.rules.together is None else data.rules.together.pairs:
        a, b = data.person_at[pair.a], data.person_at[pair.b]
        friends[a].append((b, SOFT_WEIGHT * pair.weight))
        friends[b].append((a, SOFT_WEIGHT * pair.weight))
    balance = data.rules.balance
    fields = () if balance is None else balance.fields
    return Facts(
        people=data.n,
        teams=len(data.teams),
        fields=len(fields),
        balance_weight=0 if balance is None else SOFT_WEIGHT * balance.weight,
        limits=_write(limits),
        medium=_write(medium),
        soft=_write(soft),
        room=_write(room),
        keys=_write(keys),
        starts=_write(starts),
        rows=_write(rows),
        coefs=_write(coefs),
        medium_cost=_write(medium_cost),
        soft_cost=_write(soft_cost),
        team_of_slot=_write([slot.team for slot in data.slots]),
        friend_starts=_write([0, *accumulate(len(item) for item in friends)]),
        friends=_write([other for item in friends for other, _ in item]),
        wishes=_write([wish for item in friends for _, wish in item]),
        values=_write([value for name in fields for value in field_values(data, name, 0).tolist()]),
    )


def _write(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def prepare() -> Callable[[Instance, int, float, Callable[[State], None]], State]:
    """Start Java and have the classes translated, which takes seconds."""
    logging.getLogger("timefold").setLevel(logging.ERROR)
    config = SolverConfig(
        solution_class=Seating,
        entity_class_list=[Seat],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=0,
        score_director_factory_config=ScoreDirectorFactoryConfig(incremental_score_calculator_class=Score),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=1)),
    )
    factory = SolverFactory.create(config)

    def run(instance: Instance, _seed: int, seconds: float, _tell: Callable[[State], None]) -> State:
        return _search(factory, instance, seconds)

    return run


def _search(factory: Any, instance: Instance, seconds: float) -> State:
    """Search until the time is over; nothing is proven."""
    started = time.monotonic()
    model = build_model(instance)
    people = [Candidate(at) for at in range(model.data.n)]
    seats: list[Any] = []
    for slot, place in enumerate(model.data.slots):
        for _ in range(place.capacity):
            seats.append(Seat(len(seats), slot))
    seating = Seating(_gather(model), people, seats)
    left = (
        seconds - (time.monotonic() - started) - max(2.0, 0.05 * seconds)
    )  # to take the plan over from Java
    limit = TerminationConfig(spent_limit=Duration(milliseconds=max(1, int(1000 * left))))
    solver = factory.build_solver(SolverConfigOverride(termination_config=limit))
    best = solver.solve(seating)
    keys = sorted(seat.slot * model.data.n + seat.person.id for seat in best.seats if seat.person is not None)
    return State(tuple(keys), bounds=(None,) * LEVELS, note=str(best.score))
