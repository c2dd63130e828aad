"""The writer: the same model gives the same bytes, and a file is replaced whole or not at all."""

import contextlib
import json
import os
import secrets
from pathlib import Path

from bianzu.models import BianzuError, Frozen

__all__ = ["format_model", "write_bytes", "write_model"]


def format_model(model: Frozen) -> bytes:
    """UTF-8 bytes of a model's JSON, every field written out.

    One line per key of the outermost object and per element of its lists and objects, so that a
    changed person is a changed line.
    """
    tree = model.model_dump(mode="json", by_alias=True)
    body = ",\n".join(f"{_compact(key)}: {_block(value)}" for key, value in tree.items())
    return ("{\n" + body + "\n}\n").encode("utf-8")


def write_model(model: Frozen, path: str | Path) -> None:
    """Write a model to a file, atomically.

    The bytes go to a new file in the same folder, are flushed to the disk and take the place of the
    old file in one step. When anything fails the old file is untouched and nothing is left behind.

    Raises
    ------
    BianzuError
        ``cannot-write`` with the path and the reason.
    """
    write_bytes(format_model(model), path)


def write_bytes(data: bytes, path: str | Path) -> None:
    """Write any file as `write_model` does: whole or not at all."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            _write_through(target, data)
        else:
            _replace(target, data)
    except OSError as error:
        raise BianzuError("cannot-write", path=str(path), reason=error.strerror or str(error)) from error


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def _block(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(_compact(item) for item in value) + "\n]"
    if isinstance(value, dict) and value:
        lines = (f"{_compact(key)}: {_compact(item)}" for key, item in value.items())
        return "{\n" + ",\n".join(lines) + "\n}"
    return _compact(value)


def _write_through(target: Path, data: bytes) -> None:
    """A device or a pipe is written to, never replaced."""
    with target.open("wb") as stream:
        stream.write(data)


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    """Make the new name durable where the system lets a folder be flushed."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
