"""The catalogue of words: every code in English and in Chinese, side by side so that they cannot drift."""

from collections.abc import Iterable, Mapping
from typing import Literal

from bianzu.report.words_audit import AUDIT_WORDS
from bianzu.report.words_explain import EXPLAIN_WORDS
from bianzu.report.words_forms import FORMS
from bianzu.report.words_help import HELP
from bianzu.report.words_messages import MESSAGES
from bianzu.report.words_prices import PRICE_WORDS
from bianzu.report.words_problems import PROBLEMS
from bianzu.report.words_questions import QUESTION_WORDS
from bianzu.report.words_remedies import REMEDY_WORDS
from bianzu.report.words_repairs import REPAIR_WORDS
from bianzu.report.words_rules import RULE_WORDS
from bianzu.report.words_sweeps import SWEEP_WORDS
from bianzu.report.words_terms import TERMS

__all__ = ["CATALOG", "LANGUAGES", "Language", "Words", "merge"]

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def merge(parts: Iterable[Mapping[str, tuple[str, str]]]) -> dict[str, tuple[str, str]]:
    """Join the parts of the catalogue.

    Raises
    ------
    ValueError
        When two parts define the same key.
    """
    joined: dict[str, tuple[str, str]] = {}
    for part in parts:
        doubled = joined.keys() & part.keys()
        if doubled:
            raise ValueError(f"defined twice: {sorted(doubled)}")
        joined.update(part)
    return joined


CATALOG: Mapping[str, tuple[str, str]] = merge(
    (
        TERMS,
        MESSAGES,
        PROBLEMS,
        AUDIT_WORDS,
        RULE_WORDS,
        FORMS,
        HELP,
        PRICE_WORDS,
        REPAIR_WORDS,
        SWEEP_WORDS,
        EXPLAIN_WORDS,
        REMEDY_WORDS,
        QUESTION_WORDS,
    )
)
"""Key -> (English, Chinese)."""


class Words:
    """The catalogue in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._at = LANGUAGES.index(language)

    def __call__(self, key: str, /, **params: object) -> str:
        """Text of a message with its parameters filled in; an unknown key is a programming error."""
        text = CATALOG[key][self._at]
        return text.format(**params) if params else text

    def has(self, key: str) -> bool:
        """Whether the catalogue knows a key."""
        return key in CATALOG

    def name(self, group: str, code: str) -> str:
        """Name of a code such as ``name("rule", "kin")``; a code that is not listed names itself."""
        key = f"{group}.{code}"
        return self(key) if key in CATALOG else code

    def clause(self, rule: str, code: str) -> str:
        """Name of a clause of a rule; the rule's own word for it goes before the one that rules share."""
        own = f"{rule}.{code}"
        return self.name("clause", own if self.has(f"clause.{own}") else code)

    def join(self, names: Iterable[str]) -> str:
        """A list of names as the language writes it."""
        return ("、" if self.language == "zh" else ", ").join(names)
