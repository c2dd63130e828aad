"""The solver's plan against brute force over every assignment of micro instances."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, combinations

import pytest

from bianzu.instances import Tightness
from bianzu.models import Instance, Pin
from tests.audit.worlds import WORLDS
from tests.solver.floater_worlds import FLOATER_WORLDS
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.oracle import best_vector, honours, legal_seatings, list_micro
from tests.solver.rotation_worlds import ROTATION_WORLDS
from tests.solver.round_worlds import ROUND_WORLDS
from tests.solver.running import assert_infeasible, find_refused_pins, objectives, solve_here
from tests.solver.waiver_worlds import WAIVER_WORLDS
from tests.thinning import thin

Vector = tuple[int, ...]

MICRO = list_micro(range(40), 350) + list_micro(range(60, 90), 200, "tight")
HAND_MADE = [pytest.param(item.instance, id=f"{item.rule}-{at}") for at, item in enumerate(WORLDS)]
WORLDS_BY_NAME = {**WAIVER_WORLDS, **MIXED_WORLDS, **ROUND_WORLDS, **ROTATION_WORLDS, **FLOATER_WORLDS}
HAND_MADE += [pytest.param(item, id=name) for name, item in WORLDS_BY_NAME.items()]


def test_there_are_enough_generated_instances() -> None:
    assert len(MICRO) >= 40
    assert len({len(item.rules.on) for item in MICRO}) > 5


@pytest.mark.parametrize("instance", HAND_MADE)
def test_no_assignment_of_a_hand_made_instance_beats_the_plan(instance: Instance) -> None:
    assert objectives(instance) == best_vector(instance)


@pytest.mark.parametrize("at", thin(map(str, range(len(MICRO))), 5))
def test_no_assignment_of_a_generated_instance_beats_the_plan(at: str) -> None:
    assert objectives(MICRO[int(at)]) == best_vector(MICRO[int(at)])


@pytest.mark.long
@pytest.mark.parametrize("tightness", ["loose", "normal", "tight"])
def test_no_assignment_of_many_generated_instances_beats_the_plan(tightness: Tightness) -> None:
    instances = list_micro(range(200, 320), 2500, tightness)
    assert len(instances) >= 80
    for instance in instances:
        assert objectives(instance) == best_vector(instance), instance.title


def _pins(instance: Instance, legal: Sequence[tuple[dict[str, str], Vector]]) -> list[Pin]:
    """Three orders that can each be followed by themselves, and one about a team that perhaps cannot."""
    pairs = sorted({pair for seating, _ in legal for pair in seating.items()})
    seats = [{"seat": seat, "person": who} for seat, who in pairs[:: max(1, len(pairs) // 3)][:3]]
    scopes = [*seats, {"team": instance.teams[0].id, "person": instance.people[0].id}]
    return [Pin(kind="must", asked_by="office", reason="asked", **scope) for scope in scopes]


def _agree_on_pins(instance: Instance, legal: list[tuple[dict[str, str], Vector]]) -> str:
    """Refused, infeasible or optimal: for the reason and with the numbers that brute force finds."""

    def fit(pins: Iterable[Pin]) -> list[Vector]:
        wanted = tuple(pins)
        return [levels for seating, levels in legal if all(honours(instance, seating, pin) for pin in wanted)]

    refused = find_refused_pins(instance)
    if refused:
        assert not any(fit([instance.pins[at]]) for at in refused)
        return "refused"
    if fit(instance.pins):
        assert objectives(instance) == min(fit(instance.pins))
        return "optimal"
    named = solve_here(instance).conflicts[0].pins
    assert_infeasible(instance, *named)
    assert not fit(instance.pins[at] for at in named)
    for left_out in named:
        assert fit(instance.pins[at] for at in named if at != left_out)
    return "infeasible"


def _try_pins(instance: Instance) -> list[str]:
    """What becomes of every subset of some pins."""
    free = instance.model_copy(update={"pins": ()})
    legal = [(dict(seating), levels) for seating, levels in legal_seatings(free)]
    pins = _pins(free, legal)
    subsets = chain.from_iterable(combinations(pins, size) for size in range(len(pins) + 1))
    return [_agree_on_pins(free.model_copy(update={"pins": subset}), legal) for subset in subsets]


def test_pins_are_honoured_by_the_best_plan_or_refused_or_named_as_a_smallest_conflict() -> None:
    instances = [*list_micro(range(300, 312), 200), *MIXED_WORLDS.values()]
    outcomes = Counter(outcome for item in instances for outcome in _try_pins(item))
    assert outcomes["optimal"] > 30
    assert outcomes["refused"] > 5
    assert outcomes["infeasible"] > 15
