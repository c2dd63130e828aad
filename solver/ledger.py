"""What is proven so far: multipliers of each level, and what engines proved by search."""

import numpy as np

from bianzu.models import BoundBy, Certificate, LevelProof
from bianzu.solver.certificates import fits_certificate, level_proof
from bianzu.solver.closing import cover
from bianzu.solver.costs import LEVELS, SOFT, WAIVERS
from bianzu.solver.model import Model
from bianzu.solver.proof import DUAL_SCALE, Proof, prove
from bianzu.solver.standing import LevelStanding, Standing

__all__ = ["Ledger"]


class Ledger:
    """Proofs by level; says what they mean for an incumbent.

    Attributes
    ----------
    proofs
        Multipliers of each level.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.proofs: dict[int, Proof] = {}
        self._earlier: dict[int, Proof] = {}
        self._texts: dict[int, tuple[Proof, LevelProof]] = {}
        self._searched: dict[int, tuple[tuple[int, ...], int]] = {}
        self._last: tuple[tuple[int, ...] | None, Standing] | None = None
        self._certificate: Certificate | None = None
        for level in np.flatnonzero(model.constant[:SOFT]).tolist():  # what every plan lacks
            self.keep(level, prove(model, ((level, 1),), np.zeros(model.n_rows, dtype=np.int64)))

    def keep(self, level: int, proof: Proof) -> None:
        """Take a proof of a level. The one before stays beside it: engines' tolerances may leave the new one
        weaker, for all that it comes from more columns."""
        if level in self.proofs:
            known = [self.proofs[level], *filter(None, [self._earlier.get(level)])]
            values = {at: value for item in (*known, proof) for at, value, _ in item.pins}
            held = tuple(values.get(at, 0) for at in range(LEVELS))
            self._earlier[level] = max(known, key=lambda item: item.bound(self.model, held))
        self.proofs[level] = proof
        self._last = None

    def note_search(self, level: int, given: tuple[int, ...], bound: int) -> None:
        """An engine searched all plans with the ``given`` earlier levels: none is below ``bound``."""
        self._searched[level] = (given, bound)
        self._last = None

    def stand(self, reached: tuple[int, ...] | None) -> Standing:
        """Bounds that hold for an incumbent of these levels, and their certificate."""
        if self._last is None or self._last[0] != reached:
            self._last = (reached, self._stand(reached))
        return self._last[1]

    def _stand(self, reached: tuple[int, ...] | None) -> Standing:
        levels = []
        proofs = []
        for level in range(LEVELS):
            certified, proof = self._certified(level, reached)
            if certified is not None and proof is not None and (level > WAIVERS or certified > 0):
                proofs.append(self._text(level, proof))
            levels.append(self._stand_level(level, certified, reached))
        certificate = Certificate(scale=DUAL_SCALE, proofs=tuple(proofs)) if proofs else None
        if certificate != self._certificate:  # the same object as long as it says the same
            self._certificate = certificate
        return Standing(tuple(levels), self._certificate)

    def _stand_level(
        self, level: int, certified: int | None, reached: tuple[int, ...] | None
    ) -> LevelStanding:
        given, found = self._searched.get(level, ((), None))
        if (
            reached is not None
            and found is not None
            and given == reached[:level]
            and (certified is None or found > certified)
        ):
            return LevelStanding(found, certified, "engine")
        by: BoundBy = "sign" if level <= WAIVERS and certified == 0 else "certificate"
        return LevelStanding(certified, certified, None if certified is None else by)

    def _text(self, level: int, proof: Proof) -> LevelProof:
        if level not in self._texts or self._texts[level][0] is not proof:
            self._texts[level] = proof, level_proof(self.model, level, cover(self.model, proof))
        return self._texts[level][1]

    def _certified(self, level: int, reached: tuple[int, ...] | None) -> tuple[int | None, Proof | None]:
        """Bound of a level given what the incumbent has at earlier ones, and the proof of it; shortages
        cannot be negative."""
        least = 0 if level <= WAIVERS else None
        if reached is None or level not in self.proofs:
            return least, None
        known = [self.proofs[level], *filter(None, [self._earlier.get(level)])]
        proof = max(known, key=lambda item: item.bound(self.model, reached))
        bound = proof.bound(self.model, reached)
        if bound < 0 or not fits_certificate(self._text(level, proof)):
            return least, None  # no level can be: an earlier one is above its bound, and this says nothing
        return bound, proof
