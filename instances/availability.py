"""Leave and the gates: who cannot serve this time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from bianzu.instances.campaign import Campaign
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.models import LeavePeriod, Round

__all__ = ["take_availability"]

_LEAVE_PER_CENT: Final = 10
_OTHER_LEAVE_PER_CENT: Final = 6
_GATE_PER_CENT: Final = 5
_REASONS: Final = ("病假", "产假", "借调", "驻村", "参与专案", "学习培训")


def take_availability(dice: Dice, drafts: list[Draft], campaign: Campaign) -> None:
    """Send a tenth on leave during each round, the spoilt first, and fail a few at the gates.

    The leave of the spoilt lasts to the end of the last planned round. Planted people have leave only
    in rounds in which they hold no seat.
    """
    free = [draft for draft in drafts if not draft.planted and not draft.able]
    spoilt = [draft for draft in free if draft.spoilt]
    others = [draft for draft in free if not draft.spoilt]
    dice.shuffle(spoilt)
    dice.shuffle(others)
    quota = (len(drafts) * _LEAVE_PER_CENT + 50) // 100
    away = spoilt[: (len(spoilt) + 1) // 2]
    away += others[: quota - len(away)]
    for draft in away:
        leave = _draw_leave(dice, campaign.first)
        if draft.spoilt and len(campaign.planned) > 1:
            leave = leave.model_copy(update={"end": max(leave.end, campaign.planned[-1].end)})
        draft.leave = (leave,)
        draft.on_leave = True
    for item in campaign.planned[1:]:
        _send_away(dice, drafts, item, campaign, quota)
    gone = {id(draft) for draft in away}
    for draft in drafts:
        if id(draft) not in gone and dice.chance(_OTHER_LEAVE_PER_CENT):
            draft.leave = (*draft.leave, _draw_other_leave(dice, campaign))
    for draft in free:
        if id(draft) not in gone and (draft.spoilt or dice.chance(_GATE_PER_CENT)):
            dice.pick(_FAULTS)(draft)


def _send_away(dice: Dice, drafts: list[Draft], item: Round, campaign: Campaign, quota: int) -> None:
    """Leave during a later round for people whom the planted plan does not need then."""
    held = {other.id: other for other in campaign.planned}
    missing = quota - sum(_touches(leave, item) for draft in drafts for leave in draft.leave)
    able = [d for d in drafts if item.id not in d.rounds and (d.planted or not (d.able or d.spoilt))]
    dice.shuffle(able)
    for draft in able:
        if missing <= 0:
            return
        leave = _draw_leave(dice, item)
        clash = any(_touches(leave, held[name]) for name in draft.rounds)
        if not clash and not any(_overlap(leave, other) for other in draft.leave):
            draft.leave = (*draft.leave, leave)
            missing -= 1


def _touches(leave: LeavePeriod, item: Round) -> bool:
    return leave.start <= item.end and item.start <= leave.end


def _overlap(one: LeavePeriod, other: LeavePeriod) -> bool:
    return one.start <= other.end and other.start <= one.end


def _draw_leave(dice: Dice, planned: Round) -> LeavePeriod:
    days = (planned.end - planned.start).days
    start = planned.start + timedelta(days=dice.between(-60, days))
    end = max(planned.start, start) + timedelta(days=dice.between(0, 75))
    return LeavePeriod(start=start, end=end, reason=dice.pick(_REASONS))


def _draw_other_leave(dice: Dice, campaign: Campaign) -> LeavePeriod:
    """A leave that ends before the planned rounds or begins after them."""
    if dice.chance(50):
        end = campaign.first.start - timedelta(days=dice.between(1, 90))
        return LeavePeriod(start=end - timedelta(days=dice.between(2, 40)), end=end, reason="病假")
    start: date = campaign.planned[-1].end + timedelta(days=dice.between(1, 90))
    return LeavePeriod(start=start, end=start + timedelta(days=dice.between(2, 120)), reason="学习培训")


def _fail_appraisal(draft: Draft) -> None:
    draft.appraisal = "basic"


def _lose_appraisal(draft: Draft) -> None:
    draft.appraisal = None


def _skip_training(draft: Draft) -> None:
    draft.trained = False


def _open_clue(draft: Draft) -> None:
    draft.open_clue = True


def _leave_pool(draft: Draft) -> None:
    draft.in_pool = False


_FAULTS: Final[tuple[Callable[[Draft], None], ...]] = (
    _fail_appraisal,
    _lose_appraisal,
    _skip_training,
    _skip_training,
    _open_clue,
    _leave_pool,
)
