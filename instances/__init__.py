"""Where instances come from: readers, the writer, the generator and the library."""

from bianzu.instances.generator import generate, planted
from bianzu.instances.presets import PRESETS, Preset, SeatTemplate, adapt_rules, list_seats
from bianzu.instances.reading import parse_instance, parse_plan, read_instance, read_plan
from bianzu.instances.rulesets import with_balance
from bianzu.instances.shelf import library_names, read_library
from bianzu.instances.sizes import SIZES, TIGHTNESSES, SizeName, Tightness
from bianzu.instances.writing import format_model, write_model

__all__ = [
    "PRESETS",
    "SIZES",
    "TIGHTNESSES",
    "Preset",
    "SeatTemplate",
    "SizeName",
    "Tightness",
    "adapt_rules",
    "format_model",
    "generate",
    "library_names",
    "list_seats",
    "parse_instance",
    "parse_plan",
    "planted",
    "read_instance",
    "read_library",
    "read_plan",
    "with_balance",
    "write_model",
]
