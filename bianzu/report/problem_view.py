"""Errors for people and as JSON: every problem with its place, what stood there and what was expected."""

from bianzu.models import AuditError, BianzuError, EngineError, InputError, Problem
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.words_problems import EXPECTED_ZH

__all__ = ["error_document", "error_text", "print_error", "problem_text"]

_MOST_SHOWN = 200
"""Problems printed for people; JSON holds all of them."""


def problem_text(words: Words, problem: Problem) -> str:
    """One problem as one line."""
    file = problem.params.get("file")
    where = problem.where if file is None else f"{file}: {problem.where}"
    parts = [f"{where}: {words.name('problem', problem.code)}"]
    finding = problem.params.get("finding")
    kinds = ("found", "expected")
    if isinstance(finding, str):  # a plan that the audit rejects: both sides of the finding
        parts.append(words.name("finding", finding))
        kinds = ("claimed", "recounted")
    if problem.value is not None:
        parts.append(words(f"problem.{kinds[0]}", value=problem.value))
    if problem.expected is not None:
        parts.append(words(f"problem.{kinds[1]}", expected=_expected(words, problem.expected)))
    rules = problem.params.get("rules")
    if isinstance(rules, str) and rules:
        names = words.join(words.name("rule", rule) for rule in rules.split(", "))
        parts.append(words("problem.rules", rules=names))
    return ("；" if words.language == "zh" else "; ").join(parts)


def _expected(words: Words, phrase: str) -> str:
    return EXPECTED_ZH.get(phrase, phrase) if words.language == "zh" else phrase


def error_text(words: Words, error: BianzuError) -> str:
    """What went wrong as a whole, without its details."""
    if isinstance(error, InputError):
        return words("error.bad-input", count=len(error.problems))
    if isinstance(error, AuditError):
        return words("error.audit-failed")
    if isinstance(error, EngineError):
        reason = error.params.get("reason")
        return words("error.engine", reason=words.name("stop", str(reason)) if reason else error.code)
    if words.has(f"error.{error.code}"):
        return words(f"error.{error.code}", **error.params)
    return words("error.other", text=str(error))


def print_error(printer: Printer, words: Words, error: BianzuError) -> None:
    """Print an error and all its details."""
    printer.say(error_text(words, error), style="bold")
    details: list[str] = []
    if isinstance(error, InputError):
        details = [problem_text(words, problem) for problem in error.problems]
    elif isinstance(error, AuditError):
        details = list(error.findings)
    elif isinstance(error, EngineError) and error.params.get("detail"):
        details = [str(error.params["detail"]).strip()]
    for line in details[:_MOST_SHOWN]:
        printer.say(f"- {line}")
    if len(details) > _MOST_SHOWN:
        printer.say(words("error.more", count=len(details) - _MOST_SHOWN))


def error_document(words: Words, error: BianzuError) -> dict[str, object]:
    """An error as JSON."""
    tree: dict[str, object] = {
        "code": error.code,
        "message": error_text(words, error),
        "params": error.params,
    }
    if isinstance(error, InputError):
        tree["problems"] = [
            {
                "code": problem.code,
                "where": problem.where,
                "value": problem.value,
                "expected": problem.expected,
                "params": dict(problem.params),
                "message": problem_text(words, problem),
            }
            for problem in error.problems
        ]
    elif isinstance(error, AuditError):
        tree["findings"] = list(error.findings)
    return tree
