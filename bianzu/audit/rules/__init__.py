"""Every rule from its sentence: exclusions, minima, maxima and soft units, with their registries."""
