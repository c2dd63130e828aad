"""One solve on the command line: freeze what lies before it, solve, write what there is, report it."""

import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bianzu.report.session import LIMITS, OK, PROVEN, Session

if TYPE_CHECKING:
    from bianzu.models import Instance, Plan, Problem
    from bianzu.solver import SolveOptions, Worker

__all__ = ["Rolling", "freeze", "run_solve"]


@dataclasses.dataclass(frozen=True)
class Rolling:
    """The first round that is planned anew, the plan that the rounds before it come from, and where to write
    the instance in which they are past."""

    from_round: str
    plan: Path
    instance_out: Path | None


def freeze(source: Path, rolling: Rolling) -> "Instance":
    """Read an instance and an earlier plan for it, and make the earlier rounds of the plan history.

    Raises
    ------
    InputError
        Either file is faulty, or the plan cannot be frozen; each problem names its file or option.
    """
    from bianzu.instances import read_both
    from bianzu.models import InputError
    from bianzu.solver import freeze_rounds

    instance, plan = read_both(source, rolling.plan)
    try:
        return freeze_rounds(instance, plan, rolling.from_round)
    except InputError as error:
        raise InputError(_name_places(error.problems, rolling.plan)) from error


def _name_places(problems: Sequence["Problem"], plan: Path) -> list["Problem"]:
    return [
        dataclasses.replace(item, where="--from-round")
        if item.where == "from_round"
        else dataclasses.replace(item, params={**item.params, "file": str(plan)})
        for item in problems
    ]


def run_solve(
    session: Session,
    instance: "Instance",
    output: Path,
    options: "SolveOptions",
    worker: "Worker",
    *,
    demo: Path | None = None,
    rolling: Rolling | None = None,
    start: "Plan | None" = None,
) -> int:
    """Solve, from ``start`` if given, write what there is and report it; a demo also lists the teams. Returns
    the exit code."""
    from bianzu import solver
    from bianzu.instances import write_model
    from bianzu.report import plan_view
    from bianzu.report.interrupt import cancel_on_interrupt
    from bianzu.report.progress import ProgressLine
    from bianzu.report.roster_view import print_team_list

    words, out = session.words, session.out
    line = ProgressLine(words, sys.stderr)
    with cancel_on_interrupt(lambda: line.announce("progress.cancelling")) as cancel:
        try:
            plan = solver.solve(
                instance, options=options, progress=line, cancel=cancel, worker=worker, start=start
            )
        finally:
            line.close()
        written = plan.status in ("optimal", "feasible") or (
            plan.status == "unknown" and not output.exists()  # nothing never replaces something
        )
        if written:
            write_model(plan, output)
            if rolling is not None and rolling.instance_out is not None:
                write_model(instance, rolling.instance_out)

    def text() -> None:
        if demo is not None:
            out.heading(words("title.teams"))
            print_team_list(out, words, instance, plan)
            out.say()
        if rolling is not None:
            out.say(words("freeze.done", round=rolling.from_round, plan=rolling.plan))
        plan_view.print_outcome(out, words, instance, plan)
        if written:
            plan_view.print_written(out, words, output, demo)
            _print_frozen(session, output, rolling)
        else:
            out.say(words("plan.kept", path=output))

    code = OK if plan.complete else PROVEN if plan_view.is_proven_incomplete(plan) else LIMITS
    tree = plan_view.plan_document(words, instance, plan)
    return session.finish(code, {**_paths(output, rolling, written), **tree}, text)


def _print_frozen(session: Session, output: Path, rolling: Rolling | None) -> None:
    """Print where the instance lies that the plan answers, or how to get it."""
    if rolling is None:
        return
    if rolling.instance_out is None:
        session.out.say(session.words("freeze.not-written"))
    else:
        session.out.say(session.words("freeze.written", instance=rolling.instance_out, plan=output))


def _paths(output: Path, rolling: Rolling | None, written: bool) -> dict[str, object]:
    paths: dict[str, object] = {"output": str(output) if written else None}
    if rolling is not None:
        target = rolling.instance_out if written else None
        paths["from_round"] = rolling.from_round
        paths["instance_output"] = None if target is None else str(target)
    return paths
