"""A largest flow from demands over places to people, by plain augmenting paths."""

from collections.abc import Mapping, Sequence

from bianzu.audit.network import Network

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
        self._network = Network[str]()
        self._network.left[_SOURCE] = {}  # though nobody can meet anything
        join = self._network.join
        for demand, places in edges.items():
            join(_SOURCE, f"d {demand}", needs[demand])
            for place, people in places.items():
                join(f"d {demand}", f"p {demand} {place}", 1)
                for person in people:
                    join(f"p {demand} {place}", f"r {person}", 1)
                    group, limit = limits.get(person, (person, 1))
                    join(f"r {person}", f"g {group}", 1)
                    join(f"g {group}", _SINK, limit)
        self.met = 0
        self._fill()

    def met_without(self, demand: str) -> int:
        """The same when one demand is not asked for."""
        node = f"d {demand}"
        given = self._needs[demand] - self._network.left[_SOURCE].get(node, 0)
        for _ in range(given):
            self._take_back(node)
        self.met -= given
        self._network.left[_SOURCE][node] = 0
        self._fill()
        met = self.met
        self._network.left[_SOURCE][node] = self._needs[demand]
        self._fill()
        return met

    def _fill(self) -> None:
        while self._network.push(_SOURCE, _SINK):
            self.met += 1

    def _take_back(self, node: str) -> None:
        """One unit of a demand less, along the way that it took."""
        self._network.move(node, _SOURCE)
        while node != _SINK:
            ahead = (
                other
                for other in self._network.left[node]
                if _stage(other) > _stage(node) and self._network.left[other][node] > 0
            )
            other = next(ahead)
            self._network.move(other, node)
            node = other


def _stage(node: str) -> int:
    return 5 if node == _SINK else 0 if node == _SOURCE else "dprg".index(node[0]) + 1
