"""What the independent audit can say: finding codes and classes of evidence."""

from collections.abc import Mapping

__all__ = ["AUDIT_WORDS"]

AUDIT_WORDS: Mapping[str, tuple[str, str]] = {}
