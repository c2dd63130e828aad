"""Which language to speak: an explicit choice, else the locale, else English."""

import locale
import sys
from collections.abc import Mapping, Sequence

from bianzu.report.catalog import Language

__all__ = ["choose_language", "language_of_locale"]


def language_of_locale(environ: Mapping[str, str]) -> Language:
    """Language of ``LC_ALL``, ``LC_MESSAGES`` or ``LANG``, in this order; on Windows of the settings."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return _language_named(environ[name])
    if sys.platform == "win32":
        return _language_named(locale.getlocale()[0] or "")
    return "en"


def _language_named(name: str) -> Language:
    lowered = name.lower()
    return "zh" if lowered.startswith(("zh", "chinese")) else "en"


def choose_language(arguments: Sequence[str], environ: Mapping[str, str]) -> Language:
    """Language asked for by ``--lang`` anywhere among the arguments, else that of the locale.

    Looked up before the arguments are parsed: errors of usage and the help speak it too.
    """
    for at, argument in enumerate(arguments):
        asked = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and at + 1 < len(arguments):
            asked = arguments[at + 1]
        if asked == "zh":
            return "zh"
        if asked == "en":
            return "en"
    return language_of_locale(environ)
