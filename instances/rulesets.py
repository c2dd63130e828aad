"""The ordinary rule settings: every rule of the main job on, every setting at its default; and additions."""

from bianzu.models import Instance, RuleSettings
from bianzu.models import settings as rules

__all__ = ["ordinary_rules", "with_balance", "with_term_rules"]


def ordinary_rules(
    *,
    senior: str,
    junior: str,
    together: tuple[rules.TogetherPair, ...] = (),
    apart: tuple[rules.ApartPair, ...] = (),
) -> RuleSettings:
    """Rules of sections A to H that one round needs, with the rulebook's defaults.

    Parameters
    ----------
    senior, junior
        Ranks of the ladder for the rule ``seniority``.
    together, apart
        Named pairs.
    """
    return RuleSettings(
        one_seat=rules.OneSeat(),
        seats=rules.Seats(),
        role_pools=rules.RolePools(),
        rank=rules.Rank(),
        gates=rules.Gates(),
        branch=rules.Branch(),
        source_sets=rules.SourceSets(),
        desks=rules.Desks(),
        origin=rules.OriginRule(),
        city_class=rules.CityClass(),
        sensitive_duties=rules.SensitiveDuties(),
        sender_spread=rules.SenderSpread(),
        place=rules.PlaceRule(),
        service=rules.Service(),
        kin=rules.Kin(),
        interest=rules.Interest(),
        system=rules.System(),
        in_team=rules.InTeam(),
        repeat_unit=rules.RepeatUnit(),
        repeat_county=rules.RepeatCounty(),
        unfit=rules.UnfitRule(),
        skill_mix=rules.SkillMix(),
        audit_seats=rules.AuditSeats(),
        age_bands=rules.AgeBands(),
        mentoring=rules.Mentoring(),
        seniority=rules.Seniority(senior=senior, junior=junior),
        gender=rules.GenderRule(),
        together=rules.Together(pairs=together),
        apart=rules.Apart(pairs=apart),
        new_cadre=rules.NewCadre(),
        service_cap=rules.ServiceCap(),
        rest=rules.Rest(),
        borrow_cap=rules.BorrowCap(),
        fair_load=rules.FairLoad(),
        rating=rules.RatingRule(),
        priority=rules.Priority(),
    )


def with_balance(
    instance: Instance, fields: tuple[str, ...] = ("experience",), *, weight: int = 10
) -> Instance:
    """The instance with the rule ``balance`` on for these fields, else unchanged."""
    setting = rules.Balance(fields=fields, weight=weight)
    return instance.model_copy(update={"rules": instance.rules.model_copy(update={"balance": setting})})


def with_term_rules(instance: Instance) -> Instance:
    """The instance with service-floor, keep-backbone and fresh-pairs on, the soft rules of a whole term."""
    term = {
        "service_floor": rules.ServiceFloor(),
        "keep_backbone": rules.KeepBackbone(),
        "fresh_pairs": rules.FreshPairs(),
    }
    return instance.model_copy(update={"rules": instance.rules.model_copy(update=term)})
