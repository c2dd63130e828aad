"""Instances made impossible to complete on purpose, each with a record of what was planted.

A complete generated instance is changed so that one cause, or two, keeps every plan from being complete. What
is missing then follows from the planted plan (all but those units can be met) and a count (no more can).
"""

from bianzu.instances.causes.planted import KINDS, Asked, Kind, Planted, PlantedCause
from bianzu.instances.causes.planting import list_planted, plant_cause

__all__ = ["KINDS", "Asked", "Kind", "Planted", "PlantedCause", "list_planted", "plant_cause"]
