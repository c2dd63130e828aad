"""The part of a model that some columns can matter to: large ones have millions of rows that never bind."""

from dataclasses import replace

import numpy as np

from bianzu.solver.columns import Columns
from bianzu.solver.data import BoolArray, IntArray
from bianzu.solver.model import Model

__all__ = ["narrow"]


def narrow(model: Model, columns: Columns, kept: BoolArray) -> tuple[Model, Columns, IntArray]:
    """Some rows of a model, the same columns in these rows, and each row's new number (-1: left out).

    The model that comes back has no groups and no patterns: it cannot make columns.
    """
    local = np.where(kept, np.cumsum(kept) - 1, -1)
    aux_kept = kept[model.aux_rows]
    indptr = np.zeros(model.n_aux + 1, dtype=np.int64)
    np.cumsum(np.bincount(model.aux_entry[aux_kept], minlength=model.n_aux), out=indptr[1:])
    part = replace(
        model,
        groups=(),
        layout=(),
        base_places=(),
        team_places=(),
        slot_places=(),
        row_lower=model.row_lower[kept],
        row_upper=model.row_upper[kept],
        eager=model.eager[kept],
        row_team=model.row_team[kept],
        aux_indptr=indptr,
        aux_rows=local[model.aux_rows[aux_kept]],
        aux_values=model.aux_values[aux_kept],
    )
    mine = kept[columns.rows]
    indptr = np.zeros(len(columns) + 1, dtype=np.int64)
    np.cumsum(np.bincount(columns.entry[mine], minlength=len(columns)), out=indptr[1:])
    narrowed = replace(columns, indptr=indptr, rows=local[columns.rows[mine]], values=columns.values[mine])
    return part, narrowed, local
