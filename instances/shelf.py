"""The library of ready instances that ships with the package."""

from importlib import resources
from typing import Final

from bianzu.instances.reading import parse_instance
from bianzu.models import Instance

__all__ = ["library_names", "list_shelf", "read_library", "read_shelf"]

_FOLDER: Final = "bianzu.instances.library"
_ENDING: Final = ".json"


def list_shelf(folder: str, ending: str) -> tuple[str, ...]:
    """Names of a package folder's files with the ending, without it, sorted."""
    files = (item.name for item in resources.files(folder).iterdir())
    return tuple(sorted(name.removesuffix(ending) for name in files if name.endswith(ending)))


def read_shelf(folder: str, ending: str, name: str) -> bytes:
    """One of those files; raises ``KeyError`` when there is none of that name."""
    if name not in list_shelf(folder, ending):
        raise KeyError(name)
    return (resources.files(folder) / (name + ending)).read_bytes()


def library_names() -> tuple[str, ...]:
    """Names of the instances of the library, sorted."""
    return list_shelf(_FOLDER, _ENDING)


def read_library(name: str) -> Instance:
    """Read an instance of the library.

    Raises
    ------
    KeyError
        When the library holds no such instance.
    """
    return parse_instance(read_shelf(_FOLDER, _ENDING, name), source=name + _ENDING)
