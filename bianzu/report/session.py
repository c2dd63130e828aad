"""How one run of the command line speaks: its words, its streams, text or one JSON document."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bianzu.report.catalog import Words
from bianzu.report.console import Printer, prepare_stream
from bianzu.report.language import choose_language

__all__ = [
    "BAD",
    "INTERRUPTED",
    "LIMITS",
    "OK",
    "PROVEN",
    "USAGE",
    "Session",
    "UnusableOutput",
    "check_output",
    "open_session",
]

OK, BAD, USAGE, PROVEN, LIMITS, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit codes."""


@dataclass
class Session:
    """The words, stdout and stderr of one run; ``as_json``: stdout holds one JSON document only."""

    words: Words
    out: Printer
    err: Printer
    as_json: bool

    def finish(self, code: int, tree: Mapping[str, object], text: Callable[[], None]) -> int:
        """Print a result as a document or as text; returns the exit code."""
        if self.as_json:
            self.out.document({"ok": code == 0, "exit_code": code, **tree})
        else:
            text()
        return code

    def fail(self, code: int, error: Mapping[str, object], text: Callable[[Printer], None]) -> int:
        """Print an error, as a document on stdout or as text on stderr; returns the exit code."""
        if self.as_json:
            self.out.document({"ok": False, "exit_code": code, "error": error})
        else:
            text(self.err)
        return code


def open_session(arguments: Sequence[str]) -> Session:
    """Prepare the streams and read ``--lang`` and ``--json``, which even a usage error honours."""
    for stream in (sys.stdout, sys.stderr):
        prepare_stream(stream)
    return Session(
        words=Words(choose_language(arguments, os.environ)),
        out=Printer(sys.stdout),
        err=Printer(sys.stderr),
        as_json="--json" in arguments,
    )


class UnusableOutput(Exception):  # noqa: N818 - a refusal, turned into a usage error by the command line
    """The output path cannot be used; ``code`` is a problem code."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(code, path)
        self.code = code
        self.path = path


def check_output(output: Path, *inputs: Path) -> None:
    """Refuse an output that could not be written, before any work is done.

    Raises
    ------
    UnusableOutput
        When the output is a folder or one of the inputs, or its folder is missing or read-only.
    """
    folder = output.parent
    if output.is_dir():
        raise UnusableOutput("output-is-a-folder", output)
    if not folder.is_dir():
        raise UnusableOutput("output-folder-missing", output)
    if not os.access(folder, os.W_OK):
        raise UnusableOutput("output-not-writable", output)
    for source in inputs:
        if output.exists() and source.exists() and os.path.samefile(output, source):
            raise UnusableOutput("output-is-input", output)
