"""spacing: a unit is not visited twice within w months, return visits excepted; people make no difference.

A constant: weight × units of teams at which a past round, or a team of an earlier planned one, ended less
than w months before the team starts.
"""

from bianzu.solver.data import Data, months_after
from bianzu.solver.rows import Builder

__all__ = ["add_rows"]


def add_rows(data: Data, builder: Builder) -> None:
    """What every plan costs."""
    setting = data.rules.spacing
    assert setting is not None
    ends = {item.id: item.end for item in data.round_order}
    visits = [(-1, unit, ends[one.round]) for one in data.instance.history for unit in one.units]
    regular = [at for at, team in enumerate(data.teams) if team.form != "return-visit"]
    visits += [
        (int(data.team_round[at]), unit, data.team_days[at][1])
        for at in regular
        for unit in data.teams[at].units
    ]
    units = 0
    for at in regular:
        since = months_after(data.team_days[at][0], -setting.w)
        lately = {unit for item, unit, end in visits if item < data.team_round[at] and end > since}
        units += len(lately.intersection(data.teams[at].units))
    builder.add_soft_constant("spacing", setting.weight, units)
