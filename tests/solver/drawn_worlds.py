"""Random micro instances of two or three planned rounds, any rules on together; a seed draws one world."""

from random import Random
from typing import Any

from bianzu.models import InputError, Instance
from bianzu.solver.assembly import build_model
from tests.audit.legal import count_seatings
from tests.builders import (
    announced,
    county,
    make_instance,
    past,
    person,
    pin,
    planned,
    record,
    seat,
    team,
    unit,
    waiver,
)
from tests.solver.drawn_rules import draw_rules

__all__ = ["draw_world"]

PAST = (
    past("P0", "2025-01-10", "2025-02-20"),
    past("P1", "2025-05-01", "2025-06-10"),
    past("P2", "2025-10-01", "2025-12-05"),
)
STARTS = ("2026-02-20", "2026-06-01", "2026-10-10")
ENDS = ("2026-04-05", "2026-07-15", "2026-12-02")
ANNOUNCED = ("2026-08-05", "2026-12-20", "2027-02-01", "2027-05-01")
UNITS = {"A": ["a1", "a2", "m1"], "C": ["c1", "m1"]}
COUNTIES = ("A", "B", "C")
RATINGS = ("excellent", "competent", "basic", None)
ROLES = ("leader", "deputy", "member", "liaison", "specialist")
SKILLS = ("h", "i")
WAIVABLE = (
    "borrow-cap",
    "desks",
    "flow-balance",
    "fresh-pairing",
    "in-team",
    "interest",
    "place",
    "rank",
    "repeat-unit",
    "rest",
    "sender-spread",
    "service-cap",
    "skill-mix",
    "system",
    "tenure",
)


def draw_world(seed: int, most: int = 350) -> Instance:
    """The instance of a seed, with at most so many assignments; pins that a rule forbids are left out."""
    draw = _Draw(Random(seed), most)
    world = draw.world()
    while True:
        try:
            build_model(world)
        except InputError as error:
            wrong = {item.where for item in error.problems if item.code == "pin-breaks-exclusion"}
            kept = tuple(item for at, item in enumerate(world.pins) if f"$.pins[{at}]" not in wrong)
            if len(kept) == len(world.pins):
                raise
            world = world.model_copy(update={"pins": kept})
        else:
            assert count_seatings(world) <= most
            return world


