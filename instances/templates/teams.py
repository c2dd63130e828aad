"""Teams of one round that no preset describes: linked teams, the special squad, supervisors to counties."""

from itertools import pairwise
from typing import Final

from bianzu.instances.campaign import build_campaign
from bianzu.instances.dice import Dice
from bianzu.instances.presets import list_seats
from bianzu.instances.rulesets import ordinary_rules
from bianzu.instances.templates.cast import Cast, assemble, build_seats, find_unit
from bianzu.instances.world import DEPUTY_STEP, HEAD_STEP, LADDER, build_world
from bianzu.models import CITY, HistoryRecord, Instance, RuleSettings, Seat, SkillNeed, Team
from bianzu.models import settings as rules

__all__ = ["build_linked", "build_special_squad", "build_supervisors"]

_CAMPAIGN: Final = build_campaign(1)
_ROUND: Final = _CAMPAIGN.first
_CITY_HEAD_STEP: Final = LADDER.step("正处")
_SQUAD_SET: Final = "机动队专业骨干"


def _ordinary() -> RuleSettings:
    return ordinary_rules(senior="正科", junior="科员")


def build_linked() -> Instance:
    """Each of two city bureaus with its counterparts in the counties: a city team and county teams."""
    dice = Dice("bianzu/template/linked")
    world = build_world(dice.branch("world"), 4)
    cast = Cast(dice.branch("cast"), world)
    cast.invite("leader", CITY, 10, step=_CITY_HEAD_STEP)
    cast.invite("staff", CITY, 14)
    cast.invite("specialist", CITY, 12, skills={"finance-audit": 2})
    cast.invite("full-time", CITY, 4, units=[world.offices[CITY]])
    for county in world.county_ids:
        cast.invite("leader", county, 7, step=HEAD_STEP)
        cast.invite("leader", county, 5, step=DEPUTY_STEP)
        cast.invite("staff", county, 16)
        cast.invite("specialist", county, 6, skills={"finance-audit": 1})
        cast.invite("full-time", county, 4, units=[world.offices[county]])
    teams: list[Team] = []
    for number, bureau in enumerate(("教育局", "卫生健康局")):
        lead = f"t{number + 1}"
        teams.append(
            Team(
                id=lead,
                name=f"市委第{number + 1}巡察组",
                round=_ROUND.id,
                form="linked",
                host_counties=(world.county_ids[0],),
                units=(find_unit(world, CITY, bureau),),
                owner_level="city",
                seats=build_seats(
                    lead,
                    [
                        Seat(id="-", role="leader", origin="city-level"),
                        Seat(id="-", role="deputy", origin="external"),
                        Seat(id="-", role="liaison", origin="external", duty="clue-ledger"),
                        Seat(id="-", role="specialist", origin="external"),
                        Seat(id="-", role="member", origin="external", duty="complaints-desk"),
                        Seat(id="-", role="member", origin="external"),
                    ],
                ),
            )
        )
        for host in world.counties:
            team = f"{lead}-{host.id}"
            seats = [seat.build("-") for seat in list_seats("nanjian-3+2", 5)]
            teams.append(
                Team(
                    id=team,
                    name=f"{host.name}联动巡察组（{bureau}）",
                    round=_ROUND.id,
                    form="linked",
                    host_counties=(host.id,),
                    units=(find_unit(world, host.id, bureau),),
                    parent_team=lead,
                    seats=build_seats(team, seats),
                )
            )
    ties = cast.finish(teams, places=True)
    title = "市县联动巡察：市级组与各县（区）组同步编组"
    rounds = (*_CAMPAIGN.past, _ROUND)
    ruleset = _ordinary().model_copy(update={"linked": rules.Linked()})
    return assemble(title, cast, ties, rounds=rounds, teams=teams, rules=ruleset)


