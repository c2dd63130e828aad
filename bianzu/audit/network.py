"""A flow through a small network, unit by unit along shortest paths whose arcs turn round."""

from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["Network"]

Node = TypeVar("Node", bound=Hashable)


class Network(Generic[Node]):
    """``left[tail][head]`` is what can still be sent along an arc, of flow there already the way back."""

    def __init__(self) -> None:
        self.left: dict[Node, dict[Node, int]] = {}

    def join(self, tail: Node, head: Node, capacity: int) -> None:
        """Add an arc, or say its capacity anew."""
        self.left.setdefault(tail, {})[head] = capacity
        self.left.setdefault(head, {}).setdefault(tail, 0)

    def push(self, start: Node, end: Node) -> bool:
        """Send one unit more from start to end; false when there is no path."""
        before = {start: start}
        queue = deque([start])
        while queue and end not in before:
            node = queue.popleft()
            for other, left in self.left.get(node, {}).items():
                if left > 0 and other not in before:
                    before[other] = node
                    queue.append(other)
        if end not in before:
            return False
        node = end
        while node != start:
            self.move(before[node], node)
            node = before[node]
        return True

    def move(self, tail: Node, head: Node) -> None:
        """Send a unit along one arc."""
        self.left[tail][head] -= 1
        self.left[head][tail] += 1
