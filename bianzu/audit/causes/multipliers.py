"""The multipliers behind a cause, added up again over the reduced instance (docs/answers.md, explain)."""

from collections.abc import Iterator, Mapping

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding
from bianzu.models import (
    LEVEL_NAMES,
    Cause,
    CauseProof,
    Certificate,
    Demand,
    Exclusion,
    Instance,
    Maximum,
    Ordered,
)

__all__ = ["check_multipliers"]

_EXCLUDING = (
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
_KEYS = ("term", "year", "team", "round", "person", "other", "county", "unit", "waiver", "earlier", "group")


def check_multipliers(instance: Instance, cause: Cause, where: str) -> Iterator[Finding]:
    """The bound is as high as it must be, and rests on the members alone."""
    proof = cause.proof
    if proof is None or instance.rules.floaters is not None:
        yield _unproven(where, "no multipliers")
        return
    from bianzu.audit.proofs.certificate import Prover  # numpy is loaded only for proofs

    reduced, pins = _reduce(instance, cause)
    facts = Facts(reduced)
    yield from _check_rows(facts, cause, proof, pins, where)
    prover = Prover(facts)
    certificate = Certificate(scale=proof.scale, proofs=(proof.proof,))
    bound = prover.prove(certificate, [0] * len(LEVEL_NAMES)).get(proof.proof.level)
    yield from prover.findings
    demands = any(isinstance(item, Demand) for item in cause.members)
    least = 1
    if not demands:
        least += sum(view.seat.role == "leader" for view in facts.seats.values())
    right = proof.proof.level == "leader-seats" or (
        demands and proof.proof.level in ("other-seats", "minima")
    )
    if bound is None or bound < least or not right:
        yield _unproven(where, f"{proof.proof.level}: {bound}, {least} needed")


def _unproven(where: str, found: str) -> Finding:
    return Finding(code="cause-unproven", where=f"{where}.proof", claimed="multipliers", found=found)


def _reduce(instance: Instance, cause: Cause) -> tuple[Instance, Mapping[int, int]]:
    named = {item.rule for item in cause.members if isinstance(item, Exclusion | Maximum)}
    off = {rule.replace("-", "_"): None for rule in _EXCLUDING if rule not in named}
    numbered = list(enumerate(instance.pins))
    kept = [at for at, pin in numbered if pin.kind != "must-not" or "pins" in named]
    fields = {
        "rules": instance.rules.model_copy(update=off),
        "pins": tuple(instance.pins[at] for at in kept),
        "baseline": None,
    }
    return instance.model_copy(update=fields), dict(enumerate(kept))


def _check_rows(
    facts: Facts, cause: Cause, proof: CauseProof, pins: Mapping[int, int], where: str
) -> Iterator[Finding]:
    """Every row with a multiplier is a member's; every seat that is demanded is a member."""
    allowed: set[tuple[str, str | None, tuple[str, ...]]] = set()
    seats = {item.seat for item in cause.members if isinstance(item, Demand) and item.seat is not None}
    skills = {(item.team, item.skill) for item in cause.members if isinstance(item, Demand)}
    for member in cause.members:
        if isinstance(member, Maximum):
            allowed.add((member.rule, member.clause, _name_row(member)))
        elif isinstance(member, Demand) and member.person is not None:
            allowed.add((member.rule, "last", tuple(sorted((member.round, member.person)))))
        elif isinstance(member, Demand) and member.seat is None and member.skill is None:
            allowed.add((member.rule, member.clause, (member.team or "",)))
    orders = {item.pin for item in cause.members if isinstance(item, Ordered)}
    worth: dict[str, int] = dict.fromkeys(facts.seats, 0)
    for group in proof.proof.rows:
        for key, price in group.prices:
            if group.rule == "seats":
                if key[0] in worth:
                    worth[key[0]] -= price
                continue
            if group.rule == "skill-mix":
                fits = all((key[0], skill) in skills for skill in key[1:])
            elif group.rule == "pins":
                fits = pins.get(int(key[0])) in orders
            else:
                fits = (group.rule, group.clause, tuple(sorted(key))) in allowed
            if not fits:
                yield _unproven(where, f"{group.rule} {' '.join(key)} is no member")
            minimum = group.rule == "skill-mix" or (group.rule, group.clause, key) in allowed
            team = facts.teams.get(key[0]) if minimum and len(key) >= 1 else None
            is_demand = group.rule == "skill-mix" or any(
                isinstance(item, Demand) and item.person is None and item.rule == group.rule
                for item in cause.members
            )
            if team is not None and is_demand:
                for seat in team.team.seats:
                    worth[seat.id] -= price * (len(key) - 1 if group.rule == "skill-mix" else 1)
    for seat_id, value in worth.items():
        if value > 0 and seat_id not in seats:
            yield _unproven(where, f"seat {seat_id} is demanded and no member")


def _name_row(member: Maximum) -> tuple[str, ...]:
    if member.rule == "cross-form":
        return tuple(sorted(item for item in (member.seat, member.county) if item is not None))
    values = (getattr(member, name) for name in _KEYS)
    return tuple(sorted(str(value) for value in values if value is not None))
