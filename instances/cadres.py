"""New cadres: promoted within twelve months of the planned round and still owing a round."""

from datetime import date, timedelta
from typing import Final

from bianzu.instances.campaign import AS_OF, CAMPAIGN, add_months
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.ranks import draw_rank
from bianzu.instances.world import DEPUTY_STEP, LADDER

__all__ = ["promote", "promote_served"]

_WINDOW: Final = 12
_SHARE_PER_MILLE: Final = 125
_LAST_CHANCE_PER_CENT: Final = 25
_AT_RISK_PER_CENT: Final = 3
_PER_TEAM: Final = 2


def promote(dice: Dice, drafts: list[Draft]) -> None:
    """Promote one person in eight.

    Those whose last chance is the planned round are planted, or on leave and so at risk; all others
    have an announced round left.
    """
    total = (len(drafts) * _SHARE_PER_MILLE + 500) // 1000
    planted = [draft for draft in drafts if draft.seat is not None and not draft.full_time]
    away = [draft for draft in drafts if draft.on_leave and not draft.full_time]
    rest = [draft for draft in drafts if not draft.full_time]
    for pool in (planted, away, rest):
        dice.shuffle(pool)
    chosen = _spread_over_teams(planted, total * _LAST_CHANCE_PER_CENT // 100)
    chosen += away[: total * _AT_RISK_PER_CENT // 100]
    for draft in chosen:
        _promote(dice, draft, *_last_chance())
    done = {id(draft) for draft in chosen}
    later = [draft for draft in rest if id(draft) not in done][: total - len(chosen)]
    for draft in later:
        _promote(dice, draft, *_later_chance())


def promote_served(dice: Dice, drafts: list[Draft]) -> None:
    """Let some recently promoted people have served already; they owe nothing."""
    for draft in drafts:
        starts = [item.start for item in CAMPAIGN.past if any(r.round == item.id for r in draft.records)]
        if draft.promoted_on is None and starts and dice.chance(6):
            day = starts[-1] - timedelta(days=dice.between(0, 60))
            draft.promoted_on = day.replace(day=min(day.day, 28))


def _spread_over_teams(planted: list[Draft], count: int) -> list[Draft]:
    taken: dict[str, int] = {}
    chosen: list[Draft] = []
    for draft in planted:
        team = draft.team.id if draft.team is not None else ""
        if len(chosen) < count and taken.get(team, 0) < _PER_TEAM:
            chosen.append(draft)
            taken[team] = taken.get(team, 0) + 1
    return chosen


def _last_chance() -> tuple[date, date]:
    """Promotion days whose window holds the planned round and none of the announced."""
    first = add_months(CAMPAIGN.planned.start, -_WINDOW)
    return first, add_months(CAMPAIGN.announced[0].start, -_WINDOW) - timedelta(days=1)


def _later_chance() -> tuple[date, date]:
    """Promotion days whose window holds an announced round too."""
    return add_months(CAMPAIGN.announced[0].start, -_WINDOW), AS_OF


def _promote(dice: Dice, draft: Draft, first: date, last: date) -> None:
    day = first + timedelta(days=dice.between(0, (last - first).days))
    draft.promoted_on = max(first, day.replace(day=min(day.day, 28)))
    if draft.rank is None or LADDER.step(draft.rank) < DEPUTY_STEP:
        draft.rank = draw_rank(dice, DEPUTY_STEP)
