"""What answers ask of a plan: seats given to others, what speaks against it, what the proof says of it."""
