"""Causes about what a team is made of: a skill, party members, experience, hands."""

from bianzu.instances.causes.planted import PlantedCause
from bianzu.instances.causes.stage import Stage
from bianzu.instances.planting import FINANCE
from bianzu.models import DonorLimit, Person, Team

__all__ = ["cap_unit", "crowd_desks", "lose_backbone", "lose_members", "lose_skill"]

_BY_OFFICE = ("leader", "deputy", "liaison")
"""Roles that the gates give to full party members only."""


def _holds(person: Person, skill: str) -> bool:
    return any(item.skill == skill for item in person.skills)


def _asked_skill(teams: list[Team], skill: str) -> frozenset[tuple[str, str, str]]:
    return frozenset(("skill-mix", team.id, skill) for team in teams)


def _pick_holders(stage: Stage) -> dict[str, Person]:
    """One planted holder of finance-audit a team."""
    found = {}
    for team in stage.teams.values():
        able = [item for item in stage.members(team) if _holds(item[1], FINANCE)]
        able.sort(key=lambda item: ("full-time" in item[1].pools, item[0].role in ("leader", "deputy")))
        found[team.id] = able[0][1]
    return found


def lose_skill(stage: Stage, *, short: int) -> PlantedCause:
    """Fewer people hold finance-audit than there are teams."""
    teams = list(stage.teams.values())
    holders = _pick_holders(stage)
    lost = {team.id for team in stage.draw_teams(short)}
    kept = {person.id for team, person in holders.items() if team not in lost}
    for person in list(stage.people.values()):
        if person.id not in kept and _holds(person, FINANCE):
            stage.unskill(person, FINANCE)
    return PlantedCause(_asked_skill(teams, FINANCE), short, frozenset(), frozenset(kept))


def cap_unit(stage: Stage) -> PlantedCause:
    """Just enough people hold finance-audit, but a unit can spare one of them less."""
    for team in list(stage.teams.values()):
        open_seats = (seat.model_copy(update={"source_set": None}) for seat in team.seats)
        stage.change_team(team, seats=tuple(open_seats))
    teams = list(stage.teams.values())
    kept = {person.id: person for person in _pick_holders(stage).values()}
    for person in list(stage.people.values()):
        if person.id not in kept and _holds(person, FINANCE):
            stage.unskill(person, FINANCE)
    others = {stage.people[person].work_unit for person in stage.seated if person not in kept}
    units: dict[str, int] = {}
    for person in kept.values():
        if "full-time" not in person.pools and person.work_unit not in others:
            units[person.work_unit] = units.get(person.work_unit, 0) + 1
    unit = max(units, key=lambda item: (units[item], item))
    stage.donors[unit] = DonorLimit(unit=unit, limit=units[unit] - 1, note="本单位人手紧张")
    seats = {("seats", seat.id, "") for person, (_, seat) in stage.seated.items() if person in kept}
    asked = _asked_skill(teams, FINANCE) | seats  # where hardly anybody else can take their seats
    return PlantedCause(asked, 1, frozenset({"borrow-cap"}), frozenset(kept))


def lose_members(stage: Stage, *, short: int) -> PlantedCause:
    """The branch needs five party members a team; beside leader, deputy and liaison too few are left."""
    need = 5
    branch = stage.rules.branch
    assert branch is not None
    stage.rules = stage.rules.model_copy(update={"branch": branch.model_copy(update={"n": need})})
    kept: list[str] = []
    office: set[str] = set()
    for team in stage.teams.values():
        others = [person.id for seat, person in stage.members(team) if seat.role not in _BY_OFFICE]
        held = {person.id for seat, person in stage.members(team) if seat.role in _BY_OFFICE}
        office |= held
        kept += others[: max(0, need - len(held))]
    kept = stage.dice.sample(kept, len(kept))[short:]
    for person in list(stage.people.values()):
        if person.id in kept:
            stage.change(person, party="full")
        elif person.id not in office:
            stage.change(person, party="none")
    return PlantedCause(frozenset(("branch", team, "") for team in stage.teams), short)


def lose_backbone(stage: Stage, *, short: int) -> PlantedCause:
    """Fewer people with two earlier rounds than there are teams."""
    kept: list[str] = []
    lost = {team.id for team in stage.draw_teams(short)}
    for team in stage.teams.values():
        if team.id not in lost:
            _, person = stage.dice.pick(stage.members(team))
            kept.append(person.id)
    history = dict.fromkeys(kept, 0)
    for person in list(stage.people.values()):
        if person.id not in history:
            stage.forget(person)
        else:
            stage.change(person, earlier_rounds=max(2, person.earlier_rounds))
    asked = frozenset(("mentoring", team, "backbone") for team in stage.teams)
    return PlantedCause(asked, short, frozenset(), frozenset(kept))


def crowd_desks(stage: Stage, *, short: int) -> PlantedCause:
    """A team has more interview desks than twice its hands can man."""
    hands = 0
    for team in stage.draw_teams(1):
        hands = sum(seat.role != "leader" for seat in team.seats)
        desks = (hands + short + 1) // 2
        stage.change_team(team, desks=desks)
        return PlantedCause(frozenset({("desks", team.id, "")}), 2 * desks - hands)
    raise ValueError("no team is left")
