"""What a plan says of its bounds' proofs, held against what the audit can prove."""

from collections.abc import Iterator, Mapping

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Certified, Finding, Measure
from bianzu.audit.standing import SIGNED_LEVELS, expected_gap
from bianzu.models import Level, Plan

__all__ = ["check_bounds", "grade", "prove_bounds"]


def prove_bounds(facts: Facts, plan: Plan, measured: Measure) -> tuple[dict[str, int], list[Finding]]:
    """The bounds that the audit can prove, by level, and what is wrong with the certificate."""
    if plan.certificate is None or not plan.certificate.proofs or not facts.teams:
        return {}, []
    # numpy is loaded only for plans that bring a certificate
    from bianzu.audit.proofs.certificate import Prover

    prover = Prover(facts)
    objectives = [level.objective or 0 for level in measured.levels]
    return prover.prove(plan.certificate, objectives), prover.findings


def check_bounds(plan: Plan, bounds: Mapping[str, int]) -> Iterator[Finding]:
    """No certified bound above what the audit proves; ``bound_by`` says what a bound rests on."""
    for at, level in enumerate(plan.levels):
        least = 0 if level.name in SIGNED_LEVELS else None
        claim, true = level.certified_bound, bounds.get(level.name, least)
        if claim is not None and (true is None or claim > true):
            yield Finding(
                code="certificate-unsupported",
                where=f"$.levels[{at}].certified_bound",
                claimed=f"{level.name} {claim}",
                found="no proof" if true is None else str(true),
            )
        if not _rests_on(level):
            yield Finding(
                code="wrong-bound-by",
                where=f"$.levels[{at}].bound_by",
                claimed=f"{level.name} {level.bound_by}",
                found=f"bound {level.bound}, certified {level.certified_bound}",
            )


def _rests_on(level: Level) -> bool:
    """Whether a bound can rest on what is named; nothing need be named."""
    if level.bound_by is None:
        return True
    if level.bound_by == "sign":
        return level.bound == 0 and level.name in SIGNED_LEVELS
    if level.bound_by == "certificate":
        return level.bound is not None and level.bound == level.certified_bound
    return level.bound is not None


def grade(measured: Measure, bounds: Mapping[str, int]) -> tuple[Certified, float | None]:
    """The verdict on the levels and the gap, as a plan's, from the bounds that the audit proved.

    That units cannot be negative counts as a proof where there are none.
    """
    proven = [level.model_copy(update={"bound": _proven(level, bounds)}) for level in measured.levels]
    gap = expected_gap(proven)
    if gap is None:
        return "none", None
    return ("within", gap) if gap > 0 else ("optimal", gap)


def _proven(level: Level, bounds: Mapping[str, int]) -> int | None:
    bound = bounds.get(level.name)
    return 0 if bound is None and level.name in SIGNED_LEVELS and level.objective == 0 else bound
