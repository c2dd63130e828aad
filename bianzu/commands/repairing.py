"""Commands about changes to a published list: repair, diff."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bianzu.commands.common import FILE, common, read_options, solving
from bianzu.report.session import LIMITS, OK, PROVEN, Session, check_output

if TYPE_CHECKING:
    from bianzu.models import Change, Instance

__all__ = ["diff", "repair"]


@click.command()
@click.argument("instance", type=FILE)
@click.argument("plan", type=FILE)
@click.option("--drop", multiple=True, metavar="PERSON")
@click.option("--add-recusal", multiple=True, metavar="PERSON:PLACE")
@click.option("--lock", multiple=True, metavar="TEAM")
@click.option("--more", type=click.IntRange(0, 20), default=3, show_default=True, metavar="N")
@click.option("-o", "--output", type=FILE, required=True, metavar="PLAN")
@click.option("--instance-out", "changed_out", type=FILE, metavar="FILE")
@solving
@common
@click.pass_obj
def repair(
    session: Session,
    /,
    instance: Path,
    plan: Path,
    drop: Sequence[str],
    add_recusal: Sequence[str],
    lock: Sequence[str],
    more: int,
    output: Path,
    changed_out: Path | None,
    **choices: Any,
) -> int:
    """Repair PLAN after changes with as few changed seats as possible."""
    check_output(output, instance, plan)
    if changed_out is not None:
        check_output(changed_out, instance, plan)
        if output.resolve() == changed_out.resolve():
            raise click.UsageError(session.words("freeze.two-files"))
    options = read_options(session, **choices)
    from bianzu.solver import Worker

    with Worker() as worker:  # it starts while the files are read
        from bianzu import answers
        from bianzu.instances import read_both, write_model
        from bianzu.report import plan_view
        from bianzu.report.interrupt import cancel_on_interrupt
        from bianzu.report.progress import ProgressLine
        from bianzu.report.repair_view import print_repair, repair_document

        read, published = read_both(instance, plan)
        asked = _list_changes(session, read, drop, add_recusal, lock)
        line = ProgressLine(session.words, sys.stderr)
        with cancel_on_interrupt(lambda: line.announce("progress.cancelling")) as cancel:
            try:
                found = answers.repair(
                    read,
                    published,
                    asked,
                    more=more,
                    options=options,
                    progress=line,
                    cancel=cancel,
                    worker=worker,
                )
            finally:
                line.close()
            written = bool(found.plan.levels)
            if written:
                write_model(found.plan, output)
                if changed_out is not None:
                    write_model(found.instance, changed_out)
    code = OK if found.plan.complete else PROVEN if plan_view.is_proven_incomplete(found.plan) else LIMITS
    paths = {
        "output": str(output) if written else None,
        "instance_output": str(changed_out) if written and changed_out is not None else None,
    }
    return session.finish(
        code,
        {**paths, **repair_document(session.words, found)},
        lambda: print_repair(
            session.out, session.words, found, read, output if written else None, changed_out
        ),
    )


def _list_changes(
    session: Session, instance: "Instance", drop: Sequence[str], recusals: Sequence[str], lock: Sequence[str]
) -> list["Change"]:
    """What the options ask for: people who are gone, recusals, then teams that stay as they are."""
    from bianzu.models import AddRecusal, LockTeam, RemovePeople

    asked: list[Change] = [RemovePeople(people=tuple(dict.fromkeys(drop)))] if drop else []
    for text in recusals:
        person, _, place = text.partition(":")
        if place in instance.unit_by_id:
            asked.append(AddRecusal(person=person, unit=place))
        elif place in instance.county_by_id:
            asked.append(AddRecusal(person=person, county=place))
        else:
            raise click.UsageError(session.words("repair.recusal-form"))
    return [*asked, *(LockTeam(team=team) for team in dict.fromkeys(lock))]


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
