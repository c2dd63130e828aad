"""Commands about what people are worth: prices."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bianzu.commands.common import FILE, common, read_options, solving
from bianzu.report.session import OK, Session, check_output

if TYPE_CHECKING:
    from bianzu.models.price_lists import Kind

__all__ = ["prices"]

_KINDS = ("skill", "pool", "role", "county")


@click.command()
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, default=_KINDS)
@click.option("-o", "--output", type=FILE, metavar="FILE")
@solving
@common
@click.pass_obj
def prices(
    session: Session,
    /,
    instance: Path,
    plan: Path,
    kinds: tuple["Kind", ...],
    output: Path | None,
    **choices: Any,
) -> int:
    """Say what one more and one fewer person of each kind would change."""
    if output is not None:
        check_output(output, instance, plan)
    options = read_options(session, **choices)
    from bianzu.solver import Worker

    with Worker() as worker:  # it starts while the instance is read
        from bianzu.answers import price_list
        from bianzu.instances import read_both, write_model
        from bianzu.report.price_view import PriceProgress, print_prices

        read, proposal = read_both(instance, plan)
        progress = PriceProgress(session.words, session.err)
        found = price_list(read, proposal, kinds=kinds, options=options, worker=worker, progress=progress)
        progress.close()
    if output is not None:
        write_model(found, output)
    return session.finish(
        OK, found.model_dump(mode="json"), lambda: print_prices(session.out, session.words, read, found)
    )
