"""borrow-cap: a work unit spares at most b people in a round, the full-time pool not counted.

Σ over p of unit u, not full-time: served(p, r) ≤ b(u) (+ waived)
"""

import numpy as np

from bianzu.models import WorkUnit
from bianzu.models.settings import BorrowCap
from bianzu.solver.data import Data
from bianzu.solver.rows import Builder


def _limit(setting: BorrowCap, fixed: dict[str, int], unit: WorkUnit) -> int | None:
    if unit.id in fixed:
        return fixed[unit.id]
    fitting = (band.b for band in setting.bands if band.up_to is None or unit.staff_count <= band.up_to)
    return next(fitting, None)


def add_rows(data: Data, builder: Builder) -> None:
    """One waivable maximum per planned round and work unit that has more people than it can spare."""
    setting = data.rules.borrow_cap
    assert setting is not None
    fixed = {item.unit: item.limit for item in data.instance.donors}
    borrowed = np.flatnonzero(~data.full_time)
    sizes = np.bincount(data.work_unit[borrowed], minlength=len(data.unit_at))
    limits = [_limit(setting, fixed, unit) for unit in data.instance.units]
    tight = [at for at, limit in enumerate(limits) if limit is not None and sizes[at] > limit]
    number = np.full(len(limits), -1, dtype=np.int64)
    number[tight] = np.arange(len(tight))
    people = borrowed[number[data.work_unit[borrowed]] >= 0]
    for item, planned in enumerate(data.rounds):
        names = [data.instance.units[at].id for at in tight]
        group = builder.add_service_group(
            "borrow-cap",
            None,
            [{"round": planned.id, "unit": name} for name in names],
            np.array([limits[at] or 0 for at in tight], dtype=np.int64),
            people,
            number[data.work_unit[people]],
            np.ones(len(people), dtype=np.int64),
            rounds=np.full(len(people), item),
        )
        for at, unit in enumerate(tight):
            builder.add_slack(
                group,
                at,
                setting.hardness,
                0,
                int(sizes[unit]),
                minimum=False,
                unit=names[at],
                item=item,
            )
