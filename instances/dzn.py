"""The part of MiniZinc's data format that lists of numbers need: ``name = value;`` and comments.

A value is a whole number, ``[1, 2]``, or ``array2d(1..n,1..2,[1, 2])``. Faults are collected, each with
its place: ``line 3`` or, as MiniZinc counts, ``Rating[7]``.
"""

import re
from typing import Final

from bianzu.instances.json_text import shorten
from bianzu.models import InputError, Problem, Value

__all__ = ["Dzn", "read_dzn"]

_WORD: Final = re.compile(r"\S")
_ASSIGNMENT: Final = re.compile(r"([A-Za-z]\w*)\s*=([^;=]*);", re.ASCII)
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
_LIST: Final = re.compile(r"\[([^\[\]]*)\]")
_PAIRS: Final = re.compile(r"array2d\(\s*1\s*\.\.\s*\w+\s*,\s*1\s*\.\.\s*2\s*,\s*\[([^\[\]]*)\]\s*\)")


class Dzn:
    """Values of a text by name, and the faults found so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.values: dict[str, str] = {}
        self.problems: list[Problem] = []
        self._asked: set[str] = set()

    def add(self, code: str, where: str, value: object, expected: str) -> None:
        """One more fault."""
        shown = None if value is None else shorten(value)
        self.problems.append(Problem(code, where, shown, expected, {"source": self.source}))

    def skip(self, name: str) -> None:
        """A name that may stand in the text and says nothing new."""
        self._asked.add(name)

    def refuse_others(self) -> None:
        """Every name of the text that was not asked for is a fault."""
        for name in self.values:
            if name not in self._asked:
                self.add("unknown-key", name, self.values[name], "a name of this problem")

    def number(self, name: str, least: int, most: int) -> int | None:
        """A whole number within bounds; ``None`` after noting what is wrong with it."""
        text = self._value(name)
        return None if text is None else self._number(name, text, least, most)

    def numbers(self, name: str, count: int | None, least: int, most: int | None) -> tuple[int, ...] | None:
        """A list of ``count`` numbers within bounds; a bound or count that is not known is not tested."""
        text = self._value(name)
        if text is None:
            return None
        found = _LIST.fullmatch(text)
        if found is None:
            self.add("wrong-type", name, text, "a list of whole numbers")
            return None
        return self._list(name, found[1], count, least, most)

    def pairs(
        self, name: str, count: int | None, least: int, most: int | None
    ) -> tuple[tuple[int, int], ...] | None:
        """A list of ``count`` pairs of numbers, written as an array of two columns."""
        text = self._value(name)
        if text is None:
            return None
        found = _PAIRS.fullmatch(text)
        if found is None:
            self.add("wrong-type", name, text, "array2d(1..n,1..2,[...])")
            return None
        items = self._list(name, found[1], None if count is None else 2 * count, least, most)
        if items is None or len(items) % 2:
            return None
        return tuple(zip(items[::2], items[1::2], strict=True))

    def _value(self, name: str) -> str | None:
        self._asked.add(name)
        if name not in self.values:
            self.add("missing", name, None, "this key")
        return self.values.get(name)

    def _number(self, where: str, text: str, least: int, most: int | None) -> int | None:
        if _NUMBER.fullmatch(text) is None:
            self.add("wrong-type", where, text, "a whole number of at most nine digits")
            return None
        value = int(text)
        if value < least or (most is not None and value > most):
            upper = "" if most is None else f" to {most}"
            self.add("out-of-range", where, value, f"a number from {least}{upper}")
            return None
        return value

    def _list(
        self, name: str, text: str, count: int | None, least: int, most: int | None
    ) -> tuple[int, ...] | None:
        words = [word.strip() for word in text.split(",")]
        if not words[-1]:
            words.pop()
        items = [self._number(f"{name}[{at}]", word, least, most) for at, word in enumerate(words, start=1)]
        if count is not None and len(items) != count:
            self.add("wrong-count", name, f"{len(items)} numbers", f"{count} numbers")
            return None
        return tuple(item for item in items if item is not None) if None not in items else None


def read_dzn(data: bytes | str, source: str = "input") -> Dzn:
    """Split a text into its values.

    Raises
    ------
    InputError
        For bytes that are not UTF-8; every other fault is noted in the result.
    """
    text = re.sub("%[^\n]*", "", _decode(data, source))
    dzn, at = Dzn(source), _start(text, 0)
    while at < len(text):
        found = _ASSIGNMENT.match(text, at)
        if found is None:
            end = text.find(";", at) + 1 or len(text)
            line = text.count("\n", 0, at) + 1
            dzn.add("bad-dzn", f"line {line}", text[at:end], "name = value;")
        else:
            name, end = found[1], found.end()
            if name in dzn.values:
                dzn.add("duplicate-key", name, None, "each name once")
            dzn.values[name] = found[2].strip()
        at = _start(text, end)
    return dzn


def _decode(data: bytes | str, source: str) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        value = shorten(data[error.start : error.start + 8].hex(" "))
        params: dict[str, Value] = {"source": source, "byte": error.start}
        raise InputError(
            [Problem("not-utf-8", f"byte {error.start}", value, "text in UTF-8", params)]
        ) from None


def _start(text: str, at: int) -> int:
    """Where the next word begins."""
    found = _WORD.search(text, at)
    return len(text) if found is None else found.start()
