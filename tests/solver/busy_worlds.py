"""Random micro instances with many rules on at once, at values that are nobody's default; a seed draws one.

A drawn world (`drawn_worlds`) is made busier: more rules, every parameter of a rule, people with something to
recuse, units that ask for more, and now and then a single round whose teams overlap in part.
"""

import json
from random import Random
from typing import Any

from bianzu.models import WAIVABLE_RULES, InputError, Instance
from bianzu.solver.assembly import build_model
from tests.audit.legal import count_seatings
from tests.builders import Tree
from tests.solver.drawn_rules import LEVERS, WEIGHTS
from tests.solver.drawn_worlds import draw_world

__all__ = ["MORE_LEVERS", "draw_busy_world", "without_refused_pins"]

KIN = ["spouse", "direct-blood", "collateral", "near-in-law"]
TIES = ["teacher-student", "classmate", "superior-subordinate"]
PLACES = (None, None, "A", "C", "D", "outside")
POOLS = ("leader", "staff", "specialist", "full-time")
ROLES = ("leader", "deputy", "member", "liaison", "specialist", "auditor", "full-time")
UNITS = ("a1", "a2", "b1", "b2", "c1", "m1")
SWITCH = (True, True, False)
ANY_HARDNESS = ("hard", "waivable", "off")

HARSH = ("gates", "service-cap", "tenure", "place", "role-pools", "repeat-unit", "origin", "rank", "rating")
"""Rules that bar most people from most seats of such small worlds; one in two of them is taken away again."""

MORE_LEVERS: dict[str, dict[str, Any]] = {
    "gates": dict.fromkeys(("appraisal", "trained", "clue", "in_pool", "leave", "party"), SWITCH),
    "place": {
        "work": ("hard", "off"),
        "grown": ("hard", "off"),
        "native": ANY_HARDNESS,
        "residence": ANY_HARDNESS,
        "birth": ("soft", "hard", "waivable", "off"),
        "spouse": ANY_HARDNESS,
    },
    "service": {
        "unit_clause": SWITCH,
        "county_clause": SWITCH,
        "y": (0, 1, 3, 8),
        "yc": (0, 1, 3, 8),
        "z": (1, 2, 5),
    },
    "kin": {"classes": (KIN, KIN[:1], []), "staff_classes": (KIN[:2], KIN, [])},
    "interest": {
        "ties": (TIES, TIES[1:], []),
        "years": (0, 3, 6),
        "strict_roles": (["leader", "deputy"], ["member"], []),
    },
    "system": {
        "strict_roles": (["leader", "deputy"], ["member", "liaison"], []),
        "soft_roles": (["liaison", "member"], ["leader", "specialist"], []),
    },
    "in-team": {
        "kin": ("hard", "off"),
        "superior": ANY_HARDNESS,
        "same_unit": ANY_HARDNESS,
        "n": (1, 1, 2),
    },
    "age-bands": {"young": (30, 35, 45), "middle": (46, 50, 60)},
    "seniority": {"senior": ("section-head", "clerk"), "junior": ("section-deputy", "fourth-grade")},
    "desks": {"desks": (0, 1, 2)},
    "branch": {"n": (0, 1, 2, 3)},
    "sensitive-duties": {"k": (0, 1, 2)},
    "sender-spread": {"q": (1, 1, 2, 3)},
    "audit-seats": {"a": (0, 1, 2), "b": (0, 1, 2)},
    "mentoring": {"f_percent": (0, 34, 50, 100)},
    "skill-mix": {"c": (1, 2, 3)},
    "new-cadre": {"n": (1, 2), "w": (12, 14, 18, 24)},
    "capacity": {"n": (2, 4)},
    "presence": {"d": (0, 15, 40, 90)},
    "reserves": {"r": (0, 1, 2, 3)},
    "rating": {"gate": (True, False), "preference": (0, 1, 5)},
}
"""Values for parameters beyond those of `LEVERS`, or more of them."""


def draw_busy_world(seed: int, most: int = 350) -> Instance:
    """The instance of a seed, with at most so many assignments; what the input checks refuse is left out."""
    base = draw_world(seed, most)
    tree = json.loads(base.model_dump_json(by_alias=True))
    _Busy(Random(f"busy {seed}"), tree).change()
    world = Instance.model_validate_json(json.dumps(tree))
    assert count_seatings(world) <= most
    return without_refused_pins(world)


def without_refused_pins(world: Instance) -> Instance:
    """The instance without pins that a rule forbids."""
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
            return world


