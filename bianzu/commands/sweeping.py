"""Commands that try many changes: whatif."""

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from bianzu.commands.common import FILE, SEED, common
from bianzu.report.session import LIMITS, OK, Session, check_output

__all__ = ["whatif"]


@click.command()
@click.argument("scenarios", type=FILE)
@click.argument("instance", type=FILE)
@click.option("-o", "--output", type=FILE, metavar="FILE")
@click.option("--csv", type=FILE, metavar="FILE")
@click.option("--plan", "base_plan", type=FILE, metavar="BASE")
@click.option("--jobs", type=click.IntRange(1, 1_000), metavar="N")
@click.option("--resume", type=FILE, metavar="FILE")
@click.option("--cluster", metavar="ADDRESS")
@click.option("--seed", type=SEED, default=0, show_default=True, metavar="N")
@click.option("--gap", type=click.FloatRange(0, 1), default=0.001, show_default=True, metavar="X")
@common
@click.pass_obj
def whatif(
    session: Session,
    /,
    scenarios: Path,
    instance: Path,
    output: Path | None,
    csv: Path | None,
    base_plan: Path | None,
    jobs: int | None,
    resume: Path | None,
    cluster: str | None,
    seed: int,
    gap: float,
) -> int:
    """Try the changes of SCENARIOS on INSTANCE and compare them with the base plan."""
    inputs = (scenarios, instance) if base_plan is None else (scenarios, instance, base_plan)
    for target in (output, csv, resume):
        if target is not None:
            check_output(target, *inputs)
    from bianzu import answers
    from bianzu.answers.clusters import open_cluster
    from bianzu.instances import read_both, read_instance, read_scenarios, write_bytes, write_model
    from bianzu.report.interrupt import cancel_on_interrupt
    from bianzu.report.progress import SweepLine
    from bianzu.report.sweep_view import format_csv, name_scenarios, print_sweep
    from bianzu.solver import SolveOptions

    listed = read_scenarios(scenarios)
    read, base = (read_instance(instance), None) if base_plan is None else read_both(instance, base_plan)
    line = SweepLine(session.words, sys.stderr, len(listed))
    with ExitStack() as stack:
        cancel = stack.enter_context(cancel_on_interrupt(lambda: line.announce("progress.cancelling")))
        stack.callback(line.close)
        sweep = answers.what_if(
            read,
            listed,
            base=base,
            executor=None if cluster is None else stack.enter_context(open_cluster(cluster)),
            cores=jobs,
            options=SolveOptions(seed=seed, gap=gap),
            resume=resume,
            on_result=line.count,
            cancel=cancel,
        )
    if output is not None:
        write_model(sweep, output)
    if csv is not None:
        write_bytes(format_csv(session.words, sweep), csv)
    fine = not sweep.left_out and all(item.state == "answered" for item in sweep.results)
    return session.finish(
        OK if fine else LIMITS,
        sweep.model_dump(mode="json"),
        lambda: print_sweep(session.out, session.words, sweep, name_scenarios(session.words, read, listed)),
    )
