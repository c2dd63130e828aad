"""A largest flow from demands over places to people, by plain augmenting paths."""

from collections import deque
from collections.abc import Mapping, Sequence

__all__ = ["largest_flow"]

_SOURCE, _SINK = "source", "sink"


def largest_flow(
    needs: Mapping[str, int],
    edges: Mapping[str, Mapping[str, Sequence[str]]],
    limits: Mapping[str, tuple[str, int]],
) -> int:
    """Units of demands that can be met at most.

    Parameters
    ----------
    needs
        Units of each demand.
    edges
        demand -> place -> who can meet a unit there; a place holds one unit, and so does everybody.
    limits
        Person -> a group and how many of it can be used.
    """
    room: dict[str, dict[str, int]] = {_SOURCE: {}, _SINK: {}}

    def join(start: str, end: str, capacity: int) -> None:
        room.setdefault(start, {})[end] = capacity
        room.setdefault(end, {}).setdefault(start, 0)

    for demand, places in edges.items():
        join(_SOURCE, f"d {demand}", needs[demand])
        for place, people in places.items():
            join(f"d {demand}", f"p {demand} {place}", 1)
            for person in people:
                join(f"p {demand} {place}", f"r {person}", 1)
                if person in limits:
                    group, limit = limits[person]
                    join(f"r {person}", f"g {group}", 1)
                    join(f"g {group}", _SINK, limit)
                else:
                    join(f"r {person}", _SINK, 1)
    total = 0
    while _push(room):
        total += 1
    return total


def _push(room: dict[str, dict[str, int]]) -> bool:
    """One unit more along a shortest path."""
    before: dict[str, str] = {_SOURCE: ""}
    queue = deque([_SOURCE])
    while queue and _SINK not in before:
        node = queue.popleft()
        for other, capacity in room[node].items():
            if capacity > 0 and other not in before:
                before[other] = node
                queue.append(other)
    if _SINK not in before:
        return False
    node = _SINK
    while node != _SOURCE:
        last = before[node]
        room[last][node] -= 1
        room[node][last] += 1
        node = last
    return True