def build_special_squad() -> Instance:
    """Small squads for single tasks; those of the first weeks and of the last may share people.

    Four are wanted for finance and audit, more than the specialist seats give: floaters help out.
    """
    dice = Dice("bianzu/template/special-squad")
    world = build_world(dice.branch("world"), 3)
    cast = Cast(dice.branch("cast"), world)
    cast.invite("leader", CITY, 7, step=HEAD_STEP + 1)
    cast.invite("staff", CITY, 12)
    cast.invite("full-time", CITY, 5, units=[world.offices[CITY]])
    squad = cast.invite("specialist", CITY, 12, skills={"finance-audit": 2, "engineering": 2})
    for county in world.county_ids:
        cast.invite("staff", county, 5)
        squad += cast.invite("specialist", county, 4, skills={"finance-audit": 3, "engineering": 1})
    middle = _ROUND.start + (_ROUND.end - _ROUND.start) / 2
    teams = []
    for number, name in enumerate(("住房和城乡建设局", "自然资源局", "交通运输局", "人民医院")):
        team = f"j{number + 1}"
        county = world.county_ids[number % len(world.county_ids)]
        late = number >= 2
        first = middle.replace(day=middle.day + 1) if late else _ROUND.start
        teams.append(
            Team(
                id=team,
                name=f"机动巡察组第{number + 1}组",
                round=_ROUND.id,
                form="special-squad",
                host_counties=(county,),
                units=(find_unit(world, county, name),),
                owner_level="city",
                start=first,
                end=_ROUND.end if late else middle,
                needs=(SkillNeed(skill="finance-audit", need=4, level=2),),
                seats=build_seats(
                    team,
                    [
                        Seat(id="-", role="leader", origin="city-level"),
                        Seat(id="-", role="liaison", origin="external", duty="clue-ledger"),
                        Seat(id="-", role="specialist", origin="external", source_set=_SQUAD_SET),
                        Seat(id="-", role="specialist", origin="external", source_set=_SQUAD_SET),
                        Seat(id="-", role="member", origin="external", duty="leader-interviews"),
                    ],
                ),
            )
        )
    ties = cast.finish(teams, places=True)
    return assemble(
        "机动巡察：专项小组，前后两段可共用人员",
        cast,
        ties,
        rounds=(*_CAMPAIGN.past, _ROUND),
        teams=teams,
        rules=_ordinary().model_copy(update={"floaters": rules.Floaters(source_set=_SQUAD_SET)}),
        source_sets={_SQUAD_SET: squad},
    )


def build_supervisors() -> Instance:
    """Pairs of supervisors, each of them to exactly two counties; last round they went elsewhere."""
    dice = Dice("bianzu/template/supervisors")
    world = build_world(dice.branch("world"), 12)
    cast = Cast(dice.branch("cast"), world)
    offices = [world.offices[CITY], find_unit(world, CITY, "纪委监委"), find_unit(world, CITY, "组织部")]
    heads = cast.invite("leader", CITY, 14, units=offices, step=HEAD_STEP)
    clerks = cast.invite("staff", CITY, 16, units=offices, step=DEPUTY_STEP - 1)
    counties = world.county_ids
    pairs = list(pairwise(counties))[::2]
    teams = []
    for number, pair in enumerate(pairs):
        team_id = f"d{number + 1}"
        seats = [Seat(id="-", role="leader"), Seat(id="-", role="member")]
        teams.append(
            Team(
                id=team_id,
                name=f"第{number + 1}督导片区",
                round=_ROUND.id,
                form="supervisors",
                host_counties=pair,
                owner_level="city",
                seats=build_seats(team_id, seats),
            )
        )
    past = _CAMPAIGN.past[-1]
    history = []
    for team, head, clerk in zip(teams, heads, clerks, strict=False):
        for draft, seat in zip((head, clerk), team.seats, strict=True):
            record = HistoryRecord(
                round=past.id,
                team=f"{past.id}-{team.id}",
                person=draft.id,
                role=seat.role,
                counties=team.host_counties,
            )
            draft.records.append(record)
            history.append(record)
    ties = cast.finish(teams, places=True)
    ruleset = RuleSettings(
        one_seat=rules.OneSeat(),
        seats=rules.Seats(),
        role_pools=rules.RolePools(),
        gates=rules.Gates(),
        place=rules.PlaceRule(),
        service=rules.Service(),
        kin=rules.Kin(),
        interest=rules.Interest(),
        in_team=rules.InTeam(same_unit="off"),
        repeat_county=rules.RepeatCounty(g=1, g_others=1),
        unfit=rules.UnfitRule(),
        seniority=rules.Seniority(senior="正科", junior="科员"),
        gender=rules.GenderRule(),
        rest=rules.Rest(),
        fair_load=rules.FairLoad(),
        rating=rules.RatingRule(),
        priority=rules.Priority(),
    )
    return assemble(
        "包片督导：每组恰好两个县（区）",
        cast,
        ties,
        rounds=(*_CAMPAIGN.past, _ROUND),
        teams=teams,
        rules=ruleset,
        history=history,
    )
