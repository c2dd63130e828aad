"""Ranks by step, with the equivalent names that offices use."""

from typing import Final

from bianzu.instances.dice import Dice
from bianzu.instances.world import LADDER

__all__ = ["draw_rank"]

_NAMES: Final = {
    step: tuple(name for name, at in LADDER.equivalents.items() if LADDER.step(at) == step)
    for step in range(len(LADDER.steps))
}
_EQUIVALENT_PER_CENT: Final = 35


def draw_rank(dice: Dice, step: int) -> str:
    """The name of a step of the ladder, or one of its equivalents."""
    if _NAMES[step] and dice.chance(_EQUIVALENT_PER_CENT):
        return dice.pick(_NAMES[step])
    return LADDER.steps[step]
