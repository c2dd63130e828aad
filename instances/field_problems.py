"""Translation of pydantic's field errors into the project's problems with stable codes."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bianzu.instances.json_text import join_path, shorten
from bianzu.models import Problem

__all__ = ["list_field_problems"]

_CODES: Final[Mapping[str, str]] = {
    "missing": "missing",
    "extra_forbidden": "unknown-key",
    "literal_error": "not-allowed",
    "enum": "not-allowed",
    "greater_than": "out-of-range",
    "greater_than_equal": "out-of-range",
    "less_than": "out-of-range",
    "less_than_equal": "out-of-range",
    "int_parsing_size": "out-of-range",
    "date_parsing": "bad-date",
    "date_from_datetime_parsing": "bad-date",
    "date_from_datetime_inexact": "bad-date",
    "value_error": "bad-date",
    "string_too_long": "too-long",
    "too_long": "too-long",
    "string_too_short": "too-short",
    "too_short": "too-short",
    "string_pattern_mismatch": "bad-id",
    "finite_number": "not-a-number",
    "json_invalid": "bad-json",
    "recursion_loop": "too-deep",
}
_EXPECTED: Final[Mapping[str, str]] = {
    "missing": "this key",
    "unknown-key": "only the keys of the schema",
    "bad-id": "text without blanks at either end",
    "date_type": "a date as YYYY-MM-DD",
    "date_parsing": "a date as YYYY-MM-DD",
    "date_from_datetime_parsing": "a date as YYYY-MM-DD",
    "date_from_datetime_inexact": "a date as YYYY-MM-DD",
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
}


def list_field_problems(error: ValidationError, prefix: Iterable[str | int] = ()) -> list[Problem]:
    """Problems of a validation error, without those of the cross-checks (type ``references``).

    A list that is too short only because its elements could not be read is not a problem of its own.

    Parameters
    ----------
    error
        What pydantic raised.
    prefix
        Keys and positions from the root of the file to the value that was validated.
    """
    start = "$"
    for key in prefix:
        start = join_path(start, key)
    details = error.errors(include_url=False)
    inner = {item["loc"][:depth] for item in details for depth in range(len(item["loc"]))}
    return [
        _translate(item, start)
        for item in details
        if item["type"] != "references" and not (item["type"] == "too_short" and item["loc"] in inner)
    ]


def _translate(item: ErrorDetails, where: str) -> Problem:
    kind = item["type"]
    code = _code(kind)
    for key in item["loc"]:
        if key != "[key]":
            where = join_path(where, key)
    value = None if code == "missing" else shorten(item["input"])
    return Problem(code, where, value, _expected(kind, code, item), _params(item.get("ctx", {})))


def _code(kind: str) -> str:
    if kind in _CODES:
        return _CODES[kind]
    if kind.endswith(("_type", "_parsing")) or kind == "int_from_float":
        return "wrong-type"
    return kind.replace("_", "-")


def _expected(kind: str, code: str, item: ErrorDetails) -> str:
    fixed = _EXPECTED.get(kind) or _EXPECTED.get(code)
    if fixed is not None:
        return fixed
    context = item.get("ctx", {})
    if code == "not-allowed":
        return f"one of {context.get('expected', 'the listed words')}"
    message = item["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return message.removeprefix("expected ")


def _params(context: Mapping[str, Any]) -> dict[str, str | int | float | bool | None]:
    return {key: value for key, value in context.items() if isinstance(value, str | int | float | bool)}
