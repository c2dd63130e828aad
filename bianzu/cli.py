"""The command line: reads arguments, calls the library, and leaves all words to `bianzu.report`.

Exit codes: 0 a complete audited plan or a pass, 1 bad input or a failed audit, 2 wrong usage, 3 proven
that no complete plan exists, 4 limits reached before a complete plan was found, 130 interrupted.
"""

import contextlib
import gc
import sys
from collections.abc import Iterator, Sequence

import click

from bianzu import __version__
from bianzu.commands import asking, checking, explaining, planning, pricing, repairing, sweeping
from bianzu.commands.common import common
from bianzu.report.help_view import translate_help
from bianzu.report.session import (
    BAD,
    INTERRUPTED,
    LIMITS,
    OK,
    USAGE,
    Session,
    UnusableOutput,
    open_session,
)

__all__ = ["cli", "main"]

_NEW_OBJECTS = 200_000
"""How many objects a command makes between two searches for garbage."""


@click.group()
@common
@click.version_option(__version__, prog_name="bianzu")
def cli() -> None:
    """Form the teams of an inspection office."""


for _command in (
    planning.demo,
    planning.generate,
    planning.template,
    checking.check,
    planning.solve,
    checking.verify,
    repairing.repair,
    repairing.diff,
    asking.alternatives,
    asking.why,
    asking.why_not,
    asking.reserves,
    checking.show,
    explaining.explain,
    pricing.prices,
    sweeping.whatif,
    checking.rules,
    checking.schema,
):
    cli.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Errors raised on purpose become messages; an unexpected one shows its traceback.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    session = open_session(given)
    translate_help(cli, session.words)
    try:
        with _collect_seldom():
            code = cli.main(given, prog_name="bianzu", obj=session, standalone_mode=False)
    except Exception as error:
        return _report(session, error)
    except KeyboardInterrupt:
        return _report(session, click.Abort())
    return code if isinstance(code, int) else OK


@contextlib.contextmanager
def _collect_seldom() -> Iterator[None]:
    """What a command reads it keeps to its end; to look for garbage in it again and again takes longer than
    to read it."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _report(session: Session, error: Exception) -> int:
    """Turn an expected error into words or a document; an unexpected one is raised again."""
    words = session.words
    if isinstance(error, UnusableOutput):
        text = words("error.output", reason=words(f"problem.{error.code}"), path=error.path)
        return session.fail(USAGE, {"code": error.code, "message": text}, lambda err: err.say(text))
    if isinstance(error, click.ClickException):
        text = f"{words('error.usage')}: {error.format_message()}"
        context = getattr(error, "ctx", None)
        usage = "" if context is None else context.get_usage()
        return session.fail(USAGE, {"code": "usage", "message": text}, lambda err: err.lines(usage, text))
    if isinstance(error, click.Abort):
        text = words("error.interrupted")
        return session.fail(INTERRUPTED, {"code": "interrupted", "message": text}, lambda err: err.say(text))

    from bianzu.models import BianzuError, EngineError
    from bianzu.report.problem_view import error_document, print_error

    if not isinstance(error, BianzuError):
        raise error
    out_of_memory = isinstance(error, EngineError) and error.params.get("reason") == "memory"
    code = LIMITS if out_of_memory else BAD
    return session.fail(code, error_document(words, error), lambda err: print_error(err, words, error))
