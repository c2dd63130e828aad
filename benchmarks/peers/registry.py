"""The peers by name, and what each needs to be there."""

import importlib.util
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from benchmarks.peers.ladder import LEVELS, State, climb
from bianzu.models import Instance

__all__ = ["OURS", "PEERS", "Peer"]

Tell = Callable[[State], None]
OURS: Final = "bianzu"


def _always() -> str:
    return ""


@dataclass(frozen=True)
class Peer:
    """One way to solve.

    Attributes
    ----------
    prepare
        Imports what it needs, before the clock runs; returns (instance, seed, seconds, tell) -> state.
    missing
        Why it cannot run here; empty when it can.
    capped
        Whether its address space may be limited; a Java machine reserves much more than it uses.
    """

    name: str
    words: str
    prepare: Callable[[], Callable[[Instance, int, float, Tell], State]]
    missing: Callable[[], str] = _always
    capped: bool = True


def _bianzu() -> Callable[[Instance, int, float, Tell], State]:
    from bianzu.solver import SolveOptions, solve

    def run(instance: Instance, seed: int, seconds: float, tell: Tell) -> State:
        plan = solve(instance, options=SolveOptions(seed=seed, time_limit=seconds))
        levels, why = plan.levels[:LEVELS], plan.provenance.run.stop_reason
        none = (None,) * LEVELS
        return State(
            values=tuple(level.objective for level in levels) or none,
            bounds=tuple(level.bound for level in levels) or none,
            proven=plan.status == "optimal",
            note="" if why == "finished" else why,
            plan=plan.model_dump_json(by_alias=True),
        )

    return run


def _textbook() -> Callable[[Instance, int, float, Tell], State]:
    from benchmarks.peers.textbook import Textbook

    def run(instance: Instance, seed: int, seconds: float, tell: Tell) -> State:
        return climb(lambda: Textbook(instance, seed), tell, seconds)

    return run


def _mathopt(engine: str) -> Callable[[], Callable[[Instance, int, float, Tell], State]]:
    def prepare() -> Callable[[Instance, int, float, Tell], State]:
        from benchmarks.peers.compact import Compact, through_mathopt

        def run(instance: Instance, seed: int, seconds: float, tell: Tell) -> State:
            return climb(lambda: Compact(instance, through_mathopt(engine, seed)), tell, seconds)  # type: ignore[arg-type]

        return run

    return prepare


def _pyscipopt() -> Callable[[Instance, int, float, Tell], State]:
    from benchmarks.peers.compact import Compact
    from benchmarks.peers.with_pyscipopt import solve

    def run(instance: Instance, seed: int, seconds: float, tell: Tell) -> State:
        return climb(lambda: Compact(instance, solve), tell, seconds)

    return run


def _timefold() -> Callable[[Instance, int, float, Tell], State]:
    from benchmarks.peers import with_timefold

    return with_timefold.prepare()


def _lacks_pyscipopt() -> str:
    return "" if importlib.util.find_spec("pyscipopt") else "pyscipopt is not installed (extra: peers)"


def _lacks_timefold() -> str:
    if importlib.util.find_spec("timefold") is None:
        return "timefold is not installed (extra: peers)"
    java = shutil.which("java")
    if java is None:
        return "no java on the path (17 or newer)"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = said.partition('"')[2].partition(".")[0]
    return "" if version.isdigit() and int(version) >= 17 else f"java {version or '?'} is older than 17"


PEERS: Final[dict[str, Peer]] = {
    peer.name: peer
    for peer in (
        Peer(OURS, "bianzu", _bianzu, capped=False),
        Peer("cp-sat", "CP-SAT, textbook model, default settings", _textbook),
        Peer("cp-sat-max-lp", "CP-SAT max_lp, compact full model", _mathopt("cp-sat")),
        Peer("highs", "HiGHS, compact full model", _mathopt("highs")),
        Peer("scip", "SCIP (ortools), compact full model", _mathopt("scip")),
        Peer("pyscipopt", "SCIP (PySCIPOpt), compact full model", _pyscipopt, _lacks_pyscipopt),
        Peer("timefold", "Timefold, local search", _timefold, _lacks_timefold, capped=False),
    )
}
"""bianzu itself and everybody else, in the order of the tables."""
