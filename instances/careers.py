"""Where people come from: places of their life and posts of their career."""

from collections.abc import Sequence
from typing import Final

from bianzu.instances.campaign import AS_OF, build_campaign, month_name, months_of
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.world import World
from bianzu.models import CITY, OUTSIDE, CareerEntry

__all__ = ["give_pasts"]

_NOW: Final = months_of(AS_OF)
_LOOK_BACK: Final = months_of(build_campaign(1).first.start) - 37
"""Posts that ended before this month no longer bar a county in any planned round."""
_TIES: Final = ("native", "residence", "spouse", "career")
_TIE_COUNTS: Final = {0: ((0,), (1,)), 1: ((0, 1, 2), (15, 65, 20)), 2: ((1, 2, 3), (25, 50, 25))}
_POSTS: Final = ("科员", "股长", "副科长", "科长", "办公室主任", "副局长", "党组成员")
_OUTSIDE_UNITS: Final = ("省直某单位", "外市某局", "某国有企业", "某高校", "部队")


def give_pasts(dice: Dice, world: World, drafts: Sequence[Draft], *, places: bool) -> None:
    """Give everybody places and a career.

    Besides the own county about max(0, min(2, n − 2)) counties bar a person, n being the number of
    counties: through the native place, the residence, the spouse's work or a recent post. ``places``
    off (a county that staffs its own teams) leaves everything in the own county or outside.
    """
    counts, weights = _TIE_COUNTS[max(0, min(2, len(world.counties) - 2)) if places else 0]
    for draft in drafts:
        banned = {draft.home, *draft.avoid_counties}
        choice = [county for county in world.county_ids if county not in banned]
        ties = dice.sample(choice, dice.weigh(counts, weights))
        kinds = dice.sample(_TIES, len(ties))
        draft.tie_counties = frozenset(ties)
        tied = dict(zip(kinds, ties, strict=True))
        _give_places(dice, draft, tied)
        if dice.chance(97) or draft.planted:
            draft.career = _build_career(dice, world, draft, tied.get("career"))


def _give_places(dice: Dice, draft: Draft, tied: dict[str, str]) -> None:
    own = OUTSIDE if draft.home == CITY else draft.home
    draft.native = tied.get("native") or (OUTSIDE if dice.chance(18) else own)
    draft.grown = draft.native if dice.chance(75) else own
    draft.birth_place = draft.native if dice.chance(85) else draft.grown
    draft.residence = tied.get("residence") or own
    married = "spouse" in tied or dice.chance(82)
    draft.spouse_work = tied.get("spouse") or (dice.weigh((own, OUTSIDE), (85, 15)) if married else None)
    if dice.chance(3):
        draft.grown = None
    if dice.chance(3):
        draft.birth_place = None
    if dice.chance(1):
        draft.residence = None


def _build_career(
    dice: Dice, world: World, draft: Draft, recent: str | None
) -> tuple[CareerEntry, ...] | None:
    """Posts from the first job to the present one, one after the other.

    ``recent``: a county where the person was county-managed until less than three years ago. All
    other posts of former days lie in the own county, outside, or further back than the look-back.
    """
    birth = int(draft.birth[:4]) * 12 + int(draft.birth[5:7]) - 1
    first = birth + 12 * dice.between(21, 24)
    if recent is not None:
        present = max(_NOW - dice.between(3, 30), first + 4)
    else:
        present = min(_NOW - 6, _LOOK_BACK - dice.between(2, 70))
    managed = draft.home != CITY and (draft.pool == "leader" or dice.chance(30))
    entries: list[CareerEntry] = []
    if recent is not None:
        start = max(first, present - dice.between(14, 60))
        entries.append(_post(dice, world, draft, recent, start, present - 1, managed=True))
    else:
        start = present
    while start - first > 24 and len(entries) < 4:
        end, start = start - 1, max(first, start - dice.between(20, 90))
        home = _former_home(dice, world, draft)
        entries.insert(0, _post(dice, world, draft, home, start, end, managed=False))
    present = max(present, first)
    entries.append(
        CareerEntry(
            start=month_name(present),
            unit=draft.unit,
            county=None if draft.home == CITY else draft.home,
            county_managed=managed,
            post=dice.pick(_POSTS),
        )
    )
    return tuple(entries)


def _former_home(dice: Dice, world: World, draft: Draft) -> str:
    if draft.home != CITY and dice.chance(55):
        return draft.home
    if dice.chance(25):
        return OUTSIDE
    return world.draw_county(dice, draft.avoid_counties) or OUTSIDE


def _post(
    dice: Dice, world: World, draft: Draft, home: str, start: int, end: int, *, managed: bool
) -> CareerEntry:
    months = {"start": month_name(start), "end": month_name(max(start, end))}
    post = dice.pick(_POSTS)
    units = () if home == OUTSIDE else [u for u in world.by_county[home] if u not in draft.avoid_units]
    if not units or dice.chance(15):
        name = dice.pick(_OUTSIDE_UNITS) if home == OUTSIDE else "已撤销单位"
        return CareerEntry(**months, unit_name=name, county=home, county_managed=managed, post=post)
    return CareerEntry(**months, unit=dice.pick(units), county=home, county_managed=managed, post=post)
