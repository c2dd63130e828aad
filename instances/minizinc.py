"""Data of the MiniZinc Challenge problem "team-assignment" as instances with ordinary rules only.

A team has one seat per board, which only the people of that board (a source set) may take; the heads are
pinned; a request is a pair wanted together, 1000 a request and 2000 a double one; the rest is balance of
the field ``rating``. What the problem does not know (gender, birth, party) is the same for everybody, and
no rule reads it. So the problem's objective is 1000 x all happiness - the soft level of a complete plan.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from bianzu.instances.dzn import Dzn, read_dzn
from bianzu.instances.reading import read_bytes
from bianzu.instances.shelf import list_shelf, read_shelf
from bianzu.models import (
    County,
    InputError,
    Instance,
    Person,
    Pin,
    RankLadder,
    Round,
    RuleSettings,
    Seat,
    Team,
    WorkUnit,
)
from bianzu.models import settings as rules

__all__ = [
    "RATING",
    "TeamAssignment",
    "library_team_assignment",
    "parse_team_assignment",
    "read_team_assignment",
    "team_assignment_names",
]

RATING: Final = "rating"
"""Name of the players' number."""

_FOLDER: Final = "bianzu.instances.library.mzn_team_assignment_2018"
_ENDING: Final = ".dzn"
_REQUEST: Final = 1000
_MOST: Final = 10_000
_MOST_RATING: Final = 1_000_000
_MOST_HAPPINESS: Final = 100
"""Of one pair: so much fits into a weight."""

_ROUND: Final = Round(id="R1", start=date(2018, 9, 1), end=date(2018, 9, 30), status="planned", term="2018")
_PLACE: Final = "club"


@dataclass(frozen=True)
class TeamAssignment:
    """The problem as its file states it. Players, boards and teams are numbered from 1.

    Attributes
    ----------
    name
        Name of the data.
    teams, boards
        How many; there are ``teams`` players on each board.
    ratings, board_of
        Rating and board of each player.
    single, double
        Pairs of players that wish to be on one team.
    """

    name: str
    teams: int
    boards: int
    ratings: tuple[int, ...]
    board_of: tuple[int, ...]
    single: tuple[tuple[int, int], ...]
    double: tuple[tuple[int, int], ...]

    @property
    def total_happiness(self) -> int:
        """Happiness if every request were met, that of a player with himself included."""
        return len(self.single) + 2 * len(self.double)

    def mzn_objective(self, soft: int) -> int:
        """The problem's objective (to be maximised), or a bound of it, from those of the soft level."""
        return _REQUEST * self.total_happiness - soft

    def wishes(self) -> dict[tuple[int, int], int]:
        """Happiness of each pair of two different players, the lower number first."""
        found: Counter[tuple[int, int]] = Counter()
        for pairs, worth in ((self.single, 1), (self.double, 2)):
            for a, b in pairs:
                if a != b:
                    found[min(a, b), max(a, b)] += worth
        return dict(found)

    def person_id(self, player: int) -> str:
        """Id of a player's person."""
        return f"P{player:0{max(2, len(str(len(self.ratings))))}}"

    def team_id(self, team: int) -> str:
        """Id of a team."""
        return f"T{team:0{max(2, len(str(self.teams)))}}"

    def seat_id(self, team: int, board: int) -> str:
        """Id of a board's seat on a team."""
        return f"{self.team_id(team)}-B{board}"

    @cached_property
    def instance(self) -> Instance:
        """The instance; it can be completed, since every team takes one player of every board."""
        players = range(1, len(self.ratings) + 1)
        return Instance(
            city="MiniZinc Challenge 2018",
            as_of=date(2018, 8, 1),
            term=_ROUND.term,
            title=f"team-assignment {self.name}",
            completable=True,
            ranks=RankLadder(steps=("player",)),
            counties=(County(id=_PLACE, name=_PLACE),),
            units=(WorkUnit(id=f"{_PLACE}-1", name=_PLACE, county=_PLACE),),
            people=tuple(self._person(player) for player in players),
            source_sets={
                f"board-{board}": tuple(self.person_id(p) for p in players if self.board_of[p - 1] == board)
                for board in range(1, self.boards + 1)
            },
            rounds=(_ROUND,),
            teams=tuple(self._team(team) for team in range(1, self.teams + 1)),
            rules=RuleSettings(
                one_seat=rules.OneSeat(),
                seats=rules.Seats(),
                source_sets=rules.SourceSets(),
                together=rules.Together(pairs=tuple(self._pairs())),
                balance=rules.Balance(fields=(RATING,), weight=1),
            ),
            pins=tuple(self._pin(team) for team in range(1, self.teams + 1)),
        )

    def _person(self, player: int) -> Person:
        return Person(
            id=self.person_id(player),
            name=self.person_id(player),
            gender="female",
            birth="1990-01",
            party="none",
            pools=("leader",) if self.board_of[player - 1] == 1 else ("staff",),
            work_unit=f"{_PLACE}-1",
            work_county=_PLACE,
            numbers={RATING: self.ratings[player - 1]},
        )

    def _team(self, team: int) -> Team:
        return Team(
            id=self.team_id(team),
            name=self.team_id(team),
            round=_ROUND.id,
            host_counties=(_PLACE,),
            seats=tuple(
                Seat(
                    id=self.seat_id(team, board),
                    role="leader" if board == 1 else "member",
                    source_set=f"board-{board}",
                )
                for board in range(1, self.boards + 1)
            ),
        )

    def _pairs(self) -> list[rules.TogetherPair]:
        return [
            rules.TogetherPair(a=self.person_id(a), b=self.person_id(b), weight=_REQUEST * worth)
            for (a, b), worth in self.wishes().items()
        ]

    def _pin(self, team: int) -> Pin:
        return Pin(
            kind="must",
            person=self.person_id(team),
            seat=self.seat_id(team, 1),
            asked_by="the problem",
            reason="the first players head the teams in order",
        )


