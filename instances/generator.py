"""The generator: a realistic instance around a complete plan that it plants."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bianzu.instances.availability import take_availability
from bianzu.instances.cadres import promote, promote_served
from bianzu.instances.campaign import AS_OF, TERM, Campaign, build_campaign
from bianzu.instances.careers import give_pasts
from bianzu.instances.counting import count_skills, list_needs
from bianzu.instances.crossing import draw_senders
from bianzu.instances.crowd import gather_crowd
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.micro import generate_micro
from bianzu.instances.names import CITY_NAMES
from bianzu.instances.pairs import draw_apart, draw_together
from bianzu.instances.past import write_history
from bianzu.instances.planting import FINANCE, Places, plant
from bianzu.instances.presets import PRESETS, Preset, adapt_rules
from bianzu.instances.rulesets import ordinary_rules
from bianzu.instances.sizes import SIZES, SLACKS, Size, Tightness
from bianzu.instances.squads import FINANCE_SET, build_teams
from bianzu.instances.ties import Ties, tie
from bianzu.instances.traits import give_traits, share_names
from bianzu.instances.veterans import count_needed, set_quotas
from bianzu.instances.world import LADDER, World, build_world
from bianzu.models import Assignment, DonorLimit, HistoryRecord, Instance, Role, RuleSettings, Team

__all__ = ["MOST_ROUNDS", "generate", "plant_size", "planted"]

_SENIOR: Final = "正科"
_JUNIOR: Final = "科员"
_DONORS_PER_CENT: Final = 4
MOST_ROUNDS: Final = 15
"""Most planned rounds of an instance."""


def generate(
    size: str,
    *,
    tightness: Tightness = "normal",
    seed: int = 0,
    preset: Preset | None = None,
    rounds: int = 1,
) -> Instance:
    """Generate an instance; the same arguments give the same instance on every machine.

    Parameters
    ----------
    size
        ``micro``, ``tiny``, ``county``, ``city``, ``metro`` or ``province``.
    tightness
        How many able leaders and holders of finance-audit there are beside those needed.
    seed
        Any whole number.
    preset
        Form of the teams; by default the size's own (``own-county`` for county, else ``shanxi``).
    rounds
        Planned rounds, 1 to 15. With several of them leaders serve in more than one: there are as many
        able leaders, beside those whom the caps make necessary, as the tightness says, and where the
        size has too few, the leader pool grows at the cost of the staff pool.

    Returns
    -------
    Instance
        With ``completable`` true: a plan without shortages and without waivers exists; null for micro.

    Raises
    ------
    ValueError
        For an unknown size, tightness or preset, a preset that needs larger teams or more counties, a
        number of rounds outside 1 to 15, or several rounds of micro.
    """
    if size != "micro":
        return planted(size, tightness=tightness, seed=seed, preset=preset, rounds=rounds)[0]
    _check_choices(tightness, preset)
    if rounds != 1:
        raise ValueError("micro has one planned round")
    key = f"bianzu/micro/{tightness}/{preset}/{seed}"
    return generate_micro(Dice(key), tightness, preset, f"微型算例（{tightness}，种子 {seed}）")


def planted(
    size: str,
    *,
    tightness: Tightness = "normal",
    seed: int = 0,
    preset: Preset | None = None,
    rounds: int = 1,
) -> tuple[Instance, tuple[Assignment, ...]]:
    """Generate as `generate` does and show the complete plan that was planted."""
    if size not in SIZES:
        raise ValueError(f"size {size!r} is not one of {', '.join(SIZES)}")
    _check_choices(tightness, preset)
    chosen = preset or SIZES[size].preset
    if SIZES[size].counties == 1 and chosen != "own-county":
        raise ValueError(f"{chosen} needs more than one county")
    if not 1 <= rounds <= MOST_ROUNDS:
        raise ValueError(f"rounds {rounds} is not between 1 and {MOST_ROUNDS}")
    return plant_size(size, SIZES[size], tightness, seed, chosen, rounds)


def plant_size(
    name: str, size: Size, tightness: Tightness, seed: int, preset: Preset, rounds: int = 1
) -> tuple[Instance, tuple[Assignment, ...]]:
    """Generate an instance of any size, here called ``name``, and show the plan planted in it."""
    key = f"bianzu/{name}/{tightness}/{preset}/{seed}" + (f"/{rounds}" if rounds > 1 else "")
    campaign = build_campaign(rounds)
    return _Generation(Dice(key), name, size, tightness, preset, seed, campaign).run()


def _check_choices(tightness: str, preset: str | None) -> None:
    if tightness not in SLACKS:
        raise ValueError(f"tightness {tightness!r} is not one of {', '.join(SLACKS)}")
    if preset is not None and preset not in PRESETS:
        raise ValueError(f"preset {preset!r} is not one of {', '.join(PRESETS)}")


@dataclass
class _Generation:
    dice: Dice
    name: str
    size: Size
    tightness: Tightness
    preset: Preset
    seed: int
    campaign: Campaign

    def run(self) -> tuple[Instance, tuple[Assignment, ...]]:
        world = build_world(self.dice.branch("world"), self.size.counties)
        teams = build_teams(self.dice.branch("teams"), world, self.size, self.preset, self.campaign)
        donors = self._draw_donors(world)
        crossing = self.preset == "whole-team" and len(self.campaign.planned) == 1
        senders = draw_senders(self.dice.branch("senders"), world, teams) if crossing else {}
        drafts = self._draw_people(world, teams, donors, senders)
        give_pasts(self.dice.branch("careers"), world, drafts, places=self.preset != "own-county")
        take_availability(self.dice.branch("availability"), drafts, self.campaign)
        promote(self.dice.branch("cadres"), drafts, self.campaign)
        dice = self.dice.branch("history")
        flows = frozenset((senders[team.id], team.host_counties[0]) for team in teams if senders)
        history = write_history(dice, world, self.campaign, teams, drafts, self.size, self.preset, flows)
        promote_served(self.dice.branch("served"), drafts, self.campaign)
        ties = tie(self.dice.branch("ties"), world, teams, drafts)
        rules = self._rules(drafts, ties, crossing=bool(senders))
        instance = self._assemble(world, teams, donors, drafts, history, ties, rules)
        return instance, _assign(instance, drafts)

    def _draw_donors(self, world: World) -> list[DonorLimit]:
        """Some units name their own number, one above or below the band's."""
        dice = self.dice.branch("donors")
        donors = []
        for unit in (unit for units in world.by_county.values() for unit in units):
            if dice.chance(_DONORS_PER_CENT):
                limit = max(1, _band(world.units[unit].staff_count) + dice.pick((-1, 1)))
                donors.append(DonorLimit(unit=unit, limit=limit, note="选派单位来函"))
        return donors

    def _draw_people(
        self, world: World, teams: list[Team], donors: list[DonorLimit], senders: Mapping[str, str]
    ) -> list[Draft]:
        limits = {donor.unit: donor.limit for donor in donors}
        caps = {unit.id: limits.get(unit.id, _band(unit.staff_count)) for unit in world.units.values()}
        places = Places(world, caps)
        slack = SLACKS[self.tightness]
        quotas = set_quotas(self.campaign, teams, self.size, slack)
        dice = self.dice.branch("plant")
        seated = plant(dice, world, self.campaign, teams, self.size, self.preset, places, quotas, senders)
        size = self.size.grow(Counter(draft.pool for draft in seated))
        needed = count_needed(self.campaign, size.teams)
        crowd = gather_crowd(self.dice.branch("crowd"), world, size, slack, seated, places, needed)
        drafts = [*seated, *crowd]
        self.dice.branch("order").shuffle(drafts)
        width = max(4, len(str(len(drafts))))
        for number, draft in enumerate(drafts):
            draft.id = f"p{number + 1:0{width}d}"
        give_traits(self.dice.branch("traits"), world, drafts)
        share_names(self.dice.branch("names"), drafts)
        return drafts

    def _rules(self, drafts: list[Draft], ties: Ties, *, crossing: bool) -> RuleSettings:
        dice = self.dice.branch("pairs")
        together = draw_together(dice, drafts, ties)
        apart = draw_apart(dice, drafts, together)
        rules = ordinary_rules(senior=_SENIOR, junior=_JUNIOR, together=together, apart=apart)
        return adapt_rules(self.preset, rules, crossing=crossing)

    def _assemble(
        self,
        world: World,
        teams: list[Team],
        donors: list[DonorLimit],
        drafts: list[Draft],
        history: list[HistoryRecord],
        ties: Ties,
        rules: RuleSettings,
    ) -> Instance:
        city = self.dice.branch("city").pick(CITY_NAMES)
        seats: dict[Role, int] = {}
        for team in teams:
            for seat in team.seats if team.round == self.campaign.planned[-1].id else ():
                seats[seat.role] = seats.get(seat.role, 0) + 1
        count = len(self.campaign.planned)
        rounds = f"{count} 轮，" if count > 1 else ""
        finance = tuple(draft.id for draft in drafts if FINANCE in draft.skills)
        named = any(seat.source_set == FINANCE_SET for team in teams for seat in team.seats)
        return Instance(
            city=city,
            as_of=AS_OF,
            term=TERM,
            title=f"{city}统筹巡察（{self.name}，{self.tightness}，{self.preset}，{rounds}种子 {self.seed}）",
            completable=True,
            ranks=LADDER,
            counties=tuple(world.counties),
            units=tuple(world.units.values()),
            people=tuple(draft.build() for draft in drafts),
            relations=tuple(ties.relations),
            recusal_requests=tuple(ties.requests),
            unfit=tuple(ties.unfit),
            donors=tuple(donors),
            source_sets={FINANCE_SET: finance} if named else {},
            rounds=self.campaign.announce(seats),
            teams=tuple(teams),
            history=tuple(history),
            rules=rules,
        )


def _band(staff: int) -> int:
    """The borrow-cap's bands of the rulebook: 1 up to 20 staff, 2 up to 50, else 3."""
    return 1 if staff <= 20 else 2 if staff <= 50 else 3


def _assign(instance: Instance, drafts: list[Draft]) -> tuple[Assignment, ...]:
    """The planted plan, in the order of the teams and their seats."""
    holder = {seat.id: draft.id for draft in drafts for _, seat in draft.posts}
    assignments = []
    for team in instance.teams:
        members = [instance.person_by_id[holder[seat.id]] for seat in team.seats]
        needs = list_needs(team, instance.unit_by_id, instance.rules)
        counts = count_skills(members, needs, instance.rules)
        assignments += [
            Assignment(
                round=team.round,
                team=team.id,
                seat=seat.id,
                role=seat.role,
                person=person.id,
                counts_for=counts[person.id],
                duty=seat.duty,
            )
            for seat, person in zip(team.seats, members, strict=True)
        ]
    return tuple(assignments)
