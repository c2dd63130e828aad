"""A largest flow from demands over places to people, by plain augmenting paths."""

from collections import deque
from collections.abc import Mapping, Sequence

__all__ = ["Flow"]

_SOURCE, _SINK = "source", "sink"


class Flow:
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

    def __init__(
        self,
        needs: Mapping[str, int],
        edges: Mapping[str, Mapping[str, Sequence[str]]],
        limits: Mapping[str, tuple[str, int]],
    ) -> None:
        self._needs = needs
        self._room: dict[str, dict[str, int]] = {_SOURCE: {}, _SINK: {}}
        for demand, places in edges.items():
            self._join(_SOURCE, f"d {demand}", needs[demand])
            for place, people in places.items():
                self._join(f"d {demand}", f"p {demand} {place}", 1)
                for person in people:
                    self._join(f"p {demand} {place}", f"r {person}", 1)
                    group, limit = limits.get(person, (person, 1))
                    self._join(f"r {person}", f"g {group}", 1)
                    self._join(f"g {group}", _SINK, limit)
        self.met = 0
        self._fill()

    def met_without(self, demand: str) -> int:
        """The same when one demand is not asked for."""
        node = f"d {demand}"
        given = self._needs[demand] - self._room[_SOURCE].get(node, 0)
        for _ in range(given):
            self._take_back(node)
        self.met -= given
        self._room[_SOURCE][node] = 0
        self._fill()
        met = self.met
        self._room[_SOURCE][node] = self._needs[demand]
        self._fill()
        return met

    def _join(self, start: str, end: str, capacity: int) -> None:
        self._room.setdefault(start, {})[end] = capacity
        self._room.setdefault(end, {}).setdefault(start, 0)

    def _fill(self) -> None:
        while self._push():
            self.met += 1

    def _push(self) -> bool:
        """One unit more along a shortest path."""
        before: dict[str, str] = {_SOURCE: ""}
        queue = deque([_SOURCE])
        while queue and _SINK not in before:
            node = queue.popleft()
            for other, capacity in self._room[node].items():
                if capacity > 0 and other not in before:
                    before[other] = node
                    queue.append(other)
        if _SINK not in before:
            return False
        node = _SINK
        while node != _SOURCE:
            last = before[node]
            self._move(last, node)
            node = last
        return True

    def _take_back(self, node: str) -> None:
        """One unit of a demand less, along the way that it took."""
        self._move(node, _SOURCE)
        while node != _SINK:
            ahead = (
                other
                for other in self._room[node]
                if _stage(other) > _stage(node) and self._room[other][node] > 0
            )
            other = next(ahead)
            self._move(other, node)
            node = other

    def _move(self, start: str, end: str) -> None:
        self._room[start][end] -= 1
        self._room[end][start] += 1


def _stage(node: str) -> int:
    return 5 if node == _SINK else 0 if node == _SOURCE else "dprg".index(node[0]) + 1