class _Busy:
    """One instance made busier in place, from one stream of random numbers."""

    def __init__(self, random: Random, tree: Tree) -> None:
        self.random = random
        self.tree = tree
        self.people = [item["id"] for item in tree["people"]]

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def one(self, items: Any) -> Any:
        return self.random.choice(list(items))

    def some(self, items: Any, most: int) -> list[Any]:
        listed = list(items)
        return self.random.sample(listed, self.random.randint(0, min(most, len(listed))))

    def change(self) -> None:
        """Make every part busier; the order matters to nobody but the seed."""
        if self.maybe(0.3):
            self._join_rounds()
        for person in self.tree["people"]:
            self._change_person(person)
        for unit in self.tree["units"]:
            self._change_unit(unit)
        for team in self.tree["teams"]:
            self._change_team(team)
        self._add_ties()
        self._change_rules(self.one((0.1, 0.3, 0.6)))

    def _join_rounds(self) -> None:
        """All teams in the first round, some with days of their own."""
        rounds = self.tree["rounds"]
        first = next(item for item in rounds if item["status"] == "planned")
        gone = {item["id"] for item in rounds if item["status"] == "planned"} - {first["id"]}
        self.tree["rounds"] = [item for item in rounds if item["id"] not in gone]
        for team in self.tree["teams"]:
            team["round"] = first["id"]
            days = self.one(
                (
                    (None, None),
                    (first["start"], "2026-03-10"),
                    ("2026-03-10", first["end"]),
                    ("2026-03-11", None),
                )
            )
            team["start"], team["end"] = days
        for pin in self.tree["pins"]:
            if pin["round"] in gone:
                pin["round"] = first["id"]
        if self.maybe(0.5):
            del self.tree["rules"]["one-seat"]

    def _change_person(self, person: Tree) -> None:
        """A few of the things that may stand against somebody, so that many plans are still legal."""
        for field in ("grown", "residence", "spouse_work", "native", "birth_place"):
            person[field] = self.one(PLACES) if self.maybe(0.4) else None
        person["work_county"] = self.one((person["work_county"], "B", "D", "city", "outside"))
        person["appraisal"] = self.one(("basic", None)) if self.maybe(0.08) else "competent"
        person["open_clue"] = self.maybe(0.05)
        person["in_pool"] = not self.maybe(0.05)
        person["party"] = "probationary" if self.maybe(0.1) else person["party"]
        person["work_unit"] = self.one((person["work_unit"], "b1", "b2", self.one(UNITS)))
        if self.maybe(0.3):
            person["pools"] = self.one((self.random.sample(POOLS, 2), list(POOLS), []))
        career = [
            {
                "start": self.one(("2010-01", "2018-07", "2024-02")),
                "end": self.one((None, "2024-02", "2024-03", "2025-01", "2026-03")),
                "unit": self.one((None, *UNITS)),
                "county": self.one(("A", "B", "C", None)),
                "county_managed": self.maybe(0.6),
            }
            for _ in range(self.one((0, 0, 1, 2)))
        ]
        person["career"] = self.one((career, person["career"]))
        if self.maybe(0.1):
            day = self.one(("2026-02-20", "2026-04-05", "2026-06-01", "2026-02-19", "2026-04-06"))
            person["leave"] = [{"start": day, "end": day}]

    def _change_unit(self, unit: Tree) -> None:
        unit["staff_count"] = self.one((5, 20, 21, 50, 51))
        unit["tags"] = self.some(("tag", "trade"), 2)
        unit["needs"] = [
            {"skill": self.one("hij"), "need": self.one((1, 2)), "level": self.one((1, 2))}
            for _ in range(self.one((0, 0, 1)))
        ]
        unit["system"] = self.one(("k", "l", None))
        unit["head_rank"] = self.one((unit["head_rank"], "clerk", "fourth-grade", "division-head"))
        if unit["id"] in ("a2", "b1") and self.maybe(0.5):
            unit["superior"] = self.one(("a1", "m1"))
        if self.maybe(0.4):
            unit["leading_group"] = [{"name": who, "person": who} for who in self.some(self.people, 1)]

    def _change_team(self, team: Tree) -> None:
        team["form"] = self.one((team["form"], "joint-audit", "return-visit"))
        for seat in team["seats"]:
            seat["role"] = self.one((seat["role"], seat["role"], self.one(ROLES)))
            seat["origin"] = self.one(("any", "any", seat["origin"], self.one(("city-level", "external"))))
            seat["pools"] = self.random.sample(POOLS, 2) if self.maybe(0.15) else []
            seat["duty"] = self.one((seat["duty"], None, "complaints-desk", "leader-interviews"))

    def _add_ties(self) -> None:
        kinds = [*KIN, *TIES, "declared-interest"]
        for _ in range(self.one((0, 1, 2, 3))):
            who = self.one(self.people)
            other = self.one([item for item in self.people if item != who])
            tie = {"person": who, "kind": self.one(kinds), "start": "2001-01"}
            tie["end"] = self.one((None, "2019-05", "2023-01", "2023-02"))
            if self.maybe(0.5):
                tie |= {"other_person": other}
            else:
                tie |= {"other_unit": self.one(UNITS), "other_is_leader": self.maybe(0.7)}
            self.tree["relations"].append(tie)
        for at in range(self.one((0, 0, 1, 2))):
            place = {"county": self.one("AC")} if self.maybe(0.5) else {"unit": self.one(UNITS)}
            self.tree["recusal_requests"].append(
                {
                    "id": f"Q{at}",
                    "person": self.one(self.people),
                    "decision": self.one(("upheld", "declined", "pending")),
                    **place,
                }
            )
        if self.maybe(0.2):
            where = self.one(({}, {"county": "C"}, {"county": "A"}, {"unit": "m1"}))
            self.tree["unfit"].append({"person": self.one(self.people), **where})

    def _change_rules(self, share: float) -> None:
        rules = self.tree["rules"]
        for rule, levers in LEVERS.items():
            if rules.get(rule) is None and rule != "one-seat" and self.maybe(share):
                rules[rule] = {name: self.one(values) for name, values in levers.items()}
        for rule, more in MORE_LEVERS.items():
            if rules.get(rule) is not None and self.maybe(0.7):
                rules[rule] |= {name: self.one(values) for name, values in more.items()}
        for rule in HARSH:
            if self.maybe(0.5):
                rules.pop(rule, None)
        self._change_lists(rules)
        self.tree["pins"] = [item for item in self.tree["pins"] if self.maybe(0.5)]
        for at in range(self.one((0, 2, 4))):
            grant = {"reason": "granted", "approver": "committee", "granted": "2026-01-01"}
            amount = self.one((1, 2, 3))
            self.tree["waivers"].append(
                {"id": f"V{at}", "rule": self.one(sorted(WAIVABLE_RULES)), "amount": amount, **grant}
            )

    def _change_lists(self, rules: Tree) -> None:
        if rules.get("role-pools") is not None and self.maybe(0.5):
            rules["role-pools"]["matrix"] = {pool: self.random.sample(ROLES, 5) for pool in POOLS}
        if rules.get("skill-mix") is not None:
            need = {"skill": self.one("hi"), "need": self.one((1, 2, 3)), "level": self.one((1, 2))}
            rules["skill-mix"] |= {
                "needs": [{"skill": self.one("hij")}, need][: self.one((1, 2))],
                "tag_needs": {"tag": [{"skill": self.one("hij"), "level": 2}], "trade": [{"skill": "i"}]},
                "hard_skills": self.some("hij", 3),
            }
        if rules.get("borrow-cap") is not None:
            last = [{"up_to": None, "b": self.one((1, 2))}] if self.maybe(0.8) else []
            rules["borrow-cap"]["bands"] = [{"up_to": 20, "b": 2}, {"up_to": 50, "b": 1}, *last]
        for rule in ("together", "apart"):
            if rules.get(rule) is not None:
                rules[rule]["pairs"] = [
                    {"a": a, "b": b, "weight": self.one(WEIGHTS)}
                    | ({"hardness": self.one(("hard", "soft"))} if rule == "apart" else {})
                    for a, b in zip(self.people[:-1], self.people[1:], strict=True)
                    if self.maybe(0.7)
                ]
        if rules.get("balance") is not None:
            rules["balance"]["fields"] = self.some(("experience", "age", "n", "skill-points"), 3)
        if rules.get("reserved-seats") is not None:
            self._reserve(rules["reserved-seats"])

    def _reserve(self, setting: Tree) -> None:
        homes = {team["round"] for team in self.tree["teams"]}
        setting["groups"] = []
        for at, home in enumerate(sorted(homes)):
            teams = [team["id"] for team in self.tree["teams"] if team["round"] == home]
            group = {"id": f"G{at}", "source_set": "few", "n": self.one((1, 2))}
            setting["groups"].append({**group, "teams": teams[: self.one((1, 2))]})
