"""Causes that leave too few leaders."""

from datetime import date

from bianzu.instances.causes.planted import Asked, PlantedCause
from bianzu.instances.causes.stage import LOW, TOP, Stage
from bianzu.models import HistoryRecord, LeavePeriod, Person, RecusalRequest, Relation, Seat, Team

__all__ = ["bar_from_seat", "lose_leaders", "raise_heads", "rest_leaders", "send_to_course", "share_system"]

_SHARING = 3
"""Leaders who work in the inspected system."""


def _leader_seat(team: Team) -> Seat:
    return next(seat for seat in team.seats if seat.role == "leader")


def _asked(teams: list[Team]) -> list[Asked]:
    return [("seats", _leader_seat(team).id, "") for team in teams]


def _lower_top(stage: Stage, kept: set[str]) -> None:
    """Nobody but some has the highest rank."""
    steps = stage.instance.ranks
    for person in list(stage.people.values()):
        if person.id not in kept and person.rank is not None and steps.step(person.rank) == steps.step(TOP):
            stage.change(person, rank="副处")


def raise_heads(stage: Stage, *, short: int) -> PlantedCause:
    """Some teams inspect units with heads of the highest rank; fewer of their leaders have it."""
    teams = stage.draw_teams(min(short + 1 + stage.dice.below(4), len(stage.teams) - len(stage.used)))
    leaders = [stage.holder[_leader_seat(team).id] for team in teams]
    for team in teams:
        stage.change_unit(team.units[0], head_rank=TOP)
    kept = set(leaders[short:])
    _lower_top(stage, kept)
    for leader in leaders:
        stage.change(leader, rank=TOP if leader in kept else "副处")
    return PlantedCause(frozenset(_asked(teams)), short, frozenset({"rank"}), frozenset(kept))


def _keep_only(stage: Stage, short: int) -> tuple[list[Person], PlantedCause]:
    """Deputies too low to lead; whom to bar besides so that all leader seats together fall short."""
    teams = list(stage.teams.values())
    seated = stage.seated
    leaders = [stage.holder[_leader_seat(team).id] for team in teams]
    for person in stage.pool("leader"):
        if person.id in seated and person.id not in leaders:
            stage.change(person, rank=LOW)
    lost = {stage.holder[_leader_seat(team).id] for team in stage.draw_teams(short)}
    barred = [person for person in stage.pool("leader") if person.id not in seated or person.id in lost]
    kept = frozenset(leaders) - lost
    return barred, PlantedCause(frozenset(_asked(teams)), short, frozenset({"rank"}), kept)


def _with_rule(cause: PlantedCause, rule: str) -> PlantedCause:
    return PlantedCause(cause.asked, cause.short, cause.rules | {rule}, cause.people)


def lose_leaders(stage: Stage, *, short: int) -> PlantedCause:
    """Everybody else in the leader pool fails a gate, the deputies are too low in rank."""
    barred, cause = _keep_only(stage, short)
    ways: tuple[dict[str, object], ...] = (
        {"trained": False},
        {"appraisal": "basic"},
        {"open_clue": True},
        {"in_pool": False},
        {"party": "probationary"},
    )
    for at, person in enumerate(barred):
        stage.change(person, **ways[at % len(ways)])
    return _with_rule(cause, "gates")


def send_to_course(stage: Stage, *, short: int) -> PlantedCause:
    """Everybody else in the leader pool is at the party school for the first weeks of the round."""
    barred, cause = _keep_only(stage, short)
    start = next(item for item in stage.instance.rounds if item.status == "planned").start
    course = LeavePeriod(start=date(start.year, start.month, 1), end=start, reason="党校培训")
    for person in barred:
        stage.change(person, leave=(*person.leave, course))
    return _with_rule(cause, "gates")


def rest_leaders(stage: Stage, *, short: int) -> PlantedCause:
    """Everybody else in the leader pool served the last two rounds."""
    barred, cause = _keep_only(stage, short)
    rounds = sorted(stage.instance.rounds, key=lambda item: item.start)
    past = [item for item in rounds if item.status == "past"]
    served = {(item.round, item.person) for item in stage.history}
    for person in barred:
        for item in past[-2:]:
            if (item.id, person.id) not in served:
                record = HistoryRecord(
                    round=item.id, team="旧组", person=person.id, role="leader", counties=()
                )
                stage.history.append(record)
    return _with_rule(cause, "rest")


def share_system(stage: Stage) -> PlantedCause:
    """One team needs the highest rank, and the only leaders who have it work in the system it inspects."""
    (team,) = stage.draw_teams(1)
    elsewhere = (county.id for county in stage.instance.counties if county.id not in team.host_counties)
    units = [unit for county in (None, *elsewhere) for unit in stage.spare_units(county)]
    _lower_top(stage, set())
    stage.change_unit(team.units[0], head_rank=TOP, system="timber")
    for unit in units[:_SHARING]:
        stage.add_newcomer("leader", unit, stage.units[unit].county or "city", rank=TOP)
        stage.change_unit(unit, system="timber")
    return PlantedCause(frozenset(_asked([team])), 1, frozenset({"rank", "system"}))


def bar_from_seat(stage: Stage) -> PlantedCause:
    """Kin in the leading group, or an upheld request, for everybody who could lead one team."""
    (team,) = stage.draw_teams(1)
    unit, seat = team.units[0], _leader_seat(team)
    mates = {person.id for place, person in stage.members(team) if place != seat}
    rules = set()
    for at, person in enumerate(stage.pool("leader")):
        if person.id in mates:
            stage.change(person, rank=LOW)
            if seat.origin != "external" or person.work_county not in team.host_counties:
                rules.add("rank")
        elif at % 2:
            rules.add("kin")
            stage.change(person, relations_declared=True)
            stage.relations.append(
                Relation(
                    person=person.id,
                    kind="collateral",
                    other_unit=unit,
                    other_name=person.name[0] + "建国",
                    other_is_leader=True,
                )
            )
        else:
            rules.add("interest")
            stage.requests.append(
                RecusalRequest(
                    id=f"q-{person.id}", person=person.id, unit=unit, reason="本人申请", decision="upheld"
                )
            )
    return PlantedCause(frozenset(_asked([team])), 1, frozenset(rules))
