"""What the audit says: findings, evidence and the recomputed numbers, all of them JSON documents."""

from typing import Literal, get_args

from bianzu.models import Frozen
from bianzu.models.plan import AtRisk, Level, LookAhead, RuleResult, Shortage, WaiverUse

__all__ = [
    "FINDING_CODES",
    "Audit",
    "Certified",
    "EvidenceLine",
    "ExplanationAudit",
    "Finding",
    "FindingCode",
    "Measure",
    "SeatEvidence",
    "Verdict",
]

Verdict = Literal["clear", "barred", "waived", "penalised", "exempt", "not-checked"]
"""通过, 禁止, 让步, 扣分, 豁免 (本地席位), 未核."""

Certified = Literal["optimal", "within", "none"]
"""What the audit proved of levels 1-4: no better plan, none better by more than a gap, nothing."""

FindingCode = Literal[
    "rule-not-audited",
    "wrong-digest",
    "wrong-draw",
    "unknown-seat",
    "unknown-person",
    "duplicate-seat",
    "duplicate-person",
    "wrong-team",
    "wrong-round",
    "wrong-role",
    "wrong-duty",
    "excluded",
    "over-maximum",
    "waiver-overdrawn",
    "pin-not-honoured",
    "counts-for-repeated",
    "counts-for-too-many",
    "counts-for-not-needed",
    "counts-for-not-held",
    "counts-for-not-best",
    "wrong-levels",
    "wrong-objective",
    "bound-above-objective",
    "certified-above-bound",
    "wrong-bound-by",
    "certificate-unsupported",
    "certificate-unknown-row",
    "certificate-wrong-sign",
    "certificate-too-large",
    "wrong-gap",
    "wrong-status",
    "wrong-complete",
    "shortage-unnamed",
    "shortage-unfounded",
    "shortage-repeated",
    "wrong-missing",
    "wrong-candidates",
    "wrong-removed-by",
    "waiver-use-repeated",
    "wrong-waiver-use",
    "rule-result-repeated",
    "wrong-rule-result",
    "at-risk-unnamed",
    "at-risk-unfounded",
    "at-risk-repeated",
    "wrong-at-risk",
    "look-ahead-missing",
    "look-ahead-unexpected",
    "look-ahead-no-place",
    "look-ahead-not-largest",
    "wrong-look-ahead-gap",
    "reserve-unfit",
    "wrong-reserve-order",
    "too-many-reserves",
    "reserve-missing",
    "no-reserve-leads",
    "floater-unfit",
    "floater-over-cap",
    "unexpected-content",
    "unexpected-conflict",
    "conflict-unnamed",
    "conflict-without-pins",
    "conflict-repeats-pin",
    "unknown-pin",
    "unknown-rule",
    "unknown-member",
    "cause-unproven",
    "cause-not-minimal",
    "wrong-count",
    "wrong-explanation",
]
"""Every code that a finding can have."""

FINDING_CODES: tuple[FindingCode, ...] = get_args(FindingCode)


class Finding(Frozen):
    """One disagreement between a plan and its recomputation, or one breach of a rule.

    ``where`` is a JSON path in the plan (``$.levels[2].bound``), or ``team T1``, ``person P7``.
    ``claimed`` is what the plan says or what a rule allows, ``found`` what the audit sees.
    """

    code: FindingCode
    rule: str | None = None
    where: str
    claimed: str | None = None
    found: str | None = None

    def __str__(self) -> str:
        words = [self.where, self.code]
        words += [] if self.rule is None else [self.rule]
        words += [] if self.claimed is None else [f"claimed {self.claimed}"]
        words += [] if self.found is None else [f"found {self.found}"]
        return ": ".join(words)


class EvidenceLine(Frozen):
    """What one class of recusal says of one seat and where the input says so.

    ``objects`` are the counties, units or people it is about; ``rows`` are JSON paths in the instance.
    """

    rule: str
    clause: str | None = None
    verdict: Verdict
    compared: str
    objects: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


class SeatEvidence(Frozen):
    """The recusal evidence of one filled seat, one line per class of section C."""

    round: str
    team: str
    seat: str
    person: str
    lines: tuple[EvidenceLine, ...]


class Measure(Frozen):
    """The assignments of a plan, measured from nothing but the instance.

    ``rules`` has one entry per rule that is on, in rulebook order. ``breaches`` are exclusions,
    maxima, pins and seats that no plan may break.
    """

    complete: bool
    levels: tuple[Level, ...]
    shortages: tuple[Shortage, ...] = ()
    waivers_used: tuple[WaiverUse, ...] = ()
    rules: tuple[RuleResult, ...] = ()
    at_risk: tuple[AtRisk, ...] = ()
    look_ahead: LookAhead | None = None
    breaches: tuple[Finding, ...] = ()


class Audit(Frozen):
    """The verdict on a plan. ``passed`` is true exactly when there are no findings.

    ``certified`` says what the audit proved by itself about levels 1-4: that no plan is better, that none is
    better by more than ``certified_gap`` (as a plan's gap, but with the bounds that the audit recomputed from
    the certificate), or nothing.
    """

    passed: bool
    findings: tuple[Finding, ...]
    complete: bool
    certified: Certified = "none"
    certified_gap: float | None = None
    levels: tuple[Level, ...]
    rules: tuple[RuleResult, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    waivers_used: tuple[WaiverUse, ...] = ()
    at_risk: tuple[AtRisk, ...] = ()
    evidence: tuple[SeatEvidence, ...] = ()


class ExplanationAudit(Frozen):
    """The verdict on an explanation. ``passed`` is true exactly when there are no findings; ``proven`` when
    the audit itself proved a cause, so that there is no complete plan."""

    passed: bool
    findings: tuple[Finding, ...]
    proven: bool
