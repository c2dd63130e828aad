"""Random micro instances with floaters: busy worlds of one skill, in which few are enough for every team."""

import json
from random import Random

from bianzu.models import Instance
from tests.audit.legal import count_seatings
from tests.builders import Tree
from tests.solver.busy_worlds import draw_busy_world, without_refused_pins

__all__ = ["count_plans", "draw_floating_world"]


def draw_floating_world(seed: int, most: int = 27) -> Instance:
    """The instance of a seed, with at most so many assignments, services left out."""
    random = Random(f"floating {seed}")
    tree = json.loads(draw_busy_world(seed, most).model_dump_json(by_alias=True))
    for person in tree["people"]:
        person["skills"] = [_draw_skill(random, "level", (1, 2))] if random.random() < 0.8 else []
        person |= {"trained": True, "in_pool": True, "open_clue": False}
        if random.random() < 0.5:
            person["pools"] = ["staff", "specialist"]
    for unit in tree["units"]:
        unit |= {"tags": [], "needs": [_draw_skill(random, "need", (1, 2))] if random.random() < 0.4 else []}
    for team in tree["teams"]:
        team["needs"] = [_draw_skill(random, "need", (1, 2, 3))] if random.random() < 0.5 else []
    tree["rules"]["floaters"] = {
        "m": random.choice((2, 2, 3)),
        "d": random.choice((1, 2, 3, 5)),
        "days_per_team": random.choice((1, 1, 2, 3)),
        "source_set": random.choice((None, "few")),
    }
    tree["rules"]["skill-mix"] = {
        "needs": [_draw_skill(random, "need", (1, 2))],
        "tag_needs": {},
        "hard_skills": random.choice((["h"], [])),
        "hard_hardness": random.choice(("hard", "waivable")),
        "c": 1,
        "weight": random.choice((1, 5)),
    }
    return without_refused_pins(Instance.model_validate_json(json.dumps(tree)))


def _draw_skill(random: Random, field: str, values: tuple[int, ...]) -> Tree:
    return {"skill": "h", field: random.choice(values)}


def count_plans(instance: Instance) -> int:
    """How many assignments there are with any services, legal or not."""
    return int(count_seatings(instance) * 2 ** (len(instance.people) * len(instance.teams)))
