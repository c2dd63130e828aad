"""Where instances come from: readers, the writer, the generator and the library."""

from bianzu.instances.reading import parse_instance, parse_plan, read_instance, read_plan
from bianzu.instances.writing import format_model, write_model

__all__ = [
    "format_model",
    "parse_instance",
    "parse_plan",
    "read_instance",
    "read_plan",
    "write_model",
]
