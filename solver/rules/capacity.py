"""capacity: a team has at most n units, and its days lie within the round; people make no difference."""

from collections.abc import Iterator

from bianzu.models import Instance, Problem

__all__ = ["find_problems"]


def find_problems(instance: Instance) -> Iterator[Problem]:
    """Teams that no plan could make right."""
    setting = instance.rules.capacity
    for at, team in enumerate(instance.teams) if setting is not None else ():
        item = instance.round_by_id[team.round]
        if setting is not None and len(team.units) > setting.n:
            value = str(len(team.units))
            yield Problem("over-capacity", f"$.teams[{at}].units", value, f"at most {setting.n} units")
        start, end = team.start or item.start, team.end or item.end
        if start < item.start or end > item.end:
            yield Problem(
                "over-capacity", f"$.teams[{at}].start", f"{start} to {end}", f"{item.start} to {item.end}"
            )
