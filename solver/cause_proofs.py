"""Multipliers that prove a cause: rows of its members alone, over its exclusions alone, in exact integers.

The relaxation of the members gives a price to each; as prices of the rows they prove that some shortage level
is above 0 once the levels before it are 0 (docs/answers.md). Where only pins are asked for, the same prices,
large enough, put the first level above the number of its seats: there is no plan at all.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from bianzu.models import Cause, CauseProof, Demand, Exclusion, Instance, Maximum, Ordered
from bianzu.solver.assembly import build_model
from bianzu.solver.certificates import fits_certificate, level_proof
from bianzu.solver.core_programmes import Core, Rows
from bianzu.solver.cores import Answer, solve_core
from bianzu.solver.costs import LEADER_SEATS, MINIMA, OTHER_SEATS
from bianzu.solver.demands import Ask, Board, Excused, list_asks
from bianzu.solver.model import FloatArray, Model
from bianzu.solver.proof import DUAL_SCALE, prove, round_duals

__all__ = ["prove_cause"]

_SPARE = 1.01
"""Rounding may cost a little of what a ray proves."""

EXCLUDING = (
    "rank",
    "gates",
    "rating",
    "place",
    "service",
    "kin",
    "interest",
    "system",
    "repeat-unit",
    "repeat-county",
    "unfit",
    "service-cap",
    "rest",
    "tenure",
    "no-return",
)
"""Rules that are left out of the reduced instance unless a member names them."""


def prove_cause(instance: Instance, cause: Cause) -> CauseProof | None:
    """Multipliers that prove a cause, ``None`` where a relaxation proves nothing."""
    if instance.rules.floaters is not None:
        return None
    reduced, pin_at = _reduce(instance, cause)
    model = build_model(reduced)
    board, rows, nothing = Board(model), Rows(model), Excused(set(), {})
    core = _find_core(model, rows, cause, pin_at)
    if core is None:
        return None
    answer = solve_core(board, rows, nothing, core, relaxed=True)
    if not answer.short or answer.short < 1e-6:
        return None
    level, scale = _choose_level(model, core, answer.short)
    duals = round_duals(model, scale * _read_duals(model, rows, core, answer))
    proof = prove(model, ((level, 1),), duals, [(earlier, 0, None) for earlier in range(level)])
    goal = 1 if core.asks else _count_leader_seats(model) + 1
    text = level_proof(model, level, proof)
    if proof.bound(model) < goal or not fits_certificate(text):
        return None
    return CauseProof(scale=DUAL_SCALE, proof=text)


def _reduce(instance: Instance, cause: Cause) -> tuple[Instance, Mapping[int, int]]:
    """The instance with no exclusion but the members', and where its pins are now."""
    named = {member.rule for member in cause.members if isinstance(member, Exclusion | Maximum)}
    off = {rule.replace("-", "_"): None for rule in EXCLUDING if rule not in named}
    kept = [at for at, pin in enumerate(instance.pins) if pin.kind != "must-not" or "pins" in named]
    reduced = instance.model_copy(
        update={
            "rules": instance.rules.model_copy(update=off),
            "pins": tuple(instance.pins[at] for at in kept),
            "baseline": None,
        }
    )
    return reduced, {old: new for new, old in enumerate(kept)}


def _find_core(model: Model, rows: Rows, cause: Cause, pin_at: Mapping[int, int]) -> Core | None:
    """The members as rows of the reduced instance's model."""
    asks = {_name(ask.demand): ask for ask in list_asks(model)}
    chosen: list[Ask] = []
    found_rows: list[int] = []
    for member in cause.members:
        if isinstance(member, Demand):
            ask = asks.get(_name(member))
            if ask is None:
                return None
            chosen.append(ask)
        elif isinstance(member, Maximum):
            row = _find_row(model, member)
            if row is None:
                return None
            found_rows.append(row)
    pins = tuple(pin_at[member.pin] for member in cause.members if isinstance(member, Ordered))
    labels = tuple(member.rule for member in cause.members if isinstance(member, Exclusion))
    return Core(tuple(chosen), pins, tuple(found_rows), labels)


def _name(demand: Demand) -> tuple[object, ...]:
    return (demand.rule, demand.clause, demand.round, demand.team, demand.seat, demand.skill, demand.person)


def _find_row(model: Model, member: Maximum) -> int | None:
    wanted = {
        name: str(value)
        for name, value in member.model_dump(exclude={"kind", "rule", "clause", "limit"}).items()
        if value is not None
    }
    for group in model.groups:
        if (group.rule, group.clause) == (member.rule, member.clause):
            for at, key in enumerate(group.keys):
                if {name: key[name] for name in key if name in Maximum.model_fields} == wanted:
                    return group.first + at
    return None


def _choose_level(model: Model, core: Core, short: float) -> tuple[int, float]:
    """The level that the proof speaks of, and what to multiply the prices by."""
    if not core.asks:
        return LEADER_SEATS, _SPARE * (_count_leader_seats(model) + 1) / short
    if any(ask.kind != "seat" for ask in core.asks):
        return MINIMA, 1.0
    roles = {model.data.slots[ask.slots[0]].seat.role for ask in core.asks}
    return (LEADER_SEATS if roles == {"leader"} else OTHER_SEATS), 1.0


def _count_leader_seats(model: Model) -> int:
    return sum(slot.capacity for slot in model.data.slots if slot.seat.role == "leader")


def _read_duals(model: Model, rows: Rows, core: Core, answer: Answer) -> FloatArray:
    """Prices of the members as duals of the model's rows, in which empty seats meet minima."""
    duals = np.zeros(model.n_rows)
    for row, price in answer.row_prices.items():
        duals[row] = -price
    for pin, price in zip(core.pins, answer.pin_prices, strict=True):
        duals[rows.pin_row[pin]] = -price
    for slot, price in answer.slot_prices.items():
        duals[model.first_seat_row + slot] -= price
    for slot, price in _seat_prices(core.asks, answer).items():
        duals[model.first_seat_row + slot] += price
    for row in rows.dense:
        for slot in model.data.team_slots[model.row_team[row]] if duals[row] else ():
            duals[model.first_seat_row + slot] -= duals[row]
    return duals


def _seat_prices(asks: Sequence[Ask], answer: Answer) -> dict[int, float]:
    """What a demanded seat of each slot is worth."""
    return {
        ask.slots[0]: float(price)
        for ask, price in zip(asks, answer.ask_prices, strict=True)
        if ask.kind == "seat"
    }
