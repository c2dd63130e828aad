"""Who can meet the demands of a count, as far as some members go."""

from collections.abc import Sequence

from bianzu.audit.causes.flows import Flow
from bianzu.audit.causes.places import Places, name_demand
from bianzu.models import Demand, Exclusion, Maximum, Member, Ordered

__all__ = ["build_flow"]


def build_flow(places: Places, members: Sequence[Member]) -> Flow:
    """People to the demands among some members, as far as their rules, pins and limits go."""
    rules = {item.rule for item in members if isinstance(item, Exclusion)}
    orders = {item.pin for item in members if isinstance(item, Ordered)}
    most = {item.unit: item.limit for item in members if isinstance(item, Maximum)}
    needs: dict[str, int] = {}
    edges: dict[str, dict[str, list[str]]] = {}
    limits: dict[str, tuple[str, int]] = {}
    for demand in members:
        if not isinstance(demand, Demand):
            continue
        name = "/".join(map(str, name_demand(demand)))
        spots: dict[str, list[str]] = {}
        needs[name] = places.left(demand)
        for person, view in places.list_spots(demand):
            if not places.is_open(person, view, rules, orders):
                continue
            if demand.person is None:
                spots.setdefault(view.seat.id, []).append(person.id)
            else:
                spots.setdefault(f"{person.id} {view.on.round.id}", []).append(view.seat.id)
            if person.work_unit in most and person.id not in places.facts.full_time:
                limits[person.id] = (f"unit {person.work_unit}", most[person.work_unit])
        edges[name] = spots
    return Flow(needs, edges, limits)
