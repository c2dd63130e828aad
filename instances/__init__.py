"""Where instances come from: readers, the writer, the generator and the library.

Modules are imported when something of them is first used: whoever reads a file needs no generator.
"""

from typing import TYPE_CHECKING, Final

from bianzu.lookups import find_homes, make_lookup

if TYPE_CHECKING:
    from bianzu.instances.changing import apply_changes
    from bianzu.instances.generator import MOST_ROUNDS, generate, planted
    from bianzu.instances.minizinc import (
        TeamAssignment,
        library_team_assignment,
        parse_team_assignment,
        read_team_assignment,
        team_assignment_names,
    )
    from bianzu.instances.pinning import seat_nowhere, seat_on
    from bianzu.instances.presets import PRESETS, Preset, SeatTemplate, adapt_rules, list_seats
    from bianzu.instances.reading import parse_instance, parse_plan, read_both, read_instance, read_plan
    from bianzu.instances.rulesets import with_balance, with_term_rules
    from bianzu.instances.scenario_files import parse_scenarios, read_scenarios
    from bianzu.instances.shelf import library_names, read_library
    from bianzu.instances.sizes import SIZES, TIGHTNESSES, SizeName, Tightness
    from bianzu.instances.templates import list_templates, template
    from bianzu.instances.writing import format_model, write_bytes, write_model

__all__ = [
    "MOST_ROUNDS",
    "PRESETS",
    "SIZES",
    "TIGHTNESSES",
    "Preset",
    "SeatTemplate",
    "SizeName",
    "TeamAssignment",
    "Tightness",
    "adapt_rules",
    "apply_changes",
    "format_model",
    "generate",
    "library_names",
    "library_team_assignment",
    "list_seats",
    "list_templates",
    "parse_instance",
    "parse_plan",
    "parse_scenarios",
    "parse_team_assignment",
    "planted",
    "read_both",
    "read_instance",
    "read_library",
    "read_plan",
    "read_scenarios",
    "read_team_assignment",
    "seat_nowhere",
    "seat_on",
    "team_assignment_names",
    "template",
    "with_balance",
    "with_term_rules",
    "write_bytes",
    "write_model",
]

_HOMES: Final = {
    ".changing": ("apply_changes",),
    ".generator": ("MOST_ROUNDS", "generate", "planted"),
    ".minizinc": (
        "TeamAssignment",
        "library_team_assignment",
        "parse_team_assignment",
        "read_team_assignment",
        "team_assignment_names",
    ),
    ".pinning": ("seat_nowhere", "seat_on"),
    ".presets": ("PRESETS", "Preset", "SeatTemplate", "adapt_rules", "list_seats"),
    ".reading": ("parse_instance", "parse_plan", "read_both", "read_instance", "read_plan"),
    ".rulesets": ("with_balance", "with_term_rules"),
    ".scenario_files": ("parse_scenarios", "read_scenarios"),
    ".shelf": ("library_names", "read_library"),
    ".sizes": ("SIZES", "TIGHTNESSES", "SizeName", "Tightness"),
    ".templates": ("list_templates", "template"),
    ".writing": ("format_model", "write_bytes", "write_model"),
}

__getattr__, __dir__ = make_lookup(__name__, globals(), find_homes(_HOMES))
