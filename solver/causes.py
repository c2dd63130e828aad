"""Why an instance has no complete plan: every cause that can be found, the cheapest proofs first.

Counts come first, then the relaxation of the shortage levels, whose prices point at the members of a core;
what a cause lacks is excused before the next is looked for. What is still missing in a plan after that is
looked for by integer programmes, on which two engines must agree.
"""

from dataclasses import dataclass

from bianzu.models import Cause, Instance, Lack, Plan
from bianzu.solver.assembly import build_model
from bianzu.solver.cause_finder import Finder, StoppedError, list_absent_days
from bianzu.solver.demands import Board, Excused, list_asks
from bianzu.solver.headcounts import count_lacking
from bianzu.solver.options import CancelToken

__all__ = ["Causes", "find_causes", "list_lacks"]


@dataclass(frozen=True)
class Causes:
    """What was found.

    Attributes
    ----------
    causes
        In the order in which they were found; each takes what those before lack for missing.
    impossible
        Whether pins contradict each other, so that there is no plan at all.
    """

    causes: tuple[Cause, ...]
    impossible: bool = False


def find_causes(instance: Instance, plan: Plan | None = None, *, cancel: CancelToken | None = None) -> Causes:
    """Causes of what a plan misses; without a plan, of whatever every plan misses; once cancelled, those that
    were found so far.

    Raises
    ------
    InputError
        A rule that is on but not implemented, or a pin that breaks an exclusion by itself.
    """

    def tick() -> None:
        if cancel is not None and cancel.is_set():
            raise StoppedError

    found = Finder(instance, plan, tick).find()
    return Causes(tuple(found), impossible=any(cause.topic == "pins" for cause in found))


def list_lacks(instance: Instance) -> tuple[Lack, ...]:
    """What counts alone prove every plan to miss: less than `find_causes` may find, in a part of the time.

    Raises
    ------
    InputError
        A rule that is on but not implemented, or a pin that breaks an exclusion by itself.
    """
    model = build_model(instance)
    board, excused, asks = Board(model), Excused(set(), {}), list_asks(model)
    found = [lack for cause in list_absent_days(model) for lack in cause.lacking]
    for seats in (True, False):
        found += count_lacking(board, [ask for ask in asks if (ask.kind == "seat") == seats], excused)
    return tuple(found)
