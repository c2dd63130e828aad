"""Commands that make instances and plans: demo, generate, template, solve."""

import sys
from importlib import resources
from pathlib import Path
from typing import Any

import click

from bianzu.commands.common import FILE, SEED, common, read_options, solving
from bianzu.report.session import OK, Session, check_output

__all__ = ["FORMS", "demo", "generate", "solve", "template"]

_SIZES = ("micro", "tiny", "county", "city", "metro", "province")  # as in bianzu.instances, without its cost
_TIGHTNESS = ("loose", "normal", "tight")
_PRESETS = ("shanxi", "zhangzhou-6+2", "nanjian-3+2", "qujing", "whole-team", "upgraded", "own-county")
FORMS = (
    *("shanxi", "zhangzhou-6+2", "nanjian-3+2", "qujing", "own-county", "mixed-cross", "upgraded", "linked"),
    *("joint-audit", "return-visit", "special-squad", "dispatched-posts", "surge-teams"),
    *("stationed-prosecutors", "village-secretaries", "supervisors"),
)
_DEMO_SECONDS = 60.0


@click.command()
@click.option("-o", "--output", type=FILE, default=Path("plan.json"), show_default=True, metavar="PLAN")
@solving
@common
@click.pass_obj
def demo(session: Session, /, output: Path, **choices: Any) -> int:
    """Solve and audit the invented city that ships with the package."""
    check_output(output)
    if choices["time_limit"] is None:  # the proof of the last tenth of a percent would take minutes
        choices["time_limit"] = _DEMO_SECONDS
    options = read_options(session, **choices)
    from bianzu.solver import Worker

    with Worker() as worker:  # it starts while the instance is read
        from bianzu.instances import read_library
        from bianzu.report.plan_view import print_demo_start
        from bianzu.report.solve_run import run_solve

        instance = read_library("city")
        if not session.as_json:
            print_demo_start(session.out, session.words, instance)
        source = Path(str(resources.files("bianzu.instances.library") / "city.json"))
        return run_solve(session, instance, output, options, worker, demo=source)


@click.command()
@click.option("--size", type=click.Choice(_SIZES), required=True)
@click.option("--tightness", type=click.Choice(_TIGHTNESS), default="normal", show_default=True)
@click.option("--seed", type=SEED, default=0, show_default=True, metavar="N")
@click.option("--preset", type=click.Choice(_PRESETS))
@click.option("--rounds", type=click.IntRange(1, 15), default=1, show_default=True, metavar="R")
@click.option("--rules", "ruleset", type=click.Choice(("round", "term")), default="round", show_default=True)
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE")
@common
@click.pass_obj
def generate(session: Session, /, output: Path, ruleset: str, **choices: Any) -> int:
    """Write an invented instance."""
    check_output(output)
    from bianzu import instances
    from bianzu.report.check_view import instance_document, print_generated

    try:
        instance = instances.generate(**choices)
    except ValueError as error:
        if type(error) is not ValueError:
            raise
        raise click.UsageError(str(error)) from error
    if ruleset == "term":
        instance = instances.with_term_rules(instance)
    instances.write_model(instance, output)
    return session.finish(
        OK,
        {"output": str(output), **instance_document(instance)},
        lambda: print_generated(session.out, session.words, instance, output),
    )


@click.command()
@click.argument("form", type=click.Choice(FORMS), required=False, metavar="[FORM]")
@click.option("--list", "listed", is_flag=True)
@click.option("--villages", type=click.IntRange(20, 7_415), metavar="N")
@click.option("-o", "--output", type=FILE, metavar="FILE")
@common
@click.pass_obj
def template(
    session: Session, /, form: str | None, listed: bool, villages: int | None, output: Path | None
) -> int:
    """Write a form of a round as an invented instance, or list the forms."""
    from bianzu.report.template_view import list_document, print_list, print_template

    if listed:
        if (form, villages, output) != (None, None, None):
            raise click.UsageError("--list stands alone")
        return session.finish(OK, list_document(session.words, FORMS), lambda: print_list(session.out, FORMS))
    if form is None or output is None:
        raise click.UsageError("FORM and -o are needed, or --list")
    check_output(output)
    from bianzu import instances
    from bianzu.report.check_view import instance_document

    try:
        instance = instances.template(form, villages=villages)
    except ValueError as error:
        if type(error) is not ValueError:
            raise
        raise click.UsageError(str(error)) from error
    instances.write_model(instance, output)
    return session.finish(
        OK,
        {"output": str(output), "form": form, **instance_document(instance)},
        lambda: print_template(session.out, session.words, form, instance, output),
    )


@click.command()
@click.argument("instance", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, metavar="PLAN")
@click.option("--from-round", metavar="ROUND")
@click.option("--plan", type=FILE, metavar="OLD")
@click.option("--instance-out", type=FILE, metavar="FILE")
@click.option("--start", type=FILE, metavar="PLAN")
@solving
@common
@click.pass_obj
def solve(
    session: Session,
    /,
    instance: Path,
    output: Path,
    from_round: str | None,
    plan: Path | None,
    instance_out: Path | None,
    start: Path | None,
    **choices: Any,
) -> int:
    """Form the teams of INSTANCE and write the plan."""
    if (from_round is None) != (plan is None) or (instance_out is not None and plan is None):
        raise click.UsageError(session.words("freeze.together"))
    inputs = [item for item in (instance, plan, start) if item is not None]
    check_output(output, *inputs)
    if instance_out is not None:
        check_output(instance_out, *inputs)
        if output.resolve() == instance_out.resolve():
            raise click.UsageError(session.words("freeze.two-files"))
    options = read_options(session, **choices)
    from bianzu.solver import Worker

    with Worker() as worker:  # it starts while the instance is read
        from bianzu.instances import read_instance, read_plan
        from bianzu.report.solve_run import Rolling, freeze, run_solve
        from bianzu.report.waiting import WaitingLine

        rolling = None if from_round is None or plan is None else Rolling(from_round, plan, instance_out)
        with WaitingLine(session.words, sys.stderr, "read"):
            read = read_instance(instance) if rolling is None else freeze(instance, rolling)
            begun = None if start is None else read_plan(start)
        return run_solve(session, read, output, options, worker, rolling=rolling, start=begun)
