"""Section G, as far as teams and units are given: capacity, linked and spacing. People make no difference."""

from collections.abc import Iterator

from bianzu.audit.calendar import add_months
from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Charge
from bianzu.audit.seating import Seating
from bianzu.audit.views import TeamView

__all__ = ["capacity", "count_returns", "linked", "spacing"]


def capacity(facts: Facts, _seating: Seating) -> Iterator[Charge]:
    """Units per team and round <= N; the team's days are days of the round."""
    setting = facts.rules.capacity
    for team in facts.teams.values() if setting is not None else ():
        count = len(team.team.units)
        if setting is not None and count > setting.n:
            yield _excess("capacity", team, f"{count} units", f"at most {setting.n}")
        if team.start < team.round.start or team.end > team.round.end:
            yield _excess("capacity", team, f"{team.start} to {team.end}", "days of the round")


def linked(facts: Facts, _seating: Seating) -> Iterator[Charge]:
    """A team starts in the round, and on the day, of the team that it is linked to."""
    for team in facts.teams.values() if facts.rules.linked is not None else ():
        parent = facts.teams.get(team.team.parent_team or "")
        if parent is not None and (parent.round is not team.round or parent.start != team.start):
            found = f"{team.round.id} from {team.start}"
            yield _excess("linked", team, found, f"{parent.round.id} from {parent.start}")


def _excess(rule: str, team: TeamView, found: str, limit: str) -> Charge:
    where = f"team {team.team.id}"
    return Charge(rule, None, "hard", team.round, team=team.team.id, where=where, found=found, limit=limit)


def count_returns(facts: Facts, team: TeamView) -> int:
    """Units of a team at which somebody was less than W months before; none for a return visit."""
    setting = facts.rules.spacing
    if setting is None or team.team.form == "return-visit":
        return 0
    since = add_months(team.start, -setting.w)
    rounds = facts.instance.round_by_id
    seen = {
        unit for record in facts.instance.history if rounds[record.round].end > since for unit in record.units
    }
    for other in facts.teams.values():
        earlier = facts.order[other.round.id] < facts.order[team.round.id]
        if earlier and other.team.form != "return-visit" and other.end > since:
            seen.update(other.team.units)
    return len(seen.intersection(team.team.units))


def spacing(facts: Facts, _seating: Seating) -> Iterator[Charge]:
    """A unit is not visited twice within W months, return visits excepted."""
    setting = facts.rules.spacing
    for team in facts.teams.values():
        units = count_returns(facts, team)
        if setting is not None and units:
            yield Charge(
                "spacing",
                None,
                "soft",
                team.round,
                team=team.team.id,
                units=units,
                weight=setting.weight,
                where=f"team {team.team.id}",
            )
