"""Holds an explanation against what was planted."""

from bianzu.instances.causes import Asked, Planted, PlantedCause
from bianzu.models import Cause, Demand, Exclusion, Explanation, Maximum, Ordered

__all__ = ["list_faults"]


def list_faults(planted: Planted, found: Explanation) -> list[str]:
    """What the explanation says otherwise than what was planted; nothing when every cause is named."""
    verdict = "impossible" if any(cause.pins for cause in planted.causes) else "incomplete"
    if found.verdict != verdict:
        return [f"verdict {found.verdict}, planted {verdict}"]
    faults = []
    if verdict == "incomplete" and found.explained != planted.missing:
        faults.append(f"{found.explained} units explained, {planted.missing} planted")
    for at, cause in enumerate(planted.causes):
        mine = [item for item in found.causes if _is_about(item, cause)]
        if not mine:
            faults.append(f"cause {at}: not named")
            continue
        faults += [f"cause {at}: {fault}" for fault in _compare(mine, cause)]
    foreign = [item for item in found.causes if not any(_is_about(item, cause) for cause in planted.causes)]
    faults += [f"a cause of its own: {item.topic}" for item in foreign]
    return faults


def _ask(demand: Demand) -> Asked:
    who = demand.seat or demand.team or demand.person or ""
    return demand.rule, who, demand.skill or demand.clause or ""


def _is_about(cause: Cause, planted: PlantedCause) -> bool:
    if planted.pins:
        return any(isinstance(item, Ordered) for item in cause.members)
    asked = {_ask(item) for item in cause.members if isinstance(item, Demand)}
    return bool(asked) and asked <= planted.asked


def _compare(causes: list[Cause], planted: PlantedCause) -> list[str]:
    """Faults of the causes found for one that was planted."""
    members = [item for cause in causes for item in cause.members]
    if planted.pins:
        pins = {item.pin for item in members if isinstance(item, Ordered)}
        return [] if pins == planted.pins else [f"pins {sorted(pins)}, planted {sorted(planted.pins)}"]
    faults = []
    short = sum(cause.short for cause in causes)
    if short != planted.short:
        faults.append(f"{short} units, planted {planted.short}")
    rules = {item.rule for item in members if isinstance(item, Exclusion | Maximum)}
    if not planted.rules <= rules:
        faults.append(f"rules {sorted(rules)}, planted {sorted(planted.rules)}")
    people = {person for cause in causes if cause.hall is not None for person in cause.hall.people}
    if planted.people and not people <= planted.people:
        faults.append(f"{sorted(people - planted.people)} counted besides the planted people")
    if not all(cause.minimal for cause in causes):
        faults.append("not proven minimal")
    return faults
