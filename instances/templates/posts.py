"""Posts held for a long time: dispatched posts (rounds are years) and stationed prosecutors (half-years)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bianzu.instances.campaign import TERM
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.templates.cast import Cast, assemble, build_seats, find_unit
from bianzu.instances.world import DEPUTY_STEP, HEAD_STEP, World, build_world
from bianzu.models import CITY, HistoryRecord, Instance, Round, RuleSettings, Seat, Team, WorkUnit
from bianzu.models import settings as rules

__all__ = ["build_dispatched_posts", "build_stationed_prosecutors"]

_FIRST_YEAR: Final = 2021
_PLANNED_YEAR: Final = 2026
_TRAINING_SET: Final = "县区跟班学习干部"
_BODIES: Final = ("财政局", "教育局", "卫生健康局", "住房和城乡建设局", "交通运输局", "自然资源局")


def _year(year: int) -> Round:
    return _round(f"y{year}", date(year, 1, 1), date(year, 12, 31))


def _half(year: int, half: int) -> Round:
    if half == 1:
        return _round(f"h{year}-1", date(year, 1, 1), date(year, 6, 30))
    return _round(f"h{year}-2", date(year, 7, 1), date(year, 12, 31))


def _round(round_id: str, start: date, end: date) -> Round:
    past = start.year < _PLANNED_YEAR
    return Round(id=round_id, start=start, end=end, status="past" if past else "planned", term=TERM)


def _record(draft: Draft, item: Round, team: str, seat: Seat, county: str, unit: str) -> HistoryRecord:
    record = HistoryRecord(
        round=item.id,
        team=f"{item.id}-{team}",
        person=draft.id,
        role=seat.role,
        counties=(county,),
        units=(unit,),
    )
    draft.records.append(record)
    return record


def _build_teams(
    rounds: Sequence[Round], posts: Sequence[tuple[str, str, str, str]], seats: Sequence[Seat], form: str
) -> Iterator[Team]:
    """One team a round at every post, given as id, name, host county and unit."""
    for item in rounds:
        for post, name, county, unit in posts:
            yield Team(
                id=f"{item.id}-{post}",
                name=name,
                round=item.id,
                form="posts" if form == "posts" else "prosecutors",
                host_counties=(county,),
                units=(unit,),
                owner_level="city" if form == "posts" else "county",
                seats=build_seats(f"{item.id}-{post}", seats),
            )


def build_dispatched_posts() -> Instance:
    """Six dispatched bodies over three years: a head, a deputy, two staff, a county trainee each."""
    dice = Dice("bianzu/template/dispatched-posts")
    world = build_world(dice.branch("world"), 3)
    cast = Cast(dice.branch("cast"), world)
    office = [find_unit(world, CITY, "纪委监委")]
    heads = cast.invite("leader", CITY, 20, units=office, step=HEAD_STEP)
    staff = cast.invite("staff", CITY, 22, units=office, step=DEPUTY_STEP)
    trainees = [
        draft
        for county in world.county_ids
        for draft in cast.invite(
            "staff", county, 5, units=[find_unit(world, county, "纪委监委")], step=DEPUTY_STEP - 1
        )
    ]
    seats = [
        Seat(id="-", role="leader", origin="city-level"),
        Seat(id="-", role="deputy", origin="city-level"),
        Seat(id="-", role="member", origin="city-level"),
        Seat(id="-", role="member", origin="city-level"),
        Seat(id="-", role="member", source_set=_TRAINING_SET),
    ]
    host = world.county_ids[0]
    posts = [
        (f"b{number + 1}", f"驻市{body}纪检监察组", host, find_unit(world, CITY, body))
        for number, body in enumerate(_BODIES)
    ]
    years = [_year(year) for year in range(_FIRST_YEAR, _PLANNED_YEAR + 3)]
    past = [item for item in years if item.status == "past"]
    history: list[HistoryRecord] = []
    holders = {0: heads[:12:2], 1: heads[1:12:2], 2: staff[:12:2], 3: staff[1:12:2], 4: trainees[:6]}
    for at, drafts in holders.items():
        for number, ((post, _, _, unit), draft) in enumerate(zip(posts, drafts, strict=True)):
            since = len(past) - 1 if at == 4 else (2 * at + number) % len(past)
            history += (_record(draft, item, post, seats[at], host, unit) for item in past[since:])
    order = {item.id: at for at, item in enumerate(past)}
    history.sort(key=lambda record: (order[record.round], record.team, record.role))
    teams = list(_build_teams(years[len(past) :], posts, seats, "posts"))
    ties = cast.finish(teams, places=True)
    ruleset = RuleSettings(
        one_seat=rules.OneSeat(),
        seats=rules.Seats(),
        role_pools=rules.RolePools(),
        gates=rules.Gates(leave=False),
        source_sets=rules.SourceSets(),
        origin=rules.OriginRule(),
        service=rules.Service(county_clause=False),
        kin=rules.Kin(),
        interest=rules.Interest(),
        in_team=rules.InTeam(superior="off", same_unit="off"),
        unfit=rules.UnfitRule(),
        age_bands=rules.AgeBands(),
        gender=rules.GenderRule(),
        keep_backbone=rules.KeepBackbone(lo_percent=50, hi_percent=90),
        tenure=rules.Tenure(t=60),
        no_return=rules.NoReturn(m=24),
        rating=rules.RatingRule(),
        priority=rules.Priority(load=0, travel=1),
    )
    return assemble(
        "派驻岗位轮换：一轮为一年",
        cast,
        ties,
        rounds=years,
        teams=teams,
        rules=ruleset,
        source_sets={_TRAINING_SET: trainees},
        history=history,
    )


def build_stationed_prosecutors() -> Instance:
    """A senior and a junior prosecutor at each of six detention centres, over four half-years."""
    dice = Dice("bianzu/template/stationed-prosecutors")
    world = build_world(dice.branch("world"), 6)
    cast = Cast(dice.branch("cast"), world)
    seniors: list[Draft] = []
    juniors: list[Draft] = []
    posts = []
    for number, county in enumerate(world.counties):
        office = _add_unit(world, county.id, "jcy", f"{county.name}人民检察院", "procuratorate")
        station = _add_unit(world, county.id, "kss", f"{county.name}看守所", "politics-law")
        seniors += cast.invite("leader", county.id, 4, units=[office], step=HEAD_STEP)
        juniors += cast.invite("staff", county.id, 4, units=[office], step=DEPUTY_STEP - 1)
        posts.append((f"s{number + 1}", f"驻{county.name}看守所检察室", county.id, station))
    rounds = [_half(year, half) for year in (2025, 2026, 2027) for half in (1, 2)]
    past = [item for item in rounds if item.status == "past"]
    seats = [Seat(id="-", role="leader"), Seat(id="-", role="member")]
    history: list[HistoryRecord] = []
    for item_at, item in enumerate(past):
        for number, (post, _, host, station) in enumerate(posts):
            stays = item_at if number % 2 else 0
            for seat, drafts in zip(seats, (seniors, juniors), strict=True):
                draft = drafts[4 * number + stays]
                history.append(_record(draft, item, post, seat, host, station))
    teams = list(_build_teams(rounds[len(past) :], posts, seats, "prosecutors"))
    ties = cast.finish(teams, places=True)
    ruleset = RuleSettings(
        one_seat=rules.OneSeat(),
        seats=rules.Seats(),
        role_pools=rules.RolePools(),
        gates=rules.Gates(leave=False),
        service=rules.Service(county_clause=False),
        kin=rules.Kin(),
        interest=rules.Interest(),
        in_team=rules.InTeam(superior="off", same_unit="off"),
        unfit=rules.UnfitRule(),
        seniority=rules.Seniority(senior="正科", junior="科员"),
        fresh_pairs=rules.FreshPairs(),
        fair_load=rules.FairLoad(),
        tenure=rules.Tenure(t=12),
        no_return=rules.NoReturn(m=24),
        rating=rules.RatingRule(),
        priority=rules.Priority(),
    )
    return assemble(
        "驻所检察官轮换：一轮为半年，一老一新",
        cast,
        ties,
        rounds=rounds,
        teams=teams,
        rules=ruleset,
        history=history,
    )


def _add_unit(world: World, county: str, suffix: str, name: str, system: str) -> str:
    unit = WorkUnit(
        id=f"u-{county}-{suffix}", name=name, county=county, system=system, staff_count=30, head_rank="正科"
    )
    world.units[unit.id] = unit
    world.by_county[county].append(unit.id)
    world.kin_units[unit.id] = frozenset({unit.id})
    return unit.id
