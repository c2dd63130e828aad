"""Causes about people who must serve: new cadres with a last chance, and pins."""

from datetime import timedelta

from bianzu.instances.causes.planted import PlantedCause
from bianzu.instances.causes.stage import Stage
from bianzu.models import DonorLimit, Person, RecusalRequest, Relation, Seat, Team
from bianzu.models.settings import ApartPair

__all__ = ["contradict", "crowd_cadres"]

_WINDOW_DAYS = 360
"""Before the round: the window of twelve months ends within it, so that no later round is left."""


def crowd_cadres(stage: Stage) -> PlantedCause:
    """New cadres for whom this round is the last chance; their requests leave them fewer seats."""
    counts: dict[str, list[Team]] = {}
    for team in stage.teams.values():
        counts.setdefault(team.host_counties[0], []).append(team)
    county = min(counts, key=lambda item: len(counts[item]))
    places = [
        seat.id
        for team in counts[county]
        for seat in team.seats
        if seat.role == "leader" or (seat.role == "deputy" and seat.origin != "local")
    ]
    start = next(item for item in stage.instance.rounds if item.status == "planned").start
    homes = [*stage.spare_units(None), *stage.spare_units(county)]
    for person in stage.pool("leader"):  # nobody else's last chance, so that the count is exact
        stage.change(person, promoted_on=None)
    cadres = []
    for at in range(len(places) + 1):
        unit = homes[at % len(homes)]
        home = stage.units[unit].county or "city"
        promoted = start - timedelta(days=_WINDOW_DAYS)
        cadre = stage.add_newcomer("leader", unit, home, promoted_on=promoted, earlier_rounds=3)
        cadres.append(cadre.id)
        for other in counts:
            if other != county:
                stage.requests.append(
                    RecusalRequest(
                        id=f"q-{cadre.id}-{other}", person=cadre.id, county=other, decision="upheld"
                    )
                )
    stage.used.update(team.id for team in counts[county])
    rules = frozenset({"interest"} if len(counts) > 1 else set())
    return PlantedCause(frozenset(("new-cadre", cadre, "") for cadre in cadres), 1, rules)


def contradict(stage: Stage, variant: int) -> PlantedCause:
    """Pins that each can be honoured, but not together."""
    return (_one_seat, _superior, _spouses, _apart, _donor, _three)[variant % 6](stage)


def _clean(stage: Stage, seat: Seat, team: Team, unit: str | None = None) -> Person:
    """Somebody new who may take the seat."""
    holder = stage.people[stage.holder[seat.id]]
    local = seat.origin in ("local", "any")
    homes = stage.spare_units(team.host_counties[0] if local else None)
    spare = [item for item in homes if item not in {person.work_unit for person in stage.people.values()}]
    chosen = unit or (spare or homes)[0]
    home = stage.units[chosen].county or "city"
    return stage.add_newcomer(holder.pools[0], chosen, home, skills=holder.skills, earlier_rounds=3)


def _two_seats(stage: Stage) -> tuple[Team, tuple[Seat, Person], tuple[Seat, Person]]:
    """A team, a seat with its holder, and another seat with somebody new."""
    (team,) = stage.draw_teams(1)
    leader = next(item for item in stage.members(team) if item[0].role == "leader")
    open_seats = (seat for seat, _ in stage.members(team) if seat.source_set is None)
    second = next(seat for seat in open_seats if seat.role in ("member", "specialist"))
    return team, leader, (second, _clean(stage, second, team))


def _ordered(stage: Stage, *orders: tuple[Person, dict[str, str]]) -> PlantedCause:
    at = frozenset(stage.order(person.id, **where) for person, where in orders)
    return PlantedCause(frozenset(), 0, frozenset(), frozenset(), at)


def _one_seat(stage: Stage) -> PlantedCause:
    (team,) = stage.draw_teams(1)
    seat, holder = next(item for item in stage.members(team) if item[0].role == "leader")
    other = _clean(stage, seat, team)
    return _ordered(stage, (holder, {"seat": seat.id}), (other, {"seat": seat.id}))


def _superior(stage: Stage) -> PlantedCause:
    team, (seat, holder), (_, other) = _two_seats(stage)
    stage.change(other, superior=holder.id)
    return _ordered(stage, (holder, {"seat": seat.id}), (other, {"team": team.id}))


def _spouses(stage: Stage) -> PlantedCause:
    team, (_, holder), (seat, other) = _two_seats(stage)
    stage.relations.append(Relation(person=other.id, kind="spouse", other_person=holder.id))
    return _ordered(stage, (holder, {"team": team.id}), (other, {"seat": seat.id}))


def _apart(stage: Stage) -> PlantedCause:
    team, (_, holder), (_, other) = _two_seats(stage)
    apart = stage.rules.apart
    assert apart is not None
    pair = ApartPair(a=holder.id, b=other.id, hardness="hard")
    stage.rules = stage.rules.model_copy(
        update={"apart": apart.model_copy(update={"pairs": (*apart.pairs, pair)})}
    )
    return _ordered(stage, (holder, {"team": team.id}), (other, {"team": team.id}))


def _donor(stage: Stage) -> PlantedCause:
    """Two of one unit must serve in the round; it can spare one."""
    round_id = next(item for item in stage.instance.rounds if item.status == "planned").id
    (team,) = stage.draw_teams(1)
    seat = next(seat for seat, _ in stage.members(team) if seat.role == "leader")
    first = _clean(stage, seat, team)
    second = _clean(stage, seat, team, first.work_unit)
    unit = first.work_unit
    stage.donors[unit] = DonorLimit(unit=unit, limit=1, note="本单位人手紧张")
    return _ordered(stage, (first, {"round": round_id}), (second, {"round": round_id}))


def _three(stage: Stage) -> PlantedCause:
    """One more leader must be on a team than it has seats for leaders."""
    (team,) = stage.draw_teams(1)
    leading = [seat for seat, _ in stage.members(team) if seat.role in ("leader", "deputy")]
    seats = [seat for seat in leading if seat.origin != "local"]
    people = [_clean(stage, seats[0], team) for _ in range(len(seats) + 1)]
    return _ordered(stage, *((person, {"team": team.id}) for person in people))
