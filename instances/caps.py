"""Caps of a borrowed person over the rounds of a campaign, at the rulebook's defaults."""

from collections.abc import Collection
from typing import Final

from bianzu.instances.campaign import Campaign
from bianzu.models import Round
from bianzu.models.settings import Rest, ServiceCap

__all__ = ["count_most", "keeps_caps"]

_CAP: Final = ServiceCap()
_REST: Final = Rest()


def keeps_caps(campaign: Campaign, served: Collection[str], item: Round) -> bool:
    """Whether one more round keeps service-cap and rest, ``served`` holding ids of other rounds."""
    ids = {*served, item.id}
    if len(ids) > _CAP.cap:
        return False
    if sum(other.id in ids for other in campaign.rounds if other.start.year == item.start.year) > _CAP.y:
        return False
    run = 0
    for other in campaign.rounds:
        run = run + 1 if other.id in ids else 0
        if run > _REST.c:
            return False
    return True


def count_most(campaign: Campaign) -> int:
    """How many planned rounds one person can serve at most, taken as early as the caps allow."""
    served: list[str] = []
    for item in campaign.planned:
        if keeps_caps(campaign, served, item):
            served.append(item.id)
    return len(served)
