"""Scenario files: single scenarios, grids, and every fault with its place."""

import pytest

from bianzu.instances import parse_scenarios
from bianzu.models import AddPeople, DropTeam, InputError, MoveRound, RemovePeople, SetRule


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        parse_scenarios(text, "s.yaml")
    return [(item.where, item.code) for item in caught.value.problems]


def test_scenarios_are_read_from_yaml_and_from_json() -> None:
    yaml = """
format: bianzu-scenarios/1
scenarios:
  - name: as it is
  - name: 少一名组长
    seed: 3
    gap: 0
    changes:
      - {kind: remove-people, count: 1, traits: {pool: leader}}
"""
    first, second = parse_scenarios(yaml)
    assert (first.name, first.changes, first.seed) == ("as it is", (), None)
    assert second.seed == 3
    assert second.gap == 0
    (change,) = second.changes
    assert isinstance(change, RemovePeople)
    assert change.traits.pool == "leader"
    json = '{"scenarios": [{"name": "n", "changes": [{"kind": "drop-team", "team": "t001"}]}]}'
    assert parse_scenarios(json)[0].changes == (DropTeam(team="t001"),)


def test_a_grid_is_the_product_of_its_axes() -> None:
    grid = """
scenarios:
  - name: "{count} more in {pool}"
    vary:
      count: [1, 2]
      pool: [leader, staff]
      seed: [0, 7]
    seed: "{seed}"
    changes:
      - kind: add-people
        count: "{count}"
        traits: {pool: "{pool}"}
"""
    found = parse_scenarios(grid)
    assert [item.name for item in found] == [
        "1 more in leader seed=0",
        "1 more in leader seed=7",
        "1 more in staff seed=0",
        "1 more in staff seed=7",
        "2 more in leader seed=0",
        "2 more in leader seed=7",
        "2 more in staff seed=0",
        "2 more in staff seed=7",
    ]
    assert [item.seed for item in found[:2]] == [0, 7]
    last = found[-1].changes[0]
    assert isinstance(last, AddPeople)
    assert (last.count, last.traits.pool) == (2, "staff")


def test_whole_changes_can_vary() -> None:
    (off, two) = parse_scenarios("""
scenarios:
  - name: branch
    vary: {settings: [null, {n: 2}]}
    changes: [{kind: set-rule, rule: branch, settings: "{settings}"}]
""")
    assert off.changes == (SetRule(rule="branch", settings=None),)
    assert two.changes == (SetRule(rule="branch", settings={"n": 2}),)
    assert two.name == 'branch settings={"n": 2}'


def test_faults_come_together_each_with_its_place_and_once_for_a_grid() -> None:
    text = """
options: {}
scenarios:
  - name: a
    changes: [{kind: drop-team, team: t1}, {kind: drop-crew}, {team: t1}]
  - name: a
    changes: [{kind: move-round, round: r1, days: 9999, by: me}]
  - name: b
    vary: {count: [1, 2], unused: [1]}
    changes: [{kind: remove-people, count: "{count}", traits: {pool: nobody}}]
  - name: a
  - 7
  - name: c
    vary: {count: 3}
"""
    assert problems(text) == [
        ("$.options", "unknown-key"),
        ("$.scenarios[0].changes[1].kind", "not-allowed"),
        ("$.scenarios[0].changes[2].kind", "missing"),
        ("$.scenarios[1].changes[0].days", "out-of-range"),
        ("$.scenarios[1].changes[0].by", "unknown-key"),
        ("$.scenarios[2].vary.unused", "unused-axis"),
        ("$.scenarios[2].changes[0].traits.pool", "not-allowed"),
        ("$.scenarios[4]", "wrong-type"),
        ("$.scenarios[5].vary.count", "wrong-type"),
    ]
    assert problems("scenarios: [{name: a}, {name: a}]") == [("$.scenarios[1].name", "duplicate-id")]


def test_what_is_not_yaml_is_said_with_its_line() -> None:
    assert problems("scenarios: [\n  {name: a\n") == [("s.yaml:3:1", "bad-yaml")]
    assert problems("scenarios: []\nscenarios: []\n") == [("s.yaml:2:1", "bad-yaml")]
    assert problems("!!python/object/apply:os.getcwd []")[0][1] == "bad-yaml"
    assert problems("just text") == [("$", "wrong-type")]
    assert problems("{}") == [("$.scenarios", "missing")]
    assert problems("format: bianzu-plan/1\nscenarios: []") == [("$.format", "wrong-format")]


def test_a_grid_beyond_reason_is_refused() -> None:
    axis = str(list(range(200)))
    grid = f"scenarios: [{{name: '{{a}} {{b}}', vary: {{a: {axis}, b: {axis}}}}}]"
    assert problems(grid) == [("$.scenarios[0].vary", "out-of-range")]


def test_dates_stay_dates() -> None:
    (found,) = parse_scenarios("""
scenarios:
  - name: waiver
    changes:
      - kind: add-waiver
        waiver: {id: w, rule: rank, reason: "", approver: a, granted: 2026-01-01}
      - {kind: move-round, round: r10, days: -3}
""")
    assert str(found.changes[0].waiver.granted) == "2026-01-01"  # type: ignore[union-attr]
    assert found.changes[1] == MoveRound(round="r10", days=-3)
