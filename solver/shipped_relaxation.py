"""Relaxations of transport problems, perhaps with a few coupling rows: solved by flows, in integers."""

from collections.abc import Callable

import numpy as np

from bianzu.solver.columns import Weights
from bianzu.solver.coupling import ship_coupled
from bianzu.solver.data import BoolArray
from bianzu.solver.model import Model
from bianzu.solver.network import Shipping
from bianzu.solver.relaxed import Relaxed
from bianzu.solver.transport import find_transport

__all__ = ["relax_exactly"]

_SHIPPED = 3_000
"""Transport problems of more pairs than this are solved by flows."""
_COUPLED = 400_000
"""And those with coupling rows of more than this: smaller ones are better done by linear programmes."""


def relax_exactly(
    model: Model,
    weights: Weights,
    *,
    allowed: BoolArray,
    aux_open: BoolArray,
    start: Relaxed | None = None,
    tick: Callable[[], None] = lambda: None,
) -> Relaxed | None:
    """The same by flows where it is a transport problem of some size, perhaps with a few coupling rows;
    ``None`` where it is none."""
    if model.n_columns <= _SHIPPED:
        return None
    transport = find_transport(model, weights, aux_open)
    if transport is None or (len(transport.coupling) and model.n_columns <= _COUPLED):
        return None
    known = None if start is None else start.columns.keys
    shipment = ship_coupled(Shipping(model, transport, weights, allowed, aux_open, tick), known)
    if shipment is None:
        return None
    columns, x = model.build_columns(shipment.keys), shipment.taken.astype(float)
    aux_x, over = transport.measure(model, columns, x, shipment.empty)
    if (over[transport.pin_rows] > 0).any():
        return None
    value = float(columns.weigh(weights) @ x) + float(model.weigh_aux(weights) @ aux_x)
    duals = shipment.duals.astype(float)
    return Relaxed(
        "optimal", value, columns, x, aux_x, duals, np.zeros(0), shipment.programmes, 0, exact=True
    )
