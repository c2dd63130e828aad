"""Largest flows from people to demands, against plain augmenting paths, and the sets that prove a lack."""

import random
from collections import defaultdict

import numpy as np
import pytest

from bianzu.solver.supply import Supply


def _draw(seed: int) -> Supply:
    dice = random.Random(seed)
    size = dice.randint(1, 9)
    needs, places, capacity, options = [], [], [], []
    for _ in range(dice.randint(1, 5)):
        needs.append(dice.randint(1, 3))
        places.append(list(range(len(capacity), len(capacity) + dice.randint(1, 3))))
        for _ in places[-1]:
            capacity.append(dice.randint(1, 2))
            fitting = [at for at in range(size) if dice.random() < 0.35]
            options.append(np.array(fitting, dtype=np.int64))
    groups = dice.randint(0, 3)
    group = np.array([dice.randint(-1, groups - 1) for _ in range(size)], dtype=np.int64)
    return Supply(needs, places, capacity, options, size, group, [dice.randint(0, 2) for _ in range(groups)])


def _largest(supply: Supply) -> int:
    room: dict[tuple[str, str], int] = defaultdict(int)
    for demand, places in enumerate(supply.places):
        room["source", f"d{demand}"] = supply.needs[demand]
        for place in places:
            room[f"d{demand}", f"p{place}"] = supply.capacity[place]
            for resource in supply.options[place].tolist():
                room[f"p{place}", f"r{resource}"] = 1
    for resource, group in enumerate(supply.group.tolist()):
        room[f"r{resource}", "sink" if group < 0 else f"g{group}"] = 1
    for group, limit in enumerate(supply.limits):
        room[f"g{group}", "sink"] = limit
    nodes = {end for edge in room for end in edge}

    def push(node: str, seen: set[str]) -> bool:
        if node == "sink":
            return True
        seen.add(node)
        for other in sorted(nodes - seen):
            if room[node, other] > 0 and push(other, seen):
                room[node, other] -= 1
                room[other, node] += 1
                return True
        return False

    total = 0
    while push("source", set()):
        total += 1
    return total


@pytest.mark.parametrize("seed", range(200))
def test_a_largest_flow_is_found_and_what_falls_short_is_counted(seed: int) -> None:
    supply = _draw(seed)
    supply.fill()
    assert sum(supply.met) == _largest(supply)
    for place, held in enumerate(supply.load):
        inside = np.flatnonzero(supply.holder == place).tolist()
        assert held == len(inside) <= supply.capacity[place]
        assert set(inside) <= set(supply.options[place].tolist())
    shortfalls = supply.list_shortfalls()
    assert sum(item.short for item in shortfalls) == supply.short
    for item in shortfalls:
        open_places = {place for at in item.demands for place in supply.places[at]} - item.full
        able = {at for place in open_places for at in supply.options[place].tolist()}
        assert able == item.resources
        alone = sum(int(supply.group[at]) not in item.groups for at in able)
        have = alone + sum(supply.limits[at] for at in item.groups)
        have += sum(supply.capacity[place] for place in item.full)
        assert sum(supply.needs[at] for at in item.demands) - have == item.short > 0


@pytest.mark.parametrize("seed", range(60))
def test_a_flow_that_begins_somewhere_else_is_as_large(seed: int) -> None:
    supply, plain = _draw(seed), _draw(seed)
    plain.fill()
    dice = random.Random(seed)
    for place, options in enumerate(supply.options):
        for resource in options.tolist():
            if dice.random() < 0.5:
                supply.place(place, resource)
    supply.fill()
    assert sum(supply.met) == sum(plain.met)
