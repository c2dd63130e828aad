"""People whom a rule counts together, whatever their teams."""

from bianzu.audit.facts import Facts
from bianzu.audit.rules.company import list_couples
from bianzu.audit.rules.post_rules import list_holders

__all__ = ["Circle", "find_circles"]

Circle = tuple[str, ...]
"""People of whom a rule counts how many serve, whatever their teams."""


def find_circles(facts: Facts) -> dict[str, list[Circle]]:
    """Person -> those counted together: people of a work unit, couples, holders of a post in a round."""
    circles: dict[str, list[Circle]] = {
        name: [("unit", person.work_unit)] for name, person in facts.people.items()
    }
    for pair in list_couples(facts):
        for name in pair:
            circles[name].append(("couple", *pair))
    for item in facts.planned if facts.rules.post_strength is not None else ():
        for post, holders in list_holders(facts, item).items():
            for name in holders:
                circles[name].append(("post", item.id, post))
    return circles
