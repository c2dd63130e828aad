"""The command that writes the library: ``python -m bianzu.instances.build_library``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bianzu.instances.generator import generate, planted
from bianzu.instances.short import pick_county, remove_deputies
from bianzu.instances.writing import write_model
from bianzu.models import Instance

__all__ = ["LIBRARY_SEED", "build_library", "list_library"]

LIBRARY_SEED: Final = 1


def list_library() -> Iterator[tuple[str, Instance]]:
    """Names and instances of the library, made afresh."""
    yield "tiny", generate("tiny", seed=LIBRARY_SEED)
    yield "county", generate("county", seed=LIBRARY_SEED)
    city, plan = planted("city", seed=LIBRARY_SEED)
    yield "city", city
    yield "city-tight", generate("city", tightness="tight", seed=LIBRARY_SEED)
    county = pick_county(city)
    hosted = {team.id for team in city.teams if county in team.host_counties}
    needed = frozenset(place.person for place in plan if place.team not in hosted or place.role != "deputy")
    yield "city-short", remove_deputies(city, county, needed)


def build_library(folder: Path) -> tuple[Path, ...]:
    """Write every instance of the library into a folder; the paths written."""
    paths = []
    for name, instance in list_library():
        path = folder / f"{name}.json"
        write_model(instance, path)
        paths.append(path)
    return tuple(paths)


if __name__ == "__main__":
    build_library(Path(__file__).resolve().parent / "library")
