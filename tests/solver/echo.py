"""What a spawned process runs; it must stand in a module that the process can import."""

__all__ = ["echo"]


def echo(thing: object) -> object:
    """Give back what was sent."""
    return thing
