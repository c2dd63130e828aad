"""The library ships the named instances, and its command writes the same bytes again."""

from pathlib import Path

import pytest

from bianzu.audit import measure
from bianzu.instances import library_names, planted, read_library
from bianzu.instances.build_library import LIBRARY_SEED, build_library
from bianzu.instances.short import pick_county

NAMES = ("city", "city-short", "city-tight", "county", "tiny")


def test_the_library_holds_five_instances_of_modest_size() -> None:
    assert library_names() == NAMES
    folder = Path(__file__).parents[2] / "instances" / "library"
    assert all((folder / f"{name}.json").stat().st_size < 2_000_000 for name in NAMES)


def test_writing_the_library_again_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "instances" / "library"
    written = build_library(tmp_path)
    assert sorted(path.stem for path in written) == list(NAMES)
    for path in written:
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_only_city_short_cannot_be_completed() -> None:
    assert {name: read_library(name).completable for name in NAMES} == {
        name: name != "city-short" for name in NAMES
    }


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError, match="no-such"):
        read_library("no-such")


def test_city_short_lacks_exactly_the_deputies_of_one_county() -> None:
    short = read_library("city-short")
    city, plan = planted("city", seed=LIBRARY_SEED)
    county = pick_county(city)
    hosted = {team.id for team in short.teams if county in team.host_counties}
    kept = [place for place in plan if place.team not in hosted or place.role != "deputy"]
    result = measure(short, kept)
    assert result.breaches == ()
    assert {(item.rule, item.team) for item in result.shortages} == {("seats", team) for team in hosted}
    local = [
        person
        for person in short.people
        if person.work_county == county and {"leader", "full-time"} & set(person.pools)
    ]
    assert len(result.shortages) == len(plan) - len(kept) == len(hosted)
    for item in result.shortages:
        assert item.candidates == len(local) >= 6
        assert {"gates", "interest", "kin", "service"} <= set(item.removed_by)
        # A candidate whom no single rule removes would be counted under one of these two.
        assert not {"one-seat", "maxima"} & set(item.removed_by)
