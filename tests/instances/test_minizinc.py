"""Data of the problem "team-assignment": what is read, what it becomes, and what is refused."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from bianzu.audit import measure
from bianzu.instances import (
    TeamAssignment,
    format_model,
    library_team_assignment,
    parse_instance,
    parse_team_assignment,
    read_team_assignment,
    team_assignment_names,
)
from bianzu.models import Assignment, InputError

NAMES = ("data1_6_24", "data2_4_15", "data2_5_6", "data2_6_12", "data3_6_28")
FOLDER = Path(__file__).parents[2] / "instances" / "library" / "mzn_team_assignment_2018"
SMALL = """% two teams of two
teams = 2; boards = 2; players = 4; requests = 2;
singleRequests = 3; doubleRequests = 2;
Rating = [10, 7, 5, 1];
Board = [1, 1, 2, 2];
SingleRequested = array2d(1..singleRequests,1..2,[3, 1, 1, 3, 2, 3]);
DoubleRequested = array2d(1..doubleRequests, 1..2, [1, 3, 4, 4]);
"""


def seat(problem: TeamAssignment, teams: Sequence[Sequence[int]]) -> list[Assignment]:
    """Players on the teams, in the order of the boards."""
    return [
        Assignment(
            round="R1",
            team=problem.team_id(team),
            seat=problem.seat_id(team, board),
            role="leader" if board == 1 else "member",
            person=problem.person_id(player),
        )
        for team, players in enumerate(teams, start=1)
        for board, player in enumerate(players, start=1)
    ]


def soft_of(problem: TeamAssignment, teams: Sequence[Sequence[int]]) -> int:
    """Soft level of a plan that is complete and breaks nothing."""
    result = measure(problem.instance, seat(problem, teams))
    assert (result.breaches, result.shortages) == ((), ())
    levels = {level.name: level.objective for level in result.levels}
    soft = levels.pop("soft")
    del levels["tie-break"]
    assert set(levels.values()) == {0}
    assert soft is not None
    return soft


@pytest.mark.parametrize(
    ("name", "teams", "boards", "single", "double"),
    [
        ("data1_6_24", 24, 6, 125, 4),
        ("data2_4_15", 15, 4, 19, 1),
        ("data2_5_6", 6, 5, 1, 0),
        ("data2_6_12", 12, 6, 25, 0),
        ("data3_6_28", 28, 6, 108, 0),
    ],
)
def test_the_data_that_ship(name: str, teams: int, boards: int, single: int, double: int) -> None:
    problem = library_team_assignment(name)
    assert (problem.name, problem.teams, problem.boards) == (name, teams, boards)
    assert (len(problem.single), len(problem.double)) == (single, double)
    assert problem.total_happiness == single + 2 * double
    assert Counter(problem.board_of) == dict.fromkeys(range(1, boards + 1), teams)
    instance = problem.instance
    assert len(instance.people) == teams * boards == sum(len(team.seats) for team in instance.teams)
    assert len(instance.pins) == len(instance.teams) == teams
    assert instance.rules.on == ("one-seat", "seats", "source-sets", "together", "balance")
    assert {
        role: n // teams for role, n in Counter(s.role for t in instance.teams for s in t.seats).items()
    } == {
        "leader": 1,
        "member": boards - 1,
    }
    assert parse_instance(format_model(instance)) == instance


def test_names_and_paths() -> None:
    assert team_assignment_names() == NAMES
    assert read_team_assignment(FOLDER / "data2_5_6.dzn") == library_team_assignment("data2_5_6")
    with pytest.raises(KeyError, match="no-such"):
        library_team_assignment("no-such")
    with pytest.raises(InputError) as caught:
        read_team_assignment(FOLDER / "no-such.dzn")
    assert [problem.code for problem in caught.value.problems] == ["not-found"]


def test_people_are_numbers_and_ratings_only() -> None:
    problem = library_team_assignment("data2_5_6")
    first, last = problem.instance.people[0], problem.instance.people[-1]
    assert (first.id, first.name, first.numbers) == ("P01", "P01", {"rating": 2363})
    assert (last.id, last.numbers) == ("P30", {"rating": 1696})
    assert problem.instance.source_sets["board-5"] == ("P25", "P26", "P27", "P28", "P29", "P30")
    assert library_team_assignment("data1_6_24").instance.people[0].id == "P001"


def test_wishes_of_a_pair_add_up_and_one_of_a_player_with_himself_is_always_met() -> None:
    problem = parse_team_assignment(SMALL, "small")
    together = problem.instance.rules.together
    assert together is not None
    assert [(pair.a, pair.b, pair.weight) for pair in together.pairs] == [
        ("P01", "P03", 4000),
        ("P02", "P03", 1000),
    ]
    assert problem.total_happiness == 3 + 2 * 2
    # 1 and 3, 2 and 4: happiness 4 + 2 (4 with himself); ratings 15 and 8.
    assert problem.mzn_objective(soft_of(problem, [(1, 3), (2, 4)])) == 6000 - 7
    # 1 and 4, 2 and 3: happiness 1 + 2; ratings 11 and 12.
    assert problem.mzn_objective(soft_of(problem, [(1, 4), (2, 3)])) == 3000 - 1


def read_list(name: str, text: str) -> list[int]:
    return json.loads(re.findall(rf"^{name} = .*?(\[[^\]]*\])", text, re.M)[0])


PLAIN = [(k, 6 + k, 12 + k, 18 + k, 24 + k) for k in range(1, 7)]
BEST = [
    (1, 12, 16, 22, 30),
    (2, 11, 18, 23, 28),
    (3, 10, 17, 24, 29),
    (4, 9, 13, 21, 26),
    (5, 7, 14, 20, 27),
    (6, 8, 15, 19, 25),
]


def test_plans_of_data2_5_6_measured_by_hand() -> None:
    problem = library_team_assignment("data2_5_6")
    # Team 1: 2363 + 2055 + 1910 + 1824 + 1715 = 9867, team 6: 2283 + 2028 + 1896 + 1802 + 1696 = 9705;
    # the one request, 23 with 2, is not met.
    assert soft_of(problem, PLAIN) == 1000 + 9867 - 9705
    # Team 1: 2363 + 2028 + 1902 + 1812 + 1696 = 9801, team 6: 2283 + 2046 + 1907 + 1824 + 1715 = 9775;
    # 23 is on team 2.
    assert soft_of(problem, BEST) == 9801 - 9775
    assert problem.mzn_objective(26) == 974


@pytest.mark.parametrize("name", NAMES)
def test_the_objective_is_that_of_the_problem(name: str) -> None:
    """Counted from the text, for a plan that shifts each board by a step of its own."""
    text = (FOLDER / f"{name}.dzn").read_text("utf-8")
    rating = read_list("Rating", text)
    problem = library_team_assignment(name)
    count, boards = problem.teams, problem.boards
    teams = [
        [board * count + (team + 5 * board) % count + 1 for board in range(boards)] for team in range(count)
    ]
    at = {player: team for team, players in enumerate(teams) for player in players}
    happiness = 0
    for name_of_list, worth in (("SingleRequested", 1), ("DoubleRequested", 2)):
        listed = read_list(name_of_list, text)
        pairs = zip(listed[::2], listed[1::2], strict=True)
        happiness += worth * sum(at[a] == at[b] for a, b in pairs)
    sums = [sum(rating[player - 1] for player in players) for players in teams]
    assert problem.mzn_objective(soft_of(problem, teams)) == 1000 * happiness - (max(sums) - min(sums))


def test_players_of_one_board_and_other_heads_are_refused() -> None:
    problem = parse_team_assignment(SMALL)
    for teams, code in (([(2, 3), (1, 4)], "pin-not-honoured"), ([(1, 2), (3, 4)], "excluded")):
        result = measure(problem.instance, seat(problem, teams))
        assert code in {finding.code for finding in result.breaches}


def change(old: str, new: str) -> str:
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (change("teams = 2;", ""), [("missing", "teams")]),
        (change("teams = 2;", "teams = two;"), [("wrong-type", "teams")]),
        (change("teams = 2;", "teams = 0;"), [("out-of-range", "teams")]),
        (change("boards = 2;", "boards = 2; boards = 2;"), [("duplicate-key", "boards")]),
        (change("players = 4;", "players 4;"), [("bad-dzn", "line 2"), ("missing", "players")]),
        (
            change("7, 5, 1]", "7, x, 1000001]"),
            [("wrong-type", "Rating[3]"), ("out-of-range", "Rating[4]")],
        ),
        (change("[10, 7, 5, 1]", "[10, 7, 5]"), [("wrong-count", "Rating")]),
        (change("[10, 7, 5, 1]", "{10, 7, 5, 1}"), [("wrong-type", "Rating")]),
        (change("[1, 1, 2, 2]", "[1, 1, 2, 3]"), [("out-of-range", "Board[4]")]),
        (change("[1, 1, 2, 2]", "[1, 2, 1, 2]"), [("not-allowed", "Board[2]")]),
        (change("[1, 1, 2, 2]", "[1, 1, 1, 2]"), [("wrong-count", "Board"), ("wrong-count", "Board")]),
        (
            change("players = 4;", "players = 5;"),
            [("wrong-count", name) for name in ("players", "Rating", "Board")],
        ),
        (change("[1, 3, 4, 4]", "[1, 3, 4]"), [("wrong-count", "DoubleRequested")]),
        (change("[1, 3, 4, 4]", "[1, 3, 4, 5]"), [("out-of-range", "DoubleRequested[4]")]),
        (change("doubleRequests = 2", "doubleRequests = 1"), [("wrong-count", "DoubleRequested")]),
        (
            change("array2d(1..doubleRequests, 1..2, [1, 3, 4, 4])", "[1, 3, 4, 4]"),
            [("wrong-type", "DoubleRequested")],
        ),
        (SMALL + "colour = 3;", [("unknown-key", "colour")]),
        (SMALL + "the end", [("bad-dzn", "line 8")]),
        ("", [("missing", name) for name in ("teams", "boards", "players", "Rating", "Board")]),
        (
            re.sub("singleR.*|Single.*|double.*|Double.*", "", SMALL)
            + "singleRequests = 0; SingleRequested = array2d(1..0,1..2,[]); doubleRequests = 51;"
            + f"DoubleRequested = array2d(1..51,1..2,[{'1, 3, ' * 51}]);",
            [("out-of-range", "SingleRequested, DoubleRequested")],
        ),
        (b"teams = \xff;", [("not-utf-8", "byte 8")]),
    ],
)
def test_bad_files_name_every_fault_with_its_place(
    text: str | bytes, expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(InputError) as caught:
        parse_team_assignment(text)
    found = [(problem.code, problem.where) for problem in caught.value.problems]
    assert sorted(found[:5]) == sorted(expected)
