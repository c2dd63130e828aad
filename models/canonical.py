"""Canonical JSON (RFC 8785) and the digest of an input.

Instances hold no floating-point numbers, so RFC 8785 reduces to: keys sorted by UTF-16 code units,
no white space, shortest escapes, UTF-8.
"""

import hashlib
import json
from functools import cached_property

from bianzu.models.base import Frozen

__all__ = ["Digested", "canonical_json", "digest"]


class Digested(Frozen):
    """A model whose digest is asked for again and again. A copy must be a model of its own, as an instance's
    is: pydantic's copies take along what the model keeps."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `canonical_json`, in hexadecimal."""
        return _hash(self)


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value, key=lambda k: k.encode("utf-16-be"))}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value


def canonical_json(model: Frozen) -> bytes:
    """RFC 8785 bytes of a model with every field written out, defaults included."""
    tree = model.model_dump(mode="json", by_alias=True)
    text = _write(tree, sort_keys=True)
    # code points and UTF-16 code units sort alike unless a character needs two units
    if len(text.encode("utf-16-be")) > 2 * len(text):
        text = _write(_sorted(tree))
    return text.encode("utf-8")


def _write(tree: object, *, sort_keys: bool = False) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=sort_keys)


def digest(model: Frozen) -> str:
    """SHA-256 of `canonical_json`, in hexadecimal."""
    return model.digest if isinstance(model, Digested) else _hash(model)


def _hash(model: Frozen) -> str:
    return hashlib.sha256(canonical_json(model)).hexdigest()
