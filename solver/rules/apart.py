"""apart: two named people not on one team, as an order or as a wish.

x[a, t] + x[b, t] ≤ 1 (+ over, at the pair's weight)
"""

from bianzu.solver.data import Data
from bianzu.solver.rows import Builder
from bianzu.solver.rules.in_team import add_pair_rows


def add_rows(data: Data, builder: Builder) -> None:
    """Pair rows per team."""
    setting = data.rules.apart
    assert setting is not None
    for hardness in ("hard", "soft"):
        chosen = [pair for pair in setting.pairs if pair.hardness == hardness]
        ends = [(data.person_at[pair.a], data.person_at[pair.b]) for pair in chosen]
        group = add_pair_rows(data, builder, "apart", None, ends)
        if hardness == "soft":
            for at in range(len(group.keys)):
                weight = chosen[at % len(chosen)].weight
                builder.add_slack(group, at, "soft", weight, 1, minimum=False)
