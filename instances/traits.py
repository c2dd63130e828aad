"""What a person is: name, age, party standing, rank, skills, rounds of long ago."""

from collections.abc import Iterable
from typing import Final

from bianzu.instances.campaign import AS_OF, month_name, months_of
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.names import draw_name
from bianzu.instances.ranks import draw_rank
from bianzu.instances.world import DEPUTY_STEP, HEAD_STEP, LADDER, World
from bianzu.models import Pool, Role

__all__ = ["give_traits", "share_names"]

_AGES: Final[dict[Pool, tuple[int, int]]] = {
    "leader": (38, 57),
    "staff": (25, 55),
    "specialist": (27, 55),
    "full-time": (26, 54),
}
_SKILLS: Final = (
    "discipline",
    "organisation",
    "writing",
    "engineering",
    "complaints-law",
    "ideology",
    "trade",
    "data-analysis",
)
_SKILL_WEIGHTS: Final = (22, 18, 26, 9, 10, 8, 7, 6)
_BY_SYSTEM: Final = {
    "discipline": "discipline",
    "organisation": "organisation",
    "publicity": "ideology",
    "politics-law": "complaints-law",
    "construction": "engineering",
    "market": "trade",
}
_NO_ROUNDS_PER_CENT: Final = 45
_NEEDS_PARTY: Final[tuple[Role, ...]] = ("leader", "deputy", "liaison")


def give_traits(dice: Dice, world: World, drafts: Iterable[Draft]) -> None:
    """Fill in what does not depend on other people."""
    for draft in drafts:
        draft.gender = "female" if dice.chance(36) else "male"
        draft.name = draw_name(dice, draft.gender)
        low, high = _AGES[draft.pool]
        draft.birth = month_name(months_of(AS_OF) - dice.between(low * 12, high * 12 + 11))
        _give_party(dice, draft)
        _give_rank(dice, world, draft)
        _give_skills(dice, world, draft)
        draft.earlier_rounds = 0 if dice.chance(_NO_ROUNDS_PER_CENT) else dice.between(1, 6)
        if draft.earlier_rounds and dice.chance(70):
            draft.last_rating = dice.weigh(("excellent", "competent"), (30, 70))
        draft.appraisal = dice.weigh(("excellent", "competent"), (20, 80))
        draft.relations_declared = dice.chance(94)
    _give_backbones(dice, drafts)


def share_names(dice: Dice, drafts: list[Draft]) -> None:
    """Make sure that some people share their name, however few there are."""
    for _ in range(max(1, len(drafts) // 150)):
        one, other = dice.sample(drafts, 2)
        other.name = one.name


def _give_party(dice: Dice, draft: Draft) -> None:
    if any(map(draft.holds, _NEEDS_PARTY)) or draft.pool == "leader" or (draft.full_time and draft.able):
        draft.party = "full"
    else:
        draft.party = dice.weigh(("full", "probationary", "none"), (80, 5, 15))


def _give_rank(dice: Dice, world: World, draft: Draft) -> None:
    if draft.rank is not None:
        return
    if draft.pool == "leader":
        draft.rank = draw_rank(dice, _leading_step(dice, world, draft))
    elif dice.chance(1.5):
        draft.rank = None
    else:
        steps = (DEPUTY_STEP - 2, DEPUTY_STEP - 1, DEPUTY_STEP, HEAD_STEP)
        draft.rank = draw_rank(dice, dice.weigh(steps, (8, 50, 34, 8)))


def _leading_step(dice: Dice, world: World, draft: Draft) -> int:
    """A planted leader reaches the highest head of the teams' units; a planted deputy never does."""
    if not draft.holds("leader"):
        return DEPUTY_STEP
    heads = (world.units[unit].head_rank for team, _ in draft.posts for unit in team.units)
    needed = max((LADDER.step(rank) for rank in heads if rank is not None), default=HEAD_STEP)
    return min(max(needed, HEAD_STEP + dice.chance(15)), len(LADDER.steps) - 1)


def _give_skills(dice: Dice, world: World, draft: Draft) -> None:
    count = dice.weigh((0, 1, 2, 3), (14, 44, 32, 10))
    own = _BY_SYSTEM.get(world.units[draft.unit].system or "")
    if own is not None and count and dice.chance(60):
        draft.skills[own] = dice.weigh((1, 2, 3), (35, 45, 20))
    while len(draft.skills) < count:
        skill = dice.weigh(_SKILLS, _SKILL_WEIGHTS)
        draft.skills.setdefault(skill, dice.weigh((1, 2, 3), (45, 40, 15)))


def _give_backbones(dice: Dice, drafts: Iterable[Draft]) -> None:
    """Every team is planted with somebody who has served twice or more."""
    for draft in drafts:
        if draft.holds("leader"):
            draft.earlier_rounds = max(draft.earlier_rounds, dice.between(2, 5))
