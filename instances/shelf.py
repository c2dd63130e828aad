"""The library of ready instances that ships with the package."""

from importlib import resources
from typing import Final

from bianzu.instances.reading import parse_instance
from bianzu.models import Instance

__all__ = ["library_names", "read_library"]

_FOLDER: Final = "bianzu.instances.library"
_ENDING: Final = ".json"


def library_names() -> tuple[str, ...]:
    """Names of the instances of the library, sorted."""
    files = (item.name for item in resources.files(_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(_ENDING) for name in files if name.endswith(_ENDING)))


def read_library(name: str) -> Instance:
    """Read an instance of the library.

    Raises
    ------
    KeyError
        When the library holds no such instance.
    """
    if name not in library_names():
        raise KeyError(name)
    data = (resources.files(_FOLDER) / (name + _ENDING)).read_bytes()
    return parse_instance(data, source=name + _ENDING)
