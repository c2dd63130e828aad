"""Cross-checks between the parts of an instance: every fault at once, each with its place.

The checks work on `Parts`, lists in which ``None`` stands for an item that could not be read, so that
a file with broken items still gets its broken references reported in the same go.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bianzu.models.base import RESERVED_PLACES
from bianzu.models.decision_references import WAIVABLE_RULES, DecisionReferences
from bianzu.models.errors import Problem
from bianzu.models.people import Person
from bianzu.models.reference_book import HasId, Parts, list_items
from bianzu.models.setting_references import SettingReferences
from bianzu.models.settings import BALANCE_FIELDS

if TYPE_CHECKING:
    from bianzu.models.instance import Instance

__all__ = ["WAIVABLE_RULES", "Parts", "find_part_problems", "find_reference_problems"]


def find_reference_problems(instance: "Instance") -> list[Problem]:
    """Every broken cross-reference of a complete instance."""
    return find_part_problems(
        Parts(
            as_of=instance.as_of,
            ranks=instance.ranks,
            rules=instance.rules,
            counties=instance.counties,
            units=instance.units,
            people=instance.people,
            relations=instance.relations,
            recusal_requests=instance.recusal_requests,
            unfit=instance.unfit,
            donors=instance.donors,
            source_sets=instance.source_sets,
            rounds=instance.rounds,
            teams=instance.teams,
            history=instance.history,
            pins=instance.pins,
            waivers=instance.waivers,
            baseline=instance.baseline,
            waiver_history=instance.waiver_history,
        )
    )


def find_part_problems(parts: Parts) -> list[Problem]:
    """Every broken cross-reference among the parts that could be read."""
    return _Checker(parts).run()


class _Checker(SettingReferences, DecisionReferences):
    """One method per part of the instance."""

    def run(self) -> list[Problem]:
        self._check_ids()
        self._check_ladder()
        self._check_counties()
        self._check_units()
        self._check_people()
        self._check_ties()
        self._check_lists()
        self._check_rounds()
        self._check_teams()
        self._check_history()
        self.check_decisions()
        self.check_settings()
        return self.problems

    def _check_ids(self) -> None:
        parts = self.parts
        kinds: tuple[tuple[str, str, Sequence[HasId | None]], ...] = (
            ("counties", "county id", parts.counties),
            ("units", "unit id", parts.units),
            ("people", "person id", parts.people),
            ("rounds", "round id", parts.rounds),
            ("teams", "team id", parts.teams),
            ("recusal_requests", "request id", parts.recusal_requests),
            ("waivers", "waiver id", parts.waivers),
        )
        for name, kind, items in kinds:
            self.unique(((f"$.{name}[{at}].id", item.id) for at, item in list_items(items)), kind)
        self.unique(
            (
                (f"$.teams[{at}].seats[{seat_at}].id", seat.id)
                for at, team in list_items(parts.teams)
                for seat_at, seat in enumerate(team.seats)
            ),
            "seat id",
        )
        self.unique(((f"$.donors[{at}].unit", item.unit) for at, item in list_items(parts.donors)), "unit")

    def _check_ladder(self) -> None:
        ladder = self.parts.ranks
        if ladder is None:
            return
        self.unique(((f"$.ranks.steps[{at}]", step) for at, step in enumerate(ladder.steps)), "rank")
        for name, step in ladder.equivalents.items():
            where = f"$.ranks.equivalents[{name!r}]"
            self.refer(step, ladder.steps, where, "step of the ladder")
            if name in ladder.steps:
                self.add("duplicate-id", where, name, "a name that is not itself a step of the ladder")

    def _check_counties(self) -> None:
        for at, county in list_items(self.parts.counties):
            if county.id in RESERVED_PLACES:
                self.add("reserved-id", f"$.counties[{at}].id", county.id, f"not one of {RESERVED_PLACES}")
            for other in county.distances:
                self.refer(other, self.counties, f"$.counties[{at}].distances", "county")

    def _check_units(self) -> None:
        above: dict[str, str] = {}
        places: dict[str, str] = {}
        for at, unit in list_items(self.parts.units):
            where = f"$.units[{at}]"
            self.refer(unit.county, self.counties, f"{where}.county", "county")
            self.refer(unit.superior, self.units, f"{where}.superior", "unit")
            self.refer(unit.head_rank, self.ranks, f"{where}.head_rank", "rank")
            for member_at, member in enumerate(unit.leading_group):
                self.refer(member.person, self.people, f"{where}.leading_group[{member_at}].person", "person")
            if unit.superior is not None:
                above[unit.id] = unit.superior
                places[unit.id] = f"{where}.superior"
        self.check_cycles(above, places)

    def _check_people(self) -> None:
        above: dict[str, str] = {}
        places: dict[str, str] = {}
        for at, person in list_items(self.parts.people):
            where = f"$.people[{at}]"
            self._check_person(person, where)
            if person.superior is not None:
                above[person.id] = person.superior
                places[person.id] = f"{where}.superior"
        self.check_cycles(above, places)

    def _check_person(self, person: Person, where: str) -> None:
        self.refer(person.rank, self.ranks, f"{where}.rank", "rank")
        self.refer(person.work_unit, self.units, f"{where}.work_unit", "unit")
        self.refer(person.superior, self.people, f"{where}.superior", "person")
        self.place(person.work_county, f"{where}.work_county", work=True)
        self.place(person.native, f"{where}.native")
        self.place(person.grown, f"{where}.grown")
        self.place(person.residence, f"{where}.residence")
        self.place(person.birth_place, f"{where}.birth_place")
        self.place(person.spouse_work, f"{where}.spouse_work")
        self.unique(((f"{where}.pools", pool) for pool in person.pools), "pool")
        self.unique(((f"{where}.skills", item.skill) for item in person.skills), "skill")
        for name in person.numbers:
            if name in BALANCE_FIELDS:
                self.add("reserved-id", f"{where}.numbers", name, f"not one of {BALANCE_FIELDS}")
        if self.parts.as_of is not None and person.birth > self.parts.as_of.isoformat()[:7]:
            self.add("date-in-future", f"{where}.birth", person.birth, "a month before the as-of date")
        for leave_at, leave in enumerate(person.leave):
            self.order(leave.start, leave.end, f"{where}.leave[{leave_at}]")
        for entry_at, entry in enumerate(person.career or ()):
            here = f"{where}.career[{entry_at}]"
            self.order(entry.start, entry.end, here)
            self.refer(entry.unit, self.units, f"{here}.unit", "unit")
            self.place(entry.county, f"{here}.county")

    def _check_ties(self) -> None:
        for at, relation in list_items(self.parts.relations):
            where = f"$.relations[{at}]"
            self.refer(relation.person, self.people, f"{where}.person", "person")
            self.refer(relation.other_person, self.people, f"{where}.other_person", "person")
            self.refer(relation.other_unit, self.units, f"{where}.other_unit", "unit")
            self.order(relation.start, relation.end, where)
            if (relation.other_person is None) == (relation.other_unit is None):
                self.add("one-of", where, None, "exactly one of other_person and other_unit")
            if relation.other_person == relation.person:
                self.add("self-reference", f"{where}.other_person", relation.person, "another person")
        for at, request in list_items(self.parts.recusal_requests):
            where = f"$.recusal_requests[{at}]"
            self.refer(request.person, self.people, f"{where}.person", "person")
            self.refer(request.county, self.counties, f"{where}.county", "county")
            self.refer(request.unit, self.units, f"{where}.unit", "unit")
            if (request.county is None) == (request.unit is None):
                self.add("one-of", where, None, "exactly one of county and unit")
        for at, entry in list_items(self.parts.unfit):
            where = f"$.unfit[{at}]"
            self.refer(entry.person, self.people, f"{where}.person", "person")
            self.refer(entry.county, self.counties, f"{where}.county", "county")
            self.refer(entry.unit, self.units, f"{where}.unit", "unit")
            if entry.county is not None and entry.unit is not None:
                self.add("one-of", where, None, "at most one of county and unit")

    def _check_lists(self) -> None:
        for at, donor in list_items(self.parts.donors):
            self.refer(donor.unit, self.units, f"$.donors[{at}].unit", "unit")
        for name, members in self.parts.source_sets.items():
            for at, member in enumerate(members):
                self.refer(member, self.people, f"$.source_sets[{name!r}][{at}]", "person")

    def _check_rounds(self) -> None:
        rounds = list(list_items(self.parts.rounds))
        planned = [item.start for _, item in rounds if item.status == "planned"]
        for at, item in rounds:
            where = f"$.rounds[{at}]"
            self.order(item.start, item.end, where)
            if item.status == "past" and planned and item.start >= min(planned):
                self.add(
                    "round-order", f"{where}.start", str(item.start), "a past round before every planned one"
                )
            if item.status == "announced" and planned and item.start <= max(planned):
                self.add(
                    "round-order",
                    f"{where}.start",
                    str(item.start),
                    "an announced round after every planned one",
                )
        if not planned and all(item is not None for item in self.parts.rounds):
            self.add("no-planned-round", "$.rounds", None, 'at least one round with status "planned"')

    def _check_teams(self) -> None:
        for at, team in list_items(self.parts.teams):
            where = f"$.teams[{at}]"
            self.refer(team.round, self.rounds, f"{where}.round", "round")
            if self.round_status.get(team.round, "planned") != "planned":
                self.add("round-not-planned", f"{where}.round", team.round, "a planned round")
            self.refer(team.parent_team, self.teams, f"{where}.parent_team", "team")
            self.order(team.start, team.end, where)
            self.unique(((f"{where}.host_counties", county) for county in team.host_counties), "county")
            self.unique(((f"{where}.units", unit) for unit in team.units), "unit")
            for county in team.host_counties:
                self.refer(county, self.counties, f"{where}.host_counties", "county")
            for unit in team.units:
                self.refer(unit, self.units, f"{where}.units", "unit")
            for seat_at, seat in enumerate(team.seats):
                self.refer(
                    seat.source_set,
                    self.parts.source_sets,
                    f"{where}.seats[{seat_at}].source_set",
                    "source set",
                )
        counties = {unit.id: unit.county for _, unit in list_items(self.parts.units)}
        for at, team in list_items(self.parts.teams):
            for unit_id in team.units:
                home = counties.get(unit_id)
                if home is not None and home not in team.host_counties:
                    self.add(
                        "unit-not-in-host-county",
                        f"$.teams[{at}].units",
                        unit_id,
                        f"a unit of {', '.join(team.host_counties)} or a city-level one",
                    )

    def _check_history(self) -> None:
        for at, record in list_items(self.parts.history):
            where = f"$.history[{at}]"
            self.refer(record.round, self.rounds, f"{where}.round", "round")
            if self.round_status.get(record.round, "past") != "past":
                self.add("round-not-past", f"{where}.round", record.round, "a past round")
            self.refer(record.person, self.people, f"{where}.person", "person")
            for county in record.counties:
                self.refer(county, self.counties, f"{where}.counties", "county")
            for unit in record.units:
                self.refer(unit, self.units, f"{where}.units", "unit")
        self.unique(
            (
                (f"$.history[{at}]", f"{record.round} / {record.team} / {record.person}")
                for at, record in list_items(self.parts.history)
            ),
            "round, team and person",
        )
