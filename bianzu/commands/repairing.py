"""Commands about changes to a published list: diff."""

from collections.abc import Sequence
from pathlib import Path

import click

from bianzu.commands.common import FILE, common
from bianzu.report.session import OK, Session

__all__ = ["diff"]


@click.command()
@click.argument("a", type=FILE)
@click.argument("b", type=FILE)
@click.option("--instance", "instances", type=FILE, multiple=True, metavar="INSTANCE")
@common
@click.pass_obj
def diff(session: Session, /, a: Path, b: Path, instances: Sequence[Path]) -> int:
    """Show what differs between plans A and B."""
    from bianzu import answers
    from bianzu.instances import read_instance, read_plan
    from bianzu.models import digest
    from bianzu.report.diff_view import print_diff

    before, after = read_plan(a), read_plan(b)
    known = {digest(item): item for item in map(read_instance, instances)}
    one, other = (known.get(plan.provenance.input_digest) for plan in (before, after))
    found = answers.diff(before, after, instance=one, after=other)
    return session.finish(
        OK,
        found.model_dump(mode="json"),
        lambda: print_diff(session.out, session.words, found, tuple(known.values())),
    )
