"""Forms of an ordinary round: teams by a published preset, around a plan that the generator plants."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bianzu.instances.generator import plant_size
from bianzu.instances.presets import Preset
from bianzu.instances.sizes import Size
from bianzu.models import Instance, Team, TeamForm
from bianzu.models.settings import FreshPairing, NoSwap

__all__ = ["CAMPAIGNS", "build_campaign_form"]

_SEED: Final = 1


@dataclass(frozen=True)
class _Campaign:
    """Preset and size of a form; ``form`` replaces the form that the preset gives the teams."""

    name: str
    preset: Preset
    size: Size
    form: TeamForm | None = None


CAMPAIGNS: Final[Mapping[str, _Campaign]] = {
    "shanxi": _Campaign(
        "统筹混编：本地副组长一名、本地专职一名",
        "shanxi",
        Size(5, 8, (8,), leaders=32, staff=92, specialists=36, full_time=26),
    ),
    "zhangzhou-6+2": _Campaign(
        "统筹混编：异地六人、本地二人",
        "zhangzhou-6+2",
        Size(4, 6, (8,), leaders=28, staff=96, specialists=32, full_time=14),
    ),
    "nanjian-3+2": _Campaign(
        "统筹混编：异地三人、本地二人",
        "nanjian-3+2",
        Size(4, 8, (5,), leaders=36, staff=70, specialists=26, full_time=14),
    ),
    "qujing": _Campaign(
        "统筹混编：本地组长、异地副组长",
        "qujing",
        Size(4, 6, (6,), leaders=30, staff=76, specialists=28, full_time=12),
    ),
    "own-county": _Campaign(
        "县（区）自行组建巡察组",
        "own-county",
        Size(1, 4, (7,), leaders=18, staff=74, specialists=24, full_time=14),
    ),
    "mixed-cross": _Campaign(
        "县（区）交叉巡察：混编",
        "upgraded",
        Size(5, 6, (6,), leaders=30, staff=90, specialists=30, full_time=14),
        form="cross",
    ),
    "upgraded": _Campaign(
        "提级巡察：市直人员任组长，无被巡察县（区）人员",
        "upgraded",
        Size(4, 5, (6,), leaders=28, staff=80, specialists=28, full_time=14),
    ),
    "joint-audit": _Campaign(
        "巡审联动",
        "shanxi",
        Size(4, 6, (8,), leaders=26, staff=70, specialists=52, full_time=22, joint_audits=True),
    ),
    "return-visit": _Campaign(
        "巡察“回头看”",
        "shanxi",
        Size(4, 6, (5,), leaders=26, staff=72, specialists=28, full_time=22, past_teams=8, revisited=100),
        form="return-visit",
    ),
}
"""Forms built by the generator; each of them completable by construction."""


def build_campaign_form(form: str) -> Instance:
    """The instance of one of `CAMPAIGNS`."""
    chosen = CAMPAIGNS[form]
    instance, _ = plant_size(f"template/{form}", chosen.size, "loose", _SEED, chosen.preset)
    teams = tuple(_change_form(team, chosen.form) for team in instance.teams)
    rules = instance.rules
    if chosen.form == "cross":
        rules = rules.model_copy(update={"no_swap": NoSwap(), "fresh_pairing": FreshPairing()})
    title = f"{instance.city}：{chosen.name}"
    return instance.model_copy(update={"teams": teams, "title": title, "rules": rules})


def _change_form(team: Team, form: TeamForm | None) -> Team:
    """The team under another form; cross inspection asks for no city-level leader."""
    if form is None:
        return team
    if form != "cross":
        return team.model_copy(update={"form": form})
    seats = tuple(
        seat.model_copy(update={"origin": "external"}) if seat.origin == "city-level" else seat
        for seat in team.seats
    )
    return team.model_copy(update={"form": form, "owner_level": "county", "seats": seats})
