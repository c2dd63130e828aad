"""People of a form that is not planted: as many as each place gives, with all their traits and ties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bianzu.instances.campaign import AS_OF, TERM
from bianzu.instances.careers import give_pasts
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.names import CITY_NAMES
from bianzu.instances.ranks import draw_rank
from bianzu.instances.ties import Ties, tie
from bianzu.instances.traits import give_traits, share_names
from bianzu.instances.world import LADDER, World
from bianzu.models import HistoryRecord, Instance, Pool, Round, RuleSettings, Seat, Team

__all__ = ["Cast", "assemble", "build_seats", "find_unit"]

_FAILING_PER_CENT: Final = 6


@dataclass
class Cast:
    """People in the making, in the order in which they were added."""

    dice: Dice
    world: World
    drafts: list[Draft] = field(default_factory=list)

    def invite(
        self,
        pool: Pool,
        home: str,
        count: int,
        *,
        units: Sequence[str] | None = None,
        step: int | None = None,
        skills: Mapping[str, int] | None = None,
    ) -> list[Draft]:
        """People of one pool and home.

        Parameters
        ----------
        pool, home, count
            How many of which pool, and from where: a county's id or ``"city"``.
        units
            Work units, taken in turn; by default any of the home.
        step
            Step of the ladder; by default drawn.
        skills
            Skills by level that all of them have.
        """
        added = []
        for at in range(count):
            unit = self.dice.pick(self.world.by_county[home]) if units is None else units[at % len(units)]
            draft = Draft(pool, home, unit, skills=dict(skills or {}))
            draft.rank = None if step is None else draw_rank(self.dice, step)
            draft.id = f"p{len(self.drafts) + 1:03d}"
            self.drafts.append(draft)
            added.append(draft)
        return added

    def finish(self, teams: list[Team], *, places: bool) -> Ties:
        """Give everybody traits and a past, fail a few at the gates, and tie some to the units."""
        give_traits(self.dice.branch("traits"), self.world, self.drafts)
        share_names(self.dice.branch("names"), self.drafts)
        give_pasts(self.dice.branch("careers"), self.world, self.drafts, places=places)
        gates = self.dice.branch("gates")
        for draft in self.drafts:
            if draft.records:
                continue
            if gates.chance(_FAILING_PER_CENT):
                draft.trained = False
        return tie(self.dice.branch("ties"), self.world, teams, self.drafts)


def assemble(
    title: str,
    cast: Cast,
    ties: Ties,
    *,
    rounds: Sequence[Round],
    teams: Sequence[Team],
    rules: RuleSettings,
    source_sets: Mapping[str, Sequence[Draft]] | None = None,
    history: Sequence[HistoryRecord] = (),
) -> Instance:
    """The instance of a cast, its world and its teams."""
    city = cast.dice.branch("city").pick(CITY_NAMES)
    world = cast.world
    sets = {name: tuple(draft.id for draft in drafts) for name, drafts in (source_sets or {}).items()}
    return Instance(
        city=city,
        as_of=AS_OF,
        term=TERM,
        title=f"{city}：{title}",
        completable=True,
        ranks=LADDER,
        counties=tuple(world.counties),
        units=tuple(world.units.values()),
        people=tuple(draft.build() for draft in cast.drafts),
        relations=tuple(ties.relations),
        recusal_requests=tuple(ties.requests),
        unfit=tuple(ties.unfit),
        source_sets=sets,
        rounds=tuple(rounds),
        teams=tuple(teams),
        history=tuple(history),
        rules=rules,
    )


def build_seats(team: str, seats: Sequence[Seat]) -> tuple[Seat, ...]:
    """The seats with ids of the team, in order."""
    return tuple(seat.model_copy(update={"id": f"{team}-s{at + 1}"}) for at, seat in enumerate(seats))


def find_unit(world: World, home: str, ending: str) -> str:
    """The first unit of a place whose name ends so."""
    return next(unit for unit in world.by_county[home] if world.units[unit].name.endswith(ending))
