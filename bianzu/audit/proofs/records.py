"""What is on record of people that speaks against seats, looked up once for a whole crowd."""

from functools import cached_property

import numpy as np

from bianzu.audit.calendar import age_at
from bianzu.audit.facts import Facts
from bianzu.audit.proofs.crowd import BoolArray, Crowd, IntArray, collect
from bianzu.audit.reasons import Case
from bianzu.audit.rules.recusal import service, tie_lasts
from bianzu.audit.seating import Seating
from bianzu.audit.views import SeatView
from bianzu.models import BelowCompetent, Pool, Role, Round

__all__ = ["Records", "name_objects", "rests_on_plan"]


class Records:
    """Masks and positions of the people of one crowd, by what a rule looks for."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.facts = crowd.facts
        self.rules = crowd.facts.rules
        self._outside: dict[str, BoolArray] = {}
        self._fitting: dict[tuple[Role, tuple[Pool, ...]], BoolArray] = {}
        self._served_units: dict[str, IntArray] = {}
        self._lately: dict[tuple[int, str], dict[str, IntArray]] = {}
        self._unable: dict[str, BoolArray] = {}
        self._served_counties: dict[str, dict[str, IntArray]] = {}
        self._tied: dict[str, dict[str, IntArray]] = {}

    def fitting(self, role: Role, pools: tuple[Pool, ...]) -> BoolArray:
        """Who has a pool that allows a role, among those that a seat names."""
        setting = self.rules.role_pools
        assert setting is not None
        found = self._fitting.get((role, pools))
        if found is None:
            fit = {p for p, roles in setting.matrix.items() if role in roles and (not pools or p in pools)}
            found = self._fitting[role, pools] = self.crowd.mask(lambda who: not fit.isdisjoint(who.pools))
        return found

    def outside(self, source_set: str) -> BoolArray:
        """Who is not in a source set."""
        found = self._outside.get(source_set)
        if found is None:
            members = self.facts.sources[source_set]
            found = self._outside[source_set] = self.crowd.mask(lambda person: person.id not in members)
        return found

    def served_units(self, view: SeatView) -> IntArray:
        """Whom the unit clause of service keeps off the team of a seat, judged one by one."""
        found = self._served_units.get(view.on.team.id)
        if found is None:
            found = self._served_units[view.on.team.id] = self._judge_service(view)
        return found

    def _judge_service(self, view: SeatView) -> IntArray:
        near = {unit for units in view.on.neighbours.values() for unit in units}
        met = {at for found in collect(self.crowd.worked_in, sorted(near)) for at in found.tolist()}
        people, seating = self.crowd.people, Seating()
        cases = ((at, Case(self.facts, seating, people[at], view)) for at in sorted(met))
        barred = [at for at, case in cases if any(reason.clause == "unit" for reason in service(case))]
        return np.array(barred, dtype=np.int64)

    def lately(self, span: int, item: Round) -> dict[str, IntArray]:
        """By county, the people on record in it in the last ``span`` rounds before a round."""
        key = (span, item.id)
        if key not in self._lately:
            self._lately[key] = self.crowd.served_lately(span, item)
        return self._lately[key]

    def unable(self, item: Round) -> BoolArray:
        """Who fails a gate that is the same for every seat of a round."""
        if item.id not in self._unable:
            self._unable[item.id] = self._judge_gates(item)
        return self._unable[item.id]

    def _judge_gates(self, item: Round) -> BoolArray:
        setting = self.rules.gates
        found = np.zeros(self.crowd.n, dtype=bool)
        if setting is None:
            return found
        mask, limit = self.crowd.mask, setting.age_limit
        if setting.appraisal:
            found |= mask(lambda p: p.appraisal is None or p.appraisal in BelowCompetent)
        if setting.trained:
            found |= mask(lambda p: not p.trained)
        if setting.clue:
            found |= mask(lambda p: p.open_clue)
        if setting.in_pool:
            found |= mask(lambda p: not p.in_pool)
        if setting.leave:
            found |= mask(lambda p: bool(p.leave) and self.facts.is_on_leave(p, item))
        if limit is not None:
            found |= mask(lambda p: age_at(p.birth, item.start) > limit)
        return found

    def served_counties(self, item: Round) -> dict[str, IntArray]:
        """By county, whom the county clause of service keeps off teams in it in a round."""
        setting = self.rules.service
        assert setting is not None
        if item.id not in self._served_counties:
            self._served_counties[item.id] = self.crowd.served_counties(setting.yc, item)
        return self._served_counties[item.id]

    @cached_property
    def kin(self) -> dict[str, IntArray]:
        """By unit, the people with kin in it whom the rule names."""
        setting = self.rules.kin
        assert setting is not None
        staff, group = setting.staff_classes, setting.classes
        return self.crowd.in_contact(lambda c: c.kind in staff or (c.leader and c.kind in group))

    @cached_property
    def declared(self) -> dict[str, IntArray]:
        """By unit, the people with a declared interest in it."""
        return self.crowd.in_contact(lambda c: c.kind == "declared-interest")

    def tied(self, item: Round) -> dict[str, IntArray]:
        """By unit, the people with a tie to its leading group that counts in a round."""
        setting = self.rules.interest
        assert setting is not None
        kinds, years = setting.ties, setting.years
        if item.id not in self._tied:
            self._tied[item.id] = self.crowd.in_contact(
                lambda c: c.leader and c.kind in kinds and tie_lasts(c, item, years)
            )
        return self._tied[item.id]

    @cached_property
    def requests(self) -> dict[str, IntArray]:
        """By county or unit, the people with an upheld request for it."""
        asked = (r for r in self.facts.instance.recusal_requests if r.decision == "upheld")
        return self.crowd.group(
            (name, item.person) for item in asked for name in name_objects(item.county, item.unit)
        )

    @cached_property
    def unfit(self) -> dict[str, IntArray]:
        """By county or unit, or nothing, the people on the block list."""
        listed = self.facts.instance.unfit
        return self.crowd.group(
            (name, item.person) for item in listed for name in name_objects(item.county, item.unit)
        )


def rests_on_plan(facts: Facts, unit: str | None, item: Round) -> bool:
    """Whether a planned round stands between a round at a post and the past, so that who returns to it
    depends on that round, too."""
    before = None if unit is None else next(facts.posts.rounds_before(unit, item.id), None)
    return before is not None and facts.instance.round_by_id[before].status == "planned"


def name_objects(county: str | None, unit: str | None) -> list[str]:
    """Names of a county and of a unit as far as they are given; of nothing when neither is."""
    names = [] if county is None else [f"county {county}"]
    names += [] if unit is None else [f"unit {unit}"]
    return names or ["nothing"]
