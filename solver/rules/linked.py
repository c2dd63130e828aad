"""linked: a team starts in the round and on the day of its parent team; people make no difference."""

from collections.abc import Iterator

from bianzu.models import Instance, Problem

__all__ = ["find_problems"]


def find_problems(instance: Instance) -> Iterator[Problem]:
    """Teams that start apart from the team that they are linked to."""
    for at, team in enumerate(instance.teams) if instance.rules.linked is not None else ():
        parent = None if team.parent_team is None else instance.team_by_id[team.parent_team]
        if parent is None:
            continue
        here, there = (
            (item.round, item.start or instance.round_by_id[item.round].start) for item in (team, parent)
        )
        if here != there:
            yield Problem(
                "linked-apart", f"$.teams[{at}]", f"{here[0]} from {here[1]}", f"{there[0]} from {there[1]}"
            )
