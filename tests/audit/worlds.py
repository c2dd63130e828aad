"""All small worlds with one rule on."""

from tests.audit.exclusion_worlds import EXCLUSIONS
from tests.audit.maximum_worlds import MAXIMA, PINS
from tests.audit.minimum_worlds import MINIMA, SOFT

__all__ = ["WORLDS"]

WORLDS = (*EXCLUSIONS, *MAXIMA, *MINIMA, *SOFT, *PINS)
