"""Why an instance has no complete plan: every cause that can be found, the cheapest proofs first."""

from collections.abc import Callable
from dataclasses import dataclass

from bianzu.models import Cause, Demand, HallSet, Instance, Ordered, Plan
from bianzu.solver.assembly import build_model
from bianzu.solver.conflicts import find_conflict
from bianzu.solver.demands import Board, Excused, list_asks
from bianzu.solver.model import Model
from bianzu.solver.rules.presence import list_absences
from bianzu.solver.shortfalls import count_causes

__all__ = ["Causes", "find_causes"]


@dataclass(frozen=True)
class Causes:
    """What was found.

    Attributes
    ----------
    causes
        In the order of a planner: orders, leaders, local seats, other seats, skills, minima, people, days.
    impossible
        Whether pins contradict each other, so that there is no plan at all.
    """

    causes: tuple[Cause, ...]
    impossible: bool = False


def find_causes(
    instance: Instance, plan: Plan | None = None, *, tick: Callable[[], None] = lambda: None
) -> Causes:
    """Causes of what a plan misses; without a plan, of whatever every plan misses.

    Raises
    ------
    InputError
        A rule that is on but not implemented, or a pin that breaks an exclusion by itself.
    """
    model = build_model(instance)
    conflict = find_conflict(model)
    if conflict is not None:
        members = tuple(Ordered(pin=at) for at in conflict.pins)
        return Causes((Cause(topic="pins", members=members, short=0, proven_by="engines"),), impossible=True)
    board, excused = Board(model, plan), Excused(set(), {})
    found = count_causes(board, list_asks(model), excused, tick)
    return Causes((*found, *_list_absent_days(model)))


def _list_absent_days(model: Model) -> list[Cause]:
    """Days on site that dates and teams leave out, whoever goes."""
    data, setting = model.data, model.data.rules.presence
    found = []
    for item in list_absences(data):
        assert setting is not None
        demand = Demand(
            rule="presence",
            round=data.rounds[item.item].id,
            team=data.teams[item.team].id,
            unit=item.unit,
            need=setting.d,
        )
        hall = HallSet(by="days", need=setting.d, have=setting.d - item.days)
        found.append(
            Cause(
                topic="presence",
                members=(demand,),
                short=item.days,
                proven_by="hall",
                hall=hall,
                minimal=True,
            )
        )
    return found
