"""People planted in one round who may be planted again in a later one."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bianzu.instances.campaign import Campaign
from bianzu.instances.caps import count_most, keeps_caps
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.sizes import Size, Slack
from bianzu.models import Round, Team

__all__ = ["Quotas", "Veterans", "count_needed", "set_quotas"]

Quotas = Mapping[str, int]
"""By kind: how many different people are planted before all further seats go to those recalled."""

_AMPLE_PER_CENT: Final = 125
_STAFF_PER_CENT: Final = 50
_RECALL_PER_CENT: Final = 50
_LOOKED_AT: Final = 240


def count_needed(campaign: Campaign, teams: int) -> int:
    """How many people one seat on each of ``teams`` teams a round takes, if all serve all they can."""
    return max(teams, -(-teams * len(campaign.planned) // count_most(campaign)))


def set_quotas(campaign: Campaign, teams: list[Team], size: Size, slack: Slack) -> Quotas:
    """As many leaders and holders of finance-audit as the slack says, ample numbers of all others."""
    roles = Counter(seat.role for team in teams for seat in team.seats)
    most = count_most(campaign)
    needed = count_needed(campaign, size.teams)

    def ample(seats: int) -> int:
        return -(-seats * _AMPLE_PER_CENT // (100 * most))

    return {
        "leader": -(-needed * slack.leaders // 100),
        "finance": -(-needed * slack.finance // 100),
        "deputy": ample(roles["deputy"]),
        "specialist": ample(roles["specialist"] + roles["auditor"] - len(teams)),
        "staff": max(ample(roles["liaison"] + roles["member"]), size.staff * _STAFF_PER_CENT // 100),
        "full-time": 0,
    }


@dataclass
class Veterans:
    """Planted people by kind and home, and who serves in the round at hand."""

    dice: Dice
    campaign: Campaign
    quotas: Quotas
    round: Round | None = None
    serving: set[int] = field(default_factory=set)
    by_kind: dict[str, list[Draft]] = field(default_factory=dict)
    by_home: dict[tuple[str, str], list[Draft]] = field(default_factory=dict)
    allowed: dict[tuple[frozenset[str], str], bool] = field(default_factory=dict)

    def open_round(self, item: Round) -> None:
        """Begin another round: nobody serves in it yet."""
        self.round = item
        self.serving.clear()

    @property
    def in_first_round(self) -> bool:
        """Whether nobody can have served before."""
        return self.round == self.campaign.first

    def enlist(self, kind: str, draft: Draft) -> None:
        """Note somebody planted for the first time."""
        self.serving.add(id(draft))
        self.by_kind.setdefault(kind, []).append(draft)
        self.by_home.setdefault((kind, draft.home), []).append(draft)

    def recall(self, kind: str, home: str | None, suits: Callable[[Draft], bool]) -> Draft | None:
        """Somebody of a kind who suits, one of those with the fewest seats so far.

        ``None`` when nobody suits, and by chance as long as the quota of the kind is not reached.
        """
        if self.round is None or self.in_first_round:
            return None
        if len(self.by_kind.get(kind, ())) < self.quotas[kind] and not self.dice.chance(_RECALL_PER_CENT):
            return None
        found = self.by_kind.get(kind, []) if home is None else self.by_home.get((kind, home), [])
        if len(found) > _LOOKED_AT:
            found = self.dice.sample(found, _LOOKED_AT)
        able = [draft for draft in found if self._may_serve(draft) and suits(draft)]
        fewest = min((len(draft.posts) for draft in able), default=0)
        able = [draft for draft in able if len(draft.posts) == fewest]
        if not able:
            return None
        draft = self.dice.pick(able)
        self.serving.add(id(draft))
        return draft

    def _may_serve(self, draft: Draft) -> bool:
        assert self.round is not None
        if id(draft) in self.serving:
            return False
        if draft.full_time:
            return True
        key = (draft.rounds, self.round.id)
        if key not in self.allowed:
            self.allowed[key] = keeps_caps(self.campaign, draft.rounds, self.round)
        return self.allowed[key]
