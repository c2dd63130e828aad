"""The command line: reads arguments, calls the library, and leaves all words to `bianzu.report`.

Exit codes: 0 a complete audited plan or a pass, 1 bad input or a failed audit, 2 wrong usage, 3 proven
that no complete plan exists, 4 limits reached before a complete plan was found, 130 interrupted.
"""

import dataclasses
import math
import sys
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bianzu import __version__
from bianzu.report.catalog import LANGUAGES
from bianzu.report.help_view import translate_help
from bianzu.report.session import (
    BAD,
    INTERRUPTED,
    LIMITS,
    OK,
    PROVEN,
    USAGE,
    Session,
    UnusableOutput,
    check_output,
    open_session,
)

if TYPE_CHECKING:
    from bianzu.report.roster_view import Grouping
    from bianzu.solver import SolveOptions

__all__ = ["cli", "main"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_SEED = click.IntRange(min=0, max=2**31 - 1)
_FILE = click.Path(path_type=Path)
_SIZES = ("micro", "tiny", "county", "city", "metro", "province")  # as in bianzu.instances, without its cost
_TIGHTNESS = ("loose", "normal", "tight")
_PRESETS = ("shanxi", "zhangzhou-6+2", "nanjian-3+2", "qujing", "whole-team", "upgraded", "own-county")

_FORMS = (
    *("shanxi", "zhangzhou-6+2", "nanjian-3+2", "qujing", "own-county", "mixed-cross", "upgraded", "linked"),
    *("joint-audit", "return-visit", "special-squad", "dispatched-posts", "stationed-prosecutors"),
    *("village-secretaries", "supervisors"),
)


def _finite(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter("not a finite number")
    return value


def _common(command: _Command) -> _Command:
    """Options of every command. `open_session` has read ``--lang`` and ``--json`` beforehand."""
    for option in (
        click.help_option("--help"),
        click.option("--json", is_flag=True, expose_value=False),
        click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False),
    ):
        command = option(command)
    return command


def _solving(command: _Command) -> _Command:
    """Options of the commands that solve."""
    positive = click.FloatRange(min=0, min_open=True)
    for option in (
        click.option("--memory", type=click.IntRange(min=1), metavar="MIB"),
        click.option("--budget", type=click.IntRange(min=1), metavar="N"),
        click.option("--draw", metavar="TEXT"),
        click.option("--seed", type=_SEED, default=0, show_default=True, metavar="N"),
        click.option("--time-limit", type=positive, callback=_finite, metavar="S"),
    ):
        command = option(command)
    return command


@click.group()
@_common
@click.version_option(__version__, prog_name="bianzu")
def cli() -> None:
    """Form the teams of an inspection office."""


_DEMO_SECONDS = 60.0


@cli.command()
@click.option("-o", "--output", type=_FILE, default=Path("plan.json"), show_default=True, metavar="PLAN")
@_solving
@_common
@click.pass_obj
def demo(session: Session, /, output: Path, **choices: Any) -> int:
    """Solve and audit the invented city that ships with the package."""
    check_output(output)
    if choices["time_limit"] is None:  # the proof of the last tenth of a percent would take minutes
        choices["time_limit"] = _DEMO_SECONDS
    options = _options(session, **choices)
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


@cli.command()
@click.option("--size", type=click.Choice(_SIZES), required=True)
@click.option("--tightness", type=click.Choice(_TIGHTNESS), default="normal", show_default=True)
@click.option("--seed", type=_SEED, default=0, show_default=True, metavar="N")
@click.option("--preset", type=click.Choice(_PRESETS))
@click.option("--rounds", type=click.IntRange(1, 15), default=1, show_default=True, metavar="R")
@click.option("--rules", "ruleset", type=click.Choice(("round", "term")), default="round", show_default=True)
@click.option("-o", "--output", type=_FILE, required=True, metavar="FILE")
@_common
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


@cli.command()
@click.argument("form", type=click.Choice(_FORMS), required=False, metavar="[FORM]")
@click.option("--list", "listed", is_flag=True)
@click.option("--villages", type=click.IntRange(20, 7_415), metavar="N")
@click.option("-o", "--output", type=_FILE, metavar="FILE")
@_common
@click.pass_obj
def template(
    session: Session, /, form: str | None, listed: bool, villages: int | None, output: Path | None
) -> int:
    """Write a form of a round as an invented instance, or list the forms."""
    from bianzu.report.template_view import list_document, print_list, print_template

    if listed:
        if (form, villages, output) != (None, None, None):
            raise click.UsageError("--list stands alone")
        return session.finish(
            OK, list_document(session.words, _FORMS), lambda: print_list(session.out, _FORMS)
        )
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


@cli.command()
@click.argument("instance", type=_FILE)
@click.option("--rules", is_flag=True)
@_common
@click.pass_obj
def check(session: Session, /, instance: Path, rules: bool) -> int:
    """Report errors of an instance and counts that rule a complete plan out."""
    from bianzu import solver
    from bianzu.instances import read_instance
    from bianzu.report.check_view import check_document, print_checks, print_settings

    read = read_instance(instance)
    found = solver.check(read)

    def text() -> None:
        print_checks(session.out, session.words, read, found)
        if rules:
            print_settings(session.out, session.words, read)

    code = OK if all(item.ok for item in found) else PROVEN
    return session.finish(code, check_document(read, found), text)


@cli.command()
@click.argument("instance", type=_FILE)
@click.option("-o", "--output", type=_FILE, required=True, metavar="PLAN")
@click.option("--from-round", metavar="ROUND")
@click.option("--plan", type=_FILE, metavar="OLD")
@click.option("--instance-out", type=_FILE, metavar="FILE")
@_solving
@_common
@click.pass_obj
def solve(
    session: Session,
    /,
    instance: Path,
    output: Path,
    from_round: str | None,
    plan: Path | None,
    instance_out: Path | None,
    **choices: Any,
) -> int:
    """Form the teams of INSTANCE and write the plan."""
    if (from_round is None) != (plan is None) or (instance_out is not None and plan is None):
        raise click.UsageError(session.words("freeze.together"))
    inputs = (instance,) if plan is None else (instance, plan)
    check_output(output, *inputs)
    if instance_out is not None:
        check_output(instance_out, *inputs)
        if output.resolve() == instance_out.resolve():
            raise click.UsageError(session.words("freeze.two-files"))
    options = _options(session, **choices)
    from bianzu.solver import Worker

    with Worker() as worker:  # it starts while the instance is read
        from bianzu.instances import read_instance
        from bianzu.report.solve_run import Rolling, freeze, run_solve

        rolling = None if from_round is None or plan is None else Rolling(from_round, plan, instance_out)
        read = read_instance(instance) if rolling is None else freeze(instance, rolling)
        return run_solve(session, read, output, options, worker, rolling=rolling)


@cli.command()
@click.argument("instance", type=_FILE)
@click.argument("plan", type=_FILE)
@click.option("--evidence", is_flag=True)
@_common
@click.pass_obj
def verify(session: Session, /, instance: Path, plan: Path, evidence: bool) -> int:
    """Audit PLAN against INSTANCE."""
    from bianzu import audit
    from bianzu.instances import read_both
    from bianzu.report.audit_view import audit_document, print_audit, print_evidence, print_evidence_counts

    read, proposal = read_both(instance, plan)
    result = audit.verify(read, proposal)

    def text() -> None:
        print_audit(session.out, session.words, result)
        print_evidence_counts(session.out, session.words, result)
        if evidence:
            print_evidence(session.out, session.words, read, result)

    tree = audit_document(session.words, result, evidence=evidence)
    return session.finish(OK if result.passed else BAD, tree, text)


@cli.command()
@click.argument("instance", type=_FILE)
@click.argument("plan", type=_FILE)
@click.option("--by", type=click.Choice(("team", "county", "person")), default="team", show_default=True)
@_common
@click.pass_obj
def show(session: Session, /, instance: Path, plan: Path, by: "Grouping") -> int:
    """Show PLAN as tables."""
    from bianzu.instances import read_both
    from bianzu.models import InputError, digest
    from bianzu.report.outlook_view import (
        outlook_document,
        print_at_risk,
        print_floaters,
        print_look_ahead,
        print_reserves,
    )
    from bianzu.report.roster import find_mismatches
    from bianzu.report.roster_view import print_roster, roster_document
    from bianzu.report.shortage_view import print_shortages

    read, proposal = read_both(instance, plan)
    mismatches = find_mismatches(read, proposal)
    if mismatches:
        raise InputError(dataclasses.replace(item, params={"file": str(plan)}) for item in mismatches)
    same = proposal.provenance.input_digest == digest(read)

    def text() -> None:
        if not same:
            session.err.say(session.words("plan.other-input"))
        print_roster(session.out, session.words, read, proposal, by)
        for show_part in (print_floaters, print_reserves, print_shortages, print_at_risk, print_look_ahead):
            show_part(session.out, session.words, read, proposal)

    tree = {"same_input": same, **roster_document(read, proposal, by), **outlook_document(proposal)}
    return session.finish(OK, tree, text)


@cli.command()
@click.argument("rule", required=False)
@_common
@click.pass_obj
def rules(session: Session, /, rule: str | None) -> int:
    """List every rule of the rulebook, or show one in full."""
    from bianzu.report import rules_view
    from bianzu.report.rule_list import list_rules

    out, words, entries = session.out, session.words, list_rules()
    if rule is None:
        tree = rules_view.rules_document(words, entries)
        return session.finish(OK, tree, lambda: rules_view.print_rules(out, words, entries))
    entry = next((item for item in entries if item.id == rule), None)
    if entry is None:
        raise click.UsageError(words("rules.unknown", rule=rule))
    tree = rules_view.rule_document(words, entry)
    return session.finish(OK, tree, lambda: rules_view.print_rule(out, words, entry))


@cli.command()
@click.argument("kind", type=click.Choice(("instance", "plan")))
@_common
@click.pass_obj
def schema(session: Session, /, kind: str) -> int:
    """Print the JSON Schema of a file format."""
    from bianzu.models import Instance, Plan

    model = Instance if kind == "instance" else Plan
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    session.out.document(dialect | model.model_json_schema(by_alias=True))
    return OK


def _options(session: Session, memory: int | None, draw: str | None, **given: Any) -> "SolveOptions":
    from bianzu.solver import SolveOptions

    if draw is not None:
        from bianzu.models import check_public_value

        source = click.get_current_context().get_parameter_source("seed")
        if source is not click.core.ParameterSource.DEFAULT:
            raise click.UsageError(session.words("draw.or-seed"))
        try:
            given["draw"] = check_public_value(draw)
        except ValueError as error:
            raise click.UsageError(session.words("draw.one-line")) from error
    return SolveOptions(**given) if memory is None else SolveOptions(**given, memory_limit_mib=memory)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Errors raised on purpose become messages; an unexpected one shows its traceback.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    session = open_session(given)
    translate_help(cli, session.words)
    try:
        code = cli.main(given, prog_name="bianzu", obj=session, standalone_mode=False)
    except Exception as error:
        return _report(session, error)
    except KeyboardInterrupt:
        return _report(session, click.Abort())
    return code if isinstance(code, int) else OK


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
