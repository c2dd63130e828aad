"""Names that a package offers and imports from their modules when they are first used."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["find_homes", "make_lookup"]


def find_homes(homes: Mapping[str, Sequence[str]]) -> Callable[[str], str | None]:
    """Name -> the module that it comes from, given each module's names."""
    return {name: home for home, names in homes.items() for name in names}.get


def make_lookup(
    package: str, namespace: dict[str, Any], find_home: Callable[[str], str | None]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """``__getattr__`` and ``__dir__`` of a package whose names are imported when they are first used.

    Parameters
    ----------
    package
        Its ``__name__``.
    namespace
        Its ``globals()``, with ``__all__``; what was found is kept there.
    find_home
        Name -> the full name of its module, or a name that starts with a dot, within the package; ``None``
        for a name that the package does not have.
    """

    def look_up(name: str) -> Any:
        home = find_home(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = namespace[name] = getattr(importlib.import_module(home, package), name)
        return value

    def list_names() -> list[str]:
        return sorted({*namespace, *namespace["__all__"]})

    return look_up, list_names
