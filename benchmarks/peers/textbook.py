"""The textbook model: CP-SAT with one boolean for each person, team and kind of seat, and default settings.

Seats of a team with the same role, origin, duty and side are one kind, so that no symmetry is left in them.
Only who may sit where, and at what cost in waivers, comes from the package; every constraint is written here
from the rulebook, one rule after the other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from ortools.sat.python import cp_model

from benchmarks.peers.ladder import SHORT_LEVELS, STEPS, Pins, Step, UnsupportedInstanceError
from bianzu.models import BLOOD_AND_MARRIAGE, Instance
from bianzu.solver.costs import LEADER_SEATS, LOAD_TRAVEL, MINIMA, OTHER_SEATS, SOFT, WAIVERS
from bianzu.solver.data import Data
from bianzu.solver.exclusions import WaiverBook, check_pins, compute_eligibility, pin_slots
from bianzu.solver.rules import check_supported, collect_exclusions
from bianzu.solver.rules.new_cadre import compute_duties
from bianzu.solver.rules.skill_mix import needs_of_team

__all__ = ["Textbook"]

WORKERS = 2

Term = cp_model.IntVar | cp_model.LinearExpr | int
Seated = Callable[[int, int], bool]
"""(slot, person) -> whether it counts."""


class Textbook:
    """A `benchmarks.peers.ladder.Engine` over the model; it is built once for each face."""

    def __init__(self, instance: Instance, seed: int) -> None:
        check_supported(instance)
        self.data = Data(instance)
        if not self.data.one_service or len(self.data.rounds) > 1:
            raise UnsupportedInstanceError("teams that do not overlap, or several planned rounds")
        self.seed = seed
        self.built: dict[bool, _Model] = {}
        self.pinned = 0

    def minimise(self, level: int, pins: Pins, *, complete: bool, seconds: float) -> Step:
        """See `benchmarks.peers.ladder.Engine`."""
        if complete not in self.built:
            self.built = {complete: _Model(self.data, complete)}
            self.pinned = SHORT_LEVELS if complete else 0
        own = self.built[complete]
        for earlier, value in pins[self.pinned :]:
            own.model.add(own.total(earlier) <= value)
            self.pinned += 1
        own.model.minimize(own.total(level))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.random_seed = self.seed
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_time_in_seconds = max(0.0, seconds)
        status = solver.solve(own.model)
        names = {
            cp_model.OPTIMAL: "optimal",
            cp_model.FEASIBLE: "feasible",
            cp_model.INFEASIBLE: "infeasible",
            cp_model.UNKNOWN: "limit",
        }
        name = names.get(status, "failed")
        if name not in ("optimal", "feasible"):
            bound = None if name == "infeasible" else round(solver.best_objective_bound)
            return Step(name, None, bound)
        keys = [
            slot * self.data.n + person
            for (slot, person), seated in own.x.items()
            if solver.boolean_value(seated)
        ]
        own.model.clear_hints()  # type: ignore[no-untyped-call]
        for at in range(len(own.model.proto.variables)):
            variable = own.model.get_int_var_from_proto_index(at)
            own.model.add_hint(variable, solver.value(variable))
        value, bound = round(solver.objective_value), round(solver.best_objective_bound)
        return Step(name, value, bound, tuple(sorted(keys)))


class _Model:
    """Booleans, the rules in rulebook order, and what each level adds up."""

    def __init__(self, data: Data, complete: bool) -> None:
        self.data = data
        self.complete = complete
        self.model = cp_model.CpModel()
        self.book = WaiverBook(data)
        exclusions = collect_exclusions(data)
        eligibility = compute_eligibility(data, exclusions, self.book)
        check_pins(data, eligibility)
        self.charges = eligibility.charges
        self.terms: dict[int, list[Term]] = {level: [] for level in STEPS}
        self.waived: dict[int, list[Term]] = defaultdict(list)
        self.x: dict[tuple[int, int], cp_model.IntVar] = {}
        for slot in range(len(data.slots)):
            for person in range(data.n):
                if eligibility.allowed[slot, person] and not (complete and self.charges.get((person, slot))):
                    self.x[slot, person] = self.model.new_bool_var("")
        self.of_slot: dict[int, list[int]] = defaultdict(list)
        self.of_person: dict[int, list[int]] = defaultdict(list)
        for slot, person in self.x:
            self.of_slot[slot].append(person)
            self.of_person[person].append(slot)
        self._seats()
        for (person, slot), charge in self.charges.items():
            if (slot, person) in self.x:
                for waiver, units in charge.items():
                    self._charge(waiver, units * self.x[slot, person])
        for item in exclusions:
            if item.hardness == "soft":
                for slot, people in self.of_slot.items():
                    units_of = item.units(slot)
                    self.soft(item.weight * int(units_of[p]) * self.x[slot, p] for p in people if units_of[p])
        self.allowed_by_rules = eligibility.allowed_by_rules
        self._rules()
        for waiver, used in self.waived.items():
            self.model.add(cp_model.LinearExpr.sum(used) <= self.book.waivers[waiver].amount)

    # -- words

    def total(self, level: int) -> cp_model.LinearExprT:
        """What a level adds up."""
        return cp_model.LinearExpr.sum(self.terms[level])

    def soft(self, terms: Iterable[Term]) -> None:
        """Cost at the soft level."""
        self.terms[SOFT].extend(terms)

    def serves(self, person: int) -> list[cp_model.IntVar]:
        """Of which at most one is true."""
        return [self.x[slot, person] for slot in self.of_person[person]]

    def on_team(self, team: int, person: int) -> list[cp_model.IntVar]:
        """Of which one is true when the person is on the team."""
        return [self.x[slot, person] for slot in self.data.team_slots[team] if (slot, person) in self.x]

    def members(self, team: int, counts: Seated) -> list[cp_model.IntVar]:
        """Seats of the team taken by somebody who counts."""
        return [
            self.x[slot, person]
            for slot in self.data.team_slots[team]
            for person in self.of_slot[slot]
            if counts(slot, person)
        ]

    def _charge(self, waiver: int, units: Term) -> None:
        self.waived[waiver].append(units)
        self.terms[WAIVERS].append(units)

    def _waive(self, rule: str, most: int, **scope: object) -> Term:
        """Units of the waiver that covers, if there is one."""
        waiver = None if self.complete else self.book.first(rule, 0, **scope)  # type: ignore[arg-type]
        if waiver is None:
            return 0
        units = self.model.new_int_var(0, min(most, self.book.waivers[waiver].amount), "")
        self._charge(waiver, units)
        return units

    def at_least(
        self,
        team: int,
        need: int,
        met: Sequence[Term],
        hardness: str,
        *,
        rule: str = "",
        weight: int = 0,
        empty: bool = True,
    ) -> None:
        """A minimum: what is missing is soft, waived, or short."""
        if need <= 0:
            return
        have: list[Term] = [*met]
        if empty:
            have.append(self.empty_of[team])
        if hardness == "soft":
            missing = self.model.new_int_var(0, need, "")
            self.soft([weight * missing])
            have.append(missing)
        elif not self.complete:
            missing = self.model.new_int_var(0, need, "")
            self.terms[MINIMA].append(missing)
            have.append(missing)
            if hardness == "waivable":
                have.append(self._waive(rule, need, team=self.data.teams[team].id))
        self.model.add(cp_model.LinearExpr.sum(have) >= need)

    def at_most(self, taken: Sequence[Term], limit: int, over: Term = 0) -> None:
        """A maximum, which waivers or soft units may lift."""
        if len(taken) > limit:
            self.model.add(cp_model.LinearExpr.sum([*taken]) <= limit + over)

    def _pair_apart(self, team: int, a: int, b: int, over: Term = 0) -> None:
        one, other = self.on_team(team, a), self.on_team(team, b)
        if one and other:
            self.model.add(cp_model.LinearExpr.sum([*one, *other]) <= 1 + over)

    # -- rules

    def _seats(self) -> None:
        """one-seat and seats."""
        for person in self.of_person:
            self.model.add_at_most_one(self.serves(person))
        self.empty_of: list[Term] = []
        counted = self.data.rules.seats is not None
        for slots in self.data.team_slots:
            empties: list[Term] = []
            for slot in slots:
                place = self.data.slots[slot]
                seated = cp_model.LinearExpr.sum([self.x[slot, p] for p in self.of_slot[slot]])
                if self.complete and counted:
                    self.model.add(seated == place.capacity)
                    continue
                empty = self.model.new_int_var(0, place.capacity, "")
                self.model.add(seated + empty == place.capacity)
                empties.append(empty)
                if counted:
                    leads = place.seat.role == "leader"
                    self.terms[LEADER_SEATS if leads else OTHER_SEATS].append(empty)
            self.empty_of.append(cp_model.LinearExpr.sum(empties) if empties else 0)

    def _rules(self) -> None:
        for team in range(len(self.data.teams)):
            self._party_and_desks(team)
            self._origins(team)
            self._within_team(team)
            self._skills(team)
            self._make_up(team)
            self._mentoring(team)
        self._whole_teams()
        self._wishes()
        self._balance()
        self._new_cadres()
        self._service()
        self._pins()
        self._load_and_travel()

    def _party_and_desks(self, team: int) -> None:
        data, rules = self.data, self.data.rules
        if rules.branch is not None:
            party = self.members(team, lambda _slot, person: bool(data.full_member[person]))
            self.at_least(team, rules.branch.n, party, "hard")
        if rules.desks is not None:
            own = data.teams[team].desks
            desks = rules.desks.desks if own is None else own
            others = self.members(team, lambda slot, _person: data.slots[slot].seat.role != "leader")
            self.at_least(team, 2 * desks, others, rules.desks.hardness, rule="desks")

    def _origins(self, team: int) -> None:
        """sensitive-duties and sender-spread."""
        data, rules = self.data, self.data.rules
        external = data.is_external[team]
        duties = rules.sensitive_duties
        if duties is not None:
            wrong = self.members(
                team, lambda slot, person: data.slots[slot].seat.duty is not None and not external[person]
            )
            self.soft(duties.weight * seated for seated in wrong)
            right = self.members(
                team,
                lambda slot, person: bool(external[person]) and data.slots[slot].seat.role != "leader",
            )
            self.at_least(team, duties.k, right, "soft", weight=duties.weight)
        spread = rules.sender_spread
        if spread is None or data.teams[team].cross_form == "whole":
            return
        senders: dict[int, list[Term]] = defaultdict(list)
        for slot in data.team_slots[team]:
            if data.origin(slot) != "local":
                for person in self.of_slot[slot]:
                    if data.work_county[person] >= 0:
                        senders[int(data.work_county[person])].append(self.x[slot, person])
        for people in senders.values():
            over: Term = 0
            if spread.hardness == "waivable":
                over = self._waive("sender-spread", len(people), team=data.teams[team].id)
            self.at_most(people, spread.q, over)

    def _within_team(self, team: int) -> None:
        """in-team and apart."""
        data, rules = self.data, self.data.rules
        name = data.teams[team].id
        setting = rules.in_team
        if setting is not None and setting.kin != "off":
            kinds = BLOOD_AND_MARRIAGE if rules.kin is None else rules.kin.classes
            pairs = {
                frozenset((data.person_at[tie.person], data.person_at[tie.other_person]))
                for tie in data.instance.relations
                if tie.other_person is not None and tie.kind in kinds
            }
            for a, b in sorted(sorted(pair) for pair in pairs if len(pair) == 2):
                self._pair_apart(team, a, b)
        if setting is not None and setting.superior != "off":
            for at, person in enumerate(data.people):
                if person.superior is not None:
                    over: Term = 0
                    if setting.superior == "waivable":
                        over = self._waive("in-team", 1, people=(person.id, person.superior), team=name)
                    self._pair_apart(team, at, data.person_at[person.superior], over)
        if setting is not None and setting.same_unit != "off":
            colleagues: dict[int, list[Term]] = defaultdict(list)
            for slot in data.team_slots[team]:
                for at in self.of_slot[slot]:
                    if not data.full_time[at]:
                        colleagues[int(data.work_unit[at])].append(self.x[slot, at])
            for unit, people in colleagues.items():
                over = 0
                if setting.same_unit == "waivable":
                    unit_id = data.instance.units[unit].id
                    over = self._waive("in-team", int(data.team_size[team]), team=name, unit=unit_id)
                self.at_most(people, setting.n, over)
        for pair in () if rules.apart is None else rules.apart.pairs:
            over = 0
            if pair.hardness == "soft":
                over = self.model.new_bool_var("")
                self.soft([pair.weight * over])
            self._pair_apart(team, data.person_at[pair.a], data.person_at[pair.b], over)

    def _skills(self, team: int) -> None:
        """skill-mix: a boolean for each member and skill that says whether the member counts for it."""
        setting = self.data.rules.skill_mix
        if setting is None:
            return
        counts: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for need in needs_of_team(self.data, self.data.teams[team]):
            held = self.data.holders(need.skill, need.level)
            met: list[Term] = []
            on = sorted({p for slot in self.data.team_slots[team] for p in self.of_slot[slot] if held[p]})
            for person in on:
                counted = self.model.new_bool_var("")
                self.model.add(counted <= cp_model.LinearExpr.sum(self.on_team(team, person)))
                counts[person].append(counted)
                met.append(counted)
            self.at_least(team, need.need, met, need.hardness, rule="skill-mix", weight=setting.weight)
        for counted_for in counts.values():
            self.at_most(counted_for, setting.c)

    def _make_up(self, team: int) -> None:
        """audit-seats, age-bands, seniority and gender."""
        data, rules = self.data, self.data.rules
        if rules.audit_seats is not None and data.teams[team].form == "joint-audit":
            sides = (("audit", rules.audit_seats.a), ("inspection", rules.audit_seats.b))
            for side, need in sides:
                mine = self.members(team, lambda slot, _p, side=side: data.slots[slot].seat.side == side)  # type: ignore[misc]
                self.at_least(team, need, mine, "hard")
                liaison = self.members(
                    team,
                    lambda slot, _p, side=side: (  # type: ignore[misc]
                        data.slots[slot].seat.side == side and data.slots[slot].seat.role == "liaison"
                    ),
                )
                self.at_least(team, 1, liaison, "hard")
        if rules.age_bands is not None:
            young, middle = rules.age_bands.young, rules.age_bands.middle
            for low, high in ((-1, young), (young, middle), (middle, 1000)):
                band = self.members(
                    team, lambda _s, p, low=low, high=high: bool(low < data.ages[0, p] <= high)
                )  # type: ignore[misc]
                self.at_least(team, 1, band, "soft", weight=rules.age_bands.weight)
        if rules.seniority is not None:
            senior = data.instance.ranks.step(rules.seniority.senior)
            junior = data.instance.ranks.step(rules.seniority.junior)
            hardness = "hard" if data.team_size[team] == 2 else "soft"
            for grade in (
                self.members(team, lambda _s, p: bool(data.rank[p] >= senior)),
                self.members(team, lambda _s, p: bool(0 <= data.rank[p] <= junior)),
            ):
                self.at_least(team, 1, grade, hardness, weight=rules.seniority.weight)
        if rules.gender is not None:
            women = 2 if data.teams[team].womens_interviews else 1
            for woman, need in ((True, women), (False, 1)):
                people = self.members(team, lambda _s, p, woman=woman: bool(data.woman[p]) is woman)  # type: ignore[misc]
                self.at_least(team, need, people, "soft", weight=rules.gender.weight)

    def _mentoring(self, team: int) -> None:
        data, setting = self.data, self.data.rules.mentoring
        if setting is None:
            return
        backbone = self.members(team, lambda _s, p: bool(data.earlier[p] >= 2))
        self.at_least(team, 1, backbone, "hard")
        size = int(data.team_size[team])
        first = self.members(team, lambda _s, p: bool(data.earlier[p] == 0))
        over = self.model.new_int_var(0, size, "")
        self.at_most(first, setting.f_percent * size // 100, over)
        duties = compute_duties(data)[0]
        fresh = self.members(team, lambda _s, p: duties[p].new_cadre)
        above = self.model.new_int_var(0, size, "")
        if fresh:
            self.model.add(cp_model.LinearExpr.sum(fresh) <= 2 * cp_model.LinearExpr.sum(backbone) + above)
        self.soft([setting.weight * over, setting.weight * above])

    def _whole_teams(self) -> None:
        """cross-form: everybody on the team from one county."""
        data = self.data
        if data.rules.cross_form is None:
            return
        for team, item in enumerate(data.teams):
            if item.cross_form != "whole":
                continue
            chosen = [self.model.new_bool_var("") for _ in data.instance.counties]
            self.model.add_at_most_one(chosen)
            for slot in data.team_slots[team]:
                for person in self.of_slot[slot]:
                    county = int(data.work_county[person])
                    seated = self.x[slot, person]
                    if county < 0:
                        self.model.add(seated == 0)
                    else:
                        self.model.add_implication(seated, chosen[county])

    def _wishes(self) -> None:
        """together."""
        data, setting = self.data, self.data.rules.together
        if setting is None:
            return
        for pair in setting.pairs:
            met: list[Term] = []
            for team in range(len(data.teams)):
                ends = [self.on_team(team, data.person_at[end]) for end in (pair.a, pair.b)]
                if all(ends):
                    both = self.model.new_bool_var("")
                    for end in ends:
                        self.model.add(both <= cp_model.LinearExpr.sum(end))
                    met.append(both)
            apart = self.model.new_bool_var("")
            self.model.add(cp_model.LinearExpr.sum([*met, apart]) >= 1)
            self.soft([pair.weight * apart])

    def _balance(self) -> None:
        data, setting = self.data, self.data.rules.balance
        if setting is None:
            return
        for field in setting.fields:
            values = [self._value(field, person) for person in range(data.n)]
            most = sum(sorted(values, reverse=True)[: int(data.team_size.max())])
            high, low = self.model.new_int_var(0, most, ""), self.model.new_int_var(0, most, "")
            for slots in data.team_slots:
                seated = [
                    values[person] * self.x[slot, person]
                    for slot in slots
                    for person in self.of_slot[slot]
                    if values[person]
                ]
                total = cp_model.LinearExpr.sum(seated)
                self.model.add(total <= high)
                self.model.add(total >= low)
            self.soft([setting.weight * high, -setting.weight * low])

    def _value(self, field: str, person: int) -> int:
        item = self.data.people[person]
        known = {
            "experience": int(self.data.earlier[person]),
            "age": int(self.data.ages[0, person]),
            "skill-points": sum(skill.level for skill in item.skills),
        }
        return known.get(field, item.numbers.get(field, 0))

    def _new_cadres(self) -> None:
        data, setting = self.data, self.data.rules.new_cadre
        if setting is None:
            return
        for person, duty in enumerate(compute_duties(data)[0]):
            if duty.owed == 0:
                continue
            serving = self.serves(person)
            if duty.overdue or duty.chances > 1:
                units = 24 * duty.owed if duty.overdue else -(-12 * duty.owed // duty.chances)
                away = self.model.new_bool_var("")
                self.model.add(cp_model.LinearExpr.sum([*serving, away]) == 1)
                self.soft([setting.weight * units * away])
            elif duty.chances == 1 and self.allowed_by_rules[:, person].any():
                self.at_least(-1, duty.owed, serving, "hard", empty=False)

    def _service(self) -> None:
        """borrow-cap and fair-load."""
        data, cap, load = self.data, self.data.rules.borrow_cap, self.data.rules.fair_load
        if cap is not None:
            own = {item.unit: item.limit for item in data.instance.donors}
            lent: dict[int, list[Term]] = defaultdict(list)
            for person in range(data.n):
                if not data.full_time[person]:
                    lent[int(data.work_unit[person])].extend(self.serves(person))
            for at, people in lent.items():
                unit = data.instance.units[at]
                bands = (b.b for b in cap.bands if b.up_to is None or unit.staff_count <= b.up_to)
                limit = own.get(unit.id, next(bands, None))
                if limit is not None:
                    over: Term = 0
                    if cap.hardness == "waivable":
                        over = self._waive("borrow-cap", len(people), unit=unit.id)
                    self.at_most(people, limit, over)
        if load is not None:
            for person, item in enumerate(data.people):
                before, pools = int(data.earlier[person]), len(item.pools)
                self.soft([load.weight * pools * before**2])
                more = pools * ((before + 1) ** 2 - before**2)
                self.soft(load.weight * more * seated for seated in self.serves(person))

    def _pins(self) -> None:
        for at, pin in enumerate(self.data.instance.pins):
            if pin.kind != "must-not":
                person = self.data.person_at[pin.person]
                seats = [self.x[s, person] for s in pin_slots(self.data, at) if (s, person) in self.x]
                self.model.add_bool_or(seats)

    def _load_and_travel(self) -> None:
        data, setting = self.data, self.data.rules.priority
        if setting is None:
            return
        counties = data.instance.counties
        for team, item in enumerate(data.teams):
            hosts = [counties[data.county_at[host]] for host in item.host_counties]
            kilometres: dict[int, int] = {-1: min(host.city_distance for host in hosts)}
            for at, home in enumerate(counties):
                kilometres[at] = min(
                    0 if host is home else home.distances.get(host.id, host.distances.get(home.id, 0))
                    for host in hosts
                )
            for slot, person in product(data.team_slots[team], range(data.n)):
                if (slot, person) in self.x:
                    away = kilometres[max(-1, int(data.work_county[person]))]
                    cost = setting.load * int(data.earlier[person]) + setting.travel * away
                    self.terms[LOAD_TRAVEL].append(cost * self.x[slot, person])
