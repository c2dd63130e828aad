"""The textbook model: CP-SAT with one boolean for each person, team and kind of seat, and default settings.

Seats of a team with the same role, origin, duty and side are one kind, so that no symmetry is left in them.
Only who may sit where, and at what cost in waivers, comes from the package; every constraint is written here
from the rulebook, one rule after the other.
"""

from ortools.sat.python import cp_model

from benchmarks.peers import textbook_plan, textbook_teams
from benchmarks.peers.ladder import SHORT_LEVELS, Pins, Step, UnsupportedInstanceError
from benchmarks.peers.textbook_model import Model
from bianzu.models import Instance
from bianzu.solver.data import Data
from bianzu.solver.rules import check_supported

__all__ = ["Textbook"]

WORKERS = 2

_TEAM_RULES = (
    textbook_teams.add_party_and_desks,
    textbook_teams.add_origins,
    textbook_teams.keep_apart,
    textbook_teams.add_skills,
    textbook_teams.add_make_up,
    textbook_teams.add_mentoring,
)
_PLAN_RULES = (
    textbook_plan.add_whole_teams,
    textbook_plan.add_wishes,
    textbook_plan.add_balance,
    textbook_plan.add_new_cadres,
    textbook_plan.add_service,
    textbook_plan.add_pins,
    textbook_plan.add_load_and_travel,
)


class Textbook:
    """A `benchmarks.peers.ladder.Engine` over the model; it is built once for each face."""

    def __init__(self, instance: Instance, seed: int) -> None:
        check_supported(instance)
        self.data = Data(instance)
        if not self.data.one_service or len(self.data.rounds) > 1:
            raise UnsupportedInstanceError("teams that do not overlap, or several planned rounds")
        self.seed = seed
        self.built: dict[bool, Model] = {}
        self.pinned = 0

    def minimise(self, level: int, pins: Pins, *, complete: bool, seconds: float) -> Step:
        """See `benchmarks.peers.ladder.Engine`."""
        if complete not in self.built:
            self.built = {complete: build_model(self.data, complete)}
            self.pinned = SHORT_LEVELS if complete else 0
        own = self.built[complete]
        for earlier, value in pins[self.pinned :]:
            own.cp.add(own.total(earlier) <= value)
            self.pinned += 1
        own.cp.minimize(own.total(level))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.random_seed = self.seed
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_time_in_seconds = max(0.0, seconds)
        status = solver.solve(own.cp)
        names = {
            cp_model.OPTIMAL: "optimal",
            cp_model.FEASIBLE: "feasible",
            cp_model.INFEASIBLE: "infeasible",
            cp_model.UNKNOWN: "limit",
        }
        name = names.get(status, "failed")
        if name not in ("optimal", "feasible"):
            bound = None if name == "infeasible" else round(solver.best_objective_bound)
            return Step(name, None, bound)
        keys = [
            slot * self.data.n + person
            for (slot, person), seated in own.x.items()
            if solver.boolean_value(seated)
        ]
        own.cp.clear_hints()  # type: ignore[no-untyped-call]
        for at in range(len(own.cp.proto.variables)):
            variable = own.cp.get_int_var_from_proto_index(at)
            own.cp.add_hint(variable, solver.value(variable))
        value, bound = round(solver.objective_value), round(solver.best_objective_bound)
        return Step(name, value, bound, tuple(sorted(keys)))


def build_model(data: Data, complete: bool) -> Model:
    """Seats and exclusions, and then the rules in rulebook order; ``complete`` leaves no way to be short."""
    model = Model(data, complete)
    for team in range(len(data.teams)):
        for add_to_team in _TEAM_RULES:
            add_to_team(model, team)
    for add in _PLAN_RULES:
        add(model)
    model.limit_waivers()
    return model
