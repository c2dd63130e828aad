"""People, ties and history of a micro instance: few, but with every kind of trouble."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, get_args

from bianzu.instances.dice import Dice
from bianzu.instances.names import draw_name
from bianzu.instances.sizes import Tightness
from bianzu.instances.world import LADDER
from bianzu.models import (
    CITY,
    OUTSIDE,
    CareerEntry,
    Gender,
    HistoryRecord,
    LeadingMember,
    LeavePeriod,
    OutcomeGrade,
    Person,
    Pool,
    RecusalRequest,
    Relation,
    RelationClass,
    Round,
    Skill,
    Team,
    Unfit,
    WorkUnit,
)

__all__ = ["MicroPeople"]

_GENDERS: Final[tuple[Gender, ...]] = ("female", "male")
_POOLS: Final[tuple[Pool, ...]] = ("leader", "staff", "specialist", "full-time")
_RATINGS: Final[tuple[OutcomeGrade | None, ...]] = ("excellent", "competent", "basic", None)
_GRADES: Final[tuple[OutcomeGrade | None, ...]] = ("excellent", "competent", "basic", None)
_KINDS: Final[tuple[RelationClass, ...]] = get_args(RelationClass)
_SKILLS: Final = ("finance-audit", "discipline", "organisation", "writing", "engineering", "ideology")
_ABLE_PER_CENT: Final[dict[Tightness, int]] = {"loose": 97, "normal": 90, "tight": 75}
_ENDS: Final = (None, "2022-05", "2024-05", "2026-01")


@dataclass
class MicroPeople:
    """Draws the people of one micro instance and everything that hangs on them."""

    dice: Dice
    counties: list[str]
    units: list[WorkUnit]
    rounds: list[Round]
    teams: list[Team]
    tightness: Tightness
    people: list[Person] = field(default_factory=list)

    def draw_people(self, count: int) -> list[Person]:
        """``count`` people; kept for the ties drawn later."""
        for at in range(count):
            self.people.append(self._draw_person(at))
        return self.people

    def list_units(self) -> list[WorkUnit]:
        """The units, inspected ones with a leading group that may name one of the people."""
        units = []
        inspected = {unit for team in self.teams for unit in team.units}
        for unit in self.units:
            if unit.id in inspected:
                group = [LeadingMember(name=draw_name(self.dice, "male"))]
                known = [person for person in self.people if person.work_unit == unit.id]
                if known and self.dice.chance(70):
                    group.append(LeadingMember(name=known[0].name, person=known[0].id))
                unit = unit.model_copy(update={"leading_group": tuple(group)})
            units.append(unit)
        return units

    def draw_relations(self) -> tuple[Relation, ...]:
        """Up to three ties, to people and to units."""
        return tuple(self._draw_relation() for _ in range(self.dice.between(0, 3)))

    def draw_requests(self) -> tuple[RecusalRequest, ...]:
        """Sometimes a request to recuse."""
        if not self.dice.chance(25):
            return ()
        whole = self.dice.chance(40)
        request = RecusalRequest(
            id="q1",
            person=self.dice.pick(self.people).id,
            county=self.dice.pick(self.counties) if whole else None,
            unit=None if whole else self._inspected(),
            decision="upheld" if self.dice.chance(70) else "declined",
        )
        return (request,)

    def draw_unfit(self) -> tuple[Unfit, ...]:
        """Sometimes an entry of the block list."""
        if not self.dice.chance(15):
            return ()
        scope = self.dice.below(3)
        entry = Unfit(
            person=self.dice.pick(self.people).id,
            county=self.dice.pick(self.counties) if scope == 1 else None,
            unit=self._inspected() if scope == 2 else None,
        )
        return (entry,)

    def draw_history(self) -> tuple[HistoryRecord, ...]:
        """Some people served in some past rounds."""
        records = []
        for item in self.rounds:
            for person in self.people if item.status == "past" else ():
                if not self.dice.chance(30):
                    continue
                county = self.dice.pick(self.counties)
                units = [unit.id for unit in self.units if unit.county == county]
                records.append(
                    HistoryRecord(
                        round=item.id,
                        team=f"{item.id}-t1",
                        person=person.id,
                        role="member",
                        counties=(county,),
                        units=(self.dice.pick(units),),
                        rating=self.dice.weigh(_RATINGS, (30, 50, 8, 12)),
                    )
                )
        return tuple(records)

    def _inspected(self) -> str:
        return self.dice.pick(sorted({unit for team in self.teams for unit in team.units}))

    def _place(self, per_cent: int) -> str | None:
        """Mostly outside; a county in ``per_cent``; now and then not known."""
        if self.dice.chance(per_cent):
            return self.dice.pick(self.counties)
        return None if self.dice.chance(10) else OUTSIDE

    def _draw_person(self, at: int) -> Person:
        dice = self.dice
        gender = dice.pick(_GENDERS)
        unit = dice.pick(self.units)
        pools = dice.sample(_POOLS, dice.weigh((1, 2, 3), (45, 40, 15)))
        fields: dict[str, Any] = {
            "id": f"p{at + 1}",
            "name": draw_name(dice, gender),
            "gender": gender,
            "birth": f"{dice.between(1964, 2000)}-{dice.between(1, 12):02d}",
            "pools": tuple(pool for pool in _POOLS if pool in pools),
            "work_unit": unit.id,
            "work_county": unit.county or CITY,
            "rank": dice.pick(LADDER.steps[1:5]) if dice.chance(93) else None,
            "promoted_on": self._draw_promotion(),
            "skills": self._draw_skills(),
            "earlier_rounds": dice.weigh((0, 1, 2, 4), (40, 20, 25, 15)),
            "superior": f"p{dice.between(1, at)}" if at and dice.chance(15) else None,
            "relations_declared": dice.chance(80),
            "career": self._draw_career() if dice.chance(80) else None,
        }
        fields |= {name: self._place(14) for name in ("native", "grown", "residence", "birth_place")}
        fields["spouse_work"] = self._place(12)
        if dice.chance(6):
            fields["work_county"] = dice.pick((None, OUTSIDE))
        return Person.model_validate(fields | self._draw_gates())

    def _draw_gates(self) -> dict[str, Any]:
        dice = self.dice
        able = dice.chance(_ABLE_PER_CENT[self.tightness])
        gates: dict[str, Any] = {
            "party": "full" if dice.chance(75) else dice.pick(("probationary", "none")),
            "appraisal": dice.pick(("competent", "excellent")),
            "last_rating": dice.weigh(_RATINGS, (20, 50, 5, 25)),
            "leave": (),
        }
        if dice.chance(15):
            start = date(2026, 1, 5) + timedelta(days=dice.below(150))
            gates["leave"] = (LeavePeriod(start=start, end=start + timedelta(days=dice.below(30))),)
        if not able:
            fault = dice.below(4)
            gates["appraisal"] = dice.pick(_GRADES[2:]) if fault == 0 else gates["appraisal"]
            gates["trained"] = fault != 1
            gates["open_clue"] = fault == 2
            gates["in_pool"] = fault != 3
        return gates

    def _draw_promotion(self) -> date | None:
        if not self.dice.chance(25):
            return None
        return date(2025, 1, 10) + timedelta(days=self.dice.below(420))

    def _draw_skills(self) -> tuple[Skill, ...]:
        names = self.dice.sample(_SKILLS, self.dice.between(0, 3))
        return tuple(Skill(skill=name, level=self.dice.between(1, 3)) for name in names)

    def _draw_career(self) -> tuple[CareerEntry, ...]:
        entries = []
        for _ in range(self.dice.between(0, 2)):
            unit = self.dice.pick(self.units)
            listed = self.dice.chance(80)
            entries.append(
                CareerEntry(
                    start=f"{self.dice.between(2005, 2021)}-{self.dice.between(1, 12):02d}",
                    end=self.dice.pick(_ENDS),
                    unit=unit.id if listed else None,
                    unit_name=None if listed else "已撤销单位",
                    county=unit.county,
                    county_managed=self.dice.chance(30),
                )
            )
        return tuple(entries)

    def _draw_relation(self) -> Relation:
        dice = self.dice
        person = dice.pick(self.people)
        kind = dice.pick(_KINDS)
        others = [other for other in self.people if other is not person]
        start = "2015-09" if kind == "superior-subordinate" else None
        end = dice.pick(_ENDS) if kind == "superior-subordinate" else None
        if others and dice.chance(40):
            return Relation(
                person=person.id, kind=kind, other_person=dice.pick(others).id, start=start, end=end
            )
        return Relation(
            person=person.id,
            kind=kind,
            other_unit=self._inspected(),
            other_name=draw_name(dice, "male"),
            other_is_leader=dice.chance(65),
            start=start,
            end=end,
        )
