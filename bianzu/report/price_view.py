"""The staffing price list as a table."""

from bianzu.models import Instance, Price, PriceLine, PriceList
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import person_name
from bianzu.report.tables import Column, print_table

__all__ = ["PriceProgress", "price_text", "print_prices"]


class PriceProgress:
    """A line on a terminal that counts the prices done."""

    def __init__(self, words: Words, printer: Printer) -> None:
        self.words = words
        self.stream = printer.stream
        self.active = self.stream.isatty()

    def __call__(self, done: int, count: int) -> None:
        """Show how many lines are done."""
        if self.active:
            self.stream.write("\r" + self.words("prices.progress", done=done, count=count))
            self.stream.flush()

    def close(self) -> None:
        """End the line."""
        if self.active:
            self.stream.write("\n")


def print_prices(printer: Printer, words: Words, instance: Instance, prices: PriceList) -> None:
    """Print one table per kind, and what the columns mean."""
    for kind in dict.fromkeys(line.kind for line in prices.lines):
        printer.heading(words(f"title.prices-{kind}"))
        columns = [
            Column(words(f"col.{name}"), number=name in ("people", "seated"))
            for name in ("kind", "people", "seated", "one-more", "one-fewer", "one-lost")
        ]
        rows = [
            (
                _name(words, instance, line),
                line.people,
                line.seated,
                price_text(words, instance, line.more, named=False),
                "-" if line.fewer is None else price_text(words, instance, line.fewer),
                "-" if line.lost is None else price_text(words, instance, line.lost),
            )
            for line in prices.lines
            if line.kind == kind
        ]
        print_table(printer, columns, rows)
    printer.say(words("prices.note"))


def price_text(words: Words, instance: Instance, price: Price, *, named: bool = True) -> str:
    """One price: whose, what changes at the first level that changes, and how it is known."""
    who = words.join(person_name(instance, person) for person in price.people) if named else ""
    how = words(f"prices.{price.source}")
    if not price.proven:
        how = words("prices.unproven")
    changed = next((item for item in price.changes if item.change or item.at_least), None)
    if changed is None:
        what = words("prices.nothing")
    elif changed.change is None:
        what = words("prices.unknown")
    else:
        what = f"{words.name('level', changed.level)} {changed.change:+d}"
        if changed.at_least is not None and changed.at_least != changed.change:
            what += " " + words("prices.at-least", units=f"{changed.at_least:+d}")
    text = words("prices.price", what=what, how=how)
    return text if not who else words("prices.of", who=who, price=text)


def _name(words: Words, instance: Instance, line: PriceLine) -> str:
    if line.kind == "county":
        return instance.county_by_id[line.name].name
    return words.name(line.kind, line.name)
