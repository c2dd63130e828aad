"""The independent audit: every rule a second time, from the rulebook's sentences, in plain Python.

Imports nothing but `bianzu.models`; that, and being written apart from the solver, makes it an audit.
"""

from bianzu.audit.explanations import verify_explanation
from bianzu.audit.findings import (
    FINDING_CODES,
    Audit,
    EvidenceLine,
    ExplanationAudit,
    Finding,
    FindingCode,
    Measure,
    SeatEvidence,
    Verdict,
)
from bianzu.audit.levels import tie_break_value
from bianzu.audit.questions.worth import value_people
from bianzu.audit.recount import AUDITED, measure
from bianzu.audit.verification import verify

__all__ = [
    "AUDITED",
    "FINDING_CODES",
    "Audit",
    "EvidenceLine",
    "ExplanationAudit",
    "Finding",
    "FindingCode",
    "Measure",
    "SeatEvidence",
    "Verdict",
    "measure",
    "tie_break_value",
    "value_people",
    "verify",
    "verify_explanation",
]
