"""The search for causes, one after the other: what pins, counts, prices and integer programmes find."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from bianzu.models import Cause, Demand, HallSet, Instance, Lack, Plan
from bianzu.solver.assembly import build_model
from bianzu.solver.cause_proofs import prove_cause
from bianzu.solver.columns import Weights
from bianzu.solver.conflicts import find_conflict
from bianzu.solver.core_programmes import Core, Rows
from bianzu.solver.cores import Answer, Filtered, filter_core, solve_core
from bianzu.solver.costs import LEADER_SEATS, MINIMA, OTHER_SEATS
from bianzu.solver.demands import Ask, Board, Excused, list_asks, pin_of
from bianzu.solver.model import Model
from bianzu.solver.naming import name_cause
from bianzu.solver.relaxation import relax as solve_relaxation
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.rules.presence import list_absences
from bianzu.solver.shortfalls import count_causes

__all__ = ["Finder", "StoppedError", "list_absent_days"]

_MOST_CAUSES = 100
_WIDE = 60_000
"""A core with more pairs than this is not searched by an integer programme."""
_PRICED = 1e-5
_SEATS = (LEADER_SEATS, OTHER_SEATS)
_ALL = (*_SEATS, MINIMA)
_STEEP: Weights = ((LEADER_SEATS, 32), (OTHER_SEATS, 32), (MINIMA, 1))
"""A seat is missed only where nothing else helps, as in a plan."""
_LEAST = 1e-3
"""A relaxation that misses less than this misses nothing."""


class StoppedError(Exception):
    """The caller wants no more."""


class Finder:
    """Looks for the causes of one instance; ``tick`` may raise `StoppedError`."""

    def __init__(self, instance: Instance, plan: Plan | None, tick: Callable[[], None]) -> None:
        self.model = build_model(instance)
        self.board = Board(self.model, plan)
        self.rows = Rows(self.model)
        self.excused = Excused(set(), {})
        self.asks = list_asks(self.model)
        self.plan = plan
        self.tick = tick

    def find(self) -> list[Cause]:
        """Causes in the order in which they are found; what was found so far when the caller stops it."""
        found: list[Cause] = []
        with suppress(StoppedError):
            if not self._find_conflict(found):
                for search in self._list_searches():
                    found += search
        return found

    def _find_conflict(self, found: list[Cause]) -> bool:
        """Pins that contradict each other: then there is no plan, and nothing else to explain."""
        self.tick()
        conflict = find_conflict(self.model)
        if conflict is None:
            return False
        core = Core(
            pins=conflict.pins, rows=tuple(self.rows.maxima.tolist()), labels=self._list_labels((), True)
        )
        kept = self._filter(core)
        cause = self._prove(name_cause(self.board, self.rows, self.excused, kept, short=0), kept)
        found += [] if cause is None else [cause]
        return True

    def _list_searches(self) -> Iterator[Iterable[Cause]]:
        """Seats before minima, which empty seats help to meet; counts before prices before searches."""
        seats = [ask for ask in self.asks if ask.kind == "seat"]
        others = [ask for ask in self.asks if ask.kind != "seat"]
        yield list_absent_days(self.model)
        yield count_causes(self.board, seats, self.excused, self.tick)
        relaxed = self._relax(_STEEP)
        if relaxed.status == "optimal" and self._missing(relaxed, _SEATS) > self.excused.count() + _LEAST:
            seats_only = self._relax(((LEADER_SEATS, 1), (OTHER_SEATS, 1)))
            yield self._find_priced(seats_only, seats, _SEATS)
        yield count_causes(self.board, others, self.excused, self.tick)
        yield self._find_priced(relaxed, self.asks, _ALL)
        yield self._find_searched()

    def _filter(self, core: Core) -> Filtered:
        return filter_core(self.board, self.rows, self.excused, core, self.tick)

    # -- what a relaxation sees

    def _relax(self, weights: Weights) -> Relaxed:
        model = self.model
        return solve_relaxation(
            model,
            weights,
            allowed=model.eligibility.allowed,
            aux_open=np.ones(model.n_aux, dtype=bool),
            tick=self.tick,
        )

    def _missing(self, relaxed: Relaxed, levels: tuple[int, ...]) -> float:
        return float(self.model.aux_cost[list(levels)].sum(axis=0) @ relaxed.aux_x)

    def _find_priced(self, relaxed: Relaxed, asks: Sequence[Ask], levels: tuple[int, ...]) -> Iterator[Cause]:
        """Causes of demands that a relaxation proves, one after the other, as long as it misses more than is
        excused. Its prices prove what all of them lack together."""
        if relaxed.status != "optimal":
            return
        core = self._read_prices(relaxed, asks)
        for _ in range(_MOST_CAUSES):
            if self._missing(relaxed, levels) < self.excused.count() + _LEAST:
                return
            core = replace(core, asks=tuple(ask for ask in core.asks if self._left(ask)))
            answer = solve_core(self.board, self.rows, self.excused, core)
            if not _is_short(answer) and not self._is_wide(whole := self._ask_all(asks)):
                core = whole
                answer = solve_core(self.board, self.rows, self.excused, core)
            if not _is_short(answer):
                return
            cause = self._settle(self._filter(core))
            if cause is None:
                return
            yield cause

    def _read_prices(self, relaxed: Relaxed, among: Sequence[Ask]) -> Core:
        """The members that have a price."""
        model, duals = self.model, relaxed.duals
        dense = np.zeros(len(model.data.teams))
        for row in self.rows.dense:
            dense[model.row_team[row]] -= duals[row]
        asks = []
        for ask in among:
            if ask.kind == "seat":
                slot = ask.slots[0]
                price = float(duals[model.first_seat_row + slot]) - dense[model.data.slots[slot].team]
            else:
                price = -float(sum(duals[row] for row in model.aux[ask.aux].rows))
            if price > _PRICED:
                asks.append(ask)
        return Core(
            asks=tuple(asks),
            pins=tuple(pin for pin, row in self.rows.pin_row.items() if duals[row] < -_PRICED),
            rows=tuple(row for row in self.rows.maxima.tolist() if duals[row] < -_PRICED),
            labels=self._list_labels(asks, False),
        )

    def _list_labels(self, asks: Sequence[Ask], everywhere: bool) -> tuple[str, ...]:
        """Rules that keep anybody from the seats of some demands, those that matter least first."""
        count: dict[str, int] = {}
        slots = range(len(self.model.data.slots)) if everywhere else {s for ask in asks for s in ask.slots}
        for slot in sorted(slots):
            for label, mask in self.board.bars(slot).items():
                if pin_of(label) is None:
                    count[label] = count.get(label, 0) + int(mask.sum())
        return tuple(sorted(count, key=lambda label: (count[label], label)))

    # -- what only a search sees

    def _find_searched(self) -> Iterator[Cause]:
        """Causes of what the plan still misses, near each missing demand and then further off."""
        if self.plan is None:
            return
        for ask in self._list_missed():
            if not self._left(ask):
                continue
            for asks in self._widen(ask):
                core = self._ask_all(asks)
                if self._is_wide(core):
                    break
                if self._agree(core):
                    cause = self._settle(self._filter(core))
                    if cause is not None:
                        yield cause
                    break

    def _left(self, ask: Ask) -> int:
        return self.excused.left(self.model.data, ask, waived=False)

    def _agree(self, core: Core) -> bool:
        """Whether both engines say that the members cannot be met together."""
        answers: list[Answer] = []
        for engine in ("highs", "cp-sat"):
            answers.append(solve_core(self.board, self.rows, self.excused, core, engine))
            if not answers[-1].short:
                return False
        return True

    def _list_missed(self) -> list[Ask]:
        """Demands that the plan does not meet."""
        missed = {_name(item) for item in (() if self.plan is None else self.plan.shortages)}
        return [ask for ask in self.asks if _name(ask.demand) in missed]

    def _widen(self, ask: Ask) -> Iterator[list[Ask]]:
        """Demands around one: of its team, of its family as well, all."""
        teams = {self.model.data.slots[slot].team for slot in ask.slots} if ask.kind != "person" else set()
        near = [other for other in self.asks if other is ask or self._team(other) in teams]
        yield near
        yield [other for other in self.asks if other in near or other.family == ask.family]
        yield list(self.asks)

    def _team(self, ask: Ask) -> int:
        return -1 if ask.kind == "person" else self.model.data.slots[ask.slots[0]].team

    def _ask_all(self, asks: Sequence[Ask]) -> Core:
        left = [ask for ask in asks if self._left(ask)]
        return Core(
            asks=tuple(left),
            pins=tuple(self.rows.pin_row),
            rows=tuple(self.rows.maxima.tolist()),
            labels=self._list_labels((), True),
        )

    def _is_wide(self, core: Core) -> bool:
        slots = {slot for ask in core.asks for slot in ask.slots}
        return sum(int(self.board.free(slot).sum()) for slot in slots) > _WIDE

    # -- what a core means

    def _prove(self, cause: Cause, found: Filtered) -> Cause | None:
        """The cause with multipliers that prove it, or else as both engines have it; ``None`` if neither."""
        proof = prove_cause(self.model.data.instance, cause)
        if proof is not None:
            return cause.model_copy(update={"proven_by": "multipliers", "proof": proof})
        return cause if self._agree(found.core) else None

    def _settle(self, found: Filtered) -> Cause | None:
        """The cause of a core; what it lacks is excused, in the plan's own seats and units if it can be."""
        answer = solve_core(self.board, self.rows, self.excused, found.core)
        short = max(1, int(np.ceil((answer.short or 1.0) - 1e-6)))
        cause = self._prove(name_cause(self.board, self.rows, self.excused, found, short=short), found)
        if cause is None:
            return None
        missed = {_name(ask.demand) for ask in self._list_missed()}
        asks = sorted(found.core.asks, key=lambda ask: (_name(ask.demand) not in missed, ask.kind == "seat"))
        lacking = []
        for ask in asks:
            units = min(short, self._left(ask))
            if units:
                self.excused.add(ask, units)
                lacking.append(Lack(demand=ask.demand, units=units))
            short -= units
        return cause.model_copy(update={"lacking": tuple(lacking)})


def _is_short(answer: Answer) -> bool:
    return answer.short is not None and answer.short > _LEAST


def _name(item: object) -> tuple[object, ...]:
    """What tells a demand, or a shortage of it, from others."""
    fields = ("rule", "clause", "round", "team", "seat", "skill", "person")
    return tuple(getattr(item, field) for field in fields)


def list_absent_days(model: Model) -> list[Cause]:
    """Days on site that dates and teams leave out, whoever goes."""
    data, setting = model.data, model.data.rules.presence
    found = []
    for item in list_absences(data):
        assert setting is not None
        demand = Demand(
            rule="presence",
            round=data.rounds[item.item].id,
            team=data.teams[item.team].id,
            unit=item.unit,
            need=setting.d,
        )
        hall = HallSet(by="days", need=setting.d, have=setting.d - item.days)
        found.append(
            Cause(
                topic="presence",
                members=(demand,),
                short=item.days,
                proven_by="hall",
                hall=hall,
                lacking=(Lack(demand=demand, units=item.days),),
                minimal=True,
            )
        )
    return found
