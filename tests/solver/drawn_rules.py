"""Random settings of random rules: one rule in three on, those that couple rounds oftener."""

from collections.abc import Sequence
from random import Random
from typing import Any

__all__ = ["LEVERS", "draw_rules"]

OFTEN = frozenset(
    (
        *("seats", "new-cadre", "mentoring", "service-floor", "service-cap", "rest", "fair-load"),
        *("repeat-unit", "repeat-county", "keep-backbone", "fresh-pairs", "tenure", "no-return", "reserves"),
    )
)
HARD = ("hard", "waivable", "waivable", "waivable")
WEIGHTS = (1, 2, 3, 7, 10)

LEVERS: dict[str, dict[str, Sequence[Any]]] = {
    "one-seat": {},
    "seats": {},
    "role-pools": {},
    "rank": {"leader": (True, False), "deputy": (True, False), "hardness": HARD},
    "gates": {"age_limit": (None, 50), "leave": (True, True, False)},
    "branch": {"n": (1, 2)},
    "source-sets": {},
    "reserved-seats": {},
    "desks": {"desks": (0, 1), "hardness": HARD},
    "origin": {},
    "city-class": {"treat_as": ("external", "neither")},
    "sensitive-duties": {"k": (0, 1), "weight": WEIGHTS},
    "sender-spread": {"q": (1, 2), "hardness": HARD},
    "place": {"native": ("waivable", "hard"), "weight": WEIGHTS},
    "service": {"z": (1, 3)},
    "kin": {},
    "interest": {"strict_hardness": ("hard", "waivable"), "weight": WEIGHTS},
    "system": {"strict_hardness": ("hard", "waivable"), "weight": WEIGHTS},
    "in-team": {"same_unit": ("off", "hard", "waivable"), "n": (1, 2)},
    "couples": {"classes": (["spouse"], ["spouse", "direct-blood", "classmate"]), "hardness": HARD},
    "repeat-unit": {"hardness": HARD},
    "repeat-county": {"g": (0, 1, 2, 3), "g_others": (0, 1, 2), "weight": WEIGHTS},
    "unfit": {},
    "cross-form": {},
    "no-swap": {
        "mode": ("forbid", "forbid", "avoid", "allow"),
        "look_back": (0, 1, 2),
        "weight": WEIGHTS,
    },
    "fresh-pairing": {"w": (None, 0, 1, 2, 3), "weight": WEIGHTS},
    "flow-balance": {"d": (0, 1), "hardness": HARD},
    "skill-mix": {"c": (1, 2), "hard_hardness": ("hard", "waivable"), "weight": WEIGHTS},
    "audit-seats": {"a": (0, 1), "b": (0, 1)},
    "age-bands": {"weight": WEIGHTS},
    "mentoring": {"f_percent": (0, 30, 50), "weight": WEIGHTS},
    "seniority": {"senior": ("section-head",), "junior": ("section-deputy",), "weight": WEIGHTS},
    "gender": {"weight": WEIGHTS},
    "together": {},
    "apart": {},
    "balance": {"weight": WEIGHTS},
    "new-cadre": {"n": (1, 2), "w": (12, 15, 18, 24), "weight": WEIGHTS},
    "service-floor": {"floor": (1, 2, 3), "weight": WEIGHTS},
    "service-cap": {"cap": (0, 1, 2, 3), "y": (0, 1, 2, 3), "hardness": HARD},
    "rest": {"c": (1, 2, 3), "hardness": HARD},
    "borrow-cap": {"hardness": HARD},
    "keep-backbone": {"lo_percent": (0, 30, 60, 100), "hi_percent": (0, 40, 100), "weight": WEIGHTS},
    "fresh-pairs": {"g": (0, 1, 2, 3), "weight": WEIGHTS},
    "fair-load": {"weight": WEIGHTS},
    "tenure": {"t": (1, 2, 3, 4, 6), "hardness": HARD},
    "no-return": {"m": (0, 4, 9, 24), "weight": WEIGHTS},
    "post-strength": {"n": (0, 1, 2), "hardness": HARD},
    "succession": {"weight": WEIGHTS},
    "rating": {"gate": (True, False), "preference": (0, 2)},
    "linked": {},
    "capacity": {"n": (2, 3)},
    "spacing": {"w": (0, 4, 8, 12), "weight": WEIGHTS},
    "presence": {"d": (20, 60)},
    "priority": {"load": (0, 3), "travel": (0, 1)},
    "reserves": {"r": (1, 2)},
}
"""Every rule the solver knows, with values to choose from."""


def draw_rules(random: Random, people: Sequence[str]) -> dict[str, Any]:
    """Settings by rule; several planned rounds need ``one-seat``."""
    found: dict[str, Any] = {}
    for rule, levers in LEVERS.items():
        if rule == "one-seat" or random.random() < (0.4 if rule in OFTEN else 0.15):
            found[rule] = {name: random.choice(values) for name, values in levers.items()}
    _draw_lists(random, found, people)
    return found


def _draw_lists(random: Random, found: dict[str, Any], people: Sequence[str]) -> None:
    """Settings that are more than a value: pairs, fields, needs and bands."""
    pair = dict(zip("ab", random.sample(list(people), 2), strict=True))
    if "together" in found:
        found["together"] = {"pairs": [{**pair, "weight": random.choice(WEIGHTS)}]}
    if "apart" in found:
        found["apart"] = {"pairs": [{**pair, "hardness": random.choice(("hard", "soft")), "weight": 3}]}
    if "balance" in found:
        found["balance"]["fields"] = random.sample(("experience", "age", "n", "skill-points"), 2)
    if "skill-mix" in found:
        found["skill-mix"]["needs"] = [
            {"skill": "h", "need": random.randint(1, 2), "level": random.randint(1, 2)}
        ]
        found["skill-mix"]["hard_skills"] = random.choice((["h"], ["i"], []))
    if "borrow-cap" in found:
        found["borrow-cap"]["bands"] = [{"up_to": None, "b": random.randint(0, 2)}]
