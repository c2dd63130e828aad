"""One settings type per rule of the rulebook. A rule that is absent from an instance is off.

Every field carries the letter of its default's source as JSON-schema extra ``status``:
``R`` a published rule, ``P`` published practice, ``S`` the software's own suggestion.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from bianzu.models.base import Count, Frozen, Hardness, Id, Pool, Role
from bianzu.models.geography import SkillNeed
from bianzu.models.people import BLOOD_AND_MARRIAGE, RelationClass

__all__ = ["RuleSettings", "Setting", "STATUS_KEY"]

STATUS_KEY = "status"

Weight = Annotated[int, Field(ge=0, le=100_000)]


def _default(value: Any, status: Literal["R", "P", "S"], ge: int | None = None, le: int | None = None) -> Any:
    return Field(default=value, ge=ge, le=le, json_schema_extra={STATUS_KEY: status})


class Setting(Frozen):
    """Base of all rule settings."""


class HardSetting(Setting):
    hardness: Literal["hard"] = "hard"


class WaivableSetting(Setting):
    hardness: Literal["hard", "waivable"] = "waivable"


class SoftSetting(Setting):
    hardness: Literal["soft"] = "soft"
    weight: Weight = _default(10, "S")


# --- A. Structure


class OneSeat(HardSetting):
    """一人一岗."""


class Seats(HardSetting):
    """席位配置."""


DEFAULT_ROLE_POOLS: dict[Pool, tuple[Role, ...]] = {
    "leader": ("leader", "deputy"),
    "staff": ("member", "liaison"),
    "specialist": ("specialist", "auditor", "member"),
    "full-time": ("full-time", "liaison", "deputy"),
}


class RolePools(HardSetting):
    """库与角色."""

    matrix: dict[Pool, tuple[Role, ...]] = _default(DEFAULT_ROLE_POOLS, "P")


class Rank(WaivableSetting):
    """职级."""

    leader: bool = _default(True, "S")
    deputy: bool = _default(False, "S")


class Gates(HardSetting):
    """资格门槛."""

    appraisal: bool = True
    trained: bool = True
    clue: bool = True
    in_pool: bool = True
    leave: bool = True
    party: bool = True
    age_limit: Annotated[int, Field(ge=18, le=100)] | None = None


class Branch(HardSetting):
    """支部建在组上."""

    n: int = _default(3, "R", ge=0, le=50)


class SourceSets(HardSetting):
    """来源集合."""


class Desks(WaivableSetting):
    """两人同行; ``desks`` is used for a team that states none."""

    desks: int = _default(2, "P", ge=0, le=20)


class Floaters(HardSetting):
    """专业机动队."""

    m: int = _default(3, "S", ge=2, le=6)
    d: int = _default(5, "S", ge=1, le=60)


# --- B. Local and external


class OriginRule(HardSetting):
    """本地异地配置."""


class CityClass(HardSetting):
    """市直人员视为."""

    treat_as: Literal["external", "neither"] = _default("external", "S")


class SensitiveDuties(SoftSetting):
    """关键岗位限异地."""

    k: int = _default(2, "P", ge=0, le=20)


class SenderSpread(WaivableSetting):
    """来源分散."""

    q: int = _default(2, "P", ge=1, le=4)


# --- C. Recusal


class PlaceRule(Setting):
    """地域回避; one hardness per source of a tie, ``weight`` for the soft ones."""

    work: Literal["hard", "off"] = "hard"
    grown: Literal["hard", "off"] = "hard"
    native: Literal["hard", "waivable", "off"] = "waivable"
    residence: Literal["hard", "waivable", "off"] = "waivable"
    birth: Hardness = "soft"
    spouse: Literal["hard", "off"] = "hard"
    weight: Weight = _default(10, "S")


class Service(HardSetting):
    """任职回避."""

    unit_clause: bool = True
    county_clause: bool = True
    y: int = _default(3, "P", ge=0, le=50)
    z: int = _default(3, "P", ge=1, le=50)
    yc: int = _default(3, "S", ge=0, le=50)


class Kin(HardSetting):
    """亲属回避."""

    classes: tuple[RelationClass, ...] = _default(BLOOD_AND_MARRIAGE, "R")
    staff_classes: tuple[RelationClass, ...] = _default(("spouse", "direct-blood"), "R")


class Interest(Setting):
    """公务回避; ``ties`` binds ``strict_roles`` as ``strict_hardness``, all other roles softly."""

    ties: tuple[RelationClass, ...] = _default(("teacher-student", "classmate", "superior-subordinate"), "P")
    years: int = _default(3, "P", ge=0, le=50)
    strict_roles: tuple[Role, ...] = _default(("leader", "deputy"), "P")
    strict_hardness: Literal["hard", "waivable"] = "waivable"
    weight: Weight = _default(10, "S")


class System(Setting):
    """系统回避."""

    strict_roles: tuple[Role, ...] = _default(("leader", "deputy"), "S")
    strict_hardness: Literal["hard", "waivable"] = "waivable"
    soft_roles: tuple[Role, ...] = _default(("liaison", "member"), "S")
    weight: Weight = _default(10, "S")


class InTeam(Setting):
    """组内回避."""

    kin: Literal["hard", "off"] = "hard"
    superior: Literal["hard", "waivable", "off"] = "waivable"
    same_unit: Literal["hard", "waivable", "off"] = "waivable"
    n: int = _default(1, "S", ge=1, le=20)


class RepeatUnit(WaivableSetting):
    """不重复巡同一单位."""


class RepeatCounty(SoftSetting):
    """不重复巡同一县."""

    g: int = _default(2, "S", ge=0, le=20)
    g_others: int = _default(1, "S", ge=0, le=20)


class UnfitRule(HardSetting):
    """不适宜."""


# --- D. County to county


class CrossForm(HardSetting):
    """交叉形式: a team whose ``cross_form`` is ``whole`` comes from one sending county."""


class NoSwap(Setting):
    """避免互巡."""

    mode: Literal["forbid", "avoid", "allow"] = "forbid"
    look_back: int = _default(1, "S", ge=0, le=20)
    weight: Weight = _default(10, "S")


class FreshPairing(Setting):
    """不重复对口."""

    w: int | None = _default(None, "S", ge=0, le=20)
    weight: Weight = _default(10, "S")


class FlowBalance(WaivableSetting):
    """派出接收平衡."""

    d: int = _default(1, "S", ge=0, le=20)


# --- E. Skills and make-up

DEFAULT_NEEDS = (
    SkillNeed(skill="finance-audit"),
    SkillNeed(skill="discipline"),
    SkillNeed(skill="organisation"),
    SkillNeed(skill="writing"),
)
DEFAULT_TAG_NEEDS = {
    tag: (SkillNeed(skill=tag),) for tag in ("engineering", "complaints-law", "ideology", "trade")
}


class SkillMix(Setting):
    """专业配备; the needs of ``hard_skills`` are minima, all others soft."""

    needs: tuple[SkillNeed, ...] = _default(DEFAULT_NEEDS, "P")
    tag_needs: dict[Id, tuple[SkillNeed, ...]] = _default(DEFAULT_TAG_NEEDS, "P")
    hard_skills: tuple[Id, ...] = _default(("finance-audit",), "P")
    hard_hardness: Literal["hard", "waivable"] = "waivable"
    c: int = _default(2, "S", ge=1, le=3)
    weight: Weight = _default(20, "S")


class AuditSeats(HardSetting):
    """审计席."""

    a: int = _default(2, "S", ge=0, le=20)
    b: int = _default(3, "S", ge=0, le=20)


class AgeBands(SoftSetting):
    """老中青: up to ``young``, up to ``middle``, above."""

    young: int = _default(35, "S", ge=18, le=100)
    middle: int = _default(45, "S", ge=18, le=100)


class Mentoring(Setting):
    """以老带新."""

    f_percent: int = _default(50, "S", ge=0, le=100)
    weight: Weight = _default(10, "S")


class Seniority(SoftSetting):
    """高低搭配: a rank at or above ``senior`` and one at or below ``junior``."""

    senior: Id
    junior: Id


class GenderRule(SoftSetting):
    """性别."""


class TogetherPair(Frozen):
    """Two people wanted on one team."""

    a: Id
    b: Id
    weight: Weight = 10


class Together(Setting):
    """同组."""

    pairs: tuple[TogetherPair, ...] = ()


class ApartPair(Frozen):
    """Two people not wanted on one team."""

    a: Id
    b: Id
    hardness: Literal["hard", "soft"] = "hard"
    weight: Weight = 10


class Apart(Setting):
    """不同组."""

    pairs: tuple[ApartPair, ...] = ()


class Balance(SoftSetting):
    """均衡."""

    fields: tuple[Id, ...] = ("experience",)


# --- F. Use over time


class NewCadre(Setting):
    """新提拔参巡."""

    n: int = _default(1, "R", ge=1, le=2)
    w: int = _default(12, "P", ge=12, le=24)
    weight: Weight = _default(1, "S")


class ServiceFloor(SoftSetting):
    """入库必用."""

    floor: int = _default(1, "S", ge=0, le=20)


class ServiceCap(WaivableSetting):
    """频次上限."""

    cap: int = _default(6, "S", ge=0, le=100)
    y: int = _default(2, "S", ge=0, le=20)


class Rest(WaivableSetting):
    """轮休."""

    c: int = _default(2, "S", ge=1, le=20)


class BorrowBand(Frozen):
    """Units of up to ``up_to`` staff (null: any size) can spare ``b`` people."""

    up_to: Count | None
    b: Count


class BorrowCap(WaivableSetting):
    """选派单位上限; the first band that fits a unit's staff count applies."""

    bands: tuple[BorrowBand, ...] = _default(
        (BorrowBand(up_to=20, b=1), BorrowBand(up_to=50, b=2), BorrowBand(up_to=None, b=3)), "S"
    )


