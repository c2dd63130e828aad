"""Results of a sweep in a file of JSON lines that grows as they come and survives being cut off."""

import json
import os
from collections.abc import Collection
from pathlib import Path

from pydantic import ValidationError

from bianzu.models import BianzuError, ScenarioResult

__all__ = ["Journal"]


class Journal:
    """One result a line, each flushed to the disk before the next is looked at.

    A line that was cut off or damaged is passed over; so is everything that belongs to another sweep.
    Several sweeps may share a file, one after the other.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, keys: Collection[str]) -> dict[str, ScenarioResult]:
        """Answered results by key, of the keys that are asked for; the last line of a key counts."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise _unusable(self.path, error) from error
        found: dict[str, ScenarioResult] = {}
        for line in data.splitlines():
            result = _read_line(line)
            if result is not None and result.key in keys and result.state == "answered":
                found[result.key] = result
        return found

    def add(self, result: ScenarioResult) -> None:
        """Append one result; a line that was cut off before is ended first."""
        line = result.model_dump_json(by_alias=True).encode("utf-8") + b"\n"
        try:
            with open(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666), "r+b") as stream:
                size = stream.seek(0, os.SEEK_END)
                if size:
                    stream.seek(size - 1)
                    if stream.read(1) != b"\n":
                        line = b"\n" + line
                stream.write(line)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise _unusable(self.path, error) from error


def _read_line(line: bytes) -> ScenarioResult | None:
    try:
        json.loads(line)
        return ScenarioResult.model_validate_json(line)
    except (ValueError, ValidationError):
        return None


def _unusable(path: Path, error: OSError) -> BianzuError:
    return BianzuError("cannot-write", path=str(path), reason=error.strerror or str(error))
