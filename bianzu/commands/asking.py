"""Commands that ask about one person or seat of a plan: alternatives, why, why-not, reserves."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bianzu.commands.common import FILE, common
from bianzu.report.session import OK, Session

if TYPE_CHECKING:
    from bianzu.solver import Worker

__all__ = ["alternatives", "reserves", "why", "why_not"]

_ROLES = ("leader", "deputy", "liaison", "full-time", "specialist", "auditor", "member")
_SHOWN = 15


@click.command()
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
@click.option("--team", required=True, metavar="T")
@click.option("--seat", required=True, metavar="S")
@click.option("--top", type=click.IntRange(min=1), default=_SHOWN, show_default=True, metavar="N")
@common
@click.pass_obj
def alternatives(session: Session, /, instance: Path, plan: Path, team: str, seat: str, top: int) -> int:
    """Rank everybody for a seat of PLAN."""
    from bianzu import answers
    from bianzu.instances import read_both
    from bianzu.report.questions_view import print_alternatives

    read, proposal = read_both(instance, plan)
    found = answers.alternatives(read, proposal, team=team, seat=seat)
    return session.finish(
        OK,
        found.model_dump(mode="json"),
        lambda: print_alternatives(session.out, session.words, read, found, top),
    )


@click.command()
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
@click.option("--person", required=True, metavar="P")
@click.option("--solve/--no-solve", "solved", default=True)
@common
@click.pass_obj
def why(session: Session, /, instance: Path, plan: Path, person: str, solved: bool) -> int:
    """Say why a person has a seat in PLAN, or why not."""
    from bianzu import answers
    from bianzu.instances import read_both
    from bianzu.report.why_view import print_why

    with _ready(solved) as worker:
        read, proposal = read_both(instance, plan)
        found = answers.why(read, proposal, person=person, solved=solved, worker=worker)
    return session.finish(
        OK, found.model_dump(mode="json"), lambda: print_why(session.out, session.words, read, found)
    )


@click.command(name="why-not")
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
@click.option("--person", required=True, metavar="P")
@click.option("--team", required=True, metavar="T")
@click.option("--role", type=click.Choice(_ROLES))
@click.option("--solve/--no-solve", "solved", default=True)
@common
@click.pass_obj
def why_not(session: Session, /, instance: Path, plan: Path, solved: bool, **asked: Any) -> int:
    """Say why a person is not on a team of PLAN, and what it would cost."""
    from bianzu import answers
    from bianzu.instances import read_both
    from bianzu.report.why_view import print_why_not

    with _ready(solved) as worker:
        read, proposal = read_both(instance, plan)
        found = answers.why_not(read, proposal, **asked, solved=solved, worker=worker)
    return session.finish(
        OK, found.model_dump(mode="json"), lambda: print_why_not(session.out, session.words, read, found)
    )


@click.command()
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
@click.option("-r", "r", type=click.IntRange(1, 20), default=2, show_default=True, metavar="N")
@common
@click.pass_obj
def reserves(session: Session, /, instance: Path, plan: Path, r: int) -> int:
    """List who could step in on every team of PLAN."""
    from bianzu import answers
    from bianzu.instances import read_both
    from bianzu.report.questions_view import print_reserves

    read, proposal = read_both(instance, plan)
    found = answers.reserves(read, proposal, r)
    return session.finish(
        OK, found.model_dump(mode="json"), lambda: print_reserves(session.out, session.words, read, found)
    )


def _ready(solved: bool) -> AbstractContextManager["Worker | None"]:
    """A solving process that starts while files are read, if one may be needed."""
    if not solved:
        return nullcontext()
    from bianzu.solver import Worker

    return Worker()
