"""What must not change, or only one way, when an instance changes; compared at proven optima."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from bianzu.models import Instance
from tests.builders import Tree, person, waiver
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.oracle import list_micro
from tests.solver.running import objectives
from tests.solver.waiver_worlds import WAIVER_WORLDS

MICRO = list_micro(range(600, 622), 800)
FEW = MICRO[:6]
HAND_MADE = [item for item in {**WAIVER_WORLDS, **MIXED_WORLDS}.values() if not item.pins]
NOT_A_BURDEN = {"origin", "kin", "city-class"}
"""These change what other rules mean: origin and city-class who is exempt, kin the classes of in-team."""


def _tree(instance: Instance) -> Tree:
    return instance.model_dump(mode="json", by_alias=True)


def _build(tree: Tree) -> Instance:
    return Instance.model_validate_json(json.dumps(tree))


def _change(instance: Instance, edit: Callable[[Tree], None]) -> Instance:
    tree = _tree(instance)
    edit(tree)
    return _build(tree)


def _walk(node: Any, change: Callable[[str, Any], Any], key: str = "") -> Any:
    """A copy of a JSON tree with every leaf changed, given the key that it stands under."""
    if isinstance(node, dict):
        return {name: _walk(item, change, name) for name, item in node.items()}
    if isinstance(node, list):
        return [_walk(item, change, key) for item in node]
    return change(key, node)


# --- nothing changes


def _shuffle(tree: Tree) -> None:
    dice = random.Random(7)
    for part in ("people", "teams", "units", "counties", "history", "relations"):
        dice.shuffle(tree[part])
    for team in tree["teams"]:
        dice.shuffle(team["seats"])


@pytest.mark.parametrize("part", ["people", "teams", "everything"])
def test_the_order_of_the_file_does_not_matter(part: str) -> None:
    for instance in [*FEW, *HAND_MADE]:
        edit = _shuffle if part == "everything" else lambda tree: tree[part].reverse()
        assert objectives(_change(instance, edit)) == objectives(instance)


def test_names_of_people_teams_seats_and_units_do_not_matter() -> None:
    for instance in [*FEW, *HAND_MADE]:
        ids = {item.id for part in (instance.people, instance.teams, instance.units) for item in part}
        ids |= {seat.id for team in instance.teams for seat in team.seats}
        renamed = _walk(
            _tree(instance),
            lambda _key, leaf, ids=ids: f"{99 - len(leaf)}~{leaf[::-1]}" if leaf in ids else leaf,
        )
        assert objectives(_build(renamed)) == objectives(instance)


def test_the_seed_does_not_matter_up_to_level_four() -> None:
    for instance in FEW:
        assert objectives(instance, seed=1) == objectives(instance, seed=2**40) == objectives(instance, -7)


# --- one level changes


def test_weights_three_times_as_large_make_the_soft_level_three_times_as_large() -> None:
    changed = 0
    for instance in [*MICRO, *HAND_MADE]:
        heavy = _walk(_tree(instance), lambda key, leaf: 3 * leaf if key == "weight" else leaf)
        *before, soft, load = objectives(instance)
        assert objectives(_build(heavy)) == (*before, 3 * soft, load)
        changed += soft > 0
    assert changed > 20


def test_doubled_priorities_double_the_fourth_level() -> None:
    changed = 0
    for instance in MICRO:
        doubled = _walk(_tree(instance), lambda key, leaf: 2 * leaf if key in ("load", "travel") else leaf)
        *before, load = objectives(instance)
        assert objectives(_build(doubled)) == (*before, 2 * load)
        changed += load > 0
    assert changed > 2


# --- one way only


def _switch_off(rule: str) -> Callable[[Tree], None]:
    def edit(tree: Tree) -> None:
        tree["rules"][rule] = None

    return edit


def test_adding_a_rule_never_improves_the_levels() -> None:
    worse = 0
    for instance in [*FEW, *HAND_MADE]:
        # A cadre barred from every seat is at risk and no missing unit: there an exclusion may help.
        base = _change(instance, _switch_off("new-cadre"))
        full = objectives(base)
        for rule in sorted(set(base.rules.on) - NOT_A_BURDEN):
            without = objectives(_change(base, _switch_off(rule)))
            assert without <= full, rule
            worse += without < full
    assert worse > 40


RELAXATIONS: dict[str, tuple[str, int]] = {
    "branch": ("n", -1),
    "desks": ("desks", -1),
    "sender-spread": ("q", 1),
    "in-team": ("n", 1),
    "service-cap": ("y", 1),
    "rest": ("c", 1),
    "skill-mix": ("c", 1),
    "repeat-county": ("g", -1),
    "sensitive-duties": ("k", -1),
}


def test_relaxing_a_rule_never_worsens_the_levels() -> None:
    better = 0
    for instance in [*FEW, *HAND_MADE]:
        base = _change(instance, _switch_off("new-cadre"))
        strict = objectives(base)
        for rule, (field, step) in RELAXATIONS.items():
            tree = _tree(base)
            setting = tree["rules"][rule]
            if setting is None or not 0 < setting[field] < 3:
                continue
            setting[field] += step
            relaxed = objectives(_build(tree))
            assert relaxed <= strict, rule
            better += relaxed < strict
    assert better > 5


def test_a_waiver_more_never_worsens_the_levels() -> None:
    better = 0
    for instance in [*FEW, *HAND_MADE]:
        base = _change(instance, _switch_off("new-cadre"))
        strict = objectives(base)
        for rule in {"place", "rank", "in-team", "skill-mix", "rest", "borrow-cap"} & set(base.rules.on):
            tree = _tree(base)
            tree["waivers"].append(waiver("one-more", rule))
            waived = objectives(_build(tree))
            assert waived <= strict, rule
            better += waived < strict
    assert better > 2


def test_one_more_person_never_worsens_the_levels() -> None:
    for instance in [*FEW, *HAND_MADE]:
        tree = _tree(instance)
        fresh = {"id": "one-more", "pools": ["leader", "full-time"], "skills": [{"skill": "finance-audit"}]}
        tree["people"].append({**person("x"), **fresh, "rank": None, "work_county": None, "work_unit": "u"})
        tree["units"].append({"id": "u", "name": "Unit", "county": None})
        assert objectives(_build(tree)) <= objectives(instance)
