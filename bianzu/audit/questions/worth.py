"""What single people are worth to a plan: how far its proven bounds rise when one of them cannot serve."""

from collections import defaultdict
from collections.abc import Iterator

from bianzu.audit.facts import Facts
from bianzu.models import Instance, PersonWorth, Plan

__all__ = ["value_people"]


def value_people(instance: Instance, plan: Plan) -> tuple[PersonWorth, ...]:
    """What the certificate of a plan proves about doing without single people.

    A proof adds up what is least for every person; if somebody can serve nowhere, that part is 0 instead.
    What is then above the plan's own value at the level is lost at least, earlier levels being as they are.

    Parameters
    ----------
    instance, plan
        A plan of this very instance. Its multipliers are priced here; nothing of its bounds is trusted.

    Returns
    -------
    tuple of PersonWorth
        By level and in the order of the instance; only people without whom the level is worse for certain.
    """
    if plan.certificate is None or instance.rules.floaters is not None:
        return ()
    return tuple(_value(instance, plan))


def _value(instance: Instance, plan: Plan) -> Iterator[PersonWorth]:
    # numpy is loaded only for plans that bring a certificate
    from bianzu.audit.proofs.certificate import Prover

    assert plan.certificate is not None
    scale = plan.certificate.scale
    prover = Prover(Facts(instance))
    objectives: dict[str, int] = {level.name: level.objective or 0 for level in plan.levels}
    for proof in plan.certificate.proofs:
        relaxed = prover.settle(proof, scale, objectives)
        least: dict[int, int] = defaultdict(int)
        for (_, at), part in relaxed.people.items():
            least[at] += part
        for at, person in enumerate(instance.people):
            bound = -(-(relaxed.total - least[at]) // scale)
            if bound > objectives[proof.level]:
                units = bound - objectives[proof.level]
                yield PersonWorth(person=person.id, level=proof.level, at_least=units)
