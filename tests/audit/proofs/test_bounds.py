"""The decisive property of certificates: whatever the multipliers, no legal plan is below the bound.

Multipliers are climbed towards the best bound, so that a row that some legal plan breaks would show as a
bound above that plan.
"""

from random import Random

import pytest

from bianzu.audit.facts import Facts
from bianzu.audit.proofs.certificate import Prover
from bianzu.audit.proofs.crowd import Crowd
from bianzu.audit.proofs.records import Records
from bianzu.audit.proofs.seat_pairs import Judge
from bianzu.audit.proofs.sieve import sift
from bianzu.instances import generate
from bianzu.models import LEVEL_NAMES, Instance, Pin
from tests.audit.legal import count_seatings, list_legal, list_plans
from tests.audit.proofs.certificate_rotations import ROTATIONS
from tests.audit.proofs.certificate_worlds import ALL_WORLDS
from tests.audit.proofs.row_lists import Row, list_rows, make_proof
from tests.solver.crossing_worlds import CROSSING_ROUNDS
from tests.solver.floater_worlds import FLOATER_WORLDS

SCALE = 4
STEPS = (-8, -4, -1, 1, 4, 8, 40)
FAMILIES = {
    ("seats", None),
    ("branch", None),
    ("desks", None),
    ("audit-seats", "auditors"),
    ("audit-seats", "inspectors"),
    ("audit-seats", "liaison-audit"),
    ("audit-seats", "liaison-inspection"),
    ("mentoring", "backbone"),
    ("seniority", "senior"),
    ("seniority", "junior"),
    ("age-bands", "young"),
    ("age-bands", "middle"),
    ("age-bands", "old"),
    ("gender", "female"),
    ("gender", "male"),
    ("sensitive-duties", "external"),
    ("skill-mix", None),
    *(("floaters", clause) for clause in ("half", "member", "again")),
    ("mentoring", "first-timers"),
    ("mentoring", "new-cadres"),
    ("sender-spread", None),
    ("in-team", "kin"),
    ("in-team", "superior"),
    ("in-team", "same-unit"),
    ("apart", None),
    ("couples", None),
    ("post-strength", None),
    ("reserved-seats", None),
    ("succession", None),
    ("borrow-cap", None),
    ("new-cadre", "last"),
    ("new-cadre", "soft"),
    ("mentoring", "fresh"),
    ("service-cap", "term"),
    ("service-cap", "year"),
    ("rest", None),
    ("repeat-unit", None),
    ("repeat-county", None),
    ("fair-load", None),
    ("service-floor", None),
    ("keep-backbone", "low"),
    ("keep-backbone", "high"),
    ("keep-backbone", "held"),
    ("keep-backbone", "before"),
    ("keep-backbone", "both"),
    ("fresh-pairs", "pair"),
    ("fresh-pairs", "leader"),
    ("tenure", None),
    ("no-return", None),
    ("balance", "high"),
    ("balance", "low"),
    ("cross-form", None),
    *(("no-swap", clause) for clause in ("whole", "past", "sent", "leaders", "leaders-past")),
    *(("fresh-pairing", clause) for clause in ("whole", "past", "sent", "leaders")),
    *(("flow-balance", clause) for clause in ("sent", "received", "manned")),
    ("together", "first"),
    ("together", "second"),
    ("pins", None),
    ("waiver", None),
}


EVERY = {**ALL_WORLDS, **ROTATIONS, **CROSSING_ROUNDS, **FLOATER_WORLDS}


def test_the_worlds_have_rows_of_every_family() -> None:
    found = {(rule, clause) for item in EVERY.values() for rule, clause, _ in list_rows(item)}
    assert found == FAMILIES


