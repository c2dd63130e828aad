"""Section F, caps of a person over time: service-cap and rest."""

from collections.abc import Iterator, Sequence

from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Charge
from bianzu.models import Round

__all__ = ["rest", "service_cap"]


def service_cap(facts: Facts, person: str, planned: Sequence[Round]) -> Iterator[Charge]:
    """Rounds per term <= cap, per calendar year <= y; full-time people exempt.

    ``planned`` are the planned rounds that the person serves. Each of them beyond a limit is one
    unit; history over the limit already is none.
    """
    setting = facts.rules.service_cap
    if setting is None or person in facts.full_time:
        return
    served = [facts.instance.round_by_id[item] for item in facts.past_rounds.get(person, ())]
    for item in sorted(planned, key=lambda r: facts.order[r.id]):
        served.append(item)
        in_term = sum(other.term == item.term for other in served)
        in_year = sum(other.start.year == item.start.year for other in served)
        for clause, count, limit in (("term", in_term, setting.cap), ("year", in_year, setting.y)):
            if count > limit:
                yield Charge(
                    rule="service-cap",
                    clause=clause,
                    force=setting.hardness,
                    round=item,
                    people=(person,),
                    where=f"person {person}",
                    found=f"{count} rounds with {item.id}",
                    limit=f"at most {limit}",
                )


def rest(facts: Facts, person: str, planned: Sequence[Round]) -> Iterator[Charge]:
    """At most c consecutive rounds of the city, then at least one off; full-time people exempt.

    Each planned round served that is preceded by c served rounds is one unit.
    """
    setting = facts.rules.rest
    if setting is None or person in facts.full_time:
        return
    served = {facts.order[item] for item in facts.past_rounds.get(person, ())}
    served |= {facts.order[item.id] for item in planned}
    for item in sorted(planned, key=lambda r: facts.order[r.id]):
        now = facts.order[item.id]
        if all(now - back in served for back in range(1, setting.c + 1)):
            yield Charge(
                rule="rest",
                clause=None,
                force=setting.hardness,
                round=item,
                people=(person,),
                where=f"person {person}",
                found=f"{item.id} after {setting.c} served rounds",
                limit=f"at most {setting.c} in a row",
            )
