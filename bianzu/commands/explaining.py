"""The command that says why there is no complete plan."""

from pathlib import Path

import click

from bianzu.commands.common import FILE, common
from bianzu.report.session import LIMITS, OK, PROVEN, Session

__all__ = ["explain"]

_CODES = {"complete": OK, "incomplete": PROVEN, "impossible": PROVEN, "not-proven": LIMITS}


@click.command()
@click.argument("instance", type=FILE)
@click.option("--plan", "explained_plan", type=FILE)
@common
@click.pass_obj
def explain(session: Session, /, instance: Path, explained_plan: Path | None) -> int:
    """Say why INSTANCE has no complete plan."""
    from bianzu import answers
    from bianzu.instances import read_both, read_instance
    from bianzu.report.explanation_view import explanation_document, print_explanation

    if explained_plan is None:
        read, plan = read_instance(instance), None
    else:
        read, plan = read_both(instance, explained_plan)
    found = answers.explain(read, plan)
    tree = explanation_document(session.words, read, found)
    return session.finish(
        _CODES[found.verdict],
        tree,
        lambda: print_explanation(session.out, session.words, read, found),
    )
