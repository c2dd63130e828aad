"""New cadres: promoted within twelve months of a planned round and owing a round."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from bianzu.instances.campaign import AS_OF, Campaign, add_months
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
_DAYS: Final = 365


def promote(dice: Dice, drafts: list[Draft], campaign: Campaign) -> None:
    """Promote one person in eight, and as many again in each year of the planned rounds.

    Those whose last chance is the first planned round are planted in it, or on leave and so at risk.
    All others are planted inside their window, or have an announced round left in it.
    """
    total = (len(drafts) * _SHARE_PER_MILLE + 500) // 1000
    planted = [draft for draft in drafts if campaign.first.id in draft.rounds and not draft.full_time]
    away = [draft for draft in drafts if draft.on_leave and not draft.full_time]
    rest = [draft for draft in drafts if not draft.full_time]
    for pool in (planted, away, rest):
        dice.shuffle(pool)
    chosen = _spread_over_teams(planted, campaign, total * _LAST_CHANCE_PER_CENT // 100)
    chosen += away[: total * _AT_RISK_PER_CENT // 100]
    for draft in chosen:
        _promote(dice, draft, _draw_day(dice, *_last_chance(campaign)))
    later = [draft for draft in rest if draft.promoted_on is None]
    _promote_some(dice, later, campaign, total - len(chosen), _later_chance(campaign))
    for before, item in pairwise(campaign.planned):
        first, last = before.start + timedelta(days=1), item.start
        count = (total * (last - first).days + _DAYS // 2) // _DAYS
        _promote_some(dice, later, campaign, count, (first, last))


def promote_served(dice: Dice, drafts: list[Draft], campaign: Campaign) -> None:
    """Let some recently promoted people have served already; they owe nothing."""
    for draft in drafts:
        starts = [item.start for item in campaign.past if any(r.round == item.id for r in draft.records)]
        if draft.promoted_on is None and starts and dice.chance(6):
            day = starts[-1] - timedelta(days=dice.between(0, 60))
            draft.promoted_on = day.replace(day=min(day.day, 28))


def _promote_some(
    dice: Dice, people: list[Draft], campaign: Campaign, count: int, span: tuple[date, date]
) -> None:
    """Promote the first ``count`` whom the planted plan lets serve in time."""
    for draft in people:
        if count <= 0:
            return
        if draft.promoted_on is None:
            day = _draw_day(dice, *span)
            if _serves_in_time(draft, day, campaign):
                _promote(dice, draft, day)
                count -= 1


def _serves_in_time(draft: Draft, day: date, campaign: Campaign) -> bool:
    """Whether a planted round lies in the window, or an announced one that leaves time."""
    end = add_months(day, _WINDOW)
    if any(day <= item.start <= end for item in campaign.announced):
        return True
    return any(day <= item.start <= end and item.id in draft.rounds for item in campaign.planned)


def _spread_over_teams(planted: list[Draft], campaign: Campaign, count: int) -> list[Draft]:
    taken: dict[str, int] = {}
    chosen: list[Draft] = []
    for draft in planted:
        team = next(team.id for team, _ in draft.posts if team.round == campaign.first.id)
        if len(chosen) < count and taken.get(team, 0) < _PER_TEAM:
            chosen.append(draft)
            taken[team] = taken.get(team, 0) + 1
    return chosen


def _last_chance(campaign: Campaign) -> tuple[date, date]:
    """Promotion days whose window holds the first planned round and none after it."""
    first = add_months(campaign.first.start, -_WINDOW)
    return first, add_months(campaign.second.start, -_WINDOW) - timedelta(days=1)


def _later_chance(campaign: Campaign) -> tuple[date, date]:
    """Promotion days whose window holds a round after the first planned one, too."""
    return add_months(campaign.second.start, -_WINDOW), AS_OF


def _draw_day(dice: Dice, first: date, last: date) -> date:
    day = first + timedelta(days=dice.between(0, (last - first).days))
    return max(first, day.replace(day=min(day.day, 28)))


def _promote(dice: Dice, draft: Draft, day: date) -> None:
    draft.promoted_on = day
    if draft.rank is None or LADDER.step(draft.rank) < DEPUTY_STEP:
        draft.rank = draw_rank(dice, DEPUTY_STEP)
