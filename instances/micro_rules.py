"""Rules and waivers of a micro instance: on or off, with settings small enough to bite."""

from datetime import date
from typing import Any, Final

from bianzu.instances.dice import Dice
from bianzu.instances.rulesets import ordinary_rules
from bianzu.models import RuleSettings, SkillNeed, Team, Waiver
from bianzu.models import settings as rules
from bianzu.models.settings import ApartPair, TogetherPair

__all__ = ["draw_rules", "draw_waivers"]

_ALWAYS: Final = ("seats", "role_pools", "priority")
_OFF_PER_CENT: Final = 22
_WAIVED: Final = (
    "rank",
    "desks",
    "sender-spread",
    "place",
    "interest",
    "system",
    "in-team",
    "repeat-unit",
    "skill-mix",
    "service-cap",
    "rest",
    "borrow-cap",
)


def draw_rules(dice: Dice, people: list[str], *, vary: bool) -> RuleSettings:
    """Rules for very small teams.

    Parameters
    ----------
    dice, people
        Chance, and the ids that pairs may name.
    vary
        Switch rules off at random and draw odd settings.
    """
    pairs = [sorted(dice.sample(people, 2)) for _ in range(2)]
    together = (TogetherPair(a=pairs[0][0], b=pairs[0][1], weight=7),) if dice.chance(50) else ()
    hardness: Any = "hard" if dice.chance(60) else "soft"
    apart = (ApartPair(a=pairs[1][0], b=pairs[1][1], hardness=hardness),) if dice.chance(40) else ()
    base = ordinary_rules(senior="正科", junior="科员", together=together, apart=apart)
    small: dict[str, Any] = {
        "branch": rules.Branch(n=dice.between(0, 2)),
        "desks": rules.Desks(desks=dice.between(0, 1)),
        "sensitive_duties": rules.SensitiveDuties(k=dice.between(0, 2)),
        "sender_spread": rules.SenderSpread(q=dice.between(1, 2)),
        "audit_seats": rules.AuditSeats(a=dice.between(0, 1), b=dice.between(0, 1)),
        "skill_mix": _draw_mix(dice),
    }
    base = base.model_copy(update=small)
    return _vary(dice, base) if vary else base


def draw_waivers(dice: Dice, people: list[str], teams: list[Team]) -> tuple[Waiver, ...]:
    """Up to two waivers, some of them too late, too narrow or expired."""
    waivers = []
    for at in range(dice.weigh((0, 1, 2), (55, 30, 15))):
        team = dice.pick(teams)
        scope = dice.below(4)
        waivers.append(
            Waiver(
                id=f"w{at + 1}",
                rule=dice.pick(_WAIVED),
                amount=dice.between(1, 2),
                person=dice.pick(people) if scope == 1 else None,
                seat=dice.pick(team.seats).id if scope == 2 else None,
                team=team.id if scope == 3 else None,
                reason="人手不足",
                approver="领导小组",
                granted=date(2026, 1, 20),
                expires=dice.weigh((None, date(2026, 12, 31), date(2026, 2, 1)), (60, 25, 15)),
            )
        )
    return tuple(waivers)


def _draw_mix(dice: Dice) -> rules.SkillMix:
    """One hard skill and some soft ones."""
    soft = [skill for skill in ("discipline", "organisation", "writing") if dice.chance(40)]
    needs = tuple(SkillNeed(skill=skill) for skill in ("finance-audit", *soft))
    return rules.SkillMix(needs=needs, c=dice.between(1, 2))


def _vary(dice: Dice, base: RuleSettings) -> RuleSettings:
    names = [name for name in RuleSettings.model_fields if getattr(base, name) is not None]
    update: dict[str, Any] = {
        name: None for name in names if name not in _ALWAYS and dice.chance(_OFF_PER_CENT)
    }
    odd: dict[str, Any] = {
        "rank": rules.Rank(deputy=True),
        "gates": rules.Gates(age_limit=dice.between(50, 58)),
        "city_class": rules.CityClass(treat_as="neither"),
        "place": rules.PlaceRule(grown="off", native="hard", birth="waivable"),
        "service": rules.Service(y=1, z=5, yc=1),
        "system": rules.System(strict_hardness="hard"),
        "in_team": rules.InTeam(superior="hard", n=2),
        "repeat_county": rules.RepeatCounty(g=1, g_others=0),
        "new_cadre": rules.NewCadre(n=dice.between(1, 2), w=dice.pick((12, 24))),
        "service_cap": rules.ServiceCap(cap=dice.between(1, 3), y=1),
        "rest": rules.Rest(c=1),
        "cross_form": rules.CrossForm(),
        "priority": rules.Priority(load=3, travel=2),
        "mentoring": rules.Mentoring(f_percent=dice.pick((0, 34, 67, 100))),
    }
    for name, setting in odd.items():
        if name not in update and dice.chance(25):
            update[name] = setting
    return base.model_copy(update=update)
