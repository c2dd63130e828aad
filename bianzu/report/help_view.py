"""Help of the command line in the language of the run."""

import click

from bianzu.report.catalog import Words

__all__ = ["translate_help"]


def translate_help(group: click.Group, words: Words) -> None:
    """Put the help of a group, of its commands and of their options into words."""
    group.help = words("help.main")
    for command in group.commands.values():
        command.help = words(f"help.{command.name}")
    for command in (group, *group.commands.values()):
        for option in command.params:
            key = f"help.opt.{(option.name or '').replace('_', '-')}"
            if isinstance(option, click.Option) and words.has(key):
                option.help = words(key)
