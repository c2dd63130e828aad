"""The audit of a plan: recompute everything, compare every claim, gather the evidence."""

from bianzu.audit.claims import (
    check_at_risk,
    check_results,
    check_rules,
    check_shortages,
    check_waivers_used,
)
from bianzu.audit.evidence import collect_evidence
from bianzu.audit.facts import Facts
from bianzu.audit.findings import Audit, Finding
from bianzu.audit.proofs.certified import check_bounds, grade, prove_bounds
from bianzu.audit.recount import AUDITED, recount
from bianzu.audit.reserves import check_reserves
from bianzu.audit.rules.floaters import read_floaters
from bianzu.audit.rules.look_ahead import check_look_ahead
from bianzu.audit.seating import read_assignments
from bianzu.audit.standing import check_no_plan, check_standing
from bianzu.models import Instance, Plan, digest, draw_seed

__all__ = ["verify"]


def verify(instance: Instance, plan: Plan) -> Audit:
    """Audit a plan against its instance, from the rulebook's sentences alone.

    Returns
    -------
    Audit
        ``passed`` when nothing disagrees; every finding names both sides. Never raises on a plan
        that is wrong, however wrong it is.
    """
    facts = Facts(instance)
    findings = [*check_rules(facts, AUDITED), *_check_digest(instance, plan), *_check_draw(instance, plan)]
    if plan.status in ("infeasible", "unknown"):
        findings += check_no_plan(instance, plan)
        return Audit(passed=not findings, findings=tuple(findings), complete=False, levels=())
    seating, faults = read_assignments(facts, plan.assignments)
    faults += read_floaters(facts, seating, plan.floaters)
    measured = recount(facts, seating, plan.provenance.seed)
    findings += [*faults, *measured.breaches]
    findings += check_standing(plan, measured)
    findings += check_shortages(plan, measured)
    findings += check_waivers_used(plan, measured)
    findings += check_results(plan, measured)
    findings += check_at_risk(plan, measured)
    findings += check_look_ahead(facts, seating, plan.look_ahead, measured.look_ahead)
    findings += check_reserves(facts, seating, plan.reserves, plan.provenance.seed)
    bounds, faults = prove_bounds(facts, plan, measured)
    findings += [*faults, *check_bounds(plan, bounds)]
    certified, gap = ("none", None) if findings else grade(measured, bounds)
    return Audit(
        passed=not findings,
        findings=tuple(findings),
        complete=measured.complete,
        certified=certified,
        certified_gap=gap,
        levels=measured.levels,
        rules=measured.rules,
        shortages=measured.shortages,
        waivers_used=measured.waivers_used,
        at_risk=measured.at_risk,
        evidence=tuple(collect_evidence(facts, seating)),
    )


def _check_digest(instance: Instance, plan: Plan) -> list[Finding]:
    """The plan answers this instance, byte for byte of its canonical form."""
    true, claimed = digest(instance), plan.provenance.input_digest
    if claimed == true:
        return []
    return [Finding(code="wrong-digest", where="$.provenance.input_digest", claimed=claimed, found=true)]


def _check_draw(instance: Instance, plan: Plan) -> list[Finding]:
    """A seed that is said to be drawn follows from the input, the rounds and the public value."""
    value, seed = plan.provenance.draw, plan.provenance.seed
    if value is None:
        return []
    true = draw_seed(instance, value)
    if seed == true:
        return []
    return [Finding(code="wrong-draw", where="$.provenance.seed", claimed=str(seed), found=str(true))]
