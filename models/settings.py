"""The settings of all rules by id. A rule that is absent from an instance is off."""

from collections.abc import Collection
from typing import Any

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from bianzu.models.base import Frozen
from bianzu.models.makeup_settings import (
    BALANCE_FIELDS,
    AgeBands,
    Apart,
    ApartPair,
    AuditSeats,
    Balance,
    GenderRule,
    Mentoring,
    Seniority,
    SkillMix,
    Together,
    TogetherPair,
)
from bianzu.models.recusal_settings import (
    Couples,
    CrossForm,
    FlowBalance,
    FreshPairing,
    InTeam,
    Interest,
    Kin,
    NoSwap,
    PlaceRule,
    RepeatCounty,
    RepeatUnit,
    Service,
    System,
    UnfitRule,
)
from bianzu.models.rotation_settings import (
    BorrowBand,
    BorrowCap,
    Capacity,
    Coverage,
    FairLoad,
    FreshPairs,
    KeepBackbone,
    Linked,
    NewCadre,
    NoReturn,
    PostStrength,
    Presence,
    Priority,
    RatingRule,
    Reserves,
    Rest,
    SectorSync,
    ServiceCap,
    ServiceFloor,
    Spacing,
    Succession,
    Tenure,
)
from bianzu.models.setting_types import STATUS_KEY, Setting
from bianzu.models.structure_settings import (
    Branch,
    CityClass,
    Desks,
    Floaters,
    Gates,
    OneSeat,
    OriginRule,
    Rank,
    Reservation,
    ReservedSeats,
    RolePools,
    Seats,
    SenderSpread,
    SensitiveDuties,
    SourceSets,
)

__all__ = [
    "AgeBands",
    "Apart",
    "ApartPair",
    "AuditSeats",
    "BALANCE_FIELDS",
    "Balance",
    "BorrowBand",
    "BorrowCap",
    "Branch",
    "Capacity",
    "CityClass",
    "Couples",
    "Coverage",
    "CrossForm",
    "Desks",
    "FairLoad",
    "Floaters",
    "FlowBalance",
    "FreshPairing",
    "FreshPairs",
    "Gates",
    "GenderRule",
    "InTeam",
    "Interest",
    "KeepBackbone",
    "Kin",
    "Linked",
    "Mentoring",
    "NewCadre",
    "NoReturn",
    "NoSwap",
    "OneSeat",
    "OriginRule",
    "PlaceRule",
    "PostStrength",
    "Presence",
    "Priority",
    "Rank",
    "RatingRule",
    "RepeatCounty",
    "RepeatUnit",
    "Reservation",
    "ReservedSeats",
    "Reserves",
    "Rest",
    "RolePools",
    "RuleSettings",
    "STATUS_KEY",
    "Seats",
    "SectorSync",
    "SenderSpread",
    "Seniority",
    "SensitiveDuties",
    "Service",
    "ServiceCap",
    "ServiceFloor",
    "Setting",
    "SkillMix",
    "SourceSets",
    "Spacing",
    "Succession",
    "System",
    "Tenure",
    "Together",
    "TogetherPair",
    "UnfitRule",
]


_LATER = ("reserved-seats", "couples", "post-strength", "succession")
"""Rules that came after instances had digests: they are written only where they are on."""


def _off(alias: str) -> Any:
    return Field(default=None, alias=alias)


class RuleSettings(Frozen):
    """Every rule of the rulebook by its id; ``null`` or absent is off."""

    one_seat: OneSeat | None = _off("one-seat")
    seats: Seats | None = _off("seats")
    role_pools: RolePools | None = _off("role-pools")
    rank: Rank | None = _off("rank")
    gates: Gates | None = _off("gates")
    branch: Branch | None = _off("branch")
    source_sets: SourceSets | None = _off("source-sets")
    reserved_seats: ReservedSeats | None = _off("reserved-seats")
    desks: Desks | None = _off("desks")
    floaters: Floaters | None = _off("floaters")
    origin: OriginRule | None = _off("origin")
    city_class: CityClass | None = _off("city-class")
    sensitive_duties: SensitiveDuties | None = _off("sensitive-duties")
    sender_spread: SenderSpread | None = _off("sender-spread")
    place: PlaceRule | None = _off("place")
    service: Service | None = _off("service")
    kin: Kin | None = _off("kin")
    interest: Interest | None = _off("interest")
    system: System | None = _off("system")
    in_team: InTeam | None = _off("in-team")
    couples: Couples | None = _off("couples")
    repeat_unit: RepeatUnit | None = _off("repeat-unit")
    repeat_county: RepeatCounty | None = _off("repeat-county")
    unfit: UnfitRule | None = _off("unfit")
    cross_form: CrossForm | None = _off("cross-form")
    no_swap: NoSwap | None = _off("no-swap")
    fresh_pairing: FreshPairing | None = _off("fresh-pairing")
    flow_balance: FlowBalance | None = _off("flow-balance")
    skill_mix: SkillMix | None = _off("skill-mix")
    audit_seats: AuditSeats | None = _off("audit-seats")
    age_bands: AgeBands | None = _off("age-bands")
    mentoring: Mentoring | None = _off("mentoring")
    seniority: Seniority | None = _off("seniority")
    gender: GenderRule | None = _off("gender")
    together: Together | None = _off("together")
    apart: Apart | None = _off("apart")
    balance: Balance | None = _off("balance")
    new_cadre: NewCadre | None = _off("new-cadre")
    service_floor: ServiceFloor | None = _off("service-floor")
    service_cap: ServiceCap | None = _off("service-cap")
    rest: Rest | None = _off("rest")
    borrow_cap: BorrowCap | None = _off("borrow-cap")
    keep_backbone: KeepBackbone | None = _off("keep-backbone")
    fresh_pairs: FreshPairs | None = _off("fresh-pairs")
    fair_load: FairLoad | None = _off("fair-load")
    tenure: Tenure | None = _off("tenure")
    no_return: NoReturn | None = _off("no-return")
    post_strength: PostStrength | None = _off("post-strength")
    succession: Succession | None = _off("succession")
    rating: RatingRule | None = _off("rating")
    coverage: Coverage | None = _off("coverage")
    sector_sync: SectorSync | None = _off("sector-sync")
    linked: Linked | None = _off("linked")
    capacity: Capacity | None = _off("capacity")
    spacing: Spacing | None = _off("spacing")
    presence: Presence | None = _off("presence")
    priority: Priority | None = _off("priority")
    reserves: Reserves | None = _off("reserves")

    @model_serializer(mode="wrap")
    def _leave_out(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Later rules are left out while they are off: older digests stay what they were."""
        tree: dict[str, Any] = handler(self)
        return {name: value for name, value in tree.items() if value is not None or name not in _LATER}

    def restrict_teams(self, kept: Collection[str]) -> "RuleSettings":
        """The settings with lists of teams cut down to those that are kept; empty lists go."""
        setting = self.reserved_seats
        if setting is None or all(team in kept for item in setting.groups for team in item.teams):
            return self
        cut = ((item, tuple(team for team in item.teams if team in kept)) for item in setting.groups)
        groups = tuple(item.model_copy(update={"teams": teams}) for item, teams in cut if teams)
        return self.model_copy(update={"reserved_seats": setting.model_copy(update={"groups": groups})})

    @property
    def on(self) -> tuple[str, ...]:
        """Ids of the rules that are on, in rulebook order."""
        fields = type(self).model_fields
        return tuple(field.alias or name for name, field in fields.items() if getattr(self, name) is not None)
