"""bianzu (编组): forms the teams of an inspection office, with a proven bound and an independent audit.

Everything a caller needs is here and is imported when it is first used, so that ``import bianzu`` is
cheap: the solving engine is loaded by the first `solve`.

>>> import bianzu
>>> instance = bianzu.read_library("tiny")
>>> plan = bianzu.solve(instance)
>>> bianzu.verify(instance, plan).passed
True
"""

import logging
from typing import TYPE_CHECKING, Final

from bianzu.lookups import find_homes, make_lookup
from bianzu.version import VERSION

if TYPE_CHECKING:
    from bianzu.answers import (
        alternatives,
        diff,
        explain,
        price_list,
        repair,
        reserves,
        what_if,
        why,
        why_not,
    )
    from bianzu.audit import Audit, verify, verify_explanation
    from bianzu.instances import (
        apply_changes,
        generate,
        library_names,
        parse_instance,
        parse_plan,
        read_instance,
        read_library,
        read_plan,
        read_scenarios,
        write_model,
    )
    from bianzu.models import (
        AuditError,
        BianzuError,
        EngineError,
        Explanation,
        InputError,
        Instance,
        Plan,
        PlanDiff,
        PriceList,
        Problem,
        Repaired,
        Scenario,
        Sweep,
        digest,
        draw_seed,
    )
    from bianzu.solver import Necessity, Progress, SolveOptions, Worker, check, freeze_rounds, solve

__all__ = [
    # solving and checking
    "solve",
    "check",
    "draw_seed",
    "freeze_rounds",
    "verify",
    "verify_explanation",
    "Audit",
    "Necessity",
    "Progress",
    "SolveOptions",
    "Worker",
    # answers
    "alternatives",
    "diff",
    "repair",
    "reserves",
    "why",
    "why_not",
    "explain",
    "price_list",
    "what_if",
    "Explanation",
    "PriceList",
    "PlanDiff",
    "Repaired",
    "Scenario",
    "Sweep",
    # files and data
    "apply_changes",
    "generate",
    "library_names",
    "parse_instance",
    "parse_plan",
    "read_instance",
    "read_library",
    "read_plan",
    "read_scenarios",
    "write_model",
    # types
    "Instance",
    "Plan",
    "Problem",
    "digest",
    # errors
    "AuditError",
    "BianzuError",
    "EngineError",
    "InputError",
    "__version__",
]

__version__: Final = VERSION

_HOMES: Final = {
    "bianzu.answers": (
        "alternatives",
        "diff",
        "explain",
        "price_list",
        "repair",
        "reserves",
        "what_if",
        "why",
        "why_not",
    ),
    "bianzu.audit": ("Audit", "verify", "verify_explanation"),
    "bianzu.instances": (
        "apply_changes",
        "generate",
        "library_names",
        "parse_instance",
        "parse_plan",
        "read_instance",
        "read_library",
        "read_plan",
        "read_scenarios",
        "write_model",
    ),
    "bianzu.models": (
        "AuditError",
        "BianzuError",
        "EngineError",
        "Explanation",
        "InputError",
        "Instance",
        "Plan",
        "PlanDiff",
        "PriceList",
        "Problem",
        "Repaired",
        "Scenario",
        "Sweep",
        "digest",
        "draw_seed",
    ),
    "bianzu.solver": ("Necessity", "Progress", "SolveOptions", "Worker", "check", "freeze_rounds", "solve"),
}

logging.getLogger("bianzu").addHandler(logging.NullHandler())

__getattr__, __dir__ = make_lookup(__name__, globals(), find_homes(_HOMES))
