"""The rules, one module each, in rulebook order. To add one, see docs/adding-a-rule.md.

A rule module may define

``exclusions(data)``
    the clauses that bar a person from a slot;
``add_rows(data, builder)``
    rows, aux columns and soft costs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from bianzu.models import InputError, Instance, Problem
from bianzu.solver.data import Data
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rows import Builder
from bianzu.solver.rules import (
    age_bands,
    apart,
    audit_seats,
    balance,
    borrow_cap,
    branch,
    capacity,
    couples,
    cross_form,
    desks,
    fair_load,
    floaters,
    flow_balance,
    fresh_pairing,
    fresh_pairs,
    gates,
    gender,
    in_team,
    interest,
    keep_backbone,
    kin,
    linked,
    mentoring,
    new_cadre,
    no_return,
    no_swap,
    origin,
    pins,
    place,
    post_strength,
    presence,
    rank,
    rating,
    repeat_county,
    repeat_unit,
    reserved_seats,
    rest,
    role_pools,
    sender_spread,
    seniority,
    sensitive_duties,
    service,
    service_cap,
    service_floor,
    skill_mix,
    source_sets,
    spacing,
    succession,
    system,
    tenure,
    together,
    unfit,
)

__all__ = ["REGISTRY", "Rule", "add_rows", "check_supported", "collect_exclusions"]


@dataclass(frozen=True)
class Rule:
    """A rulebook id and what the solver does for it."""

    id: str
    exclusions: Callable[[Data], list[Exclusion]] | None = None
    add_rows: Callable[[Data, Builder], None] | None = None


def _rule(rule_id: str, module: ModuleType) -> Rule:
    return Rule(rule_id, getattr(module, "exclusions", None), getattr(module, "add_rows", None))


REGISTRY: tuple[Rule, ...] = (
    Rule("one-seat"),  # the person rows of the model itself
    Rule("seats"),  # the seat rows of the model itself
    _rule("role-pools", role_pools),
    _rule("rank", rank),
    _rule("gates", gates),
    _rule("branch", branch),
    _rule("source-sets", source_sets),
    _rule("reserved-seats", reserved_seats),
    _rule("desks", desks),
    _rule("floaters", floaters),
    _rule("origin", origin),
    Rule("city-class"),  # read by Data.find_externals
    _rule("sensitive-duties", sensitive_duties),
    _rule("sender-spread", sender_spread),
    _rule("place", place),
    _rule("service", service),
    _rule("kin", kin),
    _rule("interest", interest),
    _rule("system", system),
    _rule("in-team", in_team),
    _rule("couples", couples),
    _rule("repeat-unit", repeat_unit),
    _rule("repeat-county", repeat_county),
    _rule("unfit", unfit),
    _rule("cross-form", cross_form),
    _rule("no-swap", no_swap),
    _rule("fresh-pairing", fresh_pairing),
    _rule("flow-balance", flow_balance),
    _rule("skill-mix", skill_mix),
    _rule("audit-seats", audit_seats),
    _rule("age-bands", age_bands),
    _rule("mentoring", mentoring),
    _rule("seniority", seniority),
    _rule("gender", gender),
    _rule("together", together),
    _rule("apart", apart),
    _rule("balance", balance),
    _rule("new-cadre", new_cadre),
    _rule("service-floor", service_floor),
    _rule("service-cap", service_cap),
    _rule("rest", rest),
    _rule("borrow-cap", borrow_cap),
    _rule("keep-backbone", keep_backbone),
    _rule("fresh-pairs", fresh_pairs),
    _rule("fair-load", fair_load),
    _rule("tenure", tenure),
    _rule("no-return", no_return),
    _rule("post-strength", post_strength),
    _rule("succession", succession),
    _rule("rating", rating),
    Rule("linked"),  # a check of the teams as they are given
    Rule("capacity"),  # the same
    _rule("spacing", spacing),
    _rule("presence", presence),
    Rule("priority"),  # the costs of the fourth level
    Rule("reserves"),  # listed when the plan stands
)
"""Every rule the solver implements, in rulebook order."""


def check_supported(instance: Instance) -> None:
    """Refuse what this version cannot honour.

    Raises
    ------
    InputError
        Naming every rule that is on but not implemented, planned rounds that are not apart, and teams that no
        plan could make right (linked, capacity).
    """
    known = {rule.id for rule in REGISTRY}
    problems = [
        Problem("rule-unsupported", f"$.rules.{rule}", rule, "a rule that this version implements")
        for rule in instance.rules.on
        if rule not in known
    ]
    problems += [*linked.find_problems(instance), *capacity.find_problems(instance)]
    planned = [item.id for item in instance.rounds if item.status == "planned"]
    if len(planned) > 1 and not Data(instance).one_service:
        problems.append(
            Problem(
                "rounds-unsupported",
                "$.rounds",
                ", ".join(planned),
                "with several planned rounds: one-seat on, all teams of one round share a day,"
                " and no two teams of different rounds do",
            )
        )
    if problems:
        raise InputError(problems)


def collect_exclusions(data: Data) -> tuple[Exclusion, ...]:
    """Every exclusion of the rules that are on, and of the pins."""
    on = set(data.rules.on)
    found = [
        item
        for rule in REGISTRY
        if rule.exclusions is not None and rule.id in on
        for item in rule.exclusions(data)
        if item.hardness != "off"
    ]
    return (*found, *pins.exclusions(data))


def add_rows(data: Data, builder: Builder) -> None:
    """Rows, aux columns and costs of the rules that are on, and of the pins."""
    on = set(data.rules.on)
    for rule in REGISTRY:
        if rule.add_rows is not None and rule.id in on:
            rule.add_rows(data, builder)
    for item in builder.eligibility.exclusions:
        if item.hardness == "soft":
            builder.add_soft_cost(item.rule, item.weight, item.units)
    pins.add_rows(data, builder)
