"""balance: teams of a round that are much alike in the sum of a field over their members."""

from collections.abc import Iterator

from bianzu.audit.calendar import age_at
from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Charge
from bianzu.audit.seating import Seating
from bianzu.models import Person, Round

__all__ = ["balance", "field_value"]


def field_value(facts: Facts, person: Person, field: str, item: Round) -> int:
    """What a member adds to a team's sum of a field in a planned round."""
    if field == "experience":
        return facts.earlier_rounds[person.id]
    if field == "skill-points":
        return sum(skill.level for skill in person.skills)
    if field == "age":
        return age_at(person.birth, item.start)
    return person.numbers.get(field, 0)


def balance(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Per planned round and field: highest minus lowest sum of a team, an empty team's being 0."""
    setting = facts.rules.balance
    if setting is None:
        return
    for item in facts.planned:
        teams = [team for team in facts.teams.values() if team.round.id == item.id]
        for field in setting.fields if teams else ():
            sums = [
                sum(field_value(facts, member.person, field, item) for member in seating.members(team))
                for team in teams
            ]
            spread = max(sums) - min(sums)
            if spread:
                yield Charge(
                    "balance",
                    field,
                    "soft",
                    item,
                    units=spread,
                    weight=setting.weight,
                    where=f"round {item.id}",
                )
