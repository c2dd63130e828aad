"""From bytes to a JSON tree, with every fault that the text itself has.

A fault that leaves the rest readable (a repeated key, NaN, nesting beyond all sense, half a surrogate
pair) is noted with its JSON path and replaced by ``null``, so that the other faults of the file still
come to light in the same go.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from bianzu.models import Problem

__all__ = ["MAX_DEPTH", "JsonText", "join_path", "read_json_text", "shorten"]

MAX_DEPTH: Final = 32
"""Deepest nesting accepted; an instance needs seven levels."""

_PATH_LIMIT: Final = 200
_VALUE_LIMIT: Final = 80
_PLAIN_KEY = re.compile(r"^[A-Za-z_][\w-]*$")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_PLAIN_TYPES: Final = {dict, list, str, int, float, bool, type(None)}


@dataclass(frozen=True)
class JsonText:
    """What could be read: the tree (``None`` when nothing could) and the faults of the text."""

    tree: Any
    problems: tuple[Problem, ...] = ()
    readable: bool = True


class _Repeated(dict[str, Any]):
    """An object of the text that repeats keys; the last value of each is kept."""

    repeated: tuple[str, ...] = ()


class _BadNumber(str):
    """A number that JSON or the readers cannot hold, as it was written."""


@dataclass
class _Faults:
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, where: str, value: object, expected: str) -> None:
        self.problems.append(Problem(code, where, None if value is None else shorten(value), expected))


def join_path(where: str, key: str | int) -> str:
    """JSON path of a key or a position below ``where``; absurdly long paths are cut."""
    if isinstance(key, int):
        longer = f"{where}[{key}]"
    elif _PLAIN_KEY.match(key) and len(key) <= _VALUE_LIMIT:
        longer = f"{where}.{key}"
    else:
        longer = f"{where}[{shorten(key)}]"
    return longer if len(longer) <= _PATH_LIMIT else longer[: _PATH_LIMIT - 3] + "..."


def shorten(value: object) -> str:
    """A value as text of at most 80 characters."""
    if isinstance(value, _BadNumber):
        text = str(value[: _VALUE_LIMIT + 1])
    elif isinstance(value, str):
        text = repr(value[: _VALUE_LIMIT + 1])
        if len(value) > _VALUE_LIMIT:
            text += "..."
    elif isinstance(value, dict):
        text = f"an object with {len(value)} keys"
    elif isinstance(value, list | tuple):
        text = f"a list of {len(value)}"
    elif value is None or isinstance(value, bool):
        text = json.dumps(value)
    else:
        text = str(value)
    text = _SURROGATE.sub("\ufffd", text)
    return text if len(text) <= _VALUE_LIMIT else text[: _VALUE_LIMIT - 3] + "..."


def read_json_text(data: bytes | str, source: str = "input") -> JsonText:
    """Decode and parse ``data``; a byte order mark is tolerated.

    Returns
    -------
    JsonText
        Unreadable (``readable`` false, one problem) for text that is not UTF-8 or not JSON at all.
    """
    if isinstance(data, bytes):
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            return _unreadable(
                Problem(
                    "not-utf-8",
                    f"byte {error.start}",
                    shorten(data[error.start : error.start + 8].hex(" ")),
                    "text in UTF-8",
                    {"source": source, "byte": error.start},
                )
            )
    else:
        text = data.removeprefix("\ufeff")
    try:
        tree = json.loads(
            text, object_pairs_hook=_pairs, parse_constant=_BadNumber, parse_float=_float, parse_int=_int
        )
    except json.JSONDecodeError as error:
        return _unreadable(
            Problem(
                "bad-json",
                f"line {error.lineno}, column {error.colno}",
                shorten(text[error.pos : error.pos + 40]) if error.pos < len(text) else "end of the text",
                f"JSON: {error.msg}",
                {"source": source, "line": error.lineno, "column": error.colno},
            )
        )
    except RecursionError:
        return _unreadable(
            Problem("too-deep", "$", None, f"at most {MAX_DEPTH} levels of nesting", {"source": source})
        )
    if _is_sound(text, tree):
        return JsonText(tree)
    faults = _Faults()
    clean = _clean(tree, faults)
    return JsonText(clean, tuple(faults.problems))


def _unreadable(problem: Problem) -> JsonText:
    return JsonText(None, (problem,), readable=False)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) == len(pairs):
        return result
    counts = Counter(key for key, _ in pairs)
    marked = _Repeated(result)
    marked.repeated = tuple(key for key, count in counts.items() if count > 1)
    return marked


def _float(text: str) -> float | _BadNumber:
    value = float(text)
    return value if math.isfinite(value) else _BadNumber(text)


def _int(text: str) -> int | _BadNumber:
    return int(text) if len(text) <= 400 else _BadNumber(text)


def _is_sound(text: str, tree: Any) -> bool:
    """Whether there is nothing to clean, seen level by level; false for a few texts that are sound, too."""
    if _SURROGATE.search(text) or _ESCAPED_SURROGATE.search(text):
        return False
    level: list[Any] = [[tree]]
    for _ in range(MAX_DEPTH):
        values = list(chain.from_iterable(v.values() if isinstance(v, dict) else v for v in level))
        if not _PLAIN_TYPES.issuperset(map(type, values)):
            return False
        level = [value for value in values if isinstance(value, dict | list)]
        if not level:
            return True
    return False


def _clean(tree: Any, faults: _Faults) -> Any:
    """Walk the tree without recursion, note its faults and put ``null`` in place of unusable values."""
    holder = [tree]
    stack: list[tuple[Any, str | int, str, int]] = [(holder, 0, "$", 1)]
    while stack:
        owner, key, where, depth = stack.pop()
        value = owner[key]
        if isinstance(value, _BadNumber):
            faults.add("not-a-number", where, value, "a number that JSON can hold")
            owner[key] = None
        elif isinstance(value, str):
            if not value.isascii() and _SURROGATE.search(value):
                faults.add("bad-text", where, value, "text without half surrogate pairs")
                owner[key] = None
        elif isinstance(value, dict | list):
            if depth > MAX_DEPTH:
                faults.add("too-deep", where, None, f"at most {MAX_DEPTH} levels of nesting")
                owner[key] = None
                continue
            if isinstance(value, dict):
                _clean_keys(value, where, faults)
            stack.extend((value, name, join_path(where, name), depth + 1) for name in _heavy(value))
    return holder[0]


def _clean_keys(value: dict[str, Any], where: str, faults: _Faults) -> None:
    if isinstance(value, _Repeated):
        for key in value.repeated:
            faults.add("duplicate-key", join_path(where, key), None, "each key once in an object")
    for key in [key for key in value if not key.isascii() and _SURROGATE.search(key)]:
        faults.add("bad-text", where, key, "keys without half surrogate pairs")
        del value[key]


def _heavy(value: dict[str, Any] | list[Any]) -> Iterator[str | int]:
    """Keys or positions, last first, whose values need a look of their own."""
    pairs: list[tuple[str | int, Any]]
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    for key, item in reversed(pairs):
        if isinstance(item, dict | list | _BadNumber) or (isinstance(item, str) and not item.isascii()):
            yield key
