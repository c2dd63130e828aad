"""What a plan claims, held against the recomputation; every disagreement names both sides."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding, FindingCode, Measure
from bianzu.models import AtRisk, Plan, RuleResult, Shortage

__all__ = ["check_at_risk", "check_results", "check_rules", "check_shortages", "check_waivers_used"]


def check_rules(facts: Facts, audited: frozenset[str]) -> Iterator[Finding]:
    """A rule that is on but that the audit does not know fails it."""
    for rule in facts.rules.on:
        if rule not in audited:
            yield Finding(code="rule-not-audited", rule=rule, where="$.rules of the instance", found="on")


def _repeated(keys: Iterable[str]) -> set[str]:
    return {key for key, count in Counter(keys).items() if count > 1}


_Key = tuple[str | None, ...]


def _shortage_key(item: Shortage) -> _Key:
    return (item.rule, item.clause, item.round, item.team, item.seat, item.skill, item.person, item.unit)


def _words(key: _Key) -> str:
    return " ".join(part for part in key if part is not None)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{key} {counts[key]}" for key in sorted(counts)) or "none"


def check_shortages(plan: Plan, measured: Measure) -> Iterator[Finding]:
    """Each shortage once, with its missing units, its candidates and what removed them."""
    true = {_shortage_key(item): item for item in measured.shortages}
    seen: set[_Key] = set()
    for at, item in enumerate(plan.shortages):
        where, key = f"$.shortages[{at}]", _shortage_key(item)
        if key in seen:
            yield Finding(code="shortage-repeated", rule=item.rule, where=where, claimed=_words(key))
        elif key not in true:
            yield Finding(
                code="shortage-unfounded", rule=item.rule, where=where, claimed=_words(key), found="none"
            )
        else:
            yield from _compare_shortage(item, true[key], where)
        seen.add(key)
    for key, item in true.items():
        if key not in seen:
            yield Finding(
                code="shortage-unnamed",
                rule=item.rule,
                where="$.shortages",
                claimed="none",
                found=_words(key),
            )


def _compare_shortage(claim: Shortage, found: Shortage, where: str) -> Iterator[Finding]:
    removed = {rule: count for rule, count in claim.removed_by.items() if count}
    fields: tuple[tuple[FindingCode, str, str, str], ...] = (
        ("wrong-missing", "missing", str(claim.missing), str(found.missing)),
        ("wrong-candidates", "candidates", str(claim.candidates), str(found.candidates)),
        ("wrong-removed-by", "removed_by", _counts(removed), _counts(found.removed_by)),
    )
    for code, name, claimed, true in fields:
        if claimed != true:
            yield Finding(code=code, rule=claim.rule, where=f"{where}.{name}", claimed=claimed, found=true)


def check_waivers_used(plan: Plan, measured: Measure) -> Iterator[Finding]:
    """Units of each waiver that the plan consumes; an entry of 0 units is as good as none."""
    true = {use.waiver: use.units for use in measured.waivers_used}
    claims: Counter[str] = Counter()
    for use in plan.waivers_used:
        claims[use.waiver] += use.units
    for waiver in _repeated(use.waiver for use in plan.waivers_used):
        yield Finding(code="waiver-use-repeated", where="$.waivers_used", claimed=waiver)
    for waiver in sorted({*claims, *true}):
        claimed, found = claims[waiver], true.get(waiver, 0)
        if claimed != found:
            yield Finding(
                code="wrong-waiver-use",
                where="$.waivers_used",
                claimed=f"{waiver} {claimed}",
                found=f"{waiver} {found}",
            )


def check_results(plan: Plan, measured: Measure) -> Iterator[Finding]:
    """Soft cost, soft units, missing and waived units of each rule; an absent entry claims zeros."""
    true = {item.rule: item for item in measured.rules}
    claims = {item.rule: item for item in plan.rules}
    for rule in sorted(_repeated(item.rule for item in plan.rules)):
        yield Finding(code="rule-result-repeated", rule=rule, where="$.rules", claimed=rule)
    for rule in {**true, **claims}:
        claim, found = (side.get(rule, RuleResult(rule=rule)) for side in (claims, true))
        if claim != found:
            yield Finding(
                code="wrong-rule-result",
                rule=rule,
                where="$.rules",
                claimed=_result_words(claim),
                found=_result_words(found),
            )


def _result_words(item: RuleResult) -> str:
    return (
        f"objective {item.objective}, violations {item.violations}, "
        f"missing {item.missing}, waived {item.waived}"
    )


def check_at_risk(plan: Plan, measured: Measure) -> Iterator[Finding]:
    """New cadres who cannot serve at their last chance, with what they owe and what bars them."""
    true = {(item.person, item.round): item for item in measured.at_risk}
    seen: set[tuple[str, str]] = set()
    for at, item in enumerate(plan.at_risk):
        where, key = f"$.at_risk[{at}]", (item.person, item.round)
        found = true.get(key)
        if key in seen:
            yield _risk_finding("at-risk-repeated", where, item, None)
        elif found is None:
            yield _risk_finding("at-risk-unfounded", where, item, None)
        elif _risk_words(item) != _risk_words(found):
            yield _risk_finding("wrong-at-risk", where, item, found)
        seen.add(key)
    for key, item in true.items():
        if key not in seen:
            yield _risk_finding("at-risk-unnamed", "$.at_risk", None, item)


def _risk_words(item: AtRisk | None) -> str:
    if item is None:
        return "none"
    rules = ", ".join(sorted(set(item.removed_by))) or "nothing"
    return f"{item.person} {item.round} owes {item.owed}, barred by {rules}"


def _risk_finding(code: FindingCode, where: str, claim: AtRisk | None, found: AtRisk | None) -> Finding:
    return Finding(
        code=code, rule="new-cadre", where=where, claimed=_risk_words(claim), found=_risk_words(found)
    )
