"""Causes about a county's people and about who may sit together."""

from bianzu.instances.causes.planted import PlantedCause
from bianzu.instances.causes.stage import Stage
from bianzu.instances.short import pick_county, remove_deputies
from bianzu.models import Person, Relation, Seat
from bianzu.models.settings import ApartPair

__all__ = ["lose_deputies", "marry_seats", "narrow_senders"]


def lose_deputies(stage: Stage) -> PlantedCause:
    """One county loses every clean local deputy, each to another rule."""
    before = stage.close("")
    county = pick_county(before)
    seats = [
        seat
        for team in stage.teams.values()
        if county in team.host_counties
        for seat in team.seats
        if seat.role == "deputy"
    ]
    own = {seat.id for seat in seats}
    needed = frozenset(person for person, (_, seat) in stage.seated.items() if seat.id not in own)
    after = remove_deputies(before, county, needed)
    stage.people = dict(after.person_by_id)
    stage.relations = list(after.relations)
    stage.requests = list(after.recusal_requests)
    stage.instance = stage.instance.model_copy(update={"unfit": after.unfit})
    stage.used.update(team.id for team in stage.teams.values() if county in team.host_counties)
    return PlantedCause(frozenset(("seats", seat, "") for seat in own), len(own))


def narrow_senders(stage: Stage) -> PlantedCause:
    """Three seats of a team are for one county's people only; two of them may come."""
    for team in stage.dice.sample(list(stage.teams.values()), len(stage.teams)):
        if team.id in stage.used:
            continue
        by_county: dict[str, list[Seat]] = {}
        others: list[Seat] = []
        for seat, person in stage.members(team):
            if seat.role == "leader" or seat.origin != "external":
                continue
            if person.work_county in stage.instance.county_by_id:
                by_county.setdefault(str(person.work_county), []).append(seat)
            others.append(seat)
        found = next((county for county, seats in by_county.items() if len(seats) == 2), None)
        if found is None or len(others) < 3:
            continue
        seats = by_county[found]
        third = next(seat for seat in others if seat not in seats)
        stage.add_newcomer(stage.people[stage.holder[third.id]].pools[0], stage.spare_units(found)[0], found)
        seats.append(third)
        people = [person.id for person in stage.people.values() if person.work_county == found]
        stage.limit_seats(seats, "对口支援", people)
        stage.used.add(team.id)
        asked = frozenset(("seats", seat.id, "") for seat in seats)
        return PlantedCause(asked, 1, frozenset({"sender-spread"}))
    raise ValueError("no team draws two people from one county")


def marry_seats(stage: Stage) -> PlantedCause:
    """Two seats of a team are for one named person each, who are spouses or must stay apart."""
    (team,) = stage.draw_teams(1)
    (first, a), (second, b) = stage.dice.sample(
        [item for item in stage.members(team) if item[0].role != "leader"], 2
    )
    stage.limit_seats([first], "专人甲", [a.id])
    stage.limit_seats([second], "专人乙", [b.id])
    rule = _part(stage, a, b)
    return PlantedCause(frozenset({("seats", first.id, ""), ("seats", second.id, "")}), 1, frozenset({rule}))


def _part(stage: Stage, a: Person, b: Person) -> str:
    if stage.dice.chance(50) or stage.rules.apart is None:
        stage.relations.append(Relation(person=a.id, kind="spouse", other_person=b.id))
        stage.change(a, relations_declared=True)
        return "in-team"
    apart = stage.rules.apart
    pair = ApartPair(a=a.id, b=b.id, hardness="hard")
    stage.rules = stage.rules.model_copy(
        update={"apart": apart.model_copy(update={"pairs": (*apart.pairs, pair)})}
    )
    return "apart"
