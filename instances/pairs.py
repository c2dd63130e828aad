"""Named pairs for the rules ``together`` and ``apart``; none that the planted plan would break."""

from typing import Literal

from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.ties import Ties
from bianzu.models.settings import ApartPair, TogetherPair

__all__ = ["draw_apart", "draw_together"]


def _count(drafts: list[Draft]) -> int:
    return 2 + len(drafts) // 400


def draw_together(dice: Dice, drafts: list[Draft], ties: Ties) -> tuple[TogetherPair, ...]:
    """A few pairs that would like to serve together, half of them planted together."""
    tied = {frozenset((r.person, r.other_person)) for r in ties.relations if r.other_person}
    pairs: list[TogetherPair] = []
    used: set[str] = set()
    while len(pairs) < _count(drafts):
        one = dice.pick(drafts)
        mates = [d for d in drafts if _belong(one, d) and d is not one and d.unit != one.unit]
        if not mates:
            continue
        other = dice.pick(mates)
        if {one.id, other.id} & used or frozenset((one.id, other.id)) in tied:
            continue
        used |= {one.id, other.id}
        pairs.append(TogetherPair(a=one.id, b=other.id, weight=dice.pick((5, 10, 20))))
    return tuple(pairs)


def _belong(one: Draft, other: Draft) -> bool:
    """Planted together, or neither planted."""
    return one.meets(other) or not (one.planted or other.planted)


def draw_apart(dice: Dice, drafts: list[Draft], together: tuple[TogetherPair, ...]) -> tuple[ApartPair, ...]:
    """A few pairs that must not meet on one team."""
    wanted = {frozenset((pair.a, pair.b)) for pair in together}
    pairs: list[ApartPair] = []
    used: set[str] = set()
    while len(pairs) < _count(drafts):
        one, other = dice.sample(drafts, 2)
        if one.meets(other) or {one.id, other.id} & used or frozenset((one.id, other.id)) in wanted:
            continue
        used |= {one.id, other.id}
        hardness: Literal["hard", "soft"] = "hard" if dice.chance(70) else "soft"
        pairs.append(ApartPair(a=one.id, b=other.id, hardness=hardness, weight=10))
    return tuple(pairs)