class Climber:
    """Multipliers of one proof that change a few at a time and keep what does not lower the bound."""

    def __init__(self, prover: Prover, rows: list[Row], level: int, plan: tuple[int, ...]) -> None:
        self.prover = prover
        self.rows = rows
        self.level = level
        self.value = dict(zip(LEVEL_NAMES, (*plan, 0), strict=True))
        self.prices: dict[Row, int] = {}
        self.pins: dict[str, int] = {}
        self.best = self.bound(self.prices, self.pins)

    def bound(self, prices: dict[Row, int], pins: dict[str, int]) -> int:
        """Scale times the bound."""
        return self.prover.relax(make_proof(LEVEL_NAMES[self.level], prices, pins), SCALE, self.value)

    def start(self, focus: Row, price: int, dice: Random) -> int:
        """Pay for people on seats what a row takes for them; the bound, rounded up."""
        self.prices = {row: -price for row in self.rows if row[0] == "seats" and dice.random() < 0.8}
        if self.prover.facts.rules.seats is None:
            self.prices = {}
        self.prices[focus] = price
        self.pins = {pin: price for pin in LEVEL_NAMES[: self.level] if dice.random() < 0.7}
        self.best = self.bound(self.prices, self.pins)
        return -(-self.best // SCALE)

    def step(self, dice: Random, focus: Row | None = None) -> int:
        """Change one or two multipliers; the bound, rounded up."""
        prices, pins = dict(self.prices), dict(self.pins)
        for _ in range(dice.choice((1, 1, 2))):
            if self.level and dice.random() < 0.25:
                pin = LEVEL_NAMES[dice.randrange(self.level)]
                pins[pin] = max(0, pins.get(pin, 0) + dice.choice(STEPS))
            else:
                row = focus if focus is not None and dice.random() < 0.3 else dice.choice(self.rows)
                price = prices.get(row, 0) + dice.choice(STEPS)
                free = row[0] == "seats" and self.prover.facts.rules.seats is not None
                prices[row] = price if free else max(0, price)
        found = self.bound(prices, pins)
        if found >= self.best:
            self.best, self.prices, self.pins = found, prices, pins
        return -(-found // SCALE)


class Trial:
    """One instance with its legal plans, to hold bounds against."""

    def __init__(self, instance: Instance, dice: Random) -> None:
        self.dice = dice
        self.legal = list_legal(instance)
        self.prover, self.rows = Prover(Facts(instance)), list_rows(instance)

    def draw(self, level: int) -> tuple[Climber, int]:
        """A climber for one level below some legal plan, and the least value that it may reach."""
        plan = self.legal[0] if self.dice.random() < 0.7 else self.dice.choice(self.legal)
        kept = (item for item in self.legal if all(a <= b for a, b in zip(item[:level], plan, strict=False)))
        return Climber(self.prover, self.rows, level, plan), min(item[level] for item in kept)

    def climb(self, steps: int) -> tuple[int, int]:
        """Climb at every level; how many bounds there are, and how many reach the least legal value."""
        count = tight = 0
        for level in range(6 if self.legal else 0):
            climber, least = self.draw(level)
            for _ in range(steps):
                bound = climber.step(self.dice)
                assert bound <= least, (LEVEL_NAMES[level], climber.value, climber.prices, climber.pins)
            count += 1
            tight += -(-climber.best // SCALE) == least
        codes = {item.code for item in self.prover.findings if "new-cadre" not in (item.claimed or "")}
        assert codes == set()
        return count, tight

    def press(self, starts: int, steps: int) -> None:
        """Climb from starts that press on one row after another, every family in its turn."""
        families: dict[tuple[str, str | None], list[Row]] = {}
        for row in self.rows if self.legal else ():
            families.setdefault(row[:2], []).append(row)
        for rows in families.values():
            for _ in range(starts):
                focus, level = self.dice.choice(rows), self.dice.randrange(6)
                climber, least = self.draw(level)
                price = SCALE * self.dice.choice((1, 1, 2, 10))
                bound = climber.start(focus, price, self.dice)
                for _ in range(steps):
                    assert bound <= least, (LEVEL_NAMES[level], climber.value, climber.prices, climber.pins)
                    bound = climber.step(self.dice, focus)


def _fix(instance: Instance, seating: dict[str, str]) -> Instance:
    """The instance in which a plan is the only legal one."""
    who = {"asked_by": "office", "reason": "fixed"}
    pins = list(instance.pins)
    for seat in instance.seat_by_id:
        for person in instance.person_by_id:
            kind = "lock" if seating.get(seat) == person else "must-not"
            pins.append(Pin.model_validate({"kind": kind, "person": person, "seat": seat, **who}))
    return instance.model_copy(update={"pins": tuple(pins)})


def _list_prices(instance: Instance, row: Row) -> set[int]:
    """1, the weights of a row's rule, what the next round costs by fair-load, and more than any of these."""
    setting = getattr(instance.rules, row[0].replace("-", "_"), None)
    weight = getattr(setting, "weight", 1)
    weights = {pair.weight for pair in getattr(setting, "pairs", ())}
    if row[0] == "fair-load":
        pools = len(instance.person_by_id[row[2][0]].pools)
        weights |= {weight * pools * (2 * served + 1) for served in range(6)}
    return {1, 1000, *weights, weight}


def _check_rows(instance: Instance, dice: Random, most: int) -> tuple[int, int]:
    """Price row after row where a plan is fixed: together they never ask for more than the plan gives.

    The locks at a high price hold the plan's people on their seats, so that whatever a row is over shows.
    How many levels of plans there are, and for how many the prices reach the very value.
    """
    plans, count, tight = list_plans(instance), 0, 0
    rows = list_rows(instance)
    for seating, levels in dice.sample(plans, min(len(plans), most)):
        fixed = _fix(instance, seating)
        prover = Prover(Facts(fixed))
        value = dict(zip(LEVEL_NAMES, (*levels, 0), strict=True))
        locks: dict[Row, int] = {
            ("pins", None, (str(at),)): 10**7
            for at, pin in enumerate(fixed.pins)
            if pin.kind == "lock" and at >= len(instance.pins)
        }
        for level, least in enumerate(levels):
            prices = dict(locks)
            best = prover.relax(make_proof(LEVEL_NAMES[level], prices), 1, value)
            assert best <= least
            dice.shuffle(rows)
            for row in rows if level < 5 else ():
                if level < 2 and row[0] != "seats":
                    continue
                sign = -1 if row[0] == "seats" and instance.rules.seats is not None else 1
                for price in _list_prices(instance, row):
                    bound = prover.relax(
                        make_proof(LEVEL_NAMES[level], {**prices, row: sign * price}), 1, value
                    )
                    assert bound <= least, (row, price, LEVEL_NAMES[level], seating)
                    if bound > best:
                        best, prices[row] = bound, sign * price
            count, tight = count + 1, tight + (best == least)
    return count, tight


def test_every_row_holds_in_legal_plans() -> None:
    counts = [_check_rows(item, Random(name), 3) for name, item in _some(_small(400))]
    total, tight = sum(count for count, _ in counts), sum(tight for _, tight in counts)
    assert tight >= 0.96 * total, (tight, total)


@pytest.mark.long
@pytest.mark.parametrize("name", EVERY)
def test_every_row_holds_in_all_legal_plans(name: str) -> None:
    _check_rows(EVERY[name], Random(name), 100)


def _some(worlds: dict[str, Instance]) -> list[tuple[str, Instance]]:
    """Every third one: the long tests look at all."""
    return list(worlds.items())[::3]


def _small(most: int) -> dict[str, Instance]:
    return {name: item for name, item in EVERY.items() if count_seatings(item) <= most}


def test_no_legal_plan_is_below_a_bound() -> None:
    counts = []
    for name, item in _some(_small(400)):
        trial = Trial(item, Random(name))
        counts.append(trial.climb(12))
        trial.press(5, 3)
    # the climbs are worth something: most of them end at the very value of the best legal plan
    assert sum(tight for _, tight in counts) >= 0.85 * sum(count for count, _ in counts)


@pytest.mark.parametrize("seed", range(12))
def test_no_legal_plan_of_a_drawn_instance_is_below_a_bound(seed: int) -> None:
    instance = generate("micro", seed=seed)
    if count_seatings(instance) <= 300:
        trial = Trial(instance, Random(seed))
        trial.climb(5)
        trial.press(2, 3)


@pytest.mark.long
@pytest.mark.parametrize("name", EVERY)
def test_no_legal_plan_is_below_a_long_climb(name: str) -> None:
    trial = Trial(EVERY[name], Random(name))
    trial.climb(600)
    trial.press(100, 10)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(200))
def test_no_legal_plan_of_a_drawn_instance_is_below_a_long_climb(seed: int) -> None:
    instance = generate("micro", seed=seed)
    if count_seatings(instance) <= 3000:
        trial = Trial(instance, Random(seed))
        trial.climb(200)
        trial.press(30, 8)


def _compare_sieve(instance: Instance) -> None:
    """Nobody is stopped whom the plain tests let pass, nobody else passes without doubt, costs agree."""
    facts = Facts(instance)
    records, judge = Records(Crowd(facts)), Judge(facts)
    duties = facts.rules.sensitive_duties
    for view in facts.seats.values():
        sifted = sift(records, view)
        for at, person in enumerate(instance.people):
            needs, where = judge(at, view), (person.id, view.seat.id)
            if sifted.barred[at]:
                assert needs is None, where
            elif needs is None:
                assert sifted.doubtful[at], where
            else:
                external = facts.is_external(person, view.on)
                duty = duties.weight if duties and view.seat.duty and not external else 0
                assert needs[0] == sifted.soft[at] + duty, where
                assert not needs[1] or sifted.doubtful[at], where


@pytest.mark.parametrize("name", EVERY)
def test_the_sieve_agrees_with_the_plain_tests(name: str) -> None:
    _compare_sieve(EVERY[name])


@pytest.mark.parametrize("seed", range(40))
def test_the_sieve_agrees_with_the_plain_tests_on_drawn_instances(seed: int) -> None:
    _compare_sieve(generate("micro" if seed % 8 else "tiny", seed=seed))