class _Draw:
    """One instance, part after part, from one stream of random numbers."""

    def __init__(self, random: Random, most: int) -> None:
        self.random = random
        self.rounds = [f"R{at}" for at in range(1, random.choice((2, 2, 3)) + 1)]
        sizes = [
            (people, seats)
            for people in (2, 3, 4)
            for seats in range(len(self.rounds), 5)
            if (people + 1) ** seats <= most
        ]
        people, self.seats = random.choice(sizes)
        self.people = ["w", "x", "y", "z"][:people]

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def some(self, items: Any, least: int = 0, most: int | None = None) -> list[Any]:
        """A few different items, in random order."""
        return self.random.sample(list(items), self.random.randint(least, most or len(items)))

    def world(self) -> Instance:
        teams = self._teams()
        names = {"seat": [item["id"] for one in teams for item in one["seats"]]}
        names |= {"team": [one["id"] for one in teams], "person": self.people, "round": self.rounds}
        people = [self._person(who) for who in self.people]
        return make_instance(
            people,
            teams,
            draw_rules(self.random, self.people),
            units=self._units(),
            counties=[
                county("A", city_distance=4, distances={"B": 10, "C": 20}),
                county("B", distances={"A": 12}),
                county("C"),
                county("D"),
            ],
            rounds=self._rounds(),
            history=self._history(),
            pins=[self._pin(names) for _ in range(self.random.choice((0, 0, 1, 2)))],
            waivers=[self._waiver(f"W{at}", names) for at in range(self.random.choice((0, 1, 3, 5)))],
            relations=[self._relation() for _ in range(self.random.choice((0, 0, 1)))],
            donors=[{"unit": "b1", "limit": self.random.randint(0, 2)}] if self.maybe(0.3) else [],
            unfit=[{"person": who, "unit": "a2"} for who in self.some(self.people, 0, 1) if self.maybe(0.3)],
            source_sets={"few": self.some(self.people, 1)},
        )

    def _rounds(self) -> list[Any]:
        found = [*PAST]
        for at, name in enumerate(self.rounds):
            found.append(planned(name, STARTS[at], ENDS[at], term="U" if at and self.maybe(0.15) else "T"))
        seats = {"announced_seats": {"member": 1, "leader": 1}}
        later = [day for day in ANNOUNCED if day > found[-1]["end"]]
        dates = sorted(self.some(later, 1, 2)) if self.maybe(0.4) else []
        return found + [announced(f"N{at}", day, **seats) for at, day in enumerate(dates)]

    def _units(self) -> list[Any]:
        heads = ("section-head", "section-deputy", None)
        return [
            unit(name, where, head_rank=self.random.choice(heads), system=self.random.choice(("k", None)))
            for name, where in (("a1", "A"), ("a2", "A"), ("b1", "B"), ("b2", "B"))
        ]

    def _person(self, who: str) -> Any:
        pools = self.random.choice(
            (["leader", "staff"], ["staff", "specialist"], ["full-time", "leader"], None)
        )
        fields: dict[str, Any] = {
            "birth": self.random.choice(("1966-05", "1980-01", "1995-03")),
            "gender": self.random.choice(("male", "female")),
            "party": self.random.choice(("full", "full", "none")),
            "rank": self.random.choice(("clerk", "section-deputy", "section-head", None)),
            "work_county": self.random.choice(("B", "B", "C", "A", "city", None)),
            "work_unit": self.random.choice(("b1", "b1", "b2", "c1")),
            "native": self.random.choice((None, "A", "C")),
            "birth_place": self.random.choice((None, None, "A", "C")),
            "earlier_rounds": self.random.choice((0, 0, 1, 2, 3)),
            "last_rating": self.random.choice(RATINGS),
            "skills": [{"skill": item, "level": self.random.randint(1, 2)} for item in self.some(SKILLS)],
            "numbers": {"n": self.random.randint(0, 3)},
            "trained": not self.maybe(0.1),
        }
        if pools is not None:
            fields["pools"] = pools
        if self.maybe(0.5):
            fields["promoted_on"] = self.random.choice(
                ("2024-12-01", "2025-03-01", "2025-06-15", "2025-10-20", "2026-03-10")
            )
        if self.maybe(0.2):
            day = self.random.choice(("2026-03-01", "2026-06-20", "2026-10-20"))
            fields["leave"] = [{"start": day, "end": day}]
        if self.maybe(0.1) and who != self.people[0]:
            fields["superior"] = self.people[0]
        if self.maybe(0.3):
            fields["career"] = [
                {"start": "2019-01", "end": "2024-06", "unit": self.random.choice(UNITS["A"])}
            ]
        return person(who, **fields)

    def _teams(self) -> list[Any]:
        """One or two teams a round, every team of one to three seats."""
        sizes = [1] * len(self.rounds)
        homes = list(self.rounds)
        for _ in range(self.seats - len(sizes)):
            if self.maybe(0.4) and len(set(homes)) == len(self.rounds):
                homes.append(self.random.choice(self.rounds))
                sizes.append(1)
            else:
                sizes[self.random.randrange(len(sizes))] += 1
        return [
            self._team(f"T{at}", home, size) for at, (home, size) in enumerate(zip(homes, sizes, strict=True))
        ]

    def _team(self, name: str, home: str, size: int) -> Any:
        hosts = self.random.choice((["A"], ["A"], ["A", "C"], ["C"]))
        units = list(dict.fromkeys(unit for host in hosts for unit in UNITS[host]))
        fields: dict[str, Any] = {
            "round": home,
            "host_counties": hosts,
            "units": self.some(units, 0, 2) if self.maybe(0.5) else units[:1],
            "form": self.random.choice(("pooled", "pooled", "posts", "joint-audit")),
            "cross_form": self.random.choice(("mixed", "mixed", "mixed", "whole")),
            "womens_interviews": self.maybe(0.3),
        }
        if self.maybe(0.3):
            fields["desks"] = self.random.randint(0, 1)
        if self.maybe(0.3):
            fields["needs"] = [{"skill": self.random.choice(SKILLS), "need": self.random.randint(1, 2)}]
        return team(name, *(self._seat(f"{name.lower()}{at}", at) for at in range(size)), **fields)

    def _seat(self, name: str, at: int) -> Any:
        role = "leader" if at == 0 and self.maybe(0.6) else self.random.choice(ROLES[1:])
        fields: dict[str, Any] = {"origin": self.random.choice(("any", "any", "any", "local", "external"))}
        fields["duty"] = self.random.choice((None, None, "clue-ledger"))
        fields["side"] = self.random.choice(("inspection", "audit"))
        if self.maybe(0.1):
            fields["source_set"] = "few"
        return seat(name, role, **fields)

    def _history(self) -> list[Any]:
        served = [(who, item["id"]) for who in self.people for item in PAST]
        return [self._record(*item) for item in self.some(served, 0, 5)]

    def _record(self, who: str, name: str) -> Any:
        return record(
            who,
            name,
            team=self.random.choice(("old", "older")),
            role=self.random.choice(("leader", "member")),
            counties=self.some(COUNTIES, 1, 2),
            units=self.some(("a1", "a2", "c1", "m1"), 0, 2),
            rating=self.random.choice(RATINGS),
        )

    def _pin(self, names: dict[str, list[str]]) -> Any:
        scope = self.random.choice(("round", "team", "seat"))
        kind = self.random.choice(("must", "must-not", "must-not", "lock")) if scope == "seat" else None
        return pin(
            kind or self.random.choice(("must", "must-not")),
            self.random.choice(self.people),
            **{scope: self.random.choice(names[scope])},
        )

    def _waiver(self, name: str, names: dict[str, list[str]]) -> Any:
        scopes = {key: names[key] for key in ("person", "seat", "team")} | {"unit": ["a1", "a2", "b1", "c1"]}
        scope = {key: self.random.choice(scopes[key]) for key in self.some(scopes, 0, 1)}
        if self.maybe(0.15):
            scope = {"counties": self.random.sample(COUNTIES, 2)}
        dates = {"granted": self.random.choice(("2026-01-01", "2026-01-01", "2026-05-01"))}
        dates["expires"] = self.random.choice((None, "2028-01-01", "2026-07-01"))
        return waiver(name, self.random.choice(WAIVABLE), amount=self.random.randint(1, 2), **scope, **dates)

    def _relation(self) -> Any:
        who, other = self.random.sample(self.people, 2)
        if self.maybe(0.4):
            return {"person": who, "kind": "collateral", "other_person": other}
        kind = self.random.choice(("classmate", "spouse", "superior-subordinate"))
        return {"person": who, "kind": kind, "other_unit": "a1", "other_is_leader": True}
