"""A generated instance made impossible to complete: one county loses every clean local deputy.

The candidates are removed one by one, each by another rule, the way it happens in a small county:
kin in the leading group, a recent post in the unit, an upheld request, leave, a basic appraisal.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bianzu.models import (
    CareerEntry,
    Instance,
    LeavePeriod,
    Person,
    RecusalRequest,
    Relation,
    RelationClass,
    Team,
    Unfit,
)

__all__ = ["pick_county", "remove_deputies"]

_SECONDED: Final = ("2024-03", "2025-02")


def pick_county(instance: Instance) -> str:
    """The county with the fewest teams, the first of them in the file."""
    counts = {county.id: 0 for county in instance.counties}
    for team in instance.teams:
        for county in team.host_counties:
            counts[county] += 1
    return min((county for county in counts if counts[county]), key=lambda county: counts[county])


def remove_deputies(instance: Instance, county: str, needed: frozenset[str]) -> Instance:
    """Bar every local candidate for the deputy seats of a county's teams.

    Parameters
    ----------
    instance
        With local deputy seats in ``county``.
    county
        Whose deputies go.
    needed
        People whom a plan needs on other seats; they are barred from these deputy seats only.

    Returns
    -------
    Instance
        ``completable`` is false: each deputy seat of the county stays empty in every plan.
    """
    teams = [team for team in instance.teams if county in team.host_counties]
    work = _Removal(county, teams)
    people = tuple(
        work.bar(person, scoped=person.id in needed) if _is_candidate(person, county) else person
        for person in instance.people
    )
    fields = {name: getattr(instance, name) for name in Instance.model_fields}
    fields |= {
        "title": f"{instance.title}；{instance.county_by_id[county].name}无合格的本地副组长",
        "completable": False,
        "people": people,
        "relations": (*instance.relations, *work.relations),
        "recusal_requests": (*instance.recusal_requests, *work.requests),
        "unfit": (*instance.unfit, *work.unfit),
    }
    return Instance(**fields)


def _is_candidate(person: Person, county: str) -> bool:
    return person.work_county == county and bool({"leader", "full-time"} & set(person.pools))


@dataclass
class _Removal:
    county: str
    teams: list[Team]
    relations: list[Relation] = field(default_factory=list)
    requests: list[RecusalRequest] = field(default_factory=list)
    unfit: list[Unfit] = field(default_factory=list)
    turn: dict[str, int] = field(default_factory=dict)

    def bar(self, person: Person, *, scoped: bool) -> Person:
        """The person with one more reason, taken in turn from those that fit."""
        ways = self._ways(person, scoped=scoped)
        kind = f"{person.pools[0]}/{scoped}"
        at = self.turn.get(kind, 0)
        self.turn[kind] = at + 1
        return ways[at % len(ways)](person)

    def _ways(self, person: Person, *, scoped: bool) -> tuple[Callable[[Person], Person], ...]:
        if "full-time" in person.pools:
            return (self._make_classmates, self._make_probationary)
        if scoped:
            return (self._give_kin, self._second, self._uphold, self._make_classmates)
        return (
            self._give_kin,
            self._send_on_leave,
            self._second,
            self._lower_appraisal,
            self._uphold,
            self._list_unfit,
        )

    def _tie(self, person: Person, kind: RelationClass, name: str) -> Person:
        self.relations += [
            Relation(
                person=person.id, kind=kind, other_unit=team.units[0], other_name=name, other_is_leader=True
            )
            for team in self.teams
        ]
        return person.model_copy(update={"relations_declared": True})

    def _give_kin(self, person: Person) -> Person:
        return self._tie(person, "collateral", person.name[0] + "建国")

    def _make_classmates(self, person: Person) -> Person:
        return self._tie(person, "classmate", "周志强")

    def _second(self, person: Person) -> Person:
        """A secondment to one unit of each team that ended less than three years ago."""
        start, end = _SECONDED
        posts = tuple(
            CareerEntry(start=start, end=end, unit=team.units[0], county=self.county, post="挂职")
            for team in self.teams
        )
        return person.model_copy(update={"career": (*(person.career or ()), *posts)})

    def _uphold(self, person: Person) -> Person:
        self.requests.append(
            RecusalRequest(
                id=f"q-{person.id}",
                person=person.id,
                county=self.county,
                reason="本人申请",
                decision="upheld",
            )
        )
        return person

    def _list_unfit(self, person: Person) -> Person:
        self.unfit.append(Unfit(person=person.id, county=self.county, reason="组织掌握情况，不宜参加"))
        return person

    def _send_on_leave(self, person: Person) -> Person:
        leave = LeavePeriod(start=date(2026, 3, 2), end=date(2026, 4, 10), reason="病假")
        return person.model_copy(update={"leave": (*person.leave, leave)})

    def _lower_appraisal(self, person: Person) -> Person:
        return person.model_copy(update={"appraisal": "basic"})

    def _make_probationary(self, person: Person) -> Person:
        return person.model_copy(update={"party": "probationary"})
