"""Demands, the places where they are met, and who can take them: a largest flow, and what cuts it off.

A demand asks for so many units; its places (a slot, or a person's service) hold so many; every resource (a
person, or a seat) meets one unit in one place. Resources of one group may be limited together. Where a demand
stays short, what can be reached from it by exchanges is closed, and its count proves the lack (Hall).
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bianzu.solver.data import BoolArray, IntArray

__all__ = ["Shortfall", "Supply"]

_Step = tuple[str, int]


@dataclass
class Shortfall:
    """A closed set of demands that stays ``short`` units short of ``need``.

    Attributes
    ----------
    first
        The demand whose search found it, and ``core`` what one unit of it alone can reach.
    demands, resources, groups
        Everything reached: demands, resources that could meet them, groups that are full.
    full, places
        Places of the demands that hold all they can, and those reached.
    """

    first: int
    demands: set[int]
    resources: set[int]
    groups: set[int]
    full: set[int]
    places: set[int]
    short: int = 1
    core: frozenset[int] = frozenset()


@dataclass
class Supply:
    """Units that meet demands.

    Parameters
    ----------
    needs
        Units of each demand.
    places
        The places of each demand; a place belongs to one demand.
    capacity
        Of each place.
    options
        Of each place, the resources that can meet a unit there.
    group, limits
        Group of each resource (-1: none), and how many of a group can be used.
    """

    needs: Sequence[int]
    places: Sequence[Sequence[int]]
    capacity: Sequence[int]
    options: Sequence[IntArray]
    size: int
    group: IntArray
    limits: Sequence[int]
    holder: IntArray = field(init=False)
    shortfalls: list[Shortfall] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.owner = {place: demand for demand, places in enumerate(self.places) for place in places}
        self.holder = np.full(self.size, -1, dtype=np.int64)
        self.load = [0] * len(self.capacity)
        self.met = [0] * len(self.needs)
        self.used = [0] * len(self.limits)
        self._part = np.full(self.size, -1, dtype=np.int64)
        self._closed: dict[_Step, int] = {}
        self._joined: list[int] = []

    def place(self, place: int, resource: int) -> None:
        """Start with a resource in a place, where that is possible."""
        demand, group = self.owner[place], int(self.group[resource])
        if (
            self.holder[resource] < 0
            and self.load[place] < self.capacity[place]
            and self.met[demand] < self.needs[demand]
            and (group < 0 or self.used[group] < self.limits[group])
            and resource in self.options[place]
        ):
            self._move(resource, place)
            self.met[demand] += 1

    def fill(self, order: Sequence[int] | None = None) -> None:
        """Meet as many units as can be, earlier demands of the order first; notes what falls short."""
        for demand in range(len(self.needs)) if order is None else order:
            while self.met[demand] < self.needs[demand]:
                if not self._augment(demand):
                    break
                self.met[demand] += 1

    @property
    def short(self) -> int:
        """Units that nobody meets."""
        return sum(self.needs) - sum(self.met)

    def list_shortfalls(self) -> list[Shortfall]:
        """What falls short, closed sets that share anything taken together."""
        found: dict[int, Shortfall] = {}
        for at, item in enumerate(self.shortfalls):
            root = self._root(at)
            if root not in found:
                found[root] = item
                continue
            known = found[root]
            known.demands |= item.demands
            known.resources |= item.resources
            known.groups |= item.groups
            known.places |= item.places
            known.full = (known.full | item.full) - known.places
        for item in found.values():
            item.short = sum(self.needs[at] - self.met[at] for at in item.demands)
        return list(found.values())

    # -- one unit more

    def _augment(self, root: int) -> bool:
        seen: dict[_Step, _Step | None] = {("demand", root): None}
        source: dict[int, int] = {}
        reached = np.zeros(self.size, dtype=bool)
        opened: dict[int, int] = {}
        joined: set[int] = set()
        queue: deque[_Step] = deque([("demand", root)])

        def visit(step: _Step, by: _Step) -> None:
            if step in self._closed:
                joined.add(self._closed[step])
            elif step not in seen:
                seen[step] = by
                queue.append(step)

        while queue:
            kind, at = step = queue.popleft()
            if kind == "demand":
                for place in self.places[at]:
                    if self.load[place] < self.capacity[place]:
                        visit(("place", place), step)
                continue
            fresh = self._find_fresh(at, reached, joined)
            reached[fresh] = True
            for resource in fresh.tolist():
                source[resource] = at
                place = int(self.holder[resource])
                if place >= 0:
                    visit(("place", place), ("resource", resource))
                    continue
                group = int(self.group[resource])
                if group < 0 or self.used[group] < self.limits[group]:
                    self._apply(resource, seen, source, opened)
                    return True
                if group in opened:
                    continue
                if ("group", group) in self._closed:
                    joined.add(self._closed["group", group])
                    continue
                opened[group] = resource
                for other in np.flatnonzero((self.group == group) & (self.holder >= 0)).tolist():
                    visit(("place", int(self.holder[other])), ("group", other))
            by = seen[step]
            if by is not None and by[0] != "demand":
                visit(("demand", self.owner[at]), step)
        self._close(root, seen, reached, opened, joined)
        return False

    def _find_fresh(self, place: int, reached: BoolArray, joined: set[int]) -> IntArray:
        options = self.options[place]
        part = self._part[options]
        if (part >= 0).any():
            joined.update(part[part >= 0].tolist())
        fresh = options[~reached[options] & (part < 0) & (self.holder[options] != place)]
        return np.asarray(fresh, dtype=np.int64)

    def _apply(
        self,
        resource: int,
        seen: dict[_Step, _Step | None],
        source: dict[int, int],
        opened: dict[int, int],
    ) -> None:
        """Undo the way to a free resource, each place taking what led to the next."""
        moves = [(resource, source[resource])]
        at = source[resource]
        while True:
            by = seen["place", at]
            assert by is not None
            if by[0] == "demand":
                via = seen[by]
                if via is None:
                    break
                at = via[1]  # the demand takes the unit elsewhere, so this place need not replace its loss
                continue
            taken = by[1]
            if by[0] == "group":
                moves.append((taken, -1))
                taken = opened[int(self.group[taken])]
            moves.append((taken, source[taken]))
            at = source[taken]
        for moved, place in moves:
            if place < 0 or self.holder[moved] >= 0:
                self._move(moved, -1)
        for moved, place in moves:
            if place >= 0:
                self._move(moved, place)

    def _move(self, resource: int, place: int) -> None:
        old, group = int(self.holder[resource]), int(self.group[resource])
        if old >= 0:
            self.load[old] -= 1
            if group >= 0:
                self.used[group] -= 1
        self.holder[resource] = place
        if place >= 0:
            self.load[place] += 1
            if group >= 0:
                self.used[group] += 1

    def _close(
        self,
        root: int,
        seen: dict[_Step, _Step | None],
        reached: BoolArray,
        opened: dict[int, int],
        joined: set[int],
    ) -> None:
        number = len(self.shortfalls)
        self._joined.append(number)
        for other in joined:
            self._joined[self._root(other)] = number
        demands = {at for kind, at in seen if kind == "demand"}
        demands |= {self.owner[at] for kind, at in seen if kind == "place"}
        places = {at for kind, at in seen if kind == "place"}
        full = {place for at in demands for place in self.places[at]} - places
        full = {place for place in full if self.load[place] >= self.capacity[place]}
        reached |= np.isin(self.holder, sorted(places))
        for step in seen:
            self._closed[step] = number
        for group in opened:
            self._closed["group", group] = number
        self._part[reached] = number
        resources = set(np.flatnonzero(reached).tolist())
        self.shortfalls.append(
            Shortfall(root, demands, resources, set(opened), full, places, core=frozenset(demands))
        )

    def _root(self, number: int) -> int:
        while self._joined[number] != number:
            number = self._joined[number]
        return number
