"""Values of rule settings in words."""

from collections.abc import Mapping

from bianzu.report.catalog import Words

__all__ = ["value_text"]


def value_text(words: Words, value: object) -> str:
    """A value of a settings document (numbers, texts, lists and objects) as people read it."""
    if isinstance(value, bool):
        return words("word.yes" if value else "word.no")
    if value is None:
        return "-"
    if isinstance(value, list):
        return words.join(value_text(words, item) for item in value) or words("word.none")
    if isinstance(value, dict):
        return _object_text(words, value)
    return _code(words, str(value))


def _object_text(words: Words, value: Mapping[str, object]) -> str:
    if value.keys() == {"skill", "need", "level"}:
        return words("check.need", **{**value, "skill": words.name("skill", str(value["skill"]))})
    if value.keys() == {"up_to", "b"}:
        return words("value.last-band" if value["up_to"] is None else "value.band", **value)
    pairs = (
        words("value.pair", key=_code(words, key, "pool"), value=value_text(words, item))
        for key, item in value.items()
    )
    return ("；" if words.language == "zh" else "; ").join(pairs)


def _code(words: Words, code: str, first: str = "relation") -> str:
    """Name of a code that a parameter may hold, whatever it is a code of."""
    for group in (first, "relation", "hardness", "role", "value", "origin", "skill"):
        if words.has(f"{group}.{code}"):
            return words.name(group, code)
    return code
