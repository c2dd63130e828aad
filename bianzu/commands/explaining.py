"""The command that says why there is no complete plan, and what would help."""

from pathlib import Path
from typing import Final

import click

from bianzu.commands.common import FILE, common
from bianzu.report.session import LIMITS, OK, PROVEN, Session, UnusableOutput

__all__ = ["explain"]

_CODES = {"complete": OK, "incomplete": PROVEN, "impossible": PROVEN, "not-proven": LIMITS}
_WANTED: Final = 3


@click.command()
@click.argument("instance", type=FILE)
@click.option("--plan", "explained_plan", type=FILE)
@click.option("--repairs/--no-repairs", default=True, show_default=True)
@click.option("-o", "--output", "repairs_out", type=FILE, metavar="DIR")
@common
@click.pass_obj
def explain(
    session: Session,
    /,
    instance: Path,
    explained_plan: Path | None,
    repairs: bool,
    repairs_out: Path | None,
) -> int:
    """Say why INSTANCE has no complete plan."""
    from bianzu import answers
    from bianzu.instances import read_both, read_instance
    from bianzu.report.explanation_view import explanation_document, print_explanation

    if repairs_out is not None:
        _make_folder(repairs_out)
    if explained_plan is None:
        read, plan = read_instance(instance), None
    else:
        read, plan = read_both(instance, explained_plan)
    found = answers.explain(read, plan, repairs=_WANTED if repairs else 0)
    tree = explanation_document(session.words, read, found)
    written = [] if repairs_out is None else answers.write_repairs(read, found, repairs_out)
    if repairs_out is not None:
        tree["written"] = [[str(path) for path in pair] for pair in written]

    def show() -> None:
        print_explanation(session.out, session.words, read, found, repairs=repairs)
        for rank, (changed, repaired) in enumerate(written, 1):
            session.out.say(session.words("remedy.written", rank=rank, instance=changed, plan=repaired))

    return session.finish(_CODES[found.verdict], tree, show)


def _make_folder(folder: Path) -> None:
    """The folder, made when it is missing, before any work is done."""
    if folder.exists() and not folder.is_dir():
        raise UnusableOutput("output-not-a-folder", folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableOutput("output-not-writable", folder) from error
