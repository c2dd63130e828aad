"""The one tree of errors. Each is a code with parameters and a place, and survives pickling."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

__all__ = ["AuditError", "BianzuError", "EngineError", "InputError", "Problem", "Value"]

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input.

    Attributes
    ----------
    code
        Stable message code, e.g. ``"dangling-reference"``.
    where
        JSON path, e.g. ``"$.people[3].work_unit"``.
    value
        The offending value, shortened, as text; ``None`` where there is none.
    expected
        What was expected, in English; codes carry the translation.
    params
        Further parameters of the message.
    """

    code: str
    where: str
    value: str | None = None
    expected: str | None = None
    params: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.code}"]
        if self.value is not None:
            parts.append(f"got {self.value}")
        if self.expected is not None:
            parts.append(f"expected {self.expected}")
        return "; ".join(parts)


class BianzuError(Exception):
    """Base of all errors raised on purpose."""

    def __init__(self, code: str, **params: Value) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: dict[str, Value] = params

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.code, self.params))

    def __str__(self) -> str:
        words = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code} ({words})" if words else self.code


class InputError(BianzuError):
    """The input is wrong; ``problems`` holds every fault found, not just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("bad-input", count=len(self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        return (InputError, (self.problems,))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class AuditError(BianzuError):
    """A plan that the independent audit does not accept; ``findings`` name both sides."""

    def __init__(self, findings: Iterable[str]) -> None:
        self.findings = tuple(findings)
        super().__init__("audit-failed", count=len(self.findings))

    def __reduce__(self) -> tuple[object, ...]:
        return (AuditError, (self.findings,))

    def __str__(self) -> str:
        return "the audit rejects the plan:\n" + "\n".join(self.findings)


class EngineError(BianzuError):
    """The solving process ended without an answer (crash, memory cap)."""


def _rebuild(kind: type[BianzuError], code: str, params: dict[str, Value]) -> BianzuError:
    return kind(code, **params)
