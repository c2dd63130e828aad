"""bianzu (编组): forms the teams of an inspection office, with a bound and an independent audit."""
__version__ = "0.1.0"
