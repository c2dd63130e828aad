"""Leave and the gates: who cannot serve this time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from bianzu.instances.campaign import CAMPAIGN
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.models import LeavePeriod

__all__ = ["take_availability"]

_LEAVE_PER_CENT: Final = 10
_OTHER_LEAVE_PER_CENT: Final = 6
_GATE_PER_CENT: Final = 5
_REASONS: Final = ("病假", "产假", "借调", "驻村", "参与专案", "学习培训")


def take_availability(dice: Dice, drafts: list[Draft]) -> None:
    """Send a tenth on leave during the round, the spoilt first, and fail a few at the gates."""
    free = [draft for draft in drafts if draft.seat is None and not draft.able]
    spoilt = [draft for draft in free if draft.spoilt]
    others = [draft for draft in free if not draft.spoilt]
    dice.shuffle(spoilt)
    dice.shuffle(others)
    quota = (len(drafts) * _LEAVE_PER_CENT + 50) // 100
    away = spoilt[: (len(spoilt) + 1) // 2]
    away += others[: quota - len(away)]
    for draft in away:
        draft.leave = (_draw_leave(dice),)
        draft.on_leave = True
    gone = {id(draft) for draft in away}
    for draft in drafts:
        if id(draft) not in gone and dice.chance(_OTHER_LEAVE_PER_CENT):
            draft.leave = (_draw_other_leave(dice),)
    for draft in free:
        if id(draft) not in gone and (draft.spoilt or dice.chance(_GATE_PER_CENT)):
            dice.pick(_FAULTS)(draft)


def _draw_leave(dice: Dice) -> LeavePeriod:
    planned = CAMPAIGN.planned
    days = (planned.end - planned.start).days
    start = planned.start + timedelta(days=dice.between(-60, days))
    end = max(planned.start, start) + timedelta(days=dice.between(0, 75))
    return LeavePeriod(start=start, end=end, reason=dice.pick(_REASONS))


def _draw_other_leave(dice: Dice) -> LeavePeriod:
    """A leave that ends before the round or begins after it."""
    if dice.chance(50):
        end = CAMPAIGN.planned.start - timedelta(days=dice.between(1, 90))
        return LeavePeriod(start=end - timedelta(days=dice.between(2, 40)), end=end, reason="病假")
    start: date = CAMPAIGN.planned.end + timedelta(days=dice.between(1, 90))
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
