"""The draw (抽取): a seed that nobody can choose, from the frozen input and a public value."""

import hashlib
from typing import Annotated

from pydantic import StringConstraints, TypeAdapter, ValidationError

from bianzu.models.canonical import digest
from bianzu.models.instance import Instance

__all__ = ["PublicValue", "check_public_value", "draw_seed"]

PublicValue = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^\S(.*\S)?$")]
"""One line without white space around it, so that what was announced can be typed again."""

_VALUES: TypeAdapter[str] = TypeAdapter(PublicValue)


def check_public_value(text: str) -> str:
    """Return the text.

    Raises
    ------
    ValueError
        When it is empty, too long, more than one line, or has white space at either end.
    """
    try:
        return _VALUES.validate_python(text)
    except ValidationError as error:
        raise ValueError("a public value is one line of text without spaces around it") from error


def draw_seed(instance: Instance, public_value: str) -> int:
    """Seed of a draw, 0 to 2^31 - 1, as docs/format.md (Draw) says it.

    Parameters
    ----------
    instance
        The frozen input: its digest and its planned rounds count.
    public_value
        What was named beforehand and became known only after the input was frozen.

    Raises
    ------
    ValueError
        The public value is not one line of text.
    """
    check_public_value(public_value)
    planned = sorted((item.start, item.id) for item in instance.rounds if item.status == "planned")
    text = "\n".join((digest(instance), *(name for _, name in planned), public_value))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:4], "big") >> 1
