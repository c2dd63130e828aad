"""Whether a plan's status, gap, bounds and completeness agree with each other and with the recount."""

from collections.abc import Iterator, Sequence
from math import isclose

from bianzu.audit.findings import Finding, Measure
from bianzu.models import Instance, Level, Plan, RuleResult

__all__ = ["SIGNED_LEVELS", "check_no_plan", "check_standing", "expected_gap"]

SIGNED_LEVELS: tuple[str, ...] = ("leader-seats", "other-seats", "minima", "changes", "waivers")
"""Levels that count units, which cannot be negative."""


def expected_gap(levels: Sequence[Level]) -> float | None:
    """|objective - bound| / max(1, |objective|) of the first of levels 1-4 whose bound is below its
    objective; 0 when there is none; null when a bound up to there is unknown."""
    for level in levels[:-1]:
        if level.objective is None or level.bound is None:
            return None
        if level.bound < level.objective:
            return (level.objective - level.bound) / max(1, abs(level.objective))
    return 0.0


def check_standing(plan: Plan, measured: Measure) -> Iterator[Finding]:
    """Levels, bounds, gap, status and completeness of a plan that has assignments to show."""
    names, true = (tuple(level.name for level in side.levels) for side in (plan, measured))
    if names != true:
        yield Finding(code="wrong-levels", where="$.levels", claimed=", ".join(names), found=", ".join(true))
        return
    for at, (claim, found) in enumerate(zip(plan.levels, measured.levels, strict=True)):
        yield from _check_level(claim, found, f"$.levels[{at}]")
    pairs = zip(measured.levels, plan.levels, strict=True)
    gap = expected_gap([found.model_copy(update={"bound": claim.bound}) for found, claim in pairs])
    yield from _check_gap(plan, gap)
    if plan.complete != measured.complete:
        yield Finding(
            code="wrong-complete",
            where="$.complete",
            claimed=_truth(plan.complete),
            found=_truth(measured.complete),
        )
    if plan.conflicts:
        yield Finding(code="unexpected-conflict", where="$.conflicts", claimed=str(len(plan.conflicts)))


def _check_level(claim: Level, found: Level, where: str) -> Iterator[Finding]:
    """Objective as recomputed, bound not above it, certified bound not above the bound."""
    true = found.objective
    if claim.objective != true:
        yield Finding(
            code="wrong-objective",
            where=f"{where}.objective",
            claimed=str(claim.objective),
            found=f"{claim.name} {true}",
        )
    if claim.bound is not None and true is not None and claim.bound > true:
        yield Finding(
            code="bound-above-objective",
            where=f"{where}.bound",
            claimed=str(claim.bound),
            found=f"{claim.name} {true}",
        )
    certified = claim.certified_bound
    if certified is not None and (claim.bound is None or certified > claim.bound):
        yield Finding(
            code="certified-above-bound",
            where=f"{where}.certified_bound",
            claimed=str(certified),
            found=f"bound {claim.bound}",
        )


def _check_gap(plan: Plan, gap: float | None) -> Iterator[Finding]:
    same = plan.gap is gap or (
        plan.gap is not None and gap is not None and isclose(plan.gap, gap, rel_tol=1e-9, abs_tol=1e-12)
    )
    if not same:
        yield Finding(code="wrong-gap", where="$.gap", claimed=str(plan.gap), found=str(gap))
    status = "optimal" if gap is not None and gap <= 0 else "feasible"
    if plan.status != status:
        yield Finding(code="wrong-status", where="$.status", claimed=plan.status, found=status)


def check_no_plan(instance: Instance, plan: Plan) -> Iterator[Finding]:
    """A document of status infeasible or unknown shows no plan; an infeasible one names its conflict."""
    for name, count in (
        ("assignments", len(plan.assignments)),
        ("shortages", len(plan.shortages)),
        ("waivers_used", len(plan.waivers_used)),
        ("rules", sum(item != RuleResult(rule=item.rule) for item in plan.rules)),
        ("at_risk", len(plan.at_risk)),
        ("look_ahead", int(plan.look_ahead is not None)),
        ("reserves", len(plan.reserves)),
        ("floaters", len(plan.floaters)),
        ("levels", sum(level.objective is not None for level in plan.levels)),
    ):
        if count:
            yield Finding(
                code="unexpected-content",
                where=f"$.{name}",
                claimed=f"{count} with status {plan.status}",
                found="no plan",
            )
    if plan.complete:
        yield Finding(code="wrong-complete", where="$.complete", claimed="true", found="false: no plan")
    if plan.gap is not None:
        yield Finding(code="wrong-gap", where="$.gap", claimed=str(plan.gap), found="null: no plan")
    yield from _check_conflicts(instance, plan)


def _check_conflicts(instance: Instance, plan: Plan) -> Iterator[Finding]:
    """Only pins make an instance infeasible: the conflict is named, by positions that exist."""
    if plan.status == "infeasible" and not plan.conflicts:
        words = f"{len(instance.pins)} pins"
        yield Finding(code="conflict-unnamed", where="$.conflicts", claimed="none", found=words)
    if plan.status == "unknown" and plan.conflicts:
        yield Finding(code="unexpected-conflict", where="$.conflicts", claimed=str(len(plan.conflicts)))
    known = {field.alias for field in type(instance.rules).model_fields.values()} | {"pins"}
    for at, conflict in enumerate(plan.conflicts):
        where = f"$.conflicts[{at}]"
        if not conflict.pins:
            yield Finding(code="conflict-without-pins", where=f"{where}.pins", claimed="none")
        if len(set(conflict.pins)) < len(conflict.pins):
            yield Finding(code="conflict-repeats-pin", where=f"{where}.pins", claimed=str(conflict.pins))
        for pin in conflict.pins:
            if pin >= len(instance.pins):
                yield Finding(
                    code="unknown-pin",
                    where=f"{where}.pins",
                    claimed=str(pin),
                    found=f"{len(instance.pins)} pins",
                )
        for rule in conflict.rules:
            if rule not in known:
                yield Finding(code="unknown-rule", rule=rule, where=f"{where}.rules", claimed=rule)


def _truth(value: bool) -> str:
    return "true" if value else "false"
