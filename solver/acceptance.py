"""A plan that something else is to begin with: accepted only when the audit finds nothing."""

from collections.abc import Iterable

from bianzu.audit import Audit, Finding, verify
from bianzu.models import InputError, Instance, Plan, Problem

__all__ = ["accept", "examine"]


def accept(instance: Instance, plan: Plan) -> Audit:
    """The audit of a plan that seats people.

    Raises
    ------
    InputError
        The plan seats nobody, answers another instance or does not pass, with every finding.
    """
    audit, problems = examine(instance, plan)
    if audit is None or problems:
        raise InputError(problems)
    return audit


def examine(instance: Instance, plan: Plan) -> tuple[Audit | None, list[Problem]]:
    """The audit of a plan and what is wrong with the plan."""
    if plan.status in ("infeasible", "unknown"):
        return None, [Problem("plan-seats-nobody", "$.status", plan.status, "a plan that seats people")]
    audit = verify(instance, plan)
    return audit, _reject(audit.findings)


def _reject(findings: Iterable[Finding]) -> list[Problem]:
    """What the audit finds; against another instance all the rest follows from that."""
    problems = []
    for item in findings:
        if item.code == "wrong-digest":
            return [Problem("plan-of-another-instance", item.where, item.claimed, item.found)]
        params = {"finding": item.code, "rules": item.rule or ""}
        problems.append(Problem("plan-not-accepted", item.where, item.claimed, item.found, params))
    return problems
