"""Surge teams: people who hold dispatched posts for a year are drawn into teams of a few weeks meanwhile."""

from datetime import date
from typing import Final

from bianzu.instances.campaign import TERM
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.templates.cast import Cast, assemble, build_seats, find_unit
from bianzu.instances.world import DEPUTY_STEP, HEAD_STEP, build_world
from bianzu.models import CITY, HistoryRecord, Instance, Pool, Role, Round, RuleSettings, Seat, Team
from bianzu.models import settings as rules

__all__ = ["build_surge_teams"]

_YEAR: Final = Round(id="y2026", start=date(2026, 1, 1), end=date(2026, 12, 31), status="past", term=TERM)
_SURGE: Final = Round(id="s2026", start=date(2026, 4, 13), end=date(2026, 5, 29), status="planned", term=TERM)
_HOLDERS: Final = "派驻在岗人员"
_BODIES: Final = ("财政局", "教育局", "卫生健康局", "住房和城乡建设局", "交通运输局", "自然资源局")
_TASKS: Final = ("民政局", "市场监督管理局")
_STAYING: Final = 3
_POSTS: Final[tuple[tuple[Pool, int, int], ...]] = (("leader", 2, HEAD_STEP), ("staff", 3, DEPUTY_STEP))
"""Pool, people and step of the ladder at each body."""


def build_surge_teams() -> Instance:
    """Two surge teams of five, drawn from thirty people at six bodies; three at least stay at each."""
    dice = Dice("bianzu/template/surge-teams")
    world = build_world(dice.branch("world"), 3)
    cast = Cast(dice.branch("cast"), world)
    office = [find_unit(world, CITY, "纪委监委")]
    host = world.county_ids[0]
    holders: list[Draft] = []
    history: list[HistoryRecord] = []
    for number, body in enumerate(_BODIES):
        unit = find_unit(world, CITY, body)
        for pool, count, step in _POSTS:
            for draft in cast.invite(pool, CITY, count, units=office, step=step):
                record = HistoryRecord(
                    round=_YEAR.id,
                    team=f"b{number + 1}",
                    person=draft.id,
                    role="leader" if pool == "leader" else "member",
                    counties=(host,),
                    units=(unit,),
                )
                draft.records.append(record)
                history.append(record)
                holders.append(draft)
    roles: tuple[Role, ...] = ("leader", "deputy", "liaison", "member", "member")
    seats = [Seat(id="-", role=role, source_set=_HOLDERS) for role in roles]
    teams = [
        Team(
            id=f"t{at + 1}",
            name=f"第{at + 1}专班",
            round=_SURGE.id,
            form="special-squad",
            host_counties=(host,),
            units=(find_unit(world, CITY, task),),
            owner_level="city",
            seats=build_seats(f"t{at + 1}", seats),
        )
        for at, task in enumerate(_TASKS)
    ]
    ties = cast.finish(teams, places=True)
    ruleset = RuleSettings(
        one_seat=rules.OneSeat(),
        seats=rules.Seats(),
        role_pools=rules.RolePools(),
        gates=rules.Gates(),
        branch=rules.Branch(),
        source_sets=rules.SourceSets(),
        service=rules.Service(county_clause=False),
        kin=rules.Kin(),
        interest=rules.Interest(),
        in_team=rules.InTeam(same_unit="off"),
        couples=rules.Couples(),
        unfit=rules.UnfitRule(),
        age_bands=rules.AgeBands(),
        gender=rules.GenderRule(),
        post_strength=rules.PostStrength(n=_STAYING),
        rating=rules.RatingRule(),
        priority=rules.Priority(load=10, travel=0),
    )
    return assemble(
        "从派驻在岗人员中抽调组建专班，各派驻机构留岗不少于三人",
        cast,
        ties,
        rounds=[_YEAR, _SURGE],
        teams=teams,
        rules=ruleset,
        source_sets={_HOLDERS: holders},
        history=history,
    )
