"""Changes of teams and rounds, as `changing` applies them to a working copy."""

from datetime import date, timedelta

from bianzu.instances.working_copy import WorkingCopy
from bianzu.models import AddTeams, DropTeam, MergeTeams, MoveRound, Seat, Team

__all__ = ["add_teams", "drop_team", "find_team", "merge_teams", "move_round"]


def find_team(copy: WorkingCopy, team: str, key: str) -> Team | None:
    """A team by its id; a problem is noted where there is none."""
    found = next((item for item in copy.teams if item.id == team), None)
    if found is None:
        copy.wrong("dangling-reference", key, team, "the id of a listed team")
    return found


def drop_team(copy: WorkingCopy, change: DropTeam) -> None:
    """The team is not formed."""
    if find_team(copy, change.team, ".team") is not None:
        copy.remove_team(change.team)


def merge_teams(copy: WorkingCopy, change: MergeTeams) -> None:
    """One team takes over what another one had to do."""
    team, other = find_team(copy, change.team, ".team"), find_team(copy, change.other, ".other")
    if team is None or other is None:
        return
    if team.id == other.id:
        copy.wrong("self-reference", ".other", change.other, "another team")
        return
    if team.round != other.round:
        copy.wrong("not-allowed", ".other", change.other, f"a team of the round {team.round}")
        return
    merged = team.model_copy(
        update={
            "host_counties": tuple(dict.fromkeys((*team.host_counties, *other.host_counties))),
            "units": tuple(dict.fromkeys((*team.units, *other.units))),
            "needs": tuple(dict.fromkeys((*team.needs, *other.needs))),
            "womens_interviews": team.womens_interviews or other.womens_interviews,
        }
    )
    copy.remove_team(other.id)
    parent = merged.parent_team
    if parent == other.id:
        merged = merged.model_copy(update={"parent_team": None})
    copy.teams = [merged if item.id == team.id else item for item in copy.teams]


def add_teams(copy: WorkingCopy, change: AddTeams) -> None:
    """More teams like one."""
    team = find_team(copy, change.team, ".team")
    if team is None:
        return
    at = copy.teams.index(team) + 1
    number = 0
    for _ in range(change.count):
        taken = {item.id for item in copy.teams} | {seat.id for item in copy.teams for seat in item.seats}
        more = None
        while more is None:
            number += 1
            more = _like(team, number, taken)
        copy.teams.insert(at, more)
        copy.bring(more)
        at += 1


def _like(team: Team, number: int, taken: set[str]) -> Team | None:
    """The team once more with ids of its own; none when an id is taken."""
    ident = f"{team.id}+{number}"
    seats = tuple(seat.model_copy(update={"id": _seat_id(team, seat, ident, number)}) for seat in team.seats)
    if ident in taken or any(seat.id in taken for seat in seats):
        return None
    name = f"{team.name}（增设{number}）"
    return team.model_copy(update={"id": ident, "name": name, "seats": seats})


def _seat_id(team: Team, seat: Seat, ident: str, number: int) -> str:
    if seat.id.startswith(team.id) and seat.id != team.id:
        return ident + seat.id[len(team.id) :]
    return f"{seat.id}+{number}"


def move_round(copy: WorkingCopy, change: MoveRound) -> None:
    """A planned round with its teams, some days later."""
    if not copy.knows(change.round, {item.id for item in copy.rounds}, ".round", "round"):
        return
    at = next(at for at, item in enumerate(copy.rounds) if item.id == change.round)
    if copy.rounds[at].status != "planned":
        copy.wrong("round-not-planned", ".round", change.round, "a planned round")
        return
    by = timedelta(days=change.days)
    moved = copy.rounds[at]
    copy.rounds[at] = moved.model_copy(update={"start": moved.start + by, "end": moved.end + by})
    copy.bring(copy.rounds[at])
    copy.teams = [
        team.model_copy(update={"start": _shift(team.start, by), "end": _shift(team.end, by)})
        if team.round == change.round
        else team
        for team in copy.teams
    ]


def _shift(day: date | None, by: timedelta) -> date | None:
    return None if day is None else day + by