class KeepBackbone(SoftSetting):
    """骨干稳定."""

    lo_percent: int = _default(30, "S", ge=0, le=100)
    hi_percent: int = _default(50, "S", ge=0, le=100)


class FreshPairs(SoftSetting):
    """换组."""

    g: int = _default(1, "S", ge=0, le=20)


class FairLoad(SoftSetting):
    """均衡使用."""

    weight: Weight = _default(1, "S")


class Tenure(WaivableSetting):
    """任期上限."""

    t: int = _default(60, "P", ge=1, le=600)


class NoReturn(SoftSetting):
    """不回原岗."""

    m: int = _default(24, "S", ge=0, le=600)


class RatingRule(Setting):
    """鉴定反馈."""

    gate: bool = _default(True, "R")
    preference: Weight = _default(0, "S")


# --- G. Term plan


class Coverage(HardSetting):
    """全覆盖."""


class SectorSync(SoftSetting):
    """板块轮动."""

    sectors: int = _default(2, "S", ge=1, le=20)


class Linked(HardSetting):
    """市县联动."""


class Capacity(HardSetting):
    """一托几."""

    n: int = _default(2, "P", ge=1, le=40)


class Spacing(SoftSetting):
    """间隔."""

    w: int = _default(12, "S", ge=0, le=120)


class Presence(HardSetting):
    """驻点天数."""

    d: int = _default(15, "R", ge=0, le=366)


# --- H. Choice, change and record


class Priority(Setting):
    """优先次序: the two weights of the fourth level, per earlier round and per kilometre."""

    load: Weight = _default(10, "S")
    travel: Weight = _default(1, "S")


class Reserves(Setting):
    """替补."""

    r: int = _default(2, "S", ge=0, le=10)


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
    rating: RatingRule | None = _off("rating")
    coverage: Coverage | None = _off("coverage")
    sector_sync: SectorSync | None = _off("sector-sync")
    linked: Linked | None = _off("linked")
    capacity: Capacity | None = _off("capacity")
    spacing: Spacing | None = _off("spacing")
    presence: Presence | None = _off("presence")
    priority: Priority | None = _off("priority")
    reserves: Reserves | None = _off("reserves")

    @property
    def on(self) -> tuple[str, ...]:
        """Ids of the rules that are on, in rulebook order."""
        fields = type(self).model_fields
        return tuple(field.alias or name for name, field in fields.items() if getattr(self, name) is not None)
