"""Ties between people and units: leading groups, kin, recusal requests, unfit entries, superiors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from bianzu.instances.campaign import AS_OF, month_name, months_of
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.names import draw_name
from bianzu.instances.world import World
from bianzu.models import (
    BLOOD_AND_MARRIAGE,
    Gender,
    LeadingMember,
    RecusalRequest,
    Relation,
    RelationClass,
    Team,
    Unfit,
)

__all__ = ["Ties", "tie"]

Decision = Literal["upheld", "declined", "pending"]

_NEAR_PER_CENT: Final = 45
"""Share of ties to units that are inspected this time, the ones that matter."""

_SUPERIOR_PER_CENT: Final = 60
_LEADER_KINDS: Final[tuple[RelationClass, ...]] = (
    *BLOOD_AND_MARRIAGE,
    "teacher-student",
    "classmate",
    "superior-subordinate",
)
_LEADER_WEIGHTS: Final = (6, 8, 16, 14, 14, 26, 16)
_STAFF_KINDS: Final[tuple[RelationClass, ...]] = ("spouse", "direct-blood", "declared-interest", "classmate")
_STAFF_WEIGHTS: Final = (40, 25, 15, 20)
_PAIR_KINDS: Final[tuple[RelationClass, ...]] = ("spouse", "collateral", "near-in-law", "classmate")
_PAIR_WEIGHTS: Final = (40, 20, 15, 25)
_GENDERS: Final[tuple[Gender, ...]] = ("female", "male")
_DECISIONS: Final[tuple[Decision, ...]] = ("upheld", "declined", "pending")
_REASONS: Final = ("本人申请", "被巡察单位提出", "曾分管该单位业务", "与该单位有经济往来")


@dataclass
class Ties:
    """What the ties add to the instance."""

    relations: list[Relation] = field(default_factory=list)
    requests: list[RecusalRequest] = field(default_factory=list)
    unfit: list[Unfit] = field(default_factory=list)


def tie(dice: Dice, world: World, teams: list[Team], drafts: list[Draft]) -> Ties:
    """Give some people ties; a planted person gets none that would bar the planted seat."""
    maker = _Maker(dice, world, drafts, sorted({unit for team in teams for unit in team.units}))
    maker.name_leading_groups()
    maker.tie_to_units()
    maker.tie_pairs()
    maker.set_superiors()
    maker.file_requests()
    maker.list_unfit()
    return maker.ties


@dataclass
class _Maker:
    dice: Dice
    world: World
    drafts: list[Draft]
    inspected: list[str]
    ties: Ties = field(default_factory=Ties)
    all_units: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.all_units = [unit for units in self.world.by_county.values() for unit in units]

    def _chosen(self, per_mille: int, fits: Callable[[Draft], bool] | None = None) -> list[Draft]:
        pool = self.drafts if fits is None else [draft for draft in self.drafts if fits(draft)]
        return self.dice.sample(pool, (len(self.drafts) * per_mille + 500) // 1000)

    def _unit_for(self, draft: Draft) -> str:
        near = self.dice.chance(_NEAR_PER_CENT)
        while True:
            unit = self.dice.pick(self.inspected if near and self.inspected else self.all_units)
            if unit not in draft.avoid_units:
                return unit
            near = False

    def name_leading_groups(self) -> None:
        """Three to six names for every inspected unit; those of the leader pool who work there first."""
        heads: dict[str, list[Draft]] = {}
        for draft in self.drafts:
            if draft.pool == "leader":
                heads.setdefault(draft.unit, []).append(draft)
        for unit in self.inspected:
            known = [LeadingMember(name=draft.name, person=draft.id) for draft in heads.get(unit, [])]
            count = self.dice.between(3, 6)
            for _ in range(max(1, count - len(known))):
                gender = self.dice.weigh(_GENDERS, (25, 75))
                known.append(LeadingMember(name=draw_name(self.dice, gender)))
            self.world.units[unit] = self.world.units[unit].model_copy(update={"leading_group": tuple(known)})

    def tie_to_units(self) -> None:
        for draft in self._chosen(90):
            kind = self.dice.weigh(_LEADER_KINDS, _LEADER_WEIGHTS)
            self._add_unit_tie(draft, kind, leader=True)
        for draft in self._chosen(45):
            kind = self.dice.weigh(_STAFF_KINDS, _STAFF_WEIGHTS)
            self._add_unit_tie(draft, kind, leader=False)

    def _add_unit_tie(self, draft: Draft, kind: RelationClass, *, leader: bool) -> None:
        draft.relations_declared = True
        since, until = self._dates(kind)
        surname = draft.name[0] if kind == "direct-blood" else None
        self.ties.relations.append(
            Relation(
                person=draft.id,
                kind=kind,
                other_unit=self._unit_for(draft),
                other_name=draw_name(self.dice, self.dice.pick(_GENDERS), surname),
                other_is_leader=leader,
                start=since,
                end=until,
                source=self.dice.weigh(("declared", "organisation", "inspected-unit"), (75, 18, 7)),
            )
        )

    def _dates(self, kind: RelationClass) -> tuple[str | None, str | None]:
        if kind != "superior-subordinate":
            return None, None
        end = months_of(AS_OF) - self.dice.between(0, 96)
        start = end - self.dice.between(12, 60)
        return month_name(start), month_name(end) if self.dice.chance(80) else None

    def tie_pairs(self) -> None:
        """Couples, cousins and classmates among the people themselves."""
        taken: set[str] = set()
        for draft in self._chosen(12):
            other = self.dice.pick(self.drafts)
            near = other.unit in draft.avoid_units or draft.unit in other.avoid_units
            if other is draft or draft.meets(other) or near or {draft.id, other.id} & taken:
                continue
            kind = self.dice.weigh(_PAIR_KINDS, _PAIR_WEIGHTS)
            if kind == "spouse" and draft.gender == other.gender:
                kind = "classmate"
            taken |= {draft.id, other.id}
            draft.relations_declared = True
            self.ties.relations.append(
                Relation(person=draft.id, kind=kind, other_person=other.id, other_name=other.name)
            )

    def set_superiors(self) -> None:
        """The head of a unit is the direct superior of most who work there, and of the heads below."""
        heads: dict[str, Draft] = {}
        for draft in self.drafts:
            if draft.pool == "leader" or draft.full_time:
                heads.setdefault(draft.unit, draft)
        for draft in self.drafts:
            head = heads.get(draft.unit)
            if head is draft:
                head = heads.get(self.world.units[draft.unit].superior or "")
            if head is None or not self.dice.chance(_SUPERIOR_PER_CENT):
                continue
            if not draft.meets(head):
                draft.superior = head.id

    def file_requests(self) -> None:
        for number, draft in enumerate(self._chosen(18)):
            decision = self.dice.weigh(_DECISIONS, (60, 30, 10))
            counties = [c for c in self.world.county_ids if c not in draft.avoid_counties]
            whole_county = not draft.planted and len(counties) > 1 and self.dice.chance(35)
            self.ties.requests.append(
                RecusalRequest(
                    id=f"q{number + 1:04d}",
                    person=draft.id,
                    county=self.dice.pick(counties) if whole_county else None,
                    unit=None if whole_county else self._unit_for(draft),
                    reason=self.dice.pick(_REASONS),
                    decision=decision,
                )
            )

    def list_unfit(self) -> None:
        free = [draft for draft in self.drafts if not draft.planted and not draft.able]
        for draft in self.dice.sample(free, max(2, len(self.drafts) // 130)):
            scope = self.dice.weigh(("all", "county", "unit"), (30, 35, 35))
            self.ties.unfit.append(
                Unfit(
                    person=draft.id,
                    county=self.dice.pick(self.world.county_ids) if scope == "county" else None,
                    unit=self._unit_for(draft) if scope == "unit" else None,
                    reason="组织掌握情况，不宜参加",
                )
            )
