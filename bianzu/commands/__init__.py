"""The commands, one module per kind of work. Heavy imports stay inside the functions."""
