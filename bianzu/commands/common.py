"""What commands share: kinds of parameters, options, and how options become those of the library."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bianzu.report.catalog import LANGUAGES
from bianzu.report.session import Session

if TYPE_CHECKING:
    from bianzu.solver import SolveOptions

__all__ = ["FILE", "SEED", "common", "read_options", "solving"]


_Command = TypeVar("_Command", bound=Callable[..., Any])
SEED = click.IntRange(min=0, max=2**31 - 1)
FILE = click.Path(path_type=Path)


def _finite(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter("not a finite number")
    return value


def common(command: _Command) -> _Command:
    """Options of every command. `open_session` has read ``--lang`` and ``--json`` beforehand."""
    for option in (
        click.help_option("--help"),
        click.option("--json", is_flag=True, expose_value=False),
        click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False),
    ):
        command = option(command)
    return command


def solving(command: _Command) -> _Command:
    """Options of the commands that solve."""
    positive = click.FloatRange(min=0, min_open=True)
    for option in (
        click.option("--memory", type=click.IntRange(min=1), metavar="MIB"),
        click.option("--gap", type=click.FloatRange(min=0), callback=_finite, metavar="X"),
        click.option("--budget", type=click.IntRange(min=1), metavar="N"),
        click.option("--draw", metavar="TEXT"),
        click.option("--seed", type=SEED, default=0, show_default=True, metavar="N"),
        click.option("--time-limit", type=positive, callback=_finite, metavar="S"),
    ):
        command = option(command)
    return command


def read_options(session: Session, memory: int | None, draw: str | None, **given: Any) -> "SolveOptions":
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
