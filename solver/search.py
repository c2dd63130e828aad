"""From the relaxation to a plan: one relaxation of the soft and load levels together, then neighbourhoods.

The two levels are priced together with a weight that makes them as good as strict; each bound is proven apart
from the same duals, so the weight is a means and no part of any claim. Shortages and waivers come first, and
only when the relaxation says that they cannot all be avoided.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from bianzu.models import Certificate, LevelProof
from bianzu.solver.construction import construct
from bianzu.solver.costs import LEADER_SEATS, LEVELS, LOAD_TRAVEL, SOFT, TIE_BREAK, WAIVERS
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.engines import solve_programme
from bianzu.solver.evaluation import Evaluation, evaluate
from bianzu.solver.model import Columns, Model, Weights, scatter
from bianzu.solver.neighbourhoods import Neighbourhoods, search_weights
from bianzu.solver.programmes import find_useful_rows, restrict
from bianzu.solver.proof import DUAL_SCALE, Proof, fits_certificate, level_proof, prove, round_duals
from bianzu.solver.relaxation import Relaxed, relax
from bianzu.solver.standing import LevelStanding, Standing

__all__ = ["DEFAULT_BUDGET", "Report", "Search"]

DEFAULT_BUDGET = 10
"""Work units: so many neighbourhoods per team, and so many hundred nodes of the last integer programme."""

_SHORT_WEIGHT = 32
"""Weight of a shortage level against the next one in their common relaxation."""
_ELASTIC = 48
"""Price of a missing unit, in soft units, while the relaxation looks for a complete plan."""
_MOST_WEIGHT = 1 << 20
_FEW_COLUMNS, _MANY_COLUMNS, _BLIND_COLUMNS = 3_000, 30_000, 60_000
"""One integer programme settles up to so many columns at once, or at the end."""
_VERY_MANY_COLUMNS = 400_000
"""With more pairs than this, a coarse relaxation leads to a first plan before the real one."""
_HOLDERS = 4
"""Columns per slot and minimum that the neighbourhoods get when the relaxation did not know the minima."""
_COARSE_STEPS = 2
"""Neighbourhoods per team after the coarse relaxation."""
_PER_SEAT = 25
"""Candidates per seat for the neighbourhoods."""
_PATIENCE = 12
"""So many vain neighbourhoods in a row, then larger ones."""
_LARGEST = 8
_VAIN_MIXES = 4
_EXCHANGE_EVERY = 15
_MIXED_TEAMS = 42
_STEP_WORK = 1.0
"""Limit of one neighbourhood, in deterministic seconds of CP-SAT."""

Report = Callable[[str, int | None, "Search"], None]
"""Called with a phase, a level and the search whenever something is worth telling."""


class _Pace:
    """Which teams to free next, and how many."""

    def __init__(self, teams: int, dice: np.random.Generator) -> None:
        self.teams = teams
        self.dice = dice
        self.size = min(4, teams)
        self.failures = 0
        self.vain_mixes = 0
        self.eager = np.ones(teams)

    @property
    def given_up(self) -> bool:
        """Whether even the largest neighbourhoods have failed."""
        return self.failures > _PATIENCE and (self.size >= min(_LARGEST, self.teams))

    @property
    def stuck(self) -> bool:
        """Whether large neighbourhoods find nothing: one integer programme over all that is left is due."""
        return self.vain_mixes >= _VAIN_MIXES

    def choose(self, space: Neighbourhoods) -> tuple[int, list[int]]:
        """A team that loses much, and teams that hold people it could use."""
        weight = (space.excess + 1e-3 * space.excess.mean() + 1e-9) * self.eager
        first = int(self.dice.choice(self.teams, p=weight / weight.sum()))
        if self.size == 1:
            return first, []
        related = (space.related(first) + 0.05) * (1 + space.excess / (space.excess.mean() + 1e-9))
        related[first] = 0
        others = self.dice.choice(self.teams, self.size - 1, replace=False, p=related / related.sum())
        return first, others.tolist()

    def choose_many(self, space: Neighbourhoods) -> IntArray:
        """As many teams as one programme can bear, those that lose most first."""
        weight = (space.excess + 1e-3 * space.excess.mean() + 1e-9) * self.dice.random(self.teams)
        return np.argsort(-weight, kind="stable")[:_MIXED_TEAMS]

    def pick_slots(self, space: Neighbourhoods) -> IntArray:
        """Half of the slots of all teams, or of as many as one programme can bear."""
        some = self.dice.permutation(self.teams)[:_MIXED_TEAMS]
        slots = np.flatnonzero(np.isin(space.team_of_slot, some))
        return slots[self.dice.random(len(slots)) < 0.5]

    def note(self, first: int, improved: bool, *, mixed: bool) -> None:
        """Book the outcome."""
        if mixed:
            self.vain_mixes = 0 if improved else self.vain_mixes + 1
        if improved:
            self.eager[:] = 1
            self.failures = 0
            return
        self.eager[first] *= 0.3
        self.failures += 1
        if self.failures > _PATIENCE and self.size < min(_LARGEST, self.teams):
            self.size += 1
            self.failures = 0
            self.eager[:] = 1


@dataclass
class Search:
    """One run over the levels; ``best`` and `standing` can be read at any time.

    Attributes
    ----------
    budget
        Work units (see `DEFAULT_BUDGET`); what they do depends on nothing but the input.
    safe
        Use the slower, steadier engine settings: the process before this one died.
    start
        Columns of an incumbent to begin with.
    exhausted
        Whether the search ended by the budget.
    """

    model: Model
    seed: int
    budget: int
    report: Report = lambda _phase, _level, _search: None
    safe: bool = False
    start: IntArray | None = None
    best: Evaluation | None = None
    exhausted: bool = False
    proofs: dict[int, Proof] = field(default_factory=dict)
    searched: dict[int, tuple[tuple[int, ...], int]] = field(default_factory=dict)
    _standing: tuple[object, Standing] | None = None
    _texts: dict[int, tuple[Proof, LevelProof]] = field(default_factory=dict)

    def run(self) -> None:
        """Work through the levels."""
        self.report("relaxation", SOFT, self)
        self.offer(np.zeros(0, dtype=np.int64), LEADER_SEATS)
        self.offer(construct(self.model), LEADER_SEATS)
        if self.start is not None:
            self.offer(self.start, LEADER_SEATS)
        joint, coarse = None, None
        if self.model.n_columns > _VERY_MANY_COLUMNS:
            coarse, weights, pins = self._relax(coarse=True)
            if coarse is not None:
                joint = self._prove(coarse, weights, pins, strictly=False)
                self._look_around(coarse, joint, steps=_COARSE_STEPS, coarse=True)
        if not self.proven:
            relaxed, weights, pins = self._relax(start=coarse)
            if relaxed is not None:
                joint = self._prove(relaxed, weights, pins)
                self._look_around(relaxed, joint, steps=self.budget)
        if self.best is None or joint is None:
            self._search_blindly()
        if joint is not None and not self.proven:
            self._settle(joint)

    def offer(self, keys: IntArray, level: int) -> bool:
        """Take a set of columns as incumbent when it is legal and better."""
        found = evaluate(self.model, keys)
        if not found.feasible or (self.best is not None and found.levels >= self.best.levels):
            return False
        self.best = found
        self.report("search", level, self)
        return True

    # -- what is proven

    @property
    def standing(self) -> Standing:
        """Bounds that hold for the incumbent, and their certificate."""
        mark = (
            None if self.best is None else self.best.levels,
            tuple(map(id, self.proofs.values())),
            len(self.searched),
        )
        if self._standing is None or self._standing[0] != mark:
            self._standing = (mark, self._stand())
        return self._standing[1]

    def _stand(self) -> Standing:
        reached = None if self.best is None else self.best.levels
        levels: list[LevelStanding] = []
        proofs = []
        for level in range(LEVELS):
            certified = self._certified(level, reached)
            if certified is not None and level in self.proofs and (level > WAIVERS or certified > 0):
                proofs.append(self._text(level))
            bound = certified
            by = None if bound is None else "sign" if level <= WAIVERS and bound == 0 else "certificate"
            if reached is not None and level in self.searched:
                given, found = self.searched[level]
                if given == reached[:level] and (bound is None or found > bound):
                    bound, by = found, "engine"
            levels.append(LevelStanding(bound, certified, by))  # type: ignore[arg-type]
        certificate = Certificate(scale=DUAL_SCALE, proofs=tuple(proofs)) if proofs else None
        if self._standing is not None and self._standing[1].certificate == certificate:
            certificate = self._standing[1].certificate
        return Standing(tuple(levels), certificate)

    def _text(self, level: int) -> LevelProof:
        proof = self.proofs[level]
        kept = self._texts.get(level)
        if kept is None or kept[0] is not proof:
            kept = self._texts[level] = (proof, level_proof(self.model, level, proof))
        return kept[1]

    def _certified(self, level: int, reached: tuple[int, ...] | None) -> int | None:
        """Bound of a level given what the incumbent has at earlier ones; shortages cannot be negative."""
        least = 0 if level <= WAIVERS else None
        proof = self.proofs.get(level)
        if proof is None or reached is None:
            return least
        if any(
            reached[pin] > value and multiplier > _MOST_WEIGHT * DUAL_SCALE
            for pin, value, multiplier in proof.pins
        ):
            return least
        if not fits_certificate(self._text(level)):
            return least
        bound = proof.bound(self.model, reached)
        if level == LOAD_TRAVEL and bound < 0:
            return None
        return max(bound, least) if least is not None else bound

    def valid_bounds(self) -> list[int | None]:
        """Bound of each level that holds for the incumbent."""
        return list(self.standing.bounds)

    @property
    def proven(self) -> bool:
        """Whether the incumbent meets the bounds of levels one to four."""
        return self.best is not None and all(
            bound is not None and bound >= value
            for bound, value in zip(self.standing.bounds[:TIE_BREAK], self.best.levels, strict=False)
        )

    # -- relaxation

    def _tick(self) -> None:
        self.report("relaxation", SOFT, self)

    def _relax(
        self, *, coarse: bool = False, start: Relaxed | None = None
    ) -> tuple[Relaxed | None, Weights, tuple[tuple[int, int], ...]]:
        """The relaxation of soft and load, with shortages and waivers at the least they can be."""
        model = self.model
        weights: Weights = ((SOFT, self._soft_weight()), (LOAD_TRAVEL, 1))
        price = weights[0][1] * _ELASTIC
        relaxed = relax(
            model,
            weights,
            allowed=self._uncharged(),
            aux_open=model.aux_cost[WAIVERS] == 0,
            aux_cost=tuple((level, price) for level in range(WAIVERS)),
            start=start,
            coarse=coarse,
            tick=self._tick,
        )
        if relaxed.status == "optimal" and not self._short(relaxed):
            return relaxed, weights, tuple((level, 0) for level in range(SOFT))
        found = self._least_shortages(relaxed)
        if found is None:
            return None, weights, ()
        pins, least = found
        relaxed = relax(
            model,
            weights,
            allowed=model.eligibility.allowed,
            aux_open=np.ones(model.n_aux, dtype=bool),
            pins=pins,
            start=least,
            tick=self._tick,
        )
        return (relaxed if relaxed.status == "optimal" else None), weights, pins

    def _soft_weight(self) -> int:
        """A power of two about as large as all load and travel of a plan: then the levels do not mix."""
        model = self.model
        if model.costs.travel is None:
            return 1
        allowed = model.eligibility.allowed
        total = 0
        for slot, place in enumerate(model.data.slots):
            cost = model.costs.of_slot(LOAD_TRAVEL, slot)[allowed[slot]]
            total += place.capacity * int(cost.max(initial=0))
        return min(_MOST_WEIGHT, 1 << total.bit_length())

    def _uncharged(self) -> BoolArray:
        """(s, n) pairs that need no waiver."""
        allowed = self.model.eligibility.allowed
        charges = self.model.costs.charges
        if not charges:
            return allowed
        allowed = allowed.copy()
        for slot, people in charges.items():
            allowed[slot, [person for person, _ in people]] = False
        return allowed

    def _short(self, relaxed: Relaxed) -> bool:
        cost = self.model.aux_cost[:WAIVERS].sum(axis=0)
        return float(cost @ relaxed.aux_x) > 1e-3

    def _least_shortages(self, start: Relaxed) -> tuple[tuple[tuple[int, int], ...], Relaxed] | None:
        """Bounds of levels one and two, and the relaxation of all four with steep weights that gives them."""
        model = self.model
        weights: Weights = tuple((level, _SHORT_WEIGHT ** (WAIVERS - level)) for level in range(SOFT))
        relaxed = relax(
            model,
            weights,
            allowed=model.eligibility.allowed,
            aux_open=np.ones(model.n_aux, dtype=bool),
            start=start if start.status == "optimal" else None,
            tick=self._tick,
        )
        if relaxed.status != "optimal":
            return None
        pins: list[tuple[int, int]] = []
        for level, weight in weights:
            proof = prove(
                model,
                ((level, 1),),
                round_duals(model, relaxed.duals / weight),
                [(earlier, value, DUAL_SCALE * dict(weights)[earlier] // weight) for earlier, value in pins],
                self._tick,
            )
            self.proofs[level] = proof
            reached = float(model.aux_cost[level] @ relaxed.aux_x + relaxed.columns.cost[level] @ relaxed.x)
            pins.append((level, max(0, proof.bound(model), int(np.ceil(reached - 1e-3)))))
        return tuple(pins), relaxed

    def _prove(
        self,
        relaxed: Relaxed,
        weights: Weights,
        pins: tuple[tuple[int, int], ...],
        *,
        strictly: bool = True,
    ) -> Proof:
        """Bounds of the soft and the load level from the same duals; returns the proof of both together."""
        model, top = self.model, weights[0][1]
        duals = round_duals(model, relaxed.duals)
        multipliers = [
            None if value == 0 else max(0, round(-dual * DUAL_SCALE))
            for (_, value), dual in zip(
                pins, relaxed.pin_duals if len(relaxed.pin_duals) else [0.0] * len(pins), strict=True
            )
        ]
        joint = prove(
            model,
            weights,
            duals,
            [(level, value, mult) for (level, value), mult in zip(pins, multipliers, strict=True)],
            self._tick,
        )
        soft_pins = [
            (level, value, None if mult is None else mult // top)
            for (level, value), mult in zip(pins, multipliers, strict=True)
        ]
        soft = prove(model, ((SOFT, 1),), round_duals(model, relaxed.duals / top), soft_pins, self._tick)
        reached = float(model.aux_cost[SOFT] @ relaxed.aux_x + relaxed.columns.cost[SOFT] @ relaxed.x)
        goal = int(np.ceil(reached - 1e-3)) + int(model.constant[SOFT])
        if strictly and soft.bound(model) < goal:
            soft = self._prove_soft_alone(relaxed, pins, soft)
        self.proofs[SOFT] = soft
        held = soft.bound(model)
        self.proofs[LOAD_TRAVEL] = prove(
            model,
            ((LOAD_TRAVEL, 1),),
            duals,
            [
                *((level, value, mult) for (level, value), mult in zip(pins, multipliers, strict=True)),
                (SOFT, held, top * DUAL_SCALE),
            ],
            self._tick,
        )
        return joint

    def _prove_soft_alone(self, relaxed: Relaxed, pins: tuple[tuple[int, int], ...], other: Proof) -> Proof:
        """The soft level's own relaxation, when the common duals do not prove all of it."""
        model = self.model
        complete = not any(value for _, value in pins)
        alone = relax(
            model,
            ((SOFT, 1),),
            allowed=self._uncharged() if complete else model.eligibility.allowed,
            aux_open=(model.aux_cost[:SOFT] == 0).all(axis=0)
            if complete
            else np.ones(model.n_aux, dtype=bool),
            pins=() if complete else pins,
            start=relaxed,
            tick=self._tick,
        )
        if alone.status != "optimal":
            return other
        multipliers = alone.pin_duals if len(alone.pin_duals) else np.zeros(len(pins))
        proof = prove(
            model,
            ((SOFT, 1),),
            round_duals(model, alone.duals),
            [
                (level, value, None if value == 0 else max(0, round(-dual * DUAL_SCALE)))
                for (level, value), dual in zip(pins, multipliers, strict=True)
            ],
            self._tick,
        )
        return max(proof, other, key=lambda item: item.total)

    # -- integer plans

    def _look_around(self, relaxed: Relaxed, joint: Proof, *, steps: int, coarse: bool = False) -> None:
        """Build an assignment from the duals and improve it neighbourhood by neighbourhood."""
        model = self.model
        space = Neighbourhoods(
            model,
            self._candidates(relaxed, joint, coarse=coarse),
            joint.weights,
            joint,
            seed=self.seed,
            effort=_STEP_WORK,
            engine="highs" if self.safe else "cp-sat",
        )
        teams = len(model.data.teams)
        pinned = any(len(group.limit) for group in model.groups if group.rule == "pins")
        if model.n_columns <= _FEW_COLUMNS:
            if self.best is not None:
                space.load(self.best.columns, self.best.aux_x)
            space.improve(range(teams), anyway=self.best is None)
            self.offer(space.keys, SOFT)
            return
        if self.best is not None and (pinned or not any(self.best.levels[:SOFT])):
            space.load(self.best.columns, self.best.aux_x)
        else:
            space.build(1, lambda: self.report("search", SOFT, self))
            found = evaluate(model, space.keys)  # also counts what no team was asked for
            space.load(found.columns, found.aux_x)
        self.offer(space.keys, SOFT)
        self._improve(space, steps=steps * teams)

    def _improve(self, space: Neighbourhoods, steps: int) -> None:
        """Neighbourhoods where the assignment loses most against the bound, larger ones when small ones fail.

        First few teams at a time, and now and then a chain of replacements over all of them; once the soft
        level is met, a few teams together with half of all other seats.
        """
        teams = len(self.model.data.teams)
        top = space.soft_weight
        pace = _Pace(teams, np.random.default_rng(self.seed % (1 << 64)))
        for number in range(1, steps + 1):
            self.report("search", SOFT if space.lost > top else LOAD_TRAVEL, self)
            if space.lost <= 0.5 or pace.given_up or (space.lost <= top and pace.stuck):
                break
            first, others = pace.choose(space)
            mixed = False
            if number % _EXCHANGE_EVERY == 0 and space.lost > top:
                improved = space.exchange(pace.choose_many(space)).improved
            elif space.lost > top or number % 3 == 0 or teams <= 2 * pace.size:
                improved = space.improve([first, *others]).improved
            else:
                mixed = True
                improved = space.mix([first, others[0]], pace.pick_slots(space)).improved
            pace.note(first, improved, mixed=mixed)
            if improved:
                self._offer_sometimes(space)
        else:
            self.exhausted = True
        self.offer(space.keys, SOFT)

    def _offer_sometimes(self, space: Neighbourhoods) -> None:
        """Offering is work for large instances: the incumbent follows at intervals of steps."""
        space.unoffered += 1
        if space.unoffered * 20 >= len(self.model.data.teams):
            space.unoffered = 0
            self.offer(space.keys, SOFT)

    def _candidates(self, relaxed: Relaxed, joint: Proof, *, coarse: bool) -> Columns:
        """About `_PER_SEAT` columns a seat of least reduced cost, the relaxation's and the incumbent's."""
        model = self.model
        seats = int(model.data.team_size.sum())
        bound = joint.bound(model)
        room, keys = 0, joint.columns_within(model, bound)
        while model.n_columns > _FEW_COLUMNS and len(keys) < _PER_SEAT * seats and room < 1 << 30:
            room = max(8, 4 * room)
            more = joint.columns_within(model, bound + room, self._tick)
            if len(more) > 2 * _PER_SEAT * seats:
                break
            if len(more) >= model.n_columns:
                keys = more
                break
            keys = more
        own = relaxed.columns.keys[relaxed.x > 1e-3]
        if coarse:
            own = np.union1d(own, joint.cheapest_holders(model, _HOLDERS, self._tick))
        best = self.best.columns if self.best is not None else own[:0]
        return model.build_columns(np.unique(np.concatenate([keys, own, best])))

    def _settle(self, joint: Proof) -> None:
        """One integer programme over every column a better plan could use: it finds it or proves none."""
        model = self.model
        if self.best is None:
            return
        value = sum(weight * self.best.levels[level] for level, weight in joint.weights)
        if any(self.best.levels[level] > pinned for level, pinned, _ in joint.pins):
            self._settle_levels()
            return
        keys = joint.columns_within(model, value - 1, self._tick)
        if len(keys) > _MANY_COLUMNS:
            self.exhausted = True
            return
        columns = model.build_columns(np.union1d(keys, self.best.columns))
        complete = not any(pinned for _, pinned, _ in joint.pins)
        aux = np.flatnonzero((model.aux_cost[:SOFT] == 0).all(axis=0)) if complete else np.arange(model.n_aux)
        pins = () if complete else tuple((level, pinned) for level, pinned, _ in joint.pins)
        programme = restrict(
            model,
            columns,
            aux,
            find_useful_rows(model, columns, aux),
            weights=joint.weights,
            pins=pins,
            integer=True,
        )
        small = len(columns) <= _FEW_COLUMNS
        self.report("search", LOAD_TRAVEL, self)
        answer = solve_programme(
            programme,
            "cp-sat" if small and not self.safe else "highs",
            work=10 * self.budget if small else self.budget,
            seed=self.seed,
        )
        if answer.x is not None:
            self.offer(columns.keys[answer.x[: len(columns)] > 0.5], LOAD_TRAVEL)
        if answer.status != "optimal":
            self.exhausted = True
        if answer.bound is not None:
            self._book_engine_bound(joint, int(np.ceil(answer.bound - 1e-3)), value)

    def _settle_levels(self) -> None:
        """One integer programme over all columns a level, the earlier ones held; small instances only."""
        model = self.model
        keys = np.flatnonzero(model.eligibility.allowed.ravel())
        if len(keys) > _FEW_COLUMNS:
            self.exhausted = True
            return
        columns, aux = model.build_columns(keys), np.arange(model.n_aux)
        rows = find_useful_rows(model, columns, aux)
        for level in range(TIE_BREAK):
            assert self.best is not None
            self.report("search", level, self)
            if self.standing.bounds[level] == self.best.levels[level]:
                continue
            programme = restrict(
                model,
                columns,
                aux,
                rows,
                weights=((level, 1),),
                pins=tuple(enumerate(self.best.levels[:level])),
                integer=True,
            )
            answer = solve_programme(
                programme, "highs" if self.safe else "cp-sat", work=10 * self.budget, seed=self.seed
            )
            if answer.x is not None:
                self.offer(columns.keys[answer.x[: len(columns)] > 0.5], level)
            if answer.bound is not None:
                bound = int(np.ceil(answer.bound - 1e-3)) + int(model.constant[level])
                self.searched[level] = (self.best.levels[:level], min(bound, self.best.levels[level]))
            if answer.status != "optimal":
                self.exhausted = True
                return

    def _book_engine_bound(self, joint: Proof, bound: int, known: int) -> None:
        """What the engine proves: no plan is below its bound, or below the plan that bounded the columns."""
        assert self.best is not None
        constant = sum(weight * int(self.model.constant[level]) for level, weight in joint.weights)
        least = min(bound + constant, known)
        top = joint.weights[0][1]
        soft, load = self.best.levels[SOFT], self.best.levels[LOAD_TRAVEL]
        held = self.best.levels[:SOFT]
        if least >= top * soft + load:
            self.searched[SOFT] = (held, soft)
            self.searched[LOAD_TRAVEL] = ((*held, soft), load)
        elif soft == self.proofs[SOFT].bound(self.model, self.best.levels):
            self.searched[LOAD_TRAVEL] = ((*held, soft), least - top * soft)

    def _search_blindly(self) -> None:
        """Without a relaxation, or any plan: one integer programme over as many columns as it can bear."""
        model = self.model
        self.exhausted = True
        keys = np.flatnonzero(model.eligibility.allowed.ravel())
        if len(keys) > _BLIND_COLUMNS:
            keys = keys[np.sort(np.argsort(scatter(keys), kind="stable")[:_BLIND_COLUMNS])]
        columns = model.build_columns(keys)
        aux = np.arange(model.n_aux)
        programme = restrict(
            model,
            columns,
            aux,
            find_useful_rows(model, columns, aux),
            weights=search_weights(((SOFT, self._soft_weight()), (LOAD_TRAVEL, 1))),
            integer=True,
        )
        answer = solve_programme(programme, "cp-sat", work=3 * self.budget, seed=self.seed)
        if answer.x is not None:
            self.offer(columns.keys[answer.x[: len(columns)] > 0.5], LEADER_SEATS)