def parse_team_assignment(data: bytes | str, name: str = "input") -> TeamAssignment:
    """Read the text of a ``.dzn`` file of the problem.

    Raises
    ------
    InputError
        With every problem of the text: code, place (``line 3``, ``Rating[7]``), value, what was expected.
    """
    dzn = read_dzn(data, source=name)
    teams, boards = dzn.number("teams", 1, _MOST), dzn.number("boards", 1, _MOST)
    players = dzn.number("players", 1, _MOST)
    if players is not None and teams is not None and boards is not None and players != teams * boards:
        dzn.add("wrong-count", "players", players, f"teams x boards = {teams * boards}")
    ratings = dzn.numbers("Rating", players, 0, _MOST_RATING)
    board_of = dzn.numbers("Board", players, 1, boards)
    if board_of is not None and teams is not None and boards is not None:
        _check_boards(dzn, board_of, teams, boards)
    single = _read_pairs(dzn, "SingleRequested", "singleRequests", players)
    double = _read_pairs(dzn, "DoubleRequested", "doubleRequests", players)
    for known in ("requests", "minRating", "maxRating", "Requestees"):
        dzn.skip(known)
    dzn.refuse_others()
    if (
        teams is None
        or boards is None
        or ratings is None
        or board_of is None
        or single is None
        or double is None
    ):
        raise InputError(dzn.problems)
    problem = TeamAssignment(name, teams, boards, ratings, board_of, single, double)
    for pair, happiness in problem.wishes().items():
        if happiness > _MOST_HAPPINESS:
            where = "SingleRequested, DoubleRequested"
            words = f"happiness of a pair of at most {_MOST_HAPPINESS}"
            dzn.add("out-of-range", where, f"{pair[0]} and {pair[1]}: {happiness}", words)
    if dzn.problems:
        raise InputError(dzn.problems)
    return problem


def _read_pairs(dzn: Dzn, name: str, count: str, players: int | None) -> tuple[tuple[int, int], ...] | None:
    return dzn.pairs(name, dzn.number(count, 0, _MOST), 1, players)


def _check_boards(dzn: Dzn, board_of: tuple[int, ...], teams: int, boards: int) -> None:
    """As many players on each board as there are teams, the first ones on board 1."""
    counts = Counter(board_of)
    for board in range(1, boards + 1):
        if counts[board] != teams:
            dzn.add("wrong-count", "Board", f"{counts[board]} players on board {board}", f"{teams} players")
    for at, board in enumerate(board_of[:teams], start=1):
        if board != 1:
            dzn.add("not-allowed", f"Board[{at}]", board, "board 1, whose players head the teams")


def read_team_assignment(path: str | Path) -> TeamAssignment:
    """Read a ``.dzn`` file of the problem; raises `InputError` as `parse_team_assignment` does."""
    return parse_team_assignment(read_bytes(Path(path)), Path(path).stem)


def team_assignment_names() -> tuple[str, ...]:
    """Names of the problem's data that ship with the package, sorted."""
    return list_shelf(_FOLDER, _ENDING)


def library_team_assignment(name: str) -> TeamAssignment:
    """Read data that ships with the package.

    Raises
    ------
    KeyError
        When there is none of that name.
    """
    return parse_team_assignment(read_shelf(_FOLDER, _ENDING, name), name)
